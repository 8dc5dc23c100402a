#!/usr/bin/env python3
"""The station's disk hangs, fails every write, has no file names left, while somebody sorts at the real station. The screen
stays alive, nothing that was recorded is lost, nothing is recorded twice; with the disk whole again she goes on to the end."""
import json
import os
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "faults"), str(HERE / "rig")]
import loads  # noqa: E402
import private  # noqa: E402
import summary as sums  # noqa: E402
from bare import eventually  # noqa: E402
from checking import Judge, short_wave  # noqa: E402
from disk import NEEDS, Disk  # noqa: E402
from parts import wait_until  # noqa: E402
from system import System  # noqa: E402

LINES = 80
ANSWERS_WITHIN_S = 2.0


def seen():
    """Bags she saw recorded; her notes are on another disk."""
    return sum(line["what"] == "recorded" for line in loads.lines(system.log / "loads-put.jsonl"))


def more_bags(count):
    before = seen()

    def done():
        system.watch()
        return seen() >= before + count or not sorter.alive()
    return eventually(done, 60)


def whole():
    done = system.cli("journal", "verify", system.station_dir / "journal.db", check=False)
    return done.returncode == 0 or done.stdout + done.stderr


def nothing_lost():
    """Against her notes and what lay on the scale."""
    _, wrong = loads.judge(system.log, sums.journal_events(system))
    return wrong


def hangs():
    """Every sync waits as long as the disk does."""
    judge.that(disk.hang(True) == b"P", "the disk hangs")
    began, slowest, answered = time.monotonic(), 0.0, 0
    bags, told = None, False
    # At least so long, and until she has pressed into the hanging disk: a weighing, or any other key it must keep.
    while time.monotonic() < began + (judge.options.hang if told else 30):
        asked = time.monotonic()
        screen = system.snapshot()
        slowest = max(slowest, time.monotonic() - asked)
        answered += screen is not None
        if screen:
            told = told or "disk_slow" in screen["notices"]
            if told:
                bags = seen() if bags is None else bags
                judge_bags.append(seen() - bags)
        time.sleep(0.05)
    judge.that(answered > 0 and slowest < ANSWERS_WITHIN_S, "hanging disk: the screen answers all the time", f"{slowest:.2f} s")
    judge.that(told, "hanging disk: the screen says that the disk is slow and still saving")
    judge.that(not any(judge_bags), "hanging disk: meanwhile nothing is shown as recorded", judge_bags[-1:])
    disk.hang(False)
    judge.that(more_bags(3), "hanging disk: then it goes on by itself", seen())
    return {"hung_s": round(time.monotonic() - began, 1), "slowest_answer_s": round(slowest, 2)}


def fails():
    station = system.parts["station"]
    starts, before = station.starts, seen()
    disk.fail(True)
    judge.that(eventually(lambda: not station.alive(), 60), "failing disk: the station ends rather than go on with it")
    judge.that(station.process.returncode == 3, "failing disk: with status 3", station.process.returncode)
    for _ in range(20):  # whoever supervises it starts it again and again
        system.watch()
        time.sleep(0.1)
    station.stop()
    disk.fail(False)
    disk.unplug()
    disk.plug_in_with_faults()
    judge.that(whole() is True, "failing disk: the journal verifies afterwards", whole())
    judge.that(not nothing_lost(), "failing disk: nothing that was recorded is lost, nothing is there twice", nothing_lost()[:3])
    station.start()
    judge.that(more_bags(3), "failing disk: with another disk she goes on", (before, seen()))
    return {"starts_on_the_failing_disk": station.starts - starts}


def no_names():
    """Not one more file can be made."""
    made = []
    try:
        for number in range(10_000):
            made.append(system.station_dir / f"file{number}")
            made[-1].touch(exist_ok=False)
    except OSError:
        made.pop()
    judge.that(more_bags(2), "no file names left: a running station goes on", seen())
    system.parts["station"].kill()
    for _ in range(20):
        system.watch()
        time.sleep(0.1)
    judge.that(whole() is True, "no file names left, killed: the journal verifies", whole())
    for file in made:
        file.unlink()
    judge.that(more_bags(2), "no file names left: with room again she goes on", seen())
    return {"files_until_full": len(made)}


private.enter(needs=NEEDS)
judge, judge_bags = Judge(hang=4, seed=1), []
orders, goods = short_wave(judge.dir, LINES)
system = System(judge.bin, judge.dir / "run", orders, goods, "offscreen")
disk = Disk(judge.dir / "disk", system.station_dir, files=64)
try:
    disk.plug_in_with_faults()
    system.start_hub()
    people = system.people()
    system.enrol()
    system.import_orders()
    system.start_devices()
    system.write_station_settings()
    os.sync()  # the installation is older than its faults
    system.start_station()
    wait_until(lambda: (system.snapshot() or {}).get("products"), "the tasks at the station", 60)
    sorter = system.start_sorter(people, 400)
    judge.that(more_bags(3), "she sorts")
    figures = {"what": "disks", **hangs(), **fails(), **no_names()}

    def done():
        system.watch()
        return not sorter.alive()
    judge.that(eventually(done, 400), "she comes to the end")
    said = json.loads(sorter.last_words(1))
    judge.that(said["finished"], "with the whole wave", said)
    eventually(lambda: (system.snapshot() or {"devices": {"unsent": 1}})["devices"]["unsent"] == 0, 60)
    made, wrong = sums.make(system, None, 1.0, said)
    judge.that(made["ok"], "everything reconciles, to the paper and to the gram", (wrong[:5], made))
    print(json.dumps({**figures, "bags": seen(), "station_starts": system.parts["station"].starts}), flush=True)
finally:
    system.stop()
    disk.unplug()
judge.end()
