"""What people do to files between two runs, from several seeds."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e/faults"))
import night as nights  # noqa: E402

TITLE = "Files"


def run(report, night):
    for _ in range(night.size(5)):
        nights.section(report, night, "files_test.py", {})
