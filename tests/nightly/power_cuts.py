"""The power goes a hundred times and more: under an honest disk, a lying disk, and the hub's."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e/faults"))
import night as nights  # noqa: E402

TITLE = "Power cuts"


def run(report, night):
    nights.section(report, night, "power_cuts_test.py", {"cuts": 100, "lies": 30, "hub-cuts": 50})
