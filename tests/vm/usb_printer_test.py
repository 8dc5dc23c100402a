#!/usr/bin/env python3
"""A label printer on a true USB: the virtual printer at the far end of USB/IP, Debian's usbip, vhci_hcd, usblp and udevd
in the guest, and the product's own libusb link through them. The paper is judged dot for dot on the host."""
import json
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "e2e/rig")]
from machine import LISTEN, Machine, main  # noqa: E402
from paper import read_grey  # noqa: E402
from parts import tell, wait_until  # noqa: E402

RECORD = HERE.parent / "drivers/label/records/amaranth.json"
RULES = pathlib.Path("/lib/udev/rules.d/50-udev-default.rules")
TOOLS = ("/usr/sbin/usbip", "/bin/udevadm")
MODULES = ("e1000", "uhci-hcd", "usblp", "vhci-hcd")
PROFILE, ENDPOINT = "escpos_80_label", "usb:0416:5011"
HALF = 9_000  # bytes: somewhere inside the picture
BUFFER = 4_096
NETWORK = ["-netdev", "user,id=net", "-device", "e1000,netdev=net"]
FILES = [
    ("etc/passwd", "root:x:0:0::/:/bin/sh\nsorter:x:1000:1000::/:/bin/sh\nclerk:x:1001:1001::/:/bin/sh\n"),
    ("etc/group", "root:x:0:\nlp:x:7:clerk\nsorter:x:1000:\nclerk:x:1001:\n"),
]


class Printer:
    """A simulated printer on the host, its paper in a folder."""

    def __init__(self, bin_dir, folder, *more):
        self.folder, self.control = folder, folder / "control"
        folder.mkdir()
        self.process = subprocess.Popen(
            [bin_dir / "bozhong", "sim", "printer", "--listen", "usbip:127.0.0.1:0", "--out", folder, "--control", self.control,
             "--buffer", str(BUFFER), *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.port = json.loads(self.process.stdout.readline())["port"]

    def tell(self, command):
        return json.loads(tell(self.control, command))

    def labels(self):
        paper = self.folder / "paper.jsonl"
        return [json.loads(line) for line in paper.read_text().splitlines()] if paper.exists() else []

    def stop(self):
        self.process.kill()
        self.process.communicate()


class Guest:
    """What is done inside: plugging, and the program under test."""

    def __init__(self, vm):
        self.vm = vm

    def run(self, command, expected=0):
        status, said = self.vm.run(command)
        assert status == expected, f"`{command}` ended with {status}: {said}"
        return "\n".join(said)

    def begin(self):
        self.vm.wait("GUEST listens", 90)
        self.run("mkdir /var; ln -s /run /var/run; ip link set lo up; ip addr add 10.0.2.15/24 dev eth0; ip link set eth0 up; ln -s udevadm /bin/systemd-udevd")
        self.run("systemd-udevd --daemon; chmod 1777 /tmp /run; mkfifo /tmp/orders; chmod 666 /tmp/orders")

    def plug(self, printer):
        self.run(f"usbip --tcp-port {printer.port} attach -r 10.0.2.2 -b 1-1")

    def listed(self, count):
        """The printers there are, once udevd has told of so many."""
        found = []
        for _ in range(100):
            found = [json.loads(line) for line in self.run("bozhong printer list").splitlines() if line.startswith("{")]
            if len(found) == count:
                return found
            self.run("udevadm settle")
        raise AssertionError(f"{count} printers were plugged in, listed are {found}")

    def driver(self, path):
        """Who of the kernel has the printer."""
        said = self.run(f"basename $(readlink -f /sys/bus/usb/devices/{path}:1.0/driver)")
        return said.splitlines()[-1]

    def wait_driver(self, path, name):
        for _ in range(100):
            if self.driver(path) == name:
                return
            self.run("sleep 0.1")
        raise AssertionError(f"{path} is at {self.driver(path)}, not at {name}")

    def start_press(self):
        self.run(f"su clerk -c 'label-press {ENDPOINT} {PROFILE} /label.pbm' </tmp/orders & exec 3>/tmp/orders")

    def order(self):
        self.run("echo next >&3")

    def stop_press(self):
        self.run("exec 3>&-")
        self.vm.wait('"stopped":true', 20)

    def state(self, label, state):
        """Of a label: what is known of it, and when it was said."""
        match, when = self.vm.wait(rf'"label":{label},"state":"(printed|unknown|failed)","known_by":"(.*?)"', 40)
        assert match[1] == state, f"label {label} is {match[0]}, not {state}"
        return match[2], when

    def printer_is(self, state):
        match, when = self.vm.wait(rf'"printer":"{state}","detail":"(.*)"', 30)
        return match[1], when


class Truth:
    """The picture that must be on the paper."""

    def __init__(self, bin_dir, folder):
        self.file = folder / "label.pbm"
        rendered = subprocess.run([bin_dir / "bozhong", "label", "render", "--record", RECORD, "--printer", PROFILE, "-o",
                                   folder / "label.bin"], check=True, capture_output=True, text=True)
        assert json.loads(rendered.stdout)["moved_right"] == 0, "this record's picture is moved: take another one"
        subprocess.run([bin_dir / "bozhong", "label", "preview", "--record", RECORD, "-o", self.file], check=True,
                       stdout=subprocess.DEVNULL)
        head, dots = self.file.read_bytes().split(b"\n", 2)[:2], self.file.read_bytes().split(b"\n", 2)[2]
        assert head[0] == b"P4"
        self.width, self.height = map(int, head[1].split())
        size = (self.width + 7) // 8
        self.rows = [self.bits(dots[at:at + size]) for at in range(0, len(dots), size)]

    def bits(self, row):
        return [row[x // 8] >> (7 - x % 8) & 1 for x in range(self.width)]

    def on(self, printer, label):
        """The paper shows this picture and no other dot."""
        rows = [[int(dot == 0) for dot in row] for row in read_grey(printer.folder / label["file"], self.height)]
        blank = [0] * (len(rows[0]) - self.width)
        return len(rows) >= self.height and all(row == wanted + blank for row, wanted in zip(rows, self.rows))

    def count(self, printer):
        return sum(self.on(printer, label) for label in printer.labels())


def rights(guest, path):
    said = guest.run(f"su sorter -c 'bozhong printer status {ENDPOINT}'", expected=3)
    assert "group lp" in said, said
    print("rights: without group lp:", re.search(r'"state":"away","detail":"(.*?)"', said)[1])
    assert guest.driver(path) == "usblp", "the kernel's driver was taken away without a right"
    guest.run(f"su clerk -c 'bozhong printer status {ENDPOINT}'")
    guest.wait_driver(path, "usblp")
    print("rights: with group lp, as Debian's udev rule gives it: ready; usblp was detached and is back")


def printing(guest, printer, truth, path):
    guest.start_press()
    guest.printer_is("ready")
    assert guest.driver(path) == "usbfs"
    guest.order()
    known_by, _ = guest.state(1, "printed")
    (label,) = printer.labels()
    assert truth.on(printer, label) and not label["torn"] and not label["across_gap"], label
    print(f"printed: known by {known_by}, {truth.width} x {truth.height} dots as drawn, none beside")


def busy(guest):
    said = guest.run(f"su clerk -c 'bozhong printer status {ENDPOINT}'", expected=3)
    assert "another program holds the printer" in said, said
    print("held by another program:", re.search(r'"state":"away","detail":"(.*?)"', said)[1])


def paper_out(guest, printer, truth):
    printer.tell(f"at {HALF} paper_out")
    guest.order()
    known_by, _ = guest.state(2, "unknown")
    guest.printer_is("paper_out")
    printer.tell("new_roll")
    guest.printer_is("ready")
    guest.order()
    guest.state(3, "printed")
    assert truth.count(printer) == 2, "labels 1 and 3 are on the paper, label 2 is torn"
    print(f"paper out in the middle: unknown by {known_by}; a new roll, the next one printed")


def pulled(guest, printer):
    """The cover stops the paper, the buffer and the cable fill; then the plug is pulled."""
    printer.tell(f"at {HALF} cover_open")
    guest.order()
    wait_until(lambda: printer.tell("status")["buffered"] == BUFFER, "a full buffer", 20)
    pulled_at = time.monotonic()
    printer.tell("unplug")
    known_by, told = guest.state(4, "unknown")
    detail, _ = guest.printer_is("away")
    printer.tell("cover_close")
    print(f"unplugged in the middle: unknown by {known_by} after {told - pulled_at:.2f} s: {detail}")


def replugged(guest, printer, other, truth, old_path):
    guest.plug(other)  # takes the port that is free now
    guest.listed(1)
    guest.plug(printer)
    back = time.monotonic()
    _, ready = guest.printer_is("ready")
    (found,) = [one for one in guest.listed(2) if one["vendor"] == "0416"]
    assert found["path"] != old_path, f"still at {old_path}"
    guest.order()
    guest.state(5, "printed")
    assert truth.count(printer) == 3 and truth.count(other) == 0
    print(f"replugged at {found['path']} instead of {old_path}: ready after {ready - back:.2f} s, the next one printed")
    return found["path"]


def power_cut(guest, printer, truth):
    printer.tell(f"at {HALF} power_off")
    guest.order()
    known_by, _ = guest.state(6, "unknown")
    guest.printer_is("away")
    printer.tell("power_on")
    guest.plug(printer)
    guest.printer_is("ready")
    guest.order()
    guest.state(7, "printed")
    assert truth.count(printer) == 4
    print(f"power cut in the middle: unknown by {known_by}; switched on, the next one printed")


def walk(vm, printer, other, truth):
    guest = Guest(vm)
    guest.begin()
    guest.plug(printer)
    (found,) = guest.listed(1)
    assert found["two_way"] and found["vendor"] == "0416", found
    guest.wait_driver(found["path"], "usblp")
    print("plugged in:", found["endpoint"])
    rights(guest, found["path"])
    printing(guest, printer, truth, found["path"])
    busy(guest)
    paper_out(guest, printer, truth)
    pulled(guest, printer)
    path = replugged(guest, printer, other, truth, found["path"])
    power_cut(guest, printer, truth)
    guest.stop_press()
    guest.wait_driver(path, "usblp")
    print("at the end usblp has the printer back")
    assert truth.count(printer) == 4, "four labels were said to be printed"


def once(options):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="bozhong-usb-"))
    printers = []
    try:
        truth = Truth(options.bin, folder)
        printers.append(Printer(options.bin, folder / "printer"))
        printers.append(Printer(options.bin, folder / "other", "--usb-id", "04b8:0202"))
        files = [*FILES, (str(RULES).lstrip("/"), RULES.read_text()), ("label.pbm", truth.file.read_bytes())]
        programs = [options.bin / "bozhong", options.bin / "label-press", *TOOLS]
        with Machine(programs, MODULES, LISTEN, NETWORK, files) as vm:
            walk(vm, *printers, truth)
    finally:
        for printer in printers:
            printer.stop()
        shutil.rmtree(folder)


sys.exit(main(once, TOOLS))
