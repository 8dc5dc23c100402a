#!/usr/bin/env python3
"""Runs one bench with tiny counts: its rows must come with figures, floors and goals. What they say about speed is nothing."""
import json
import subprocess
import sys

EXPECTED = {  # bench → what its rows measure, how many have a floor
    "screen": (1, 1), "confirm": (2, 2), "import": (1, 1), "start": (2, 2), "steady": (3, 2), "label": (4, 1),
    "parser": (4, 4), "table": (50, 12), "busy": (8, 2), "offline": (16, 1),
}


def wrong(name, program):
    done = subprocess.run([program, "bench", name, "--tiny", "--runs", "1", "--json"], capture_output=True, text=True,
                          timeout=110)
    if done.returncode != 0:
        return f"exit {done.returncode}: {done.stderr.strip()}"
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    count, floors = EXPECTED[name]
    if len(rows) < count or any(row["bench"] != name for row in rows):
        return f"{len(rows)} rows, at least {count} expected: {done.stdout}"
    for row in rows:
        if not (row["what"] and row["unit"] and row["p99"] >= row["p50"] >= 0 and row["max"] >= row["min"]):
            return f"not a figure: {row}"
        if any(set(goal) != {"goal", "met"} for goal in row["goals"]):
            return f"not a goal: {row}"
    if any("lost" in row["what"] and row["max"] > 0 for row in rows):
        return f"frames of a scale are lost: {done.stdout}"
    if name == "table" and any(row["floor"]["p50"] > row["p50"] for row in rows if "floor" in row):
        return f"a bag in less time than its motions take: {done.stdout}"
    if sum("floor" in row for row in rows) < floors:
        return f"a floor is missing: {done.stdout}"
    return None


if __name__ == "__main__":
    found = wrong(sys.argv[1], sys.argv[2])
    if found:
        print(found, file=sys.stderr)
    sys.exit(1 if found else 0)
