"""The sample wave through a printer of each label language, with faults of hub, links, paper and power; and a fault of
every kind at every few bytes of a label of true size."""
import re
import subprocess

import waves

TITLE = "Printers"
PROFILES = ("tspl_203", "zpl_203", "cpcl_203")
BYTES_APART = 7


def label_offsets(report, night):
    program, what = night.bin / "test_label_offsets", "a fault in a label, 60 x 40 mm"
    if not program.exists():
        return report.add(None, what, "–", "this test program is not built")
    seed, step = night.draw.randrange(1, 10**6), max(BYTES_APART, round(BYTES_APART / night.share))
    made = subprocess.run([program, "--gtest_filter=*TrueSize*"], capture_output=True, text=True,
                          env={"PATH": "/usr/bin:/bin", "BOZHONG_SEED": str(seed), "BOZHONG_LABEL_STEP": str(step)})
    counted = re.findall(r"(?m)^(\w+: \d+ faults at .*)$", made.stdout)
    wrong = re.findall(r"(?m)^(.*: (?:label|bag) \d+ .*)$", made.stdout)[:2]
    return report.add(made.returncode == 0 and len(counted) == 2, what,
                      f"BOZHONG_SEED={seed} BOZHONG_LABEL_STEP={step} build/release/bin/test_label_offsets --gtest_filter='*TrueSize*'",
                      "; ".join(counted + wrong))


def run(report, night):
    label_offsets(report, night)
    orders = night.root / "config/sample/orders.csv"
    for profile in PROFILES:
        seed = night.draw.randrange(1, 10**6)
        waves.wave(report, night, orders, f"{profile}", None, False, profile)
        waves.wave(report, night, orders, f"{profile}, faults of seed {seed}", seed, False, profile)
