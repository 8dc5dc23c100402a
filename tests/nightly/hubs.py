"""Two hubs on one PostgreSQL, killed every few seconds for ten minutes, and its server once."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e/faults"))
import night as nights  # noqa: E402

TITLE = "Two hubs on one PostgreSQL"


def run(report, night):
    nights.section(report, night, "hubs_test.py", {"seconds": 600, "lines": 600})
