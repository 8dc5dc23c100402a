#!/usr/bin/env python3
"""`./dev run` without --auto, as a person without a display sees it: one line a part, everything where CLI.md says, the
screen on loopback only, parts that die come back within a second, Ctrl-C ends all of it."""
import json
import os
import pathlib
import re
import signal
import stat
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "rig"))
from checking import RIG, Judge  # noqa: E402
from parts import free_port, listening, tell, wait_until  # noqa: E402

PARTS = ("hub", "station", "scale1", "scale2", "printer")


def pid_of(part):
    try:
        return int((folder / "run" / f"{part}.pid").read_text())
    except (OSError, ValueError):
        return 0


def alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def listeners(pid):
    """The addresses on which this process listens, in hex as /proc/net/tcp has them."""
    sockets = set()
    for name in os.listdir(f"/proc/{pid}/fd"):
        try:
            sockets.add(os.readlink(f"/proc/{pid}/fd/{name}"))
        except OSError:
            continue
    found = []
    for table in ("tcp", "tcp6"):
        for line in pathlib.Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets:
                found.append(fields[1])
    return found


def on_loopback(address):
    host = address.split(":")[0]
    return host in ("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000")


def look():
    answer = tell(folder / "run/station.sock", '{"cmd":"snapshot"}')
    return json.loads(answer) if answer else None


judge = Judge()
folder = judge.dir / "run"
hub_port = free_port()
environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
output = judge.dir / "terminal.txt"
with open(output, "w") as terminal:
    run = subprocess.Popen([sys.executable, RIG / "main.py", "--bin", judge.bin, "--dir", folder, "--hub-port", str(hub_port)],
                           stdout=terminal, stderr=terminal, env=environment, start_new_session=True)
pids = set()
try:
    wait_until(lambda: "Ctrl-C" in output.read_text() or run.poll() is not None, "the system to stand", 60)
    text = output.read_text()
    judge.that(run.poll() is None, "it starts", text)
    for part in (*PARTS, "wave", "screen", "sign in"):
        count = len(re.findall(rf"^{part} +\S", text, re.M))
        judge.that(count == 1, f"one line for {part}", count)
    judge.that(f"http://127.0.0.1:{hub_port}/" in text, "the hub's line has its address")
    for part in PARTS:
        judge.that(alive(pid_of(part)), f"run/{part}.pid names a process that lives", pid_of(part))
    for name in ("station/journal.db", "hub", "paper", "log"):
        judge.that((folder / name).exists(), f"{name} is there")
    for part in ("station", "scale1", "scale2", "printer"):
        mode = (folder / "run" / f"{part}.sock").stat().st_mode
        judge.that(stat.S_ISSOCK(mode) and stat.S_IMODE(mode) == 0o600, f"run/{part}.sock is a socket of mode 0600", oct(mode))
    secret = [path for path in (folder / "station/credentials.toml", folder / "people.json", folder / "hub/central.token",
                                folder / "hub/supervisor.password", folder / "station/journal.db.key")
              if stat.S_IMODE(path.stat().st_mode) != 0o600]
    judge.that(not secret, "secrets are the owner's alone", secret)
    wait_until(lambda: (look() or {}).get("products"), "the tasks on the screen", 20)
    judge.that(True, "the sample wave is on the screen")
    vnc = int(re.search(r"vnc://127\.0\.0\.1:(\d+)", text)[1])
    wait_until(lambda: listening(vnc), "the screen over VNC", 10)
    for part in PARTS:
        pids.add(pid_of(part))
        where = listeners(pid_of(part))
        judge.that(all(map(on_loopback, where)), f"{part} listens on loopback only ({len(where)} ports)", where)
    judge.that(len(listeners(pid_of("station"))) == 1, "the station listens for VNC and nothing else", listeners(pid_of("station")))
    judge.that('"ok":true' in (tell(folder / "run/scale1.sock", "put 1.250") or ""), "the scale's control takes a load")
    for part in PARTS:
        before = pid_of(part)
        os.kill(before, signal.SIGKILL)
        killed = time.monotonic()
        wait_until(lambda: pid_of(part) not in (0, before) and alive(pid_of(part)), f"{part} to come back", 10)
        took = time.monotonic() - killed
        judge.that(took <= 1.0, f"{part}, killed, is started again within 1 s", f"{took:.2f} s")
        pids.add(pid_of(part))
    wait_until(lambda: (look() or {}).get("devices", {}).get("hub_connected"), "the station with its hub again", 30)
    devices = look()["devices"]
    judge.that(devices["scale_link"] == "up" or wait_until(lambda: look()["devices"]["scale_link"] == "up", "the scale", 20) is None,
               "the station has its scale again", devices)
    os.killpg(run.pid, signal.SIGINT)
    judge.that(run.wait(20) == 0, "Ctrl-C ends it with status 0", run.returncode)
    judge.that(not [pid for pid in pids if alive(pid)], "no process is left", [pid for pid in pids if alive(pid)])
    judge.that(not list((folder / "run").glob("*.pid")), "no pid file is left", list((folder / "run").glob("*.pid")))
    done = judge.program("bozhong", "journal", "verify", folder / "station/journal.db")
    judge.that(done.returncode == 0, "the journal is whole", done.stdout)
finally:
    if run.poll() is None:
        os.killpg(run.pid, signal.SIGTERM)
        run.wait(30)
    print(output.read_text())
judge.end()
