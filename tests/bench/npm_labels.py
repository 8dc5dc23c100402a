#!/usr/bin/env python3
"""Ours beside npm: `bozhong bench label` and the same label in three npm packages, in one run. The packages are not part of
the project: `npm install @point-of-sale/receipt-printer-encoder receiptline node-thermal-printer` somewhere, and name its
node_modules. They write text, QR code and bar code as the printer's own commands; ours draws every dot of the label. All is processor
time, so that a busy machine does not count."""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
WANTED = ("@point-of-sale/receipt-printer-encoder", "receiptline", "node-thermal-printer")


def tail(times):
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def ours(program):
    said = subprocess.run([program, "bench", "label", "--runs", "1", "--json"], capture_output=True, text=True)
    rows = {row["what"]: row for row in map(json.loads, said.stdout.splitlines())}
    each = next(row for what, row in rows.items() if what.startswith("one label"))
    first = next(row for what, row in rows.items() if what.startswith("the first"))
    return {"name": "bozhong (picture)", "first_ms": first["p50"], "p50_ms": each["p50"], "p99_ms": each["p99"]}


def theirs(modules, count):
    for line in subprocess.run(["node", HERE / "npm_labels.mjs", modules.resolve(), str(count)], capture_output=True, text=True,
                               check=True).stdout.splitlines():
        made = json.loads(line)
        yield {"name": f"{made['name']} {made['version']}", "first_ms": made["first"], "p50_ms": statistics.median(made["each"]),
               "p99_ms": tail(made["each"])}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=pathlib.Path, default=HERE.parents[1] / "build/release/bin/bozhong")
    parser.add_argument("--node-modules", type=pathlib.Path, required=True)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if missing := [name for name in WANTED if not (options.node_modules / name).exists()]:
        print(f"not installed in {options.node_modules}: {', '.join(missing)}", file=sys.stderr)
        return 2
    for row in [ours(options.program), *theirs(options.node_modules, options.count)]:
        print(json.dumps(row) if options.json else
              f"{row['name']:45} first {row['first_ms']:7.2f} ms   p50 {row['p50_ms']:7.3f} ms   p99 {row['p99_ms']:7.3f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
