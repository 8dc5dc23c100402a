"""The record path of station and hub cut off at every change of a simulated disk, and at every change of the restart
after that; and every operation of it failing."""
import subprocess

TITLE = "Crash states"


def run(report, night):
    every = max(1, round(1 / night.share))
    seed = night.draw.randrange(1, 2**31)
    words = ["--cuts", "4", "--nested-every", str(20 * every), "--failures-every", str(every), "--misreads-every", str(every), "--seed", str(seed)]
    made = subprocess.run([night.bin / "bozhong-crash-states", *words], capture_output=True, text=True)
    lines = made.stdout.splitlines() or [f"no figures: {made.stderr.strip()[-200:]}"]
    report.add(made.returncode == 0, "station and hub", "build/release/bin/bozhong-crash-states " + " ".join(words),
               "; ".join(lines[-5:]))
