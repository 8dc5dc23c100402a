"""One part of the rig: a process with a pid file and a log, started again within a second when it dies."""
import os
import pathlib
import signal
import socket
import subprocess
import time


class Part:
    def __init__(self, name, argv, run_dir, log_dir, environment=None, restart=True):
        self.name, self.argv, self.restart = name, [str(a) for a in argv], restart
        self.pid_file = pathlib.Path(run_dir) / f"{name}.pid"
        self.log = pathlib.Path(log_dir) / f"{name}.log"
        self.environment = {**os.environ, **(environment or {})}
        self.process, self.starts, self.wanted = None, 0, False

    def start(self):
        self.wanted = True
        if self.alive():
            return  # two faults met: the second would stand beside the first and be refused for ever
        self.starts += 1
        with open(self.log, "ab") as log:
            # Its own session: Ctrl-C reaches only the supervisor, which ends the parts in order.
            self.process = subprocess.Popen(self.argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env=self.environment, start_new_session=True)
        self.pid_file.write_text(f"{self.process.pid}\n")

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def watch(self):
        """Called several times a second; brings a part back that should be there."""
        if self.wanted and self.restart and not self.alive():
            self.start()

    def kill(self):
        if self.alive():
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self, patience_s=10.0):
        self.wanted = False
        if self.alive():
            self.process.terminate()
            try:
                self.process.wait(patience_s)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.pid_file.unlink(missing_ok=True)

    def last_words(self, lines=5):
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])


def tell(socket_path, line, patience_s=5.0):
    """One line to a control socket, one line back; None when nobody listens there."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as peer:
            peer.settimeout(patience_s)
            peer.connect(str(socket_path))
            peer.sendall(line.encode() + b"\n")
            return peer.makefile().readline().strip()
    except OSError:
        return None


def wait_until(condition, what, patience_s=30.0):
    deadline = time.monotonic() + patience_s
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"waited {patience_s:.0f} s in vain for {what}")
        time.sleep(0.02)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def port_from(first):
    """The first port from there on that nobody on this machine uses."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise RuntimeError(f"no port is free from {first} on")


def listening(port):
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
