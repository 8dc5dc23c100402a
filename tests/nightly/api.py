"""Every call of the hub's API with what nobody should send; tests/sync/hub/api_properties_test.py says what is judged."""
import json
import subprocess

TITLE = "Calls that nobody should make"


def run(report, night):
    cases, seed = night.size(1_000), night.draw.randrange(1, 10**6)
    command = ["tests/sync/hub/api_properties_test.py", str(night.bin / "bozhong-hub"), "--cases", str(cases), "--seed", str(seed)]
    done = subprocess.run(["/usr/bin/python3", *command], cwd=night.root, capture_output=True, text=True)
    last = done.stdout.splitlines()[-1:] or [done.stderr[-300:]]
    made = json.loads(last[0]) if last[0].startswith("{") else {}
    figures = (f"{made['operations']} operations, {made['calls']} calls, {made['refused']} refused without a trace, "
               f"{len(made['failed'])} wrong {made['failed']}") if made else last[0]
    report.add(done.returncode == 0, "schema-driven calls", " ".join(command).replace(str(night.bin), "build/release/bin"), figures)
