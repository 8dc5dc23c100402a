#!/usr/bin/env python3
"""./dev run: starts the whole system with simulated devices and supervises it until Ctrl-C, or, with --auto, until a
scripted sorter has done the wave and everything has been reconciled."""
import argparse
import json
import os
import pathlib
import signal
import sys
import tempfile
import time

import summary as sums
from faults import Faults
from parts import port_from, wait_until
from pointer import open_display
from system import STATION, System

ROOT = pathlib.Path(__file__).resolve().parents[3]


def arguments():
    parser = argparse.ArgumentParser(prog="./dev run")
    parser.add_argument("--bin", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--auto", action="store_true", help="a scripted sorter does the whole wave, then a summary")
    parser.add_argument("--json", action="store_true", help="the summary as JSON")
    parser.add_argument("--pointer", metavar="MODES", help="with --auto: the sorter works the real window on a display of its own "
                        "with a pointer; some of sow,hands_free,pick,take_away, each its share of the wave")
    parser.add_argument("--orders", default=ROOT / "config/sample/orders.csv", help="the wave's lines, CSV")
    parser.add_argument("--loads", default=ROOT / "config/sample/loads.csv", help="what each line's goods weigh, CSV")
    parser.add_argument("--dir", help="where everything is kept; default: a new folder that is removed at the end")
    parser.add_argument("--results", type=pathlib.Path, help="what central pulled, JSONL")
    parser.add_argument("--hub-port", type=int, help="default: 8480, with --auto any free one")
    parser.add_argument("--faults", type=int, metavar="SEED", help="with --auto: hub stops, link cuts, paper outs, kills")
    parser.add_argument("--printer", default="escpos_80_label", metavar="PROFILE", help="what the simulated printer is")
    parser.add_argument("--give-up", type=int, default=120, help="seconds without progress that end --auto")
    return parser.parse_args()


def platform(options):
    if options.auto:
        return "xcb" if options.pointer else "offscreen"
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return None
    return f"vnc:size=1280x800:port={port_from(5900)}"


def say(auto_json, name, text):
    print(f"{name:<10} {text}", file=sys.stderr if auto_json else sys.stdout, flush=True)


def bring_up(system, tell):
    system.start_hub()
    tell("hub", f"{system.hub_url}/  (sign-in: {system.hub_dir}/supervisor.password)")
    people = system.people()
    system.enrol()
    system.import_orders()
    tell("wave", f"{system.wave} from {system.orders}")
    system.start_devices()
    tell("scale1", f"tcp:127.0.0.1:{system.scale_port}  toledo_cont   control {system.run}/scale1.sock")
    tell("scale2", f"pty:{system.run}/scale2.pty  yaohua_tf0   control {system.run}/scale2.sock")
    tell("printer", f"tcp:127.0.0.1:{system.printer_port}   paper in {system.paper}")
    system.write_station_settings()
    if system.platform == "xcb":
        system.display = open_display(system, "1280x800")
    system.start_station()
    tell("station", f"{STATION}   control {system.run}/station.sock   log {system.log}")
    if system.platform and system.platform.startswith("vnc"):
        port = system.platform.rsplit("=", 1)[1]
        tell("screen", f"vnc://127.0.0.1:{port}  (no display here: look with any VNC viewer, e.g. through "
                       f"ssh -L {port}:localhost:{port})")
    return people


def work_through(system, people, options):
    """Runs the sorter to the end of the wave; gives back her own summary and the seconds it took."""
    wait_until(lambda: (system.snapshot() or {}).get("products"), "the tasks at the station", 60)
    tasks = sum(product["total"] for product in system.snapshot()["products"])
    faults = Faults(system, tasks, options.faults) if options.faults is not None else None
    started = time.monotonic()
    sorter = system.start_sorter(people, options.give_up, options.pointer)
    while sorter.alive():
        time.sleep(0.05)
        system.watch()
        if faults:
            screen = system.snapshot()
            if screen:
                faults.step(sum(p["done"] + p["shorted"] for p in screen["products"]))
            else:
                faults.step(-1)
    seconds = time.monotonic() - started
    while faults and faults.later:
        faults.step(-1)
        time.sleep(0.05)
    words = sorter.last_words(1)
    return (json.loads(words) if words.startswith("{") else {"finished": False, "stopped_by": words}), seconds


def settled(system):
    system.watch()
    screen = system.snapshot()
    return bool(screen) and screen["devices"]["hub_connected"] and screen["devices"]["unsent"] == 0


def auto(system, people, options):
    sorter, seconds = work_through(system, people, options)
    try:
        wait_until(lambda: settled(system), "the last events to reach the hub", 30)
    except RuntimeError as late:
        print(late, file=sys.stderr)
    made, wrong = sums.make(system, options.results, seconds, sorter)
    if options.json:
        print(json.dumps(made, ensure_ascii=False))
    else:
        for name, value in made.items():
            print(f"{name:<24} {value}")
    for difference in wrong[:20]:
        print("difference", json.dumps(difference, ensure_ascii=False), file=sys.stderr)
    return 0 if made["ok"] else 1


def supervise(system):
    print("Ctrl-C ends all of it.", flush=True)
    while True:
        time.sleep(0.2)
        system.watch()


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    holder = None if options.dir else tempfile.TemporaryDirectory(prefix="bozhong-")
    folder = options.dir or holder.name
    port = options.hub_port or (None if options.auto else 8480)
    system = System(options.bin, folder, options.orders, options.loads, platform(options), port,
                    settle_ms=40 if options.auto else 600, rate_hz=50 if options.auto else 20,
                    printer=options.printer)
    try:
        people = bring_up(system, lambda name, text: say(options.json, name, text))
        if options.auto:
            return auto(system, people, options)
        say(False, "sign in", f"badge {people['sorter']['badge']} PIN {people['sorter']['pin']}; supervisor "
                              f"{people['supervisor']['badge']} PIN {people['supervisor']['pin']}")
        supervise(system)
    except KeyboardInterrupt:
        return 130 if options.auto else 0
    except RuntimeError as failed:
        print(f"dev run: {failed}", file=sys.stderr)
        for name, part in system.parts.items():
            if not part.alive():
                print(f"{name} ended; its log says:\n{part.last_words()}", file=sys.stderr)
        return 3
    finally:
        system.stop()
        if holder:
            holder.cleanup()


sys.exit(main())
