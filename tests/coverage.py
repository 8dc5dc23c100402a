#!/usr/bin/env python3
"""./dev coverage: runs the tests of journal, capture and ledger in the coverage build and prints the lines and branches
they run, file by file. Branches that only an exception takes are left out (gcovr --exclude-throw-branches).

Every line with a branch that no test takes must stand in tests/coverage.txt with its reason; exit status 1 when one does
not, or when an entry there names nothing any more."""
import json
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/coverage"
# The journal, the capture of weights and the hub's ledger: what a wrong branch of may cost money.
FILES = ["station/journal/", "station/core/capture", "station/core/commits", "station/core/hands_free", "station/core/scale_watch",
         "station/core/stability", "station/core/verdict", "sync/hub/ingest", "sync/hub/effects", "sync/hub/held",
         "sync/hub/results", "sync/hub/closing", "sync/hub/lines", "sync/hub/reconcile", "sync/hub/stops", "sync/hub/feed"]
TESTS = "^(journal|core|hub|client|wire|cli_journal|app)[._]"


class Reasons:
    """FILE | part of the line's text | why no test takes the branch. FILE may end with * ; a text may stand on many lines."""

    def __init__(self, path):
        self.entries = []
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                file, text, why = (part.strip() for part in line.split(" | ", 2))
                self.entries.append([file, text, why, number, 0])

    def allow(self, file, text):
        for entry in self.entries:
            pattern, part = entry[0], entry[1]
            fits = file.startswith(pattern[:-1]) if pattern.endswith("*") else file == pattern
            if fits and part in text:
                entry[4] += 1
                return True
        return False

    def unused(self):
        return [entry for entry in self.entries if entry[4] == 0]


def run_tests():
    for old in BUILD.rglob("*.gcda"):
        old.unlink()
    done = subprocess.run(["ctest", "--test-dir", str(BUILD), "-j2", "-R", TESTS, "-E", "openapi|changed_bytes", "--output-on-failure"],
                          capture_output=True, text=True, errors="replace")
    print(done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr)
    if done.returncode != 0:
        sys.exit(done.stdout[-3000:] + "\ncoverage: the tests do not pass")


def measured():
    command = ["gcovr", "--root", str(ROOT), "--object-directory", str(BUILD), "--exclude-throw-branches",
               "--exclude-unreachable-branches", "--gcov-ignore-parse-errors", "--json"]
    for file in FILES:
        command += ["--filter", str(ROOT / file)]
    done = subprocess.run(command + [str(BUILD)], capture_output=True, text=True, cwd=ROOT)
    if done.returncode != 0:
        sys.exit(done.stderr[-2000:])
    return json.loads(done.stdout)["files"]


def branches_of(line):
    return [branch for branch in line["branches"] if not branch.get("throw")]


def missing_lines(file, lines, reasons):
    texts = (ROOT / file).read_text().splitlines()
    for line in lines:
        branches = branches_of(line)
        bad = line["count"] == 0 or any(branch["count"] == 0 for branch in branches)
        text = texts[line["line_number"] - 1].strip()
        if bad and not reasons.allow(file, text):
            yield f"{file}:{line['line_number']}: {text}"


def share(done, of):
    return f"{100 * done / of:.1f}" if of else "-"


def main():
    if shutil.which("gcovr") is None:
        sys.exit("coverage: gcovr is missing; as root: apt-get install gcovr")
    if "--no-run" not in sys.argv:
        run_tests()
    reasons = Reasons(ROOT / "tests/coverage.txt")
    unnamed, total = [], [0, 0, 0, 0]
    print(f"{'':44} lines    %  branches    %")
    for entry in sorted(measured(), key=lambda it: it["file"]):
        lines = [line for line in entry["lines"] if not line.get("gcovr/noncode")]
        branches = [branch for line in lines for branch in branches_of(line)]
        row = [sum(line["count"] > 0 for line in lines), len(lines), sum(b["count"] > 0 for b in branches), len(branches)]
        total = [a + b for a, b in zip(total, row)]
        print(f"{entry['file']:44} {row[1]:5} {share(row[0], row[1]):>5} {row[3]:8} {share(row[2], row[3]):>5}")
        unnamed += missing_lines(entry["file"], lines, reasons)
    print(f"{'all':44} {total[1]:5} {share(total[0], total[1]):>5} {total[3]:8} {share(total[2], total[3]):>5}")
    named = sum(entry[4] for entry in reasons.entries)
    print(f"{named} lines with a branch not taken are named in tests/coverage.txt, {len(unnamed)} are not")
    print("\n".join(unnamed))
    stale = reasons.unused()
    for file, text, _, number, _ in stale:
        print(f"tests/coverage.txt:{number}: names nothing any more: {file} | {text}")
    return 1 if unnamed or stale else 0


if __name__ == "__main__":
    sys.exit(main())
