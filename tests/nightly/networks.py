"""Cut, one-way, lossy, slow and resetting ways to the hub; a long backlog over 9600 bit/s."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e/faults"))
import night as nights  # noqa: E402

TITLE = "Networks"


def run(report, night):
    nights.section(report, night, "networks_test.py", {"slow": 20})
