#!/usr/bin/env python3
"""libserialport on a true serial port: a simulated scale behind QEMU's FTDI adapter, read in the guest by the
product's own link through Debian's usbserial and ftdi_sio, pulled out and put back while it is being read."""
import json
import pathlib
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from machine import Machine, main

MODULES = ("uhci-hcd", "usbserial", "ftdi_sio")
ADAPTER = {"driver": "usb-serial", "id": "scale", "bus": "usb.0", "chardev": "wire", "serial": "SCALE7"}
JOB = """
export PATH=/bin
while ! [ -e /dev/ttyUSB0 ]; do sleep 0.1; done
bozhong scale monitor "serial:/dev/ttyUSB0?4800,7E1" --protocol stgs --seconds 4 &
sleep 2
stty -F /dev/ttyUSB0 -a >/line
wait
echo "LINE $(tr '\\n' ' ' </line)"
echo "GUEST the second program"
bozhong scale monitor "serial:/dev/ttyUSB0?9600,8N1" --protocol stgs --seconds 60
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def scale(options, port):
    simulator = subprocess.Popen([options.bin / "bozhong", "sim", "scale", "--protocol", "stgs", "--listen", f"tcp:127.0.0.1:{port}"],
                                 stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return simulator
        except OSError:
            time.sleep(0.05)
    simulator.kill()
    raise RuntimeError("the simulated scale did not start")


def walk(vm):
    vm.wait(r'^\{"kind":"reading"', 90)
    match, _ = vm.wait(r"LINE (.*)")
    for word in ("speed 4800", "cs7", " parenb", "-parodd"):
        assert word in match[1], f"the port was not set to 4800,7E1: {match[1]}"
    print("line settings reach the driver: 4800,7E1")
    vm.wait("the second program")
    vm.wait(r'^\{"kind":"reading"')

    pulled = time.monotonic()
    vm.command("device_del", id="scale")
    match, told = vm.wait(r'"kind":"link","state":"(down|silent)","detail":"(.*)"', 10)
    print(f"pulled: told after {told - pulled:.2f} s: {match[1]}, {match[2]}")
    try:
        vm.wait(r'"kind":"reading"', 2)
        raise SystemExit("a reading came while the adapter was out")
    except AssertionError:
        pass
    back = time.monotonic()
    vm.command("device_add", **ADAPTER)
    _, read = vm.wait(r'^\{"kind":"reading"', 20)
    print(f"put back: readings after {read - back:.2f} s")
    return told - pulled, read - back


def once(options):
    port = free_port()
    simulator = scale(options, port)
    devices = ["-chardev", f"socket,id=wire,host=127.0.0.1,port={port},reconnect=1", "-device", json.dumps(ADAPTER)]
    try:
        with Machine([options.bin / "bozhong"], MODULES, JOB, devices) as vm:
            walk(vm)
    finally:
        simulator.kill()
        simulator.wait()


sys.exit(main(once))
