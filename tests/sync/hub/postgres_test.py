#!/usr/bin/env python3
"""Every test of the hub once more, on a PostgreSQL, and those that only a PostgreSQL can be asked. The suites left out
are about SQLite's file; each is named with its reason."""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
from postgres import Cluster  # noqa: E402

OF_THE_FILE = {
    "Kept.*": "copies, verifies and brings back the database as a file; of a PostgreSQL: Postgres*.* and docs/operating.md",
    "Store.ASecondHubOnTheSameFileIsRefused": "a PostgreSQL is there to be shared",
}


def main():
    for suite, why in OF_THE_FILE.items():
        print(f"on SQLite only: {suite}: {why}")
    with Cluster(max_connections=50) as server:
        done = subprocess.run([sys.argv[1], "--gtest_brief=1", "--gtest_filter=" + "*-" + ":".join(OF_THE_FILE), *sys.argv[2:]],
                              env={"BOZHONG_SCHEDULES": "100"} | os.environ | {"BOZHONG_TEST_POSTGRES": server.conninfo()})
        if done.returncode != 0:
            print((server.dir / "log").read_text()[-20000:])
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
