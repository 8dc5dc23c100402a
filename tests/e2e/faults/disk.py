"""A disk that can lose its power: an image behind a cache that forgets (nbdkit), as a block device (nbdfuse, loop) with
ext4 on it. The cache honours flushes, or lies about them; killing nbdkit is the cut."""
import os
import pathlib
import socket
import subprocess

from parts import wait_until

NEEDS = ("nbdkit", "nbdfuse", "losetup", "mkfs.ext4", "mount", "umount", "/dev/fuse", "/dev/loop-control")
HONEST, LYING = "writeback", "unsafe"


def run(*argv, check=True):
    done = subprocess.run([str(word) for word in argv], capture_output=True, text=True, timeout=60)
    if check and done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, argv))}: {done.stderr.strip()}")
    return done.stdout.strip()


class Disk:
    def __init__(self, folder, mount_point, size_mib=256, files=4096):
        self.dir, self.mount_point = pathlib.Path(folder), pathlib.Path(mount_point)
        self.image, self.socket, self.device_file = self.dir / "disk.img", self.dir / "nbd.sock", self.dir / "nbd" / "disk"
        self.nbdkit = self.nbdfuse = self.loop = None
        self.mount_point.mkdir(parents=True, exist_ok=True)
        (self.dir / "nbd").mkdir(parents=True, exist_ok=True)
        with open(self.image, "wb") as file:
            file.truncate(size_mib << 20)
        run("mkfs.ext4", "-q", "-F", "-m", "0", "-N", files, self.image)

    def plug_in(self, cache=HONEST, filters=(), settings=()):
        """`filters` stand before the cache, seen from the computer; their settings are nbdkit's."""
        self.socket.unlink(missing_ok=True)
        log = open(self.dir / "nbd.log", "ab")
        caching = ["--filter=cache"] if cache else []
        self.nbdkit = subprocess.Popen(
            ["nbdkit", "--foreground", "--exit-with-parent", "--unix", str(self.socket), *(f"--filter={name}" for name in filters),
             *caching, "file", str(self.image), *([f"cache={cache}"] if cache else []), *settings],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, "TMPDIR": str(self.dir)}, start_new_session=True)
        wait_until(self.socket.exists, "nbdkit", 10)
        self.nbdfuse = subprocess.Popen(["nbdfuse", str(self.device_file), "--unix", str(self.socket)], stdin=subprocess.DEVNULL,
                                        stdout=log, stderr=log, start_new_session=True)
        wait_until(lambda: self.device_file.exists() or self.nbdfuse.poll() is not None, "nbdfuse", 10)
        wait_until(self.take_loop, "a free loop device", 30)
        run("mount", "-t", "ext4", "-o", "errors=remount-ro", self.loop, self.mount_point)
        log.close()

    def plug_in_with_faults(self):
        """A disk that can hang and fail at will."""
        self.control, self.trigger = self.dir / "pause.sock", self.dir / "failing"
        self.control.unlink(missing_ok=True)
        self.plug_in(HONEST, ["pause", "error"], [f"pause-control={self.control}", "error=EIO", "error-pwrite-rate=100%",
                                                  f"error-file={self.trigger}"])

    def hang(self, hanging):
        """From now on no request is answered, until it is told to go on."""
        with socket.socket(socket.AF_UNIX) as peer:
            peer.connect(str(self.control))
            peer.sendall(b"p" if hanging else b"r")
            return peer.recv(1)

    def fail(self, failing):
        """From now on every write of the disk is an input/output error."""
        self.trigger.touch() if failing else self.trigger.unlink()

    def take_loop(self):
        """One that was cut is busy until the kernel has given up on it; a container has nodes for a few only."""
        self.loop = run("losetup", "--find", "--show", self.device_file, check=False)
        return self.loop

    def lose_power(self):
        """What the cache held and had not been told to flush is gone, now."""
        self.nbdkit.kill()
        self.nbdkit.wait()

    def unplug(self):
        """Takes away what is left of it, cut or whole. Nothing may use it any more."""
        for kind in ([], ["-l"]):
            if self.mount_point.is_mount():
                run("umount", *kind, self.mount_point, check=False)
        if self.loop:
            run("losetup", "-d", self.loop, check=False)
            self.loop = None
        run("umount", "-l", self.device_file.parent, check=False)
        for part in (self.nbdfuse, self.nbdkit):
            if part and part.poll() is None:
                part.terminate()
                try:
                    part.wait(10)
                except subprocess.TimeoutExpired:
                    part.kill()
                    part.wait()
        self.nbdfuse = self.nbdkit = None
