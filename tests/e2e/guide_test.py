#!/usr/bin/env python3
"""docs/integrating.md as an integrator follows it: every command of it is run, in its order, against a hub, and none may fail.
Blocks marked sh are commands; a block with a file's name is that file."""
import argparse
import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
from hub_process import HubProcess  # noqa: E402

options = argparse.ArgumentParser()
options.add_argument("--bin", type=pathlib.Path, required=True)
programs = options.parse_args().bin.resolve()

BLOCK = re.compile(r"^```(?:sh|\w+ ([\w.]+))\n(.*?)^```$", re.M | re.S)
blocks = [(found[1], found[2]) for found in BLOCK.finditer((ROOT / "docs/integrating.md").read_text(encoding="utf-8"))]
commands = 0
with tempfile.TemporaryDirectory() as folder, contextlib.closing(HubProcess(programs / "bozhong-hub", folder)) as hub:
    here = pathlib.Path(folder)
    shutil.copy(ROOT / "config/sample/orders.csv", here)
    # A refusal fails the command; the hub's address and token are this one's.
    script = ['set -euo pipefail', 'curl() { command curl --fail-with-body "$@"; echo; }', f'PATH="{programs}:$PATH"']
    for name, text in blocks:
        if name:
            (here / name).write_text(text, encoding="utf-8")
            continue
        text = re.sub(r"^export HUB=.*$", f"export HUB=http://{hub.where} TOKEN={hub.data}/central.token", text, flags=re.M)
        commands += sum(line.startswith(("curl", "bozhong", "python3", "printf")) for line in text.splitlines())
        script.append(text)
    done = subprocess.run(["bash", "-x", "-c", "\n".join(script)], cwd=here, capture_output=True, text=True, timeout=300,
                          env={**os.environ, "no_proxy": "127.0.0.1"})
    print(done.stdout)
    if done.returncode != 0:
        sys.exit(f"a command of the guide failed with {done.returncode}:\n{done.stderr[-3000:]}")
assert commands >= 15, f"only {commands} commands found in the guide"
print(f"{commands} commands of docs/integrating.md, none failed")
