#!/usr/bin/env python3
"""./dev coverage: runs the tests of journal, capture and ledger in the coverage build (clang's source-based coverage) and
prints the lines they run and the ways of the conditions they take, file by file. A branch here is one way, true or false,
of a condition in the source; what an exception takes and what the compiler adds for cleaning up is none.

Every line not run and every line with a way no test takes must stand in tests/coverage.txt with its reason; exit status 1
when one does not, or when an entry there names nothing any more. --no-run reads the profile of the last run again."""
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/coverage"
PROFILE = BUILD / "tests.profdata"
# The journal, the capture of weights and the hub's ledger: what a wrong branch of may cost money.
FILES = ["station/journal/", "station/core/capture", "station/core/commits", "station/core/hands_free", "station/core/scale_watch",
         "station/core/stability", "station/core/verdict", "sync/hub/ingest", "sync/hub/effects", "sync/hub/held",
         "sync/hub/results", "sync/hub/closing", "sync/hub/lines", "sync/hub/reconcile", "sync/hub/stops", "sync/hub/feed"]

# The crash test is no GoogleTest program; here it lets operations of the disk fail rather than cut the power.
ARGUMENTS = {"bozhong-crash-states": ["--cuts", "1", "--nested-every", "100000", "--failures-every", "20"]}


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
    raw = BUILD / "profiles"
    shutil.rmtree(raw, ignore_errors=True)
    raw.mkdir()
    for program in programs():
        done = subprocess.run([program, *ARGUMENTS.get(program.name, ["--gtest_brief=1"])], cwd=BUILD, capture_output=True,
                              text=True, errors="replace",
                              env={**os.environ, "LLVM_PROFILE_FILE": f"{raw}/{program.name}-%p.profraw"})
        print(f"{program.name}: {(done.stdout.strip().splitlines() or [''])[-1]}", flush=True)
        if done.returncode != 0:
            sys.exit(done.stdout[-3000:] + done.stderr[-1000:] + "\ncoverage: the tests do not pass")
    llvm("llvm-profdata", "merge", "-sparse", *sorted(raw.glob("*.profraw")), "-o", PROFILE)


def programs():
    return sorted([*BUILD.glob("bin/test_*"), *(BUILD / "bin" / name for name in ARGUMENTS)])


def llvm(*command):
    if shutil.which(command[0]) is None:
        sys.exit(f"coverage: {command[0]} is missing; as root: apt-get install llvm")
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr[-2000:])
    return done.stdout


def measured():
    """The files of FILES with their texts, lines ({number: times run}) and ways ({place: [true, false]})."""
    first, *others = programs()
    objects = [part for program in others for part in ("-object", program)]
    exported = json.loads(llvm("llvm-cov", "export", f"-instr-profile={PROFILE}", "-skip-functions", "-skip-expansions", first, *objects))
    for entry in sorted(exported["data"][0]["files"], key=lambda it: it["filename"]):
        file = os.path.relpath(entry["filename"], ROOT)
        if file.startswith(tuple(FILES)):
            texts = (ROOT / file).read_text().splitlines()
            yield file, texts, lines_of(entry["segments"]), ways_of(texts, entry["branches"])


def lines_of(segments):
    """A line runs as often as the region it begins in or the most frequent one that begins on it. A segment is
    [line, column, count, has a count, begins a region, is a gap] and lasts until the next one."""
    starting = collections.defaultdict(list)
    for segment in segments:
        starting[segment[0]].append(segment)
    lines, before = {}, None
    for number in range(min(starting, default=0), max(starting, default=-1) + 1):
        here = starting.get(number, [])
        entered = [segment[2] for segment in here if segment[3] and segment[4] and not segment[5]]
        around = [before[2]] if before and before[3] else []
        if entered or around:
            lines[number] = max(entered + around)
        before = here[-1] if here else before
    return lines


def ways_of(texts, branches):
    """The instances of one template stand in the export one by one; in the source they are one condition."""
    ways = collections.defaultdict(lambda: [0, 0])
    for branch in branches:
        if "if constexpr" in texts[branch[0] - 1]:
            continue  # decided by the compiler
        way = ways[tuple(branch[:4])]
        way[0] += branch[4]
        way[1] += branch[5]
    return ways


def missing_lines(file, texts, lines, ways, reasons):
    missing = {number: {"not run"} for number, count in lines.items() if count == 0}
    for (number, column, last, end), way in ways.items():
        condition = texts[number - 1][column - 1 : end - 1 if last == number else None]
        for taken, name in zip(way, ("never true", "never false")):
            if taken == 0 and lines.get(number) != 0:
                missing.setdefault(number, set()).add(f"{name}: {condition}")
    for number, what in sorted(missing.items()):
        text = texts[number - 1].strip()
        if not reasons.allow(file, text):
            yield f"{file}:{number}: {'; '.join(sorted(what))}\n    {text}"


def share(done, of):
    return f"{100 * done / of:.1f}" if of else "-"


def main():
    if "--no-run" not in sys.argv:
        run_tests()
    reasons = Reasons(ROOT / "tests/coverage.txt")
    unnamed, total = [], [0, 0, 0, 0]
    print(f"{'':44} lines     %  branches    %")
    for file, texts, lines, ways in measured():
        taken = [count > 0 for way in ways.values() for count in way]
        row = [sum(count > 0 for count in lines.values()), len(lines), sum(taken), len(taken)]
        total = [a + b for a, b in zip(total, row)]
        print(f"{file:44} {row[1]:5} {share(row[0], row[1]):>5} {row[3]:9} {share(row[2], row[3]):>5}")
        unnamed += missing_lines(file, texts, lines, ways, reasons)
    print(f"{'all':44} {total[1]:5} {share(total[0], total[1]):>5} {total[3]:9} {share(total[2], total[3]):>5}")
    named = sum(entry[4] for entry in reasons.entries)
    print(f"{named} lines not run or with a way not taken are named in tests/coverage.txt, {len(unnamed)} are not")
    print("\n".join(unnamed))
    stale = reasons.unused()
    for file, text, _, number, _ in stale:
        print(f"tests/coverage.txt:{number}: names nothing any more: {file} | {text}")
    return 1 if unnamed or stale else 0


if __name__ == "__main__":
    sys.exit(main())
