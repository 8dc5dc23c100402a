#!/usr/bin/env python3
"""The journal's disk fills up while somebody sorts: capture stops in time, what was recorded stays, and with room again
she goes on to the end. On a small tmpfs; without the right to mount one, in a user namespace of its own."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "rig"))
import summary as sums  # noqa: E402
from checking import Judge, short_wave  # noqa: E402
from parts import wait_until  # noqa: E402
from system import System  # noqa: E402

LINES, SIZE_MIB = 24, 80
STOPS_BELOW_MIB = 64  # station/app/runner.cpp


def mounted(folder):
    """A small tmpfs on the folder; without the right to it this script starts again in a namespace where it has it."""
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MIB}m", "bozhong-e2e", folder], capture_output=True, text=True)
    if done.returncode == 0:
        return
    if "BOZHONG_IN_NAMESPACE" not in os.environ and shutil.which("unshare"):
        os.environ["BOZHONG_IN_NAMESPACE"] = "1"
        os.execvp("unshare", ["unshare", "-rm", sys.executable, *sys.argv])
    print(f"BAD   neither mount nor a user namespace is allowed here: {done.stderr.strip()}")
    sys.exit(1)


def fill(path, leave_mib):
    """Takes all room but the megabytes given; 0 leaves not a byte."""
    left = shutil.disk_usage(path.parent).free - leave_mib * 2**20
    with open(path, "wb", buffering=0) as file:
        try:
            while left > 0:
                left -= file.write(b"x" * min(left, 2**20))
            while leave_mib == 0:
                file.write(b"x")
        except OSError:
            pass


def bags():
    return sum(event["type"] in ("weighed", "counted") for event in sums.journal_events(system))


def verify():
    return system.cli("journal", "verify", system.station_dir / "journal.db", check=False)


judge = Judge()
orders, loads = short_wave(judge.dir, LINES)
small = judge.dir / "run/station"
small.mkdir(parents=True)
mounted(small)
system = System(judge.bin, judge.dir / "run", orders, loads, "offscreen")
filler, last = small / "filler", small / "filler2"
try:
    system.start_hub()
    people = system.people()
    system.enrol()
    system.import_orders()
    system.start_devices()
    system.write_station_settings()
    system.start_station()
    wait_until(lambda: (system.snapshot() or {}).get("products"), "the tasks at the station", 30)
    sorter = system.start_sorter(people, 90)
    wait_until(lambda: bags() >= 5, "the first bags", 60)
    fill(filler, STOPS_BELOW_MIB // 2)
    wait_until(lambda: system.snapshot()["weight"]["refusal"] == "disk", "the station to see the full disk", 10)
    before = bags()
    judge.that(True, "the station says that there is no room")
    try:
        wait_until(lambda: bags() > before + 1, "", 3)
    except RuntimeError:
        pass
    judge.that(bags() <= before + 1, "nothing more is captured", f"{before} → {bags()}")
    events = sums.journal_events(system)
    judge.that(any(event["type"] == "storage_low" for event in events), "the journal says so too")
    fill(last, 0)
    judge.that(shutil.disk_usage(small).free < 4096, "then not a byte is free")
    system.parts["station"].kill()
    for _ in range(30):  # it may not be able to start now; it is started again and again, as on a table
        system.watch()
        subprocess.run(["sleep", "0.1"], check=True)
    now = verify()
    judge.that(json.loads(now.stdout or '{"ok":false}')["ok"], "killed on the full disk: what was recorded is there", now.stdout + now.stderr)
    judge.that(bags() >= before, "every bag of it", f"{before} → {bags()}")
    last.unlink()
    filler.unlink()

    def done():
        system.watch()
        return not sorter.alive()
    wait_until(done, "the sorter", 150)
    said = json.loads(sorter.last_words(1))
    judge.that(said["finished"], "with room again she does the rest", said)
    wait_until(lambda: (system.snapshot() or {"devices": {"unsent": 1}})["devices"]["unsent"] == 0, "the hub to have everything", 30)
    made, wrong = sums.make(system, None, 1.0, said)
    print(json.dumps(made, ensure_ascii=False))
    judge.that(made["ok"], "everything reconciles, to the paper and to the gram", wrong[:5])
finally:
    system.stop()
    subprocess.run(["umount", small], check=False)
judge.end()
