"""A month of batches, each sent again twice in random order."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e/faults"))
import night as nights  # noqa: E402

TITLE = "Replays"


def run(report, night):
    nights.section(report, night, "replays_test.py", {"nights": 30, "lines": 300})
