"""Random schedules of tables, order service, supervisor and pullers at a real hub against the model of its rules."""
import os
import re
import subprocess

TITLE = "Schedules"


def run(report, night):
    seed, count = night.draw.randrange(1, 10**9), night.size(100_000)
    made = subprocess.run([night.bin / "test_hub", "--gtest_filter=Schedules*"], capture_output=True, text=True,
                          env={**os.environ, "BOZHONG_SEED": str(seed), "BOZHONG_SCHEDULES": str(count)})
    figures = re.findall(r"(?m)^(\d+ schedules.*)$", made.stdout)
    report.add(made.returncode == 0 and bool(figures), "schedules against the model",
               f"BOZHONG_SEED={seed} BOZHONG_SCHEDULES={count} build/release/bin/test_hub --gtest_filter='Schedules*'",
               figures[0] if figures else made.stdout[-300:])
