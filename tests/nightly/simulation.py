"""Whole warehouses in simulated time: station-years of work with faults, each seed a random part of them."""
import concurrent.futures
import json
import os
import subprocess

TITLE = "Simulation"
SHAPE = ["--days", "2", "--shift-hours", "4"]


def one(night, seed):
    command = [str(night.bin / "bozhong"), "simtest", "--seed", str(seed), *SHAPE]
    done = subprocess.run(command, capture_output=True, text=True, timeout=6 * 3600)
    return json.loads(done.stdout.splitlines()[0]) if done.stdout else {"seed": seed, "died": done.stderr[-300:]}


def run(report, night):
    """Four hours of work a night, two stations a seed on the average: 200 times two days are more than two station-years.
    Short runs, because every start of a station reads what its journal has grown to; a whole week is a test."""
    seeds = [night.draw.randrange(1, 10**9) for _ in range(night.size(200))]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        runs = list(pool.map(lambda seed: one(night, seed), seeds))
    for bad in [run for run in runs if run.get("violations") or "died" in run]:
        what = bad["violations"][0] if bad.get("violations") else bad["died"]
        report.add(False, f"seed {bad['seed']}", f"bozhong simtest --seed {bad['seed']} {' '.join(SHAPE)} --trace", str(what))
    good = [run for run in runs if "violations" in run]
    years = sum(run["simulated_s"] for run in good) / 86400 / 365
    days = sum(run["simulated_s"] / run["stations"] for run in good) / 86400
    total = {name: sum(run[name] for run in good) for name in ("weighings", "papers", "deaths", "injected", "lost", "cpu_s")}
    ratio = sum(run["simulated_s"] for run in good) / max(total["cpu_s"], 1)
    report.add(len(good) == len(runs) and not any(run["violations"] for run in good),
               f"{len(runs)} seeds", f"bozhong simtest --seeds … {' '.join(SHAPE)}",
               f"{years:.2f} station-years, {total['weighings']} weighings, {total['papers']} papers, "
               f"{total['injected'] / max(days, 1):.0f} faults a day, {total['deaths']} deaths of a station, "
               f"{total['lost']} weighings lost with lying or replaced disks, {ratio:.0f} × real time on one core")
