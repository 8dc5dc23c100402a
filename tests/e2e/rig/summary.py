"""What a finished wave adds up to, judged from outside: what central pulled against what lay on the scale, the paper
against the journal, the journal against itself and against the hub."""
import base64
import csv
import json
import tomllib
import urllib.request
from collections import Counter
from decimal import Decimal

import loads as scale_loads
import paper
from parts import wait_until


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


def numbering(events):
    """Sequences are without a gap from 1 in every incarnation."""
    last = Counter()
    for event in events:
        if event["seq"] != last[event["incarnation"]] + 1:
            yield {"event": f"{event['incarnation']}/{event['seq']}", "what": f"follows {last[event['incarnation']]}"}
        last[event["incarnation"]] = event["seq"]


def whole_mark(system):
    """What the hub says it has of this station, incarnation by incarnation."""
    known = tomllib.loads((system.station_dir / "credentials.toml").read_text())
    secret = base64.b64encode(f"{known['station']}:{known['secret']}".encode()).decode()
    request = urllib.request.Request(f"{system.hub_url}/v1/{known['warehouse']}/stations/{known['station']}/mark",
                                     headers={"Authorization": f"Basic {secret}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


def hub_mark(system):
    """The newest of it in the form that `journal verify` takes."""
    mark = whole_mark(system)
    newest = next(one for one in mark["incarnations"] if one["incarnation"] == mark["latest"])
    return f"{newest['incarnation']}:{newest['seq']}:{newest['hash']}"


def get(system, path):
    request = urllib.request.Request(system.hub_url + path,
                                     headers={"Authorization": f"Bearer {system.token_file.read_text().strip()}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


def at_the_hub(system):
    """Nothing is left over there: no exception without a decision, no incarnation in quarantine."""
    stations = get(system, "/v1/main/stations")["stations"]
    exceptions = get(system, "/v1/main/exceptions")["exceptions"]
    return {"exceptions": sum(not one.get("decision") for one in exceptions),
            "quarantined": sum(one["quarantined"] for one in stations)}


def labels_at_rest(system):
    return "queued" not in paper.Labels(journal_events(system)).final_states()


def verified(system):
    done = system.cli("journal", "verify", system.station_dir / "journal.db", "--hub-mark", hub_mark(system), check=False)
    return [] if done.returncode == 0 else [{"what": "journal verify: " + (done.stdout or done.stderr).strip()}]


def make(system, results_file, seconds, sorter):
    try:  # the printer has its word to say on the last label
        wait_until(lambda: labels_at_rest(system), "the last label", 12)
    except RuntimeError:
        pass  # the count of queued labels says so
    orders, loads = read_csv(system.orders), read_csv(system.loads)
    results, events = pull(system, results_file), journal_events(system)
    kinds = Counter(event["type"] for event in events)
    reconcile = system.cli("reconcile", "--hub", system.hub_url, "--token-file", system.token_file, "--wave", system.wave,
                           "--with", system.loads, check=False)
    on_paper, wrong_paper = paper.judge(system.paper, system.station_dir / "journal.db", events, system.cli)
    on_scale, wrong_loads = scale_loads.judge(system.log, events)
    wrong_results = differences(orders, loads, results)
    wrong = [*wrong_results, *wrong_paper, *wrong_loads, *numbering(events), *verified(system)]
    hub = at_the_hub(system)
    unsent = (system.snapshot() or {}).get("devices", {}).get("unsent", -1)
    weighed_mg = sum(result["actual_mg"] or 0 for result in results.values())
    in_force = kinds["weighed"] + kinds["counted"] - kinds["voided"]
    summary = {
        "wave": system.wave, "tasks": len(orders), "tasks_done": sum(r["state"] == "done" for r in results.values()),
        "captures": kinds["weighed"], "counts": kinds["counted"], "releases": kinds["released"],
        "kg": f"{Decimal(weighed_mg) / 1_000_000:.3f}", "labels_asked_for": kinds["label_queued"], **on_paper, **on_scale,
        "events": len(events), "events_acknowledged": len(events) - unsent if unsent >= 0 else None,
        "incarnations": len({event["incarnation"] for event in events}), "results_pulled": len(results), **hub,
        "differences": len(wrong_results), "wrong": len(wrong),
        "reconcile_differences": sum('"what"' in line for line in reconcile.stdout.splitlines()),
        "seconds": round(seconds, 1), "seconds_a_task": round(seconds / len(orders), 3),
        "starts": {name: part.starts for name, part in system.parts.items()}, "sorter": sorter,
    }
    summary["ok"] = bool(not wrong and reconcile.returncode == 0 and unsent == 0 and not any(hub.values())
                         and summary["tasks_done"] == in_force == len(orders) and sorter.get("finished")
                         and sum(on_paper["labels"].values()) == kinds["label_queued"])
    return summary, wrong
