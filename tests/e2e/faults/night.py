"""A fault test at its full length, as a section of `./dev nightly`: every JSON line it prints becomes a row."""
import json
import subprocess
import sys


def text(figures):
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in figures.items())


def section(report, night, script, sizes, always=(), patience_s=3600):
    """`sizes` are options of tests/e2e/SCRIPT and the full figure of each; `always` are further words."""
    words = [*always, *(word for name, full in sizes.items() for word in (f"--{name}", str(night.size(full))))]
    words += ["--seed", str(night.draw.randrange(1, 10**6))]
    command = f"python3 tests/e2e/{script} --bin build/release/bin {' '.join(words)}"
    try:
        run = subprocess.run([sys.executable, night.root / "tests/e2e" / script, "--bin", night.bin, *words], capture_output=True,
                             text=True, timeout=patience_s)
    except subprocess.TimeoutExpired:
        return report.add(False, script, command, f"not at its end after {patience_s} s")
    lines = run.stdout.splitlines()
    if run.returncode == 77:
        return report.add(None, script, command, lines[-1])
    for line in lines:
        if line.startswith("{"):
            figures = json.loads(line)
            report.add(True, figures.pop("what", script), command, text(figures))
    bad = [line for line in lines if line.startswith("BAD")] or run.stderr.splitlines()[-1:]
    report.add(run.returncode == 0, "judgements", command,
               f"{sum(line.startswith('good') for line in lines)} good, {len(bad)} bad: {'; '.join(bad).replace(f'{night.root}/', '')[:300]}" if run.returncode
               else f"{sum(line.startswith('good') for line in lines)} good")
