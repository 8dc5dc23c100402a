"""A hall of fifty tables without their hub for three nights, then all back at once."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e/faults"))
import night as nights  # noqa: E402

TITLE = "Storm"


def run(report, night):
    nights.section(report, night, "storm_test.py", {"tables": 50, "waves": 9}, ("--lines", "100"))
