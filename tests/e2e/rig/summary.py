"""What a finished wave adds up to: what central pulled against what lay on the scale, to the gram."""
import csv
import json
import subprocess
from collections import Counter
from decimal import Decimal


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def pull(system, results_file):
    done = system.cli("results", "pull", "--hub", system.hub_url, "--token-file", system.token_file)
    lines = [line for line in done.stdout.splitlines() if line]
    if results_file:
        results_file.write_text("".join(line + "\n" for line in lines))
    latest = {}
    for line in lines:
        result = json.loads(line)
        if result["wave"] == system.wave:
            latest[(result["order_no"], result["line_no"])] = result
    return latest


def differences(orders, loads, results):
    wanted = {(load["line_no"], load["customer_code"]): load for load in loads}
    found = []
    for order in orders:
        key = (order["order_no"], order["line_no"])
        load = wanted[(order["line_no"], order["customer_code"])]
        result = results.get(key)
        if result is None:
            found.append({"line": key, "what": "no result"})
        elif result["state"] != "done":
            found.append({"line": key, "what": f"state {result['state']}"})
        elif load["actual_unit"] == "kg":
            expected = int(Decimal(load["actual"]) * 1_000_000)
            if result["actual_mg"] != expected:
                found.append({"line": key, "what": f"{result['actual_mg']} mg, the load was {expected} mg"})
            elif len(result["weighings"]) != 1:
                found.append({"line": key, "what": f"{len(result['weighings'])} weighings of one load"})
        elif result["actual_count"] != int(Decimal(load["actual"])):
            found.append({"line": key, "what": f"{result['actual_count']} pieces, there were {load['actual']}"})
    return found


def journal_events(system):
    done = system.cli("journal", "export", system.station_dir / "journal.db", "--format", "jsonl")
    return [json.loads(line) for line in done.stdout.splitlines() if line]


def payload(event):
    body = event.get("payload", {})
    return json.loads(body) if isinstance(body, str) else body


def labels(events):
    """The last state of every label that was asked for, over all incarnations."""
    states = {}
    for event in events:
        body, incarnation = payload(event), event["incarnation"]
        if event["type"] == "label_queued":
            states[(incarnation, event["seq"])] = "queued"
        elif event["type"] == "label_state":
            states[(incarnation, body["label"])] = body["state"]
        elif event["type"] == "label_handwritten":
            states[(incarnation, body["label"])] = "handwritten"
    return states


def papers(system):
    listing = system.paper / "paper.jsonl"
    return sum(1 for line in listing.read_text().splitlines() if line) if listing.exists() else 0


def make(system, results_file, seconds, sorter):
    orders, loads = read_csv(system.orders), read_csv(system.loads)
    results = pull(system, results_file)
    events = journal_events(system)
    kinds = Counter(event["type"] for event in events)
    label_states = labels(events)
    reconcile = system.cli("reconcile", "--hub", system.hub_url, "--token-file", system.token_file, "--wave", system.wave,
                           "--with", system.loads, check=False)
    verify = system.cli("journal", "verify", system.station_dir / "journal.db", check=False)
    screen = system.snapshot() or {}
    wrong = differences(orders, loads, results)
    weighed_mg = sum(result["actual_mg"] or 0 for result in results.values())
    unsent = screen.get("devices", {}).get("unsent", -1)
    summary = {
        "wave": system.wave, "tasks": len(orders), "tasks_done": sum(r["state"] == "done" for r in results.values()),
        "captures": kinds["weighed"], "counts": kinds["counted"], "releases": kinds["released"], "kg": f"{Decimal(weighed_mg) / 1_000_000:.3f}",
        "labels": dict(Counter(label_states.values())), "labels_asked_for": kinds["label_queued"], "papers": papers(system),
        "events": len(events), "events_acknowledged": len(events) - unsent if unsent >= 0 else None,
        "incarnations": len({event["incarnation"] for event in events}), "results_pulled": len(results),
        "differences": len(wrong), "reconcile_differences": sum(1 for line in reconcile.stdout.splitlines() if '"what"' in line),
        "journal_ok": verify.returncode == 0, "seconds": round(seconds, 1), "seconds_a_task": round(seconds / len(orders), 3),
        "starts": {name: part.starts for name, part in system.parts.items()}, "sorter": sorter,
    }
    in_force = kinds["weighed"] + kinds["counted"] - kinds["voided"]
    summary["ok"] = bool(not wrong and reconcile.returncode == 0 and verify.returncode == 0 and unsent == 0
                         and summary["tasks_done"] == in_force == len(orders)
                         and kinds["label_queued"] == len(label_states) and sorter.get("finished"))
    return summary, wrong
