"""Which branches of journal, capture and ledger the tests take: ./dev coverage."""
import shutil
import subprocess

TITLE = "Coverage"


def run(report, night):
    if shutil.which("llvm-cov") is None:
        return report.add(None, "coverage", "./dev coverage", "no llvm-cov here")
    done = subprocess.run([night.root / "dev", "coverage"], capture_output=True, text=True, errors="replace")
    lines = done.stdout.splitlines()
    total = [line.split() for line in lines if line.startswith("all ")]
    figures = f"{total[0][2]} % of the lines, {total[0][4]} % of the branches" if total else done.stdout[-200:] + done.stderr[-200:]
    report.add(done.returncode == 0, "journal, capture, ledger", "./dev coverage", figures)
    return None
