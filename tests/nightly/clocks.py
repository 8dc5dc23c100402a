"""The same wave under good clocks and under clocks that jump, several times."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e/faults"))
import night as nights  # noqa: E402

TITLE = "Clocks"


def run(report, night):
    for _ in range(night.size(5)):
        nights.section(report, night, "clocks_test.py", {})
