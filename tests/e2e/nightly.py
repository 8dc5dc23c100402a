#!/usr/bin/env python3
"""./dev nightly: the long runs. Real waves without and with faults, the property tests from seeds of their own, every
fuzzer for some minutes. Writes docs/nightly.md; each figure stands beside the command that made it."""
import argparse
import datetime
import json
import pathlib
import platform
import random
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
WAVES = ROOT.parent / "shared/data/waves"
PROPERTIES = (("test_core", "*ScriptedLoads*"), ("test_hub", "Ingest.ExactlyOnce*"), ("test_hub", "Results.NothingIsSkipped*"),
              ("test_wire_events", "*"), ("test_orders", "*"))


def arguments():
    parser = argparse.ArgumentParser(prog="./dev nightly")
    parser.add_argument("--bin", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, help="of this night; drawn when left out")
    parser.add_argument("--fault-seeds", type=int, default=3, help="waves with faults, each date")
    parser.add_argument("--dates", nargs="*", help="waves; default: all there are")
    parser.add_argument("--sample", action="store_true", help="the sample wave instead of the real ones")
    parser.add_argument("--rounds", type=int, default=5, help="of every property test")
    parser.add_argument("--fuzz-seconds", type=int, default=180, help="for every fuzzer")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "docs/nightly.md")
    return parser.parse_args()


class Report:
    def __init__(self):
        self.lines, self.bad = [], 0

    def add(self, good, what, command, figures):
        verdict = {True: "good", False: "**bad**", None: "skipped"}[good]
        self.bad += good is False
        self.lines.append(f"| {verdict} | {what} | {figures} | `{command}` |")
        print(f"{verdict}: {what}: {figures}", flush=True)

    def section(self, title):
        self.lines += ["", f"## {title}", "", "| | what | figures | command |", "| --- | --- | --- | --- |"]


def wave_figures(made):
    labels = ", ".join(f"{count} {state}" for state, count in made["labels"].items())
    return (f"{made['tasks_done']} of {made['tasks']} tasks, {made['kg']} kg, {made['differences']} differences, "
            f"{made['papers_proved']} papers proved ({made['papers_marked_copy']} copies), labels {labels}, "
            f"{made['events_acknowledged']} of {made['events']} events acknowledged, {made['incarnations']} incarnations, "
            f"station started {made['starts']['station']}×, {made['seconds_a_task']} s a task")


def wave(report, options, orders, loads, name, faults):
    words = [] if faults is None else ["--faults", str(faults)]
    with tempfile.TemporaryDirectory(prefix="bozhong-nightly-") as folder:
        run = subprocess.run([sys.executable, ROOT / "tests/e2e/rig/main.py", "--bin", options.bin, "--auto", "--json", "--dir",
                              folder, "--orders", orders, "--loads", loads, *words], capture_output=True, text=True)
    command = " ".join(["./dev run --auto --json", *(["--orders", f"…/{orders.name}", "--loads", f"…/{loads.name}"]
                                                     if orders.parent == WAVES else []), *words])
    if not run.stdout.startswith("{"):
        return report.add(False, name, command, f"no summary: {run.stderr.strip().splitlines()[-1:]}")
    return report.add(run.returncode == 0, name, command, wave_figures(json.loads(run.stdout)))


def waves(report, options, draw):
    report.section("Waves")
    files = sorted(WAVES.glob("orders-*.csv"))
    files = [file for file in files if not options.dates or file.stem.removeprefix("orders-") in options.dates]
    if options.sample or not files:
        report.add(None, "real waves", "–", "not asked for" if options.sample else "no ../shared on this machine")
        files = [ROOT / "config/sample/orders.csv"]
    for orders in files:
        loads = orders.with_name(orders.name.replace("orders", "loads"))
        for faults in (None, *(draw.randrange(1, 10**6) for _ in range(options.fault_seeds))):
            name = orders.stem.replace("orders-", "wave ").replace("orders", "the sample wave") + ("" if faults is None else f", faults of seed {faults}")
            wave(report, options, orders, loads, name, faults)


def properties(report, options, draw):
    report.section("Properties")
    for program, cases in PROPERTIES:
        if not (options.bin / program).exists():
            report.add(None, f"{program} {cases}", "–", "this test program is not built")
            continue
        for _ in range(options.rounds):
            seed = draw.randrange(1, 2**31)
            run = subprocess.run([options.bin / program, f"--gtest_filter={cases}"], capture_output=True, text=True,
                                 env={"PATH": "/usr/bin:/bin", "BOZHONG_SEED": str(seed)})
            passed = run.stdout.count("[       OK ]")
            report.add(run.returncode == 0 and passed > 0, f"{program} {cases}",
                       f"BOZHONG_SEED={seed} build/release/bin/{program} --gtest_filter='{cases}'", f"{passed} cases passed")


def fuzzers(report, options):
    report.section("Fuzzers")
    if options.fuzz_seconds == 0 or shutil.which("clang++") is None:
        return report.add(None, "fuzzers", "cmake --preset fuzz", "not asked for" if options.fuzz_seconds == 0 else "no clang++ here")
    build = ROOT / "build/fuzz"
    (ROOT / "build").mkdir(exist_ok=True)
    made = subprocess.run(["cmake", "--preset", "fuzz"], cwd=ROOT, capture_output=True, text=True)
    listed = subprocess.run(["ninja", "-C", build, "-t", "targets", "all"], capture_output=True, text=True).stdout
    targets = sorted(line.split(":")[0] for line in listed.splitlines() if line.startswith("bin/fuzz_"))
    if made.returncode == 0:
        made = subprocess.run(["ninja", "-C", build, *targets], capture_output=True, text=True)
    if made.returncode != 0 or not targets:
        return report.add(False, "the fuzzers' build", "cmake --preset fuzz", (made.stdout + made.stderr).strip()[-200:])
    for target in targets:
        name = pathlib.Path(target).name
        kept = ROOT / "tests/fuzz/corpus" / name.removeprefix("fuzz_")
        with tempfile.TemporaryDirectory(prefix="bozhong-fuzz-") as found:
            run = subprocess.run([build / target, f"-max_total_time={options.fuzz_seconds}", "-print_final_stats=1",
                                  f"-artifact_prefix={build}/{name}-", found, *([kept] if kept.is_dir() else [])],
                                 capture_output=True, text=True, errors="replace")
        runs = [line.split()[-1] for line in run.stderr.splitlines() if "number_of_executed_units" in line]
        report.add(run.returncode == 0, name, f"build/fuzz/{target} -max_total_time={options.fuzz_seconds}",
                   f"{runs[0] if runs else '?'} inputs" + ("" if run.returncode == 0 else f", ended with {run.returncode}"))


def main():
    options = arguments()
    options.bin = options.bin.resolve()
    seed = options.seed if options.seed is not None else random.randrange(1, 10**6)
    draw, report, began = random.Random(seed), Report(), datetime.datetime.now(datetime.timezone.utc)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    waves(report, options, draw)
    properties(report, options, draw)
    fuzzers(report, options)
    ended = datetime.datetime.now(datetime.timezone.utc)
    words = " ".join(["./dev nightly", "--seed", str(seed), "--fault-seeds", str(options.fault_seeds), "--rounds", str(options.rounds),
                      "--fuzz-seconds", str(options.fuzz_seconds), *(["--dates", *options.dates] if options.dates else []), *(["--sample"] if options.sample else [])])
    head = ["# The last nightly run", "", f"Written by `{words}`; do not edit.", "",
            f"{began:%Y-%m-%d %H:%M} to {ended:%H:%M} UTC, commit {commit}, {platform.machine()}, "
            f"{'everything good' if report.bad == 0 else f'{report.bad} bad'}. What a wave is judged by: docs/testing.md."]
    options.out.write_text("\n".join(head + report.lines) + "\n")
    print(f"{options.out}: {'everything good' if report.bad == 0 else f'{report.bad} bad'}")
    return 1 if report.bad else 0


sys.exit(main())
