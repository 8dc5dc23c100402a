"""Single bytes of a journal's database, log and backup changed: found, or shown to mean nothing."""
import subprocess

TITLE = "Changed bytes"


def run(report, night):
    seed = night.draw.randrange(1, 2**31)
    words = ["--random", str(night.size(40_000)), "--seed", str(seed)]
    made = subprocess.run([night.bin / "bozhong-changed-bytes", *words], capture_output=True, text=True)
    lines = made.stdout.splitlines() or [f"no figures: {made.stderr.strip()[-200:]}"]
    report.add(made.returncode == 0, "database, log, backup", "build/release/bin/bozhong-changed-bytes " + " ".join(words),
               "; ".join(lines[-5:]))
