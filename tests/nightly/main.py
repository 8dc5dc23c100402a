#!/usr/bin/env python3
"""./dev nightly [SECTION…]: the long runs. Every other file of this folder is one section:

    TITLE = "Waves"                      its heading in docs/nightly.md
    def run(report, night): ...          adds its figures: report.add(good, what, command, figures)

`good` is True, False, or None for a skip that names its reason. `night` gives the programs (night.bin), a random
generator of the section's own (night.draw) and night.size(full): the full figure, or less when --share is given.
docs/nightly.md keeps the last figures of each section; a run replaces those of its own sections only."""
import argparse
import datetime
import importlib
import pathlib
import platform
import random
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
HEAD = ["# The last nightly runs", "",
        "Written by `./dev nightly`, section by section; do not edit. What a wave is judged by: docs/testing.md.", ""]


class Night:
    def __init__(self, options, section):
        self.root, self.bin, self.share = ROOT, options.bin.resolve(), options.share
        self.draw = random.Random(f"{options.seed} {section}")

    def size(self, full):
        return max(1, round(full * self.share))


class Report:
    def __init__(self):
        self.rows, self.bad = [], 0

    def add(self, good, what, command, figures):
        verdict = {True: "good", False: "**bad**", None: "skipped"}[good]
        self.bad += good is False
        self.rows.append(f"| {verdict} | {what} | {figures} | `{command}` |".replace("\n", " "))
        print(f"{verdict}: {what}: {figures}", flush=True)


def section_names():
    return sorted(file.stem for file in FOLDER.glob("*.py") if file.stem != "main")


def arguments():
    parser = argparse.ArgumentParser(prog="./dev nightly")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help="of " + ", ".join(section_names()) + "; default: all")
    parser.add_argument("--bin", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=random.randrange(1, 10**6), help="of this night; drawn when left out")
    parser.add_argument("--share", type=float, default=1.0, help="of the full size; the figures then say so")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "docs/nightly.md")
    options = parser.parse_args()
    unknown = set(options.sections) - set(section_names())
    if unknown:
        parser.error(f"no such section: {', '.join(sorted(unknown))}; there are {', '.join(section_names())}")
    return options


def kept_sections(file):
    """Title → text of what the file holds."""
    if not file.exists():
        return {}
    parts = re.split(r"(?m)^## (.+)$", file.read_text())[1:]
    return {title: body.strip() for title, body in zip(parts[::2], parts[1::2])}


def text_of(report, words, began):
    ended = datetime.datetime.now(datetime.timezone.utc)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    verdict = "everything good" if report.bad == 0 else f"{report.bad} bad"
    return "\n".join([f"`{words}`, {began:%Y-%m-%d %H:%M} to {ended:%H:%M} UTC, commit {commit}, {platform.machine()}: {verdict}.",
                      "", "| | what | figures | command |", "| --- | --- | --- | --- |", *report.rows])


def main():
    options = arguments()
    bad = 0
    for name in options.sections or section_names():
        section = importlib.import_module(name)
        began, report = datetime.datetime.now(datetime.timezone.utc), Report()
        print(f"== {name}", flush=True)
        section.run(report, Night(options, name))
        share = [] if options.share == 1 else ["--share", f"{options.share:g}"]
        words = " ".join(["./dev nightly", name, "--seed", str(options.seed), *share])
        texts = kept_sections(options.out) | {section.TITLE: text_of(report, words, began)}
        blocks = [f"## {title}\n\n{texts[title]}\n" for title in sorted(texts)]
        options.out.write_text("\n".join(HEAD + blocks))
        bad += report.bad
    print(f"{options.out}: {'everything good' if bad == 0 else f'{bad} bad'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
