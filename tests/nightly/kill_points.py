"""Station and hub killed at every call that changes a file of theirs."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e/faults"))
import night as nights  # noqa: E402

TITLE = "Kill points"


def run(report, night):
    nights.section(report, night, "kill_points_test.py", {}, always=("--every", str(max(1, round(1 / night.share)))))
