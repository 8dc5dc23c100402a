#!/usr/bin/env python3
"""A piece of the sample wave through the real window on a display of its own: badges read, PINs and keys touched, in four
modes. Whole waves are the nightly section `pointer`."""
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "rig"))
from checking import RIG, ROOT, Judge, rows, write_rows  # noqa: E402

MODES = ("sow", "hands_free", "pick", "take_away")
AMBER, RED = (84, 123), (158, 288)  # places in the sample whose goods miss the order by much

judge = Judge()
places = [*range(16), *AMBER, *RED]
names = [write_rows(judge.dir / name, [rows(ROOT / "config/sample" / name)[place] for place in places])
         for name in ("orders.csv", "loads.csv")]
run = subprocess.run([sys.executable, RIG / "main.py", "--bin", judge.bin, "--auto", "--json", "--dir", judge.dir / "run",
                      "--orders", names[0], "--loads", names[1], "--pointer", ",".join(MODES), "--give-up", "60"],
                     capture_output=True, text=True, timeout=400)
print(run.stderr, run.stdout)
summary = json.loads(run.stdout or "{}")
sorter = summary.get("sorter", {})
judge.that(run.returncode == 0 and summary.get("ok"), "she finishes, and everything reconciles")
judge.that(summary.get("differences") == 0, "what central pulled equals the loads", summary.get("differences"))
judge.that(summary.get("loads_weighed") == summary.get("captures"), "one load on the scale for every weighing")
judge.that(summary.get("tasks_done") == len(places), "every line is done", summary.get("tasks_done"))
judge.that(min(sorter.get("modes", {"none": 0}).values()) > 0, "each mode had a share", sorter.get("modes"))
judge.that(sorter.get("self_booked", 0) > 0, "hands-free booked by itself", sorter.get("self_booked"))
judge.that(sorter.get("counts", 0) > 0, "something was counted", sorter.get("counts"))
judge.that(summary.get("releases", 0) > 0, "a supervisor released what was far off", summary.get("releases"))
judge.end()
