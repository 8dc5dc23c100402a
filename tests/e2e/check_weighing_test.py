#!/usr/bin/env python3
"""A scale that must be checked every twelve hours and blocks until it was: the signed check weighing opens the table, and
still does after the station was ended and after it was killed; a bad one closes it again, over a restart too."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "rig"))
import summary as sums  # noqa: E402
from checking import Judge, short_wave  # noqa: E402
from parts import tell, wait_until  # noqa: E402
from system import System  # noqa: E402

NOMINAL_MG = 2_000_000

judge = Judge()
orders, loads = short_wave(judge.dir, 2)
system = System(judge.bin, judge.dir / "run", orders, loads, "offscreen")


def scale(command):
    return tell(system.run / "scale1.sock", command)


def station(**message):
    return json.loads(tell(system.run / "station.sock", json.dumps(message)))


def due():
    return "check_due" in system.snapshot()["notices"]


def sign_in(person):
    station(cmd="sign_in", badge=person["badge"], pin=person["pin"])
    wait_until(lambda: not system.snapshot()["locked"], "the sorter to be signed in", 20)


def rests_at(kg):
    weight = system.snapshot()["weight"]
    return weight["net_kg"] == kg and weight["stable"]


def load(kg):
    """Through an empty pan at rest, as after every start."""
    scale("remove")
    wait_until(lambda: rests_at("0.000"), "an empty pan", 20)
    scale(f"put {kg}")
    wait_until(lambda: rests_at(kg), f"{kg} kg at rest", 20)


def check(kg, supervisor):
    before = len(checks())
    load(kg)
    station(cmd="key", key="check_weight", number=NOMINAL_MG, badge=supervisor["badge"], pin=supervisor["pin"])
    wait_until(lambda: len(checks()) > before, "the check weighing in the journal", 20)
    scale("remove")
    return checks()[-1]


def checks():
    return [event["payload"] for event in sums.journal_events(system) if event["type"] == "check_weighed"]


def start_again(how):
    getattr(system.parts["station"], how)()
    system.start_station()
    wait_until(lambda: (system.snapshot() or {}).get("products"), "the tasks at the station", 30)
    sign_in(people["sorter"])
    load("2.000")


try:
    system.start_hub()
    people = system.people()
    system.enrol()
    system.import_orders()
    system.start_devices()
    system.write_station_settings()
    settings = system.station_dir / "station.toml"
    settings.write_text(settings.read_text().replace('id = "scale1"', 'id = "scale1"\ncheck_every_hours = 12\ncheck_blocks = true'))
    system.start_station()
    wait_until(lambda: (system.snapshot() or {}).get("products"), "the tasks at the station", 30)
    sign_in(people["sorter"])
    load("2.000")
    judge.that(due(), "a table that was never checked says so")
    judge.that(system.snapshot()["weight"]["refusal"] == "check_due", "and books nothing", system.snapshot()["weight"])

    good = check("2.000", people["supervisor"])
    judge.that(good["ok"] and good["person"] == people["supervisor"]["id"], "a good check weighing is signed", good)
    wait_until(lambda: not due(), "the table to be open", 10)

    start_again("stop")
    judge.that(not due(), "after a restart it still counts")
    judge.that(system.snapshot()["weight"]["refusal"] != "check_due", "and the table books", system.snapshot()["weight"])
    judge.that(len(checks()) == 1, "no second one was asked for", len(checks()))

    start_again("kill")
    judge.that(not due(), "after a kill too")

    bad = check("2.100", people["supervisor"])
    judge.that(not bad["ok"], "100 g too much is a bad one", bad)
    wait_until(due, "the table to be closed", 10)
    start_again("stop")
    judge.that(due(), "a bad one closes the table over a restart")
    judge.that(system.snapshot()["weight"]["refusal"] == "check_due", "which books nothing", system.snapshot()["weight"])
finally:
    system.stop()
judge.end()
