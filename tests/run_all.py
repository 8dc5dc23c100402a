#!/usr/bin/env python3
"""Runs every test of both builds and closes with one line: N passed, N failed, N skipped.

A skipped test must give a reason that tests/skips.txt allows; any other skip counts as a failure."""
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

ROOT = pathlib.Path(__file__).resolve().parent.parent


def allowed_reasons():
    lines = (ROOT / "tests/skips.txt").read_text().splitlines()
    return [re.compile(line) for line in lines if line and not line.startswith("#")]


def run(build, extra):
    report = build / "junit.xml"
    report.unlink(missing_ok=True)
    command = ["ctest", "--test-dir", str(build), "-j2", "--output-on-failure", "--output-junit", str(report), *extra]
    print("==", build.name, flush=True)
    with open(build / "ctest.log", "w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        for line in process.stdout:
            log.write(line)
            if not re.search(r"^\s*Start\s|\.\.\.+\s+Passed", line):
                sys.stdout.write(line)
        process.wait()
    if not report.exists():
        print(f"{build.name}: ctest wrote no report")
        return 0, 1, 0
    return count(build.name, ET.parse(report).getroot())


def count(name, suite):
    passed = failed = skipped = 0
    reasons = allowed_reasons()
    for case in suite.iter("testcase"):
        if case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"):
            text = case.findtext("system-out") or ""
            if any(reason.search(text) for reason in reasons):
                skipped += 1
            else:
                failed += 1
                print(f"{name}: {case.get('name')} was skipped without an allowed reason:\n{text[-500:]}")
        elif case.get("status") == "run" and case.find("failure") is None:
            passed += 1
        else:
            failed += 1
            print(f"{name}: FAILED {case.get('name')}")
    return passed, failed, skipped


def main():
    extra = sys.argv[1:]
    totals = [0, 0, 0]
    for build in ("release", "sanitize"):
        for i, n in enumerate(run(ROOT / "build" / build, extra)):
            totals[i] += n
    if sum(totals) == 0:
        print("no test ran")
        totals[1] = 1
    print(f"{totals[0]} passed, {totals[1]} failed, {totals[2]} skipped")
    return 1 if totals[1] else 0


sys.exit(main())
