#!/usr/bin/env python3
"""A simulated USB HID scale in a machine of its own: the kernel's hidraw under the product's hidapi link, pulled out and put
back while it is being read."""
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from machine import Machine, main

MODULES = ("hid", "uhid", "hid-generic")
JOB = """
export PATH=/bin
printf 'kg\\n1.235\\n' > /loads.csv
bozhong scale monitor hid:0922:8003:SCALE9 --protocol usb_hid --seconds 120 &
for round in 1 2 3; do
    bozhong sim scale --protocol usb_hid --listen hid:0922:8003:SCALE9 --loads /loads.csv --hold 60000 --gap 100 & scale=$!
    echo "GUEST plugged in"
    sleep 4
    echo "GUEST pulled"
    kill $scale
    sleep 4
done
bozhong sim scale --protocol usb_hid --listen hid:0922:8003:OTHER &
echo "GUEST another scale"
sleep 4
"""
READING = r'^\{"kind":"reading","value":"1\.235","unit":"kg"'


def nothing_reads(vm, until):
    """No reading comes before the console says so."""
    match, _ = vm.wait(rf'("kind":"reading"|{until})', 30)
    assert "reading" not in match[1], f"a reading of a scale that is not there: {match.string}"


def once(options):
    with Machine([options.bin / "bozhong"], MODULES, JOB) as vm:
        walk(vm)


def walk(vm):
    vm.wait("plugged in", 90)
    vm.wait(READING, 30)
    for again in (True, True, False):
        _, pulled = vm.wait("GUEST pulled", 30)
        match, told = vm.wait(r'"kind":"link","state":"(down|silent)","detail":"(.*)"', 10)
        print(f"pulled: told after {told - pulled:.2f} s: {match[1]}, {match[2]}")
        nothing_reads(vm, "GUEST plugged in" if again else "GUEST another scale")
        if again:
            back = time.monotonic()
            _, read = vm.wait(READING, 20)
            print(f"put back: readings after {read - back:.2f} s")
    nothing_reads(vm, "GUEST done")
    print("a scale with another serial number is not read")


sys.exit(main(once))
