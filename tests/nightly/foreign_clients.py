"""Programs of other people against the virtual printer: receiptio (npm), which prints and asks for the status, must be told
the right thing in every state. And a label's time beside three npm packages (tests/bench/npm_labels.py). BOZHONG_NODE_MODULES
names a folder of installed packages: `npm install receiptio @point-of-sale/receipt-printer-encoder receiptline
node-thermal-printer`."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile

TITLE = "Foreign programs"
HOST = "127.91.0.1"  # receiptio knows port 9100 only
# What is done to the printer, the exit status of a question, that of a receipt (its manual; None: not printed here)
STATES = (("status", 100, 0), ("cover_open", 101, 101), ("cover_close", 100, 0), ("paper_out", 102, 102), ("new_roll", 100, 0),
          ("cutter_jam", 103, 0),  # it recovers the printer by itself and prints
          ("power_off", 105, None), ("power_on", 100, 0))
NAMES = {0: "success", 100: "online", 101: "coveropen", 102: "paperempty", 103: "error", 104: "offline", 105: "disconnect",
         106: "timeout"}


def tell(control, command):
    with socket.socket(socket.AF_UNIX) as peer:
        peer.connect(str(control))
        peer.sendall(command.encode() + b"\n")
        return json.loads(peer.makefile().readline())


def every_state(client, control, folder):
    """Each state as (what was done, what was asked, what it should say, what it said)."""
    receipt = folder / "a.receipt"
    receipt.write_text("^^^RECEIPT\n\nAsparagus | 1| 1.00\n")
    for done, asked, printed in STATES:
        tell(control, done)
        for what, wanted, words in (("status", asked, ["-q"]), ("print", printed, ["-t", "8", receipt])):
            if wanted is not None:
                said = subprocess.run(["node", client, "-d", HOST, *words], capture_output=True, timeout=60).returncode
                yield done, what, NAMES.get(wanted), NAMES.get(said, said)


def receiptio(client, program):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="bozhong-foreign-"))
    control = folder / "control"
    printer = subprocess.Popen([program, "sim", "printer", "--listen", f"tcp:{HOST}:9100", "--out", folder, "--control", control],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    try:
        printer.stdout.readline()
        return list(every_state(client, control, folder))
    finally:
        printer.kill()
        printer.wait()
        shutil.rmtree(folder)


def labels_beside_npm(report, night, installed):
    bench, what = night.root / "tests/bench/npm_labels.py", "one label beside npm, ms"
    command = "tests/bench/npm_labels.py --node-modules DIR"
    made = subprocess.run([sys.executable, bench, "--program", night.bin / "bozhong", "--node-modules", installed, "--json"],
                          capture_output=True, text=True)
    if made.returncode == 2:
        return report.add(None, what, command, made.stderr.strip())
    rows = [json.loads(line) for line in made.stdout.splitlines()]
    figures = "; ".join(f"{row['name']}: first {row['first_ms']:.1f}, p50 {row['p50_ms']:.3f}, p99 {row['p99_ms']:.3f}" for row in rows)
    return report.add(made.returncode == 0 and len(rows) == 4, what, command, figures or made.stderr.strip()[-200:])


def run(report, night):
    installed = os.environ.get("BOZHONG_NODE_MODULES", "")
    labels_beside_npm(report, night, installed or ".")
    client = pathlib.Path(installed) / "receiptio/bin/cli.js"
    command = "BOZHONG_NODE_MODULES=DIR ./dev nightly foreign_clients"
    if not installed or not client.exists() or not shutil.which("node"):
        return report.add(None, "receiptio asks and prints", command, "BOZHONG_NODE_MODULES names no folder with receiptio, or there is no node")
    seen = receiptio(client, night.bin / "bozhong")
    wrong = [f"{done}, {what}: {said} instead of {wanted}" for done, what, wanted, said in seen if wanted != said]
    version = json.loads((client.parents[1] / "package.json").read_text())["version"]
    figures = wrong or [f"{done}: {what} {said}" for done, what, _, said in seen]
    return report.add(not wrong and len(seen) == 15, f"receiptio {version} asks and prints in {len(STATES)} states", command, "; ".join(figures))
