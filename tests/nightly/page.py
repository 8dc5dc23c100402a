"""The supervisors' page walked in a browser, each of its views also judged by axe. BOZHONG_NODE_MODULES names a folder of
installed packages with axe-core: `npm install axe-core`."""
import os
import pathlib
import subprocess
import sys

TITLE = "The page under axe"


def run(report, night):
    command, what = "tests/e2e/page_walk_test.py --bin build/release/bin", "every view, three sizes, two languages"
    folder = os.environ.get("BOZHONG_NODE_MODULES")
    axe = pathlib.Path(folder) / "axe-core/axe.js" if folder else None
    if axe is None or not axe.exists():
        return report.add(None, what, command, "skipped: BOZHONG_NODE_MODULES with axe-core is not given")
    done = subprocess.run([sys.executable, night.root / "tests/e2e/page_walk_test.py", "--bin", night.bin], capture_output=True, text=True,
                          env={**os.environ, "BOZHONG_AXE": str(axe)})
    judged = [line for line in done.stdout.splitlines() if "axe finds nothing serious" in line]
    good = sum(line.startswith("good") for line in judged)
    return report.add(done.returncode == 0 and good == len(judged) > 0, what, f"BOZHONG_AXE=…/axe.js {command}",
                      f"{good} of {len(judged)} views without a serious or critical finding")
