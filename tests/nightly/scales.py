"""A scripted hour of weighing for every simulated protocol, with every fault of line and scale."""
import re
import subprocess

TITLE = "Scales"
MINUTES = 60
ROUNDS = 3


def run(report, night):
    program, minutes = night.bin / "test_scripted_hour", night.size(MINUTES)
    if not program.exists():
        return report.add(None, "the scripted hour", "–", "this test program is not built")
    for _ in range(night.size(ROUNDS)):
        seed = night.draw.randrange(1, 2**31)
        made = subprocess.run([program], capture_output=True, text=True,
                              env={"PATH": "/usr/bin:/bin", "BOZHONG_SEED": str(seed), "BOZHONG_HOUR_MINUTES": str(minutes)})
        counted = re.findall(r": (\d+) captures of (\d+) loads, (\d+) faults", made.stdout)
        captures, loads, faults = (sum(int(one[i]) for one in counted) for i in range(3))
        failed = re.findall(r"\[  FAILED  \] (Protocols/\S+/(\w+))", made.stdout)
        names = ", ".join(sorted({name for _, name in failed}))
        report.add(made.returncode == 0 and captures > 0, f"{len(counted) // 2} protocols, {minutes} minutes each way",
                   f"BOZHONG_SEED={seed} BOZHONG_HOUR_MINUTES={minutes} build/release/bin/test_scripted_hour",
                   f"{captures} captures of {loads} loads, {faults} faults" + (f"; not good: {names}" if names else ""))
    return None
