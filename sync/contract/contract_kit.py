#!/usr/bin/env python3
"""Judges the other side: an order service that takes pushed results, and one that calls the hub. Needs python3-yaml and
python3-jsonschema for `caller`. docs/integrating.md says how to use it.

    contract_kit.py receiver URL --secret-file F [--stored COMMAND]
    contract_kit.py caller --hub URL [--listen HOST:PORT] [--ended FILE]

Each judgement is a line, `good` or `BAD` with what to mend; the exit status is 1 when there was a BAD."""
import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import caller  # noqa: E402
import receiver  # noqa: E402


class Report:
    def __init__(self):
        self.bad = self.good = 0

    def that(self, good, what, mend=""):
        self.good, self.bad = self.good + bool(good), self.bad + (not good)
        print(f"good  {what}" if good else f"BAD   {what}: {mend}", flush=True)
        return good

    def end(self):
        print(f"{self.good} good, {self.bad} bad", flush=True)
        return 1 if self.bad else 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    which = parser.add_subparsers(dest="which", required=True)
    push = which.add_parser("receiver", help="plays the hub against the address that takes results")
    push.add_argument("url")
    push.add_argument("--secret-file", type=pathlib.Path, required=True, help="the text of the hub's webhook.secret")
    push.add_argument("--stored", help="a command that prints what was stored: one JSON a line with order_no, line_no, revision, qty")
    call = which.add_parser("caller", help="stands between the order service and a real hub")
    call.add_argument("--hub", required=True)
    call.add_argument("--listen", default="127.0.0.1:7500")
    call.add_argument("--openapi", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[1] / "openapi.yaml")
    call.add_argument("--ended", type=pathlib.Path, help="the report is made when this file is there; default: at Ctrl-C")
    return parser.parse_args()


if __name__ == "__main__":
    options, report = arguments(), Report()
    {"receiver": receiver.judge, "caller": caller.judge}[options.which](options, report)
    sys.exit(report.end())
