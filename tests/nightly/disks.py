"""The station's disk hangs for half a minute, fails every write, has no file names left."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e/faults"))
import night as nights  # noqa: E402

TITLE = "Disks"


def run(report, night):
    nights.section(report, night, "disks_test.py", {"hang": 30})
