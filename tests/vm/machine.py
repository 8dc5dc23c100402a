"""A small Linux machine under QEMU, without KVM: Debian's own kernel, an initial RAM disk with busybox, the programs
under test and the kernel modules that are asked for. The test sees the guest's console line by line, can give it
commands there, and can plug and unplug devices through QEMU's monitor."""
import argparse
import contextlib
import fcntl
import json
import os
import pathlib
import queue
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
CACHE = ROOT / "build/vm"
TOOLS = ("qemu-system-x86_64", "busybox", "cpio", "depmod", "dpkg-deb", "apt-get")


def missing_tools():
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"
    return [tool for tool in TOOLS if shutil.which(tool, path=path) is None]


@contextlib.contextmanager
def one_at_a_time():
    """Tests that begin together on a fresh machine would all fetch the kernel, and move it to the same place."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def kernel():
    """The unpacked folder of Debian's kernel package; fetched once, nothing of it is installed."""
    with one_at_a_time():
        found = sorted(CACHE.glob("kernel-*"))
        return found[-1] if found else fetched_kernel()


def fetched_kernel():
    for refresh in (False, True):
        if refresh:
            subprocess.run(["apt-get", "-qq", "update"], check=False)
        listed = subprocess.run(["apt-cache", "depends", "linux-image-amd64"], capture_output=True, text=True).stdout
        if names := re.findall(r"Depends: (linux-image-\S+)", listed):
            break
    else:
        raise RuntimeError("apt knows no linux-image-amd64")
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        subprocess.run(["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", names[0]], cwd=folder, check=True)
        package = next(pathlib.Path(folder).glob("*.deb"))
        unpacked = pathlib.Path(folder) / "unpacked"
        subprocess.run(["dpkg-deb", "-x", package, unpacked], check=True)
        version = next((unpacked / "lib/modules").iterdir()).name
        subprocess.run(["/usr/sbin/depmod", "-b", unpacked, version], check=True)
        target = CACHE / f"kernel-{version}"
        unpacked.rename(target)
    return target


def modules_in_order(folder, wanted):
    """Paths of the wanted modules, each after those it needs."""
    modules = next((folder / "lib/modules").iterdir())
    needs = {}
    for line in (modules / "modules.dep").read_text().splitlines():
        module, _, rest = line.partition(":")
        needs[pathlib.Path(module).stem.replace("-", "_")] = [modules / module, rest.split()]
    order = []
    for name in wanted:
        if name.replace("-", "_") not in needs:
            continue  # built into this kernel
        path, rest = needs[name.replace("-", "_")]
        for one in [*(modules / part for part in reversed(rest)), path]:
            if one not in order:
                order.append(one)
    return order


def libraries(program):
    listed = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    return [pathlib.Path(path) for path in re.findall(r"(/\S+) \(0x", listed)]


INIT = """#!/bin/busybox sh
/bin/busybox mkdir -p /proc /sys /dev /tmp /run
/bin/busybox --install -s /bin
mount -t proc none /proc; mount -t sysfs none /sys; mount -t devtmpfs none /dev
for module in $(cat /modules/order); do insmod /modules/$module || echo "GUEST insmod $module failed"; done
echo "GUEST ready"
sh /job.sh
echo "GUEST done $?"
poweroff -f
"""


# A job that takes its commands from the test: see Machine.run.
LISTEN = """
export PATH=/bin
stty -F /dev/ttyS0 -echo
echo "GUEST listens"
while read -r line; do
    eval "$line"
    echo "GUEST did $?"
done </dev/ttyS0
"""


class MachineDied(Exception):
    """QEMU itself was killed or crashed: nothing is known about the programs inside."""


def tried(walk, times=3):
    """What walk() returns; begun again when QEMU died under it, which no fault of the programs inside can make it do."""
    for left in reversed(range(times)):
        try:
            return walk()
        except MachineDied as died:
            print(f"{died}; {left} tries left", flush=True)
            if not left:
                raise


def main(once, tools=()):
    """The whole of a test whose walk is once(options), which may need more programs than the machine itself."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    options = parser.parse_args()
    if missing := missing_tools() + [tool for tool in tools if not pathlib.Path(tool).exists()]:
        if os.environ.get("CI"):
            raise SystemExit(f"missing: {missing}")
        print("skipped: the machine under QEMU needs", ", ".join(missing))
        return 77
    began = time.monotonic()
    tried(lambda: once(options))
    print(f"the machine ran {time.monotonic() - began:.1f} s")
    return 0


class Machine:
    """with Machine(programs=[...], modules=[...], job="shell text", devices=[...]) as vm: vm.wait(r"pattern")"""

    def __init__(self, programs, modules, job, devices=(), files=()):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="bozhong-vm-"))
        self.lines, self.said = queue.Queue(), []
        self.programs, self.modules, self.job, self.devices, self.files = programs, modules, job, devices, files

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if getattr(self, "process", None):
            self.process.kill()
            self.process.stdin.close()
            self.process.wait()
        if getattr(self, "monitor", None):
            self.monitor.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _ram_disk(self, unpacked):
        root = self.folder / "root"
        for program in self.programs:
            for path in [pathlib.Path(program), *libraries(program)]:
                inside = root / (f"bin/{path.name}" if path == pathlib.Path(program) else str(path).lstrip("/"))
                inside.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path.resolve(), inside)
        (root / "bin").mkdir(exist_ok=True)
        shutil.copy(shutil.which("busybox"), root / "bin/busybox")
        order = modules_in_order(unpacked, self.modules)
        (root / "modules").mkdir()
        for module in order:
            shutil.copy(module, root / "modules")
        (root / "modules/order").write_text("\n".join(module.name for module in order))
        for name, content in [("init", INIT), ("job.sh", self.job), *self.files]:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content.encode() if isinstance(content, str) else content)
            (root / name).chmod(0o755)
        disk = self.folder / "initrd"
        with open(disk, "wb") as out:
            names = subprocess.run(["find", "."], cwd=root, capture_output=True, check=True).stdout
            subprocess.run(["cpio", "--quiet", "-o", "-H", "newc", "-R", "0:0"], cwd=root, input=names, stdout=out, check=True)
        return disk

    def _start(self):
        unpacked = kernel()
        disk = self._ram_disk(unpacked)
        monitor = self.folder / "qmp"
        self.process = subprocess.Popen(
            ["qemu-system-x86_64", "-accel", "tcg", "-cpu", "max", "-m", "256", "-nodefaults", "-no-user-config", "-display", "none",
             "-serial", "stdio", "-no-reboot", "-kernel", next((unpacked / "boot").glob("vmlinuz-*")), "-initrd", disk,
             "-append", "console=ttyS0 quiet panic=-1", "-device", "piix3-usb-uhci,id=usb", "-qmp", f"unix:{monitor},server=on,wait=off",
             *self.devices], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        threading.Thread(target=self._read, daemon=True).start()
        self.monitor = socket.socket(socket.AF_UNIX)
        deadline = time.monotonic() + 20
        while True:
            try:
                self.monitor.connect(str(monitor))
                break
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.02)
        self.answers = self.monitor.makefile("r")
        self.answers.readline()
        self.command("qmp_capabilities")

    def _read(self):
        for line in self.process.stdout:
            self.lines.put((time.monotonic(), line.decode(errors="replace").rstrip()))
        self.lines.put((time.monotonic(), None))

    def command(self, name, **arguments):
        """A command of QEMU's monitor, e.g. command("device_del", id="scale")."""
        try:
            self.monitor.sendall(json.dumps({"execute": name, "arguments": arguments}).encode() + b"\n")
            while line := self.answers.readline():
                answer = json.loads(line)
                if "error" in answer:
                    raise RuntimeError(f"{name}: {answer['error']['desc']}")
                if "return" in answer:
                    return answer["return"]
        except ConnectionError:
            pass
        self._ended(f"before it answered {name}")

    def _ended(self, when):
        """Says how: by a signal it is QEMU's own end, else the guest switched itself off or panicked."""
        status = self.process.wait(10)
        while not self.lines.empty():
            self.said.append(self.lines.get()[1] or "")
        last = "\n".join(self.said[-25:])
        if status < 0:
            raise MachineDied(f"QEMU died of signal {-status} {when}; last:\n{last}")
        raise AssertionError(f"the guest ended {when}; last:\n{last}")

    def run(self, command, seconds=60):
        """One line of shell in a guest whose job is LISTEN: (exit status, console lines meanwhile)."""
        try:
            self.process.stdin.write(command.encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            self._ended(f"before it was told {command!r}")
        since = len(self.said)
        match, _ = self.wait(r"^GUEST did (\d+)$", seconds)
        return int(match[1]), self.said[since:-1]

    def wait(self, pattern, seconds=60):
        """The first console line from now on that matches, as (match, when it came)."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                when, line = self.lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"the guest never said {pattern!r} in {seconds} s; it said:\n" + "\n".join(self.said[-40:])) from None
            if line is None:
                self._ended(f"before it said {pattern!r}")
            self.said.append(line)
            if match := re.search(pattern, line):
                return match, when
