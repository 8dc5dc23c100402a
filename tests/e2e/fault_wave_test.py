#!/usr/bin/env python3
"""A short wave while the hub is killed three times, the scale's link is cut five times, the paper runs out twice and the
station is killed ten times: nothing lost, nothing doubled, every label accounted for."""
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "rig"))
from checking import RIG, Judge, short_wave  # noqa: E402

LINES, SEED = 60, 20230617

judge = Judge()
orders, loads = short_wave(judge.dir, LINES)
run = subprocess.run([sys.executable, RIG / "main.py", "--bin", judge.bin, "--auto", "--json", "--dir", judge.dir / "run",
                      "--orders", orders, "--loads", loads, "--faults", str(SEED)],
                     capture_output=True, text=True, timeout=400)
print(run.stderr, run.stdout)
judge.that(run.returncode == 0, "it ends with status 0", run.returncode)
summary = json.loads(run.stdout or "{}")
judge.that(summary.get("ok"), "everything reconciles")
judge.that(summary.get("tasks_done") == LINES, "every task is done", summary.get("tasks_done"))
starts = summary.get("starts", {})
judge.that(starts.get("station") == 11, "the station was killed ten times", starts)
judge.that(starts.get("hub") == 4, "the hub was killed three times", starts)
judge.that(summary.get("incarnations", 0) >= 2, "a start without any witness is a new incarnation", summary.get("incarnations"))
for name in ("differences", "reconcile_differences", "wrong", "exceptions", "quarantined"):
    judge.that(summary.get(name) == 0, f"{name}: none", summary.get(name))
judge.that(sum(summary.get("labels", {}).values()) == summary.get("labels_asked_for"), "every label has a state that says what became of it",
           summary.get("labels"))
judge.that(summary.get("loads_weighed") == summary.get("captures"), "one load on the scale for every weighing")
judge.that(summary.get("seen_recorded") <= summary.get("captures"), "what was shown as recorded is there")
judge.end()
