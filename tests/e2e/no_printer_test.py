#!/usr/bin/env python3
"""A table whose printer is not there: every bag is weighed, every label is accounted for, codes are written by hand; a
printer that comes later prints nothing by itself."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "rig"))
import paper  # noqa: E402
import summary as sums  # noqa: E402
from checking import Judge, short_wave  # noqa: E402
from parts import wait_until  # noqa: E402
from system import System  # noqa: E402

LINES = 6

judge = Judge()
orders, loads = short_wave(judge.dir, LINES)
system = System(judge.bin, judge.dir / "run", orders, loads, "offscreen")
try:
    system.start_hub()
    people = system.people()
    system.enrol()
    system.import_orders()
    system.start_devices()
    system.parts["printer"].stop()
    system.write_station_settings()
    system.start_station()
    wait_until(lambda: (system.snapshot() or {}).get("products"), "the tasks at the station", 30)
    judge.that(system.snapshot()["devices"]["printer_state"] != "ready", "the screen says that the printer is away",
               system.snapshot()["devices"]["printer_state"])
    sorter = system.start_sorter(people, 60)
    wait_until(lambda: not sorter.alive(), "the sorter", 180)
    said = json.loads(sorter.last_words(1))
    judge.that(said["finished"], "she does the whole wave", said)
    system.parts["printer"].start()
    wait_until(lambda: system.snapshot()["devices"]["printer_state"] == "ready", "the printer to be seen", 30)
    wait_until(lambda: system.snapshot()["devices"]["unsent"] == 0, "the hub to have everything", 30)
    events = sums.journal_events(system)
    labels = paper.Labels(events)
    judge.that(len(labels.by_name) == LINES, "a label was asked for every line", len(labels.by_name))
    states = labels.final_states()
    judge.that(not {"printed", "sent"} & set(states), "none says it was printed", dict(states))
    judge.that(said["written_by_hand"] > 0, "codes were written by hand, recorded", said)
    judge.that(not (system.paper / "paper.jsonl").exists(), "the printer that came printed none by itself")
    results = sums.pull(system, None)
    judge.that(not sums.differences(sums.read_csv(orders), sums.read_csv(loads), results), "results equal the loads")
finally:
    system.stop()
judge.end()
