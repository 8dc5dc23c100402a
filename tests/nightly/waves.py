"""Whole waves through the real programs, without faults and with them."""
import json
import subprocess
import sys
import tempfile

TITLE = "Waves"
FAULT_SEEDS = 3  # each date


def figures(made):
    labels = ", ".join(f"{count} {state}" for state, count in made["labels"].items())
    return (f"{made['tasks_done']} of {made['tasks']} tasks, {made['kg']} kg, {made['differences']} differences, "
            f"{made['papers_proved']} papers proved ({made['papers_marked_copy']} copies), labels {labels}, "
            f"{made['events_acknowledged']} of {made['events']} events acknowledged, {made['incarnations']} incarnations, "
            f"station started {made['starts']['station']}×, {made['seconds_a_task']} s a task")


def wave(report, night, orders, name, faults, real, printer=None):
    loads = orders.with_name(orders.name.replace("orders", "loads"))
    words = [] if faults is None else ["--faults", str(faults)]
    words += [] if printer is None else ["--printer", printer]
    with tempfile.TemporaryDirectory(prefix="bozhong-nightly-") as folder:
        run = subprocess.run([sys.executable, night.root / "tests/e2e/rig/main.py", "--bin", night.bin, "--auto", "--json", "--dir",
                              folder, "--orders", orders, "--loads", loads, *words], capture_output=True, text=True)
    files = ["--orders", f"…/{orders.name}", "--loads", f"…/{loads.name}"] if real else []
    command = " ".join(["./dev run --auto --json", *files, *words])
    if not run.stdout.startswith("{"):
        return report.add(False, name, command, f"no summary: {run.stderr.strip().splitlines()[-1:]}")
    return report.add(run.returncode == 0, name, command, figures(json.loads(run.stdout)))


def orders_of(report, night):
    """The real waves where they are and the run is long, else the sample; and whether they are real."""
    files = sorted((night.root.parent / "shared/data/waves").glob("orders-*.csv"))
    if files and night.share >= 0.3:
        return files, True
    report.add(None, "real waves", "–", "a short run" if files else "no ../shared on this machine")
    return [night.root / "config/sample/orders.csv"], False


def run(report, night):
    files, real = orders_of(report, night)
    for orders in files:
        date = orders.stem.replace("orders-", "wave ").replace("orders", "the sample wave")
        wave(report, night, orders, date, None, real)
        for _ in range(night.size(FAULT_SEEDS)):
            seed = night.draw.randrange(1, 10**6)
            wave(report, night, orders, f"{date}, faults of seed {seed}", seed, real)
