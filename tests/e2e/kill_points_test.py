#!/usr/bin/env python3
"""The station, then the hub, is killed at its k-th call that changes a file of its data, for k = 1, 2, 3 … of a short
script; every other time a write is left half done. Nothing that was shown or printed is lost, the journal verifies, the
hub has what it acknowledged, and in the end hub and station are the same."""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "faults"), str(HERE / "rig")]
from bare import BareSystem, Ledger, acknowledged_here, eventually, missing  # noqa: E402
from checking import Judge  # noqa: E402
from parts import listening, wait_until  # noqa: E402

KILLED = -9
WEIGHINGS = 3  # of one script


def kill_at(judge, number, folder, torn):
    return {"LD_PRELOAD": str(judge.bin.parent / "lib/libkill_point.so"), "BOZHONG_KILL_UNDER": str(folder),
            "BOZHONG_KILL_AT": str(number), **({"BOZHONG_KILL_TORN": "1"} if torn else {})}


def points(judge):
    """1, 2, 3 … or with --every n only some, other ones for another seed."""
    return range(1 + judge.options.seed % judge.options.every, 100_000, judge.options.every)


def station(judge, system, ledger):
    """Until a script runs to its end before its call comes."""
    kills = lost = not_whole = 0
    for number in points(judge):
        table = system.table(count=WEIGHINGS, environment=kill_at(judge, number, system.station_dir / "journal.db", number % 2))
        status = table.end()
        if status != KILLED:
            break
        kills += 1
        events = system.events()
        ledger.see(events)
        lost += len(list(missing(system.said(), events)))
        not_whole += bool(events) and not system.verdict()["ok"]
    judge.that(kills > 2 and status == 0, "station: the script has its kill points, then an end", (kills, status))
    judge.that(lost == 0, "station: nothing that was shown or printed is lost", lost)
    judge.that(not_whole == 0, "station: the journal verifies after each kill", not_whole)
    print(json.dumps({"what": "station killed", "calls_in_a_script": number, "kills": kills, "lost": lost,
                      "journals_not_whole": not_whole}), flush=True)


def hub(judge, system, ledger):
    """The same for the hub: a fresh hub process takes a script's events; the table goes on meanwhile."""
    part, kills, broken = system.parts["hub"], 0, []
    plain = part.environment
    for number in points(judge):
        part.kill()
        part.environment = {**plain, **kill_at(judge, number, system.hub_dir, number % 2)}
        part.start()
        table = system.table(count=WEIGHINGS, stay=True)
        table.wait_recorded(WEIGHINGS)
        ended = eventually(lambda: not part.alive() or system.same())
        killed = not part.alive() and part.process.returncode == KILLED
        part.kill()
        part.environment = plain
        part.start()
        wait_until(lambda: listening(system.hub_port), "the hub")
        table.kill()
        told, has = acknowledged_here(system), {name: (seq, sha) for name, seq, sha in system.marks()}
        ledger.see(system.events())
        broken += [(name, seq, has.get(name)) for name, seq in told.items() if seq > has.get(name, (0,))[0]]
        broken += [(name, head) for name, head in has.items() if ledger.hashes.get((name, head[0])) != head[1]]
        if not killed:
            break
        kills += 1
    judge.that(kills > 2 and ended, "hub: the script has its kill points, then an end", (kills, ended))
    judge.that(not broken, "hub: what it acknowledged it has, and nothing else", broken[:3])
    print(json.dumps({"what": "hub killed", "calls_in_a_script": number, "kills": kills, "acknowledged_and_lost": len(broken)}),
          flush=True)


judge = Judge(every=24, seed=1)
system, ledger = BareSystem(judge.bin, judge.dir, 4000), Ledger()
try:
    system.begin()
    station(judge, system, ledger)
    hub(judge, system, ledger)
    judge.that(system.settle(), "then hub and station are the same", system.marks())
    judge.that(system.verdict()["ok"], "the journal verifies", system.verdict())
    judge.that(not ledger.reused, "no number was used twice", ledger.reused[:3])
    weighed = {tuple(event["payload"]["task"]["line"].values()): event["payload"]["net_mg"] for event in system.events()
               if event["type"] == "weighed"}
    results = {(one["order_no"], one["line_no"]): one["actual_mg"] for one in system.results() if one["state"] == "done"}
    judge.that(results == weighed, "the results are the weighings, each once", (len(results), len(weighed)))
finally:
    system.stop()
judge.end()
