"""Whole waves through the real window, one for each mode, by pointer and badge reader on a display of its own."""
import json
import subprocess
import sys
import tempfile

import waves

TITLE = "Waves by pointer"
MODES = ("sow", "hands_free", "pick", "take_away")


def figures(made):
    sorter = made["sorter"]
    return (f"{made['tasks_done']} of {made['tasks']} tasks, {made['captures']} weighings and {made['counts']} counts of "
            f"{sorter['loads_put']} loads, {made['kg']} kg, {made['differences']} differences, {sorter['touches']} touches, "
            f"{sorter['self_booked']} booked by themselves, {made['releases']} released, {made['seconds_a_task']} s a task")


def wave(report, night, mode, orders, real):
    loads = orders.with_name(orders.name.replace("orders", "loads"))
    words = ["--pointer", mode]
    with tempfile.TemporaryDirectory(prefix="bozhong-nightly-") as folder:
        run = subprocess.run([sys.executable, night.root / "tests/e2e/rig/main.py", "--bin", night.bin, "--auto", "--json", "--dir",
                              folder, "--orders", orders, "--loads", loads, *words], capture_output=True, text=True)
    files = ["--orders", f"…/{orders.name}", "--loads", f"…/{loads.name}"] if real else []
    command = " ".join(["./dev run --auto --json", *files, *words])
    name = f"{mode}, {orders.stem.replace('orders-', 'wave ').replace('orders', 'the sample wave')}"
    made = json.loads(run.stdout) if run.stdout.startswith("{") else {}
    if "sorter" not in made or "touches" not in made["sorter"]:
        return report.add(False, name, command, f"no summary: {run.stderr.strip().splitlines()[-1:]}")
    return report.add(run.returncode == 0, name, command, figures(made))


def run(report, night):
    files, real = waves.orders_of(report, night)
    for at, mode in enumerate(MODES):
        wave(report, night, mode, files[at % len(files)], real)
