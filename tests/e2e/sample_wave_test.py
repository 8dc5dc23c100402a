#!/usr/bin/env python3
"""The sample wave, whole, by itself: `./dev run --auto --json` as a person would call it."""
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "rig"))
from checking import RIG, ROOT, Judge, rows  # noqa: E402

judge = Judge()
results = judge.dir / "results.jsonl"
run = subprocess.run([sys.executable, RIG / "main.py", "--bin", judge.bin, "--auto", "--json", "--dir", judge.dir / "run",
                      "--results", results], capture_output=True, text=True, timeout=400)
print(run.stderr, run.stdout)
lines = len(rows(ROOT / "config/sample/orders.csv"))
judge.that(run.returncode == 0, "it ends with status 0", run.returncode)
summary = json.loads(run.stdout or "{}")
judge.that(summary.get("ok"), "everything reconciles")
for name in ("tasks", "tasks_done", "labels_asked_for", "papers", "papers_proved", "results_pulled"):
    judge.that(summary.get(name) == lines, f"{name}: one a line", summary.get(name))
for name in ("differences", "reconcile_differences", "wrong", "exceptions", "quarantined", "papers_marked_copy"):
    judge.that(summary.get(name) == 0, f"{name}: none", summary.get(name))
judge.that(summary.get("labels") == {"printed": lines}, "every label printed by the printer's own word", summary.get("labels"))
judge.that(summary.get("releases", 0) > 0, "red lines were released, each an event", summary.get("releases"))
judge.that(summary.get("loads_weighed") == summary.get("captures"), "one load on the scale for every weighing")
judge.that(summary.get("incarnations") == 1, "one incarnation")
pulled = [json.loads(line) for line in results.read_text().splitlines()] if results.exists() else []
judge.that({result["line_no"] for result in pulled} == {row["line_no"] for row in rows(ROOT / "config/sample/orders.csv")},
           "--results holds every line")
left = [path.name for path in (judge.dir / "run/run").glob("*.pid")]
judge.that(not left, "no pid file is left", left)
judge.end()
