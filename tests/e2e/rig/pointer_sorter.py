#!/usr/bin/env python3
"""A sorter at the real window: she reads what it shows and touches it where its keys are, types nothing but what a badge
reader types, and puts goods on the simulated scale. The control socket is asked what the screen says and where its keys
are; no key is pressed through it. Ends with one line of JSON, like `bozhong sim sorter`."""
import argparse
import csv
import json
import pathlib
import socket
import sys
import time
from decimal import Decimal

from parts import tell
from pointer import Hand

MODES = ("sow", "hands_free", "pick", "take_away")
EXCHANGE_S = 0.3  # of a crate: no hand is faster
CRATE_KG, LEAVE_KG = Decimal("14.5"), Decimal("0.3")  # a full crate, and when it is time for the next one
BOOKABLE = {"in_band", "under_soft", "over_soft", "released"}
RED = {"over_hard", "under_hard"}


class Line:
    """A control socket that stays open."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(10)
        self.socket.connect(str(path))
        self.answers = self.socket.makefile()

    def ask(self, command):
        self.socket.sendall(json.dumps({"cmd": command}).encode() + b"\n")
        return json.loads(self.answers.readline())


class Sorter:
    def __init__(self, options, loads):
        self.options, self.loads = options, loads
        self.station, self.hand = Line(options.control), Hand(options.display)
        self.modes, self.each = list(options.modes), -(-len(loads) // len(options.modes))
        self.on_pan = None            # the line whose goods lie there, or were taken from the crate
        self.crate, self.crate_of = Decimal(0), None
        self.put_at, self.acted = 0.0, {}
        self.recorded, self.counted = set(), set()
        self.said = {"finished": False, "stopped_by": "", "loads_put": 0, "captures_seen": 0, "counts": 0, "confirms": 0,
                     "releases": 0, "self_booked": 0, "modes": {mode: 0 for mode in self.modes}}
        self.last_progress = time.monotonic()

    # what she sees and does

    def look(self):
        """A frame of the screen with its keys; nothing while the window is behind what the station knows."""
        screen, self.glass = self.station.ask("snapshot"), self.station.ask("glass")
        self.keys = {key["name"]: key for key in self.glass["keys"]}
        return screen if self.glass["revision"] >= screen["revision"] else None

    def touch(self, name, at_most_every=0.25):
        if name not in self.keys or not self.may(name, at_most_every):
            return False
        self.hand.touch(self.keys[name])
        return True

    def may(self, what, at_most_every):
        now = time.monotonic()
        if now - self.acted.get(what, -1e9) < at_most_every:
            return False
        self.acted[what] = now
        return True

    def scale(self, command):
        if not tell(self.options.scale_control, command):
            raise RuntimeError("the scale does not answer")

    def progress(self):
        self.last_progress = time.monotonic()

    def stop(self, why):
        self.said["stopped_by"] = why

    def wait_for(self, condition, patience_s=5.0):
        """Looks until it is so; what she does next needs it."""
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            screen = self.look()
            if screen and condition(screen):
                return True
            time.sleep(0.01)
        return False

    # one step

    def run(self):
        while not self.said["finished"] and not self.said["stopped_by"]:
            if time.monotonic() - self.last_progress > self.options.give_up:
                self.stop(f"no progress on {self.glass['screen']}")
                break
            screen = self.look()
            if screen:
                self.act(screen)
            time.sleep(0.01)
        self.said |= {"touches": self.hand.touches, "reader_strokes": self.hand.strokes}
        return self.said

    def act(self, screen):
        where = self.glass["screen"]
        if where == "signInScreen":
            return self.sign_in(self.options.badge, self.options.pin)
        if where == "supervisorPinScreen":
            return self.sign_in(self.options.supervisor_badge, self.options.supervisor_pin)
        if where == "labelDecisionScreen":
            return self.stop("a label did not come out")
        if where not in ("sortScreen", "countScreen"):
            return self.touch("backKey")
        if self.on_pan is None and not self.in_mode(screen):
            return None
        if screen["task"] is None:
            return self.next_product(screen)
        line = (screen["task"]["line_no"], screen["task"]["customer_code"])
        if line not in self.loads:
            return self.stop(f"no load is known for {line}")
        if screen["task"]["counted"]:
            return self.count(screen, line)
        return self.with_goods(screen, line) if self.on_pan else self.with_empty_hands(screen, line)

    def sign_in(self, badge, pin):
        if not self.may("badge", 3):
            return
        self.hand.read(badge)
        if not self.wait_for(lambda _: "padKey_last" in self.keys):
            return
        for digit in [*pin, "last"]:
            self.hand.touch(self.keys[f"padKey_{digit}"])
        where = self.glass["screen"]
        if self.wait_for(lambda _: self.glass["screen"] != where):
            self.progress()

    def mode(self):
        """Each mode has its share of the lines."""
        done = len(self.recorded) + len(self.counted)
        return self.modes[min(done // self.each, len(self.modes) - 1)]

    def in_mode(self, screen):
        """True when the table works as this share of the wave wants it; else one touch on the way there."""
        mode = self.mode()
        if screen["weight"]["state"] in ("recorded", "recording"):
            return True
        if screen["hands_free"] != (mode == "hands_free"):
            self.touch("handsFreeKey", 0.5)
            return False
        pick, take = mode == "pick", mode == "take_away"
        if (screen["mode"] == "pick") == pick and (screen["load_mode"] == "take_away") == take:
            return True
        if not self.touch("moreKey", 0.5) or not self.wait_for(lambda _: self.glass["screen"] == "moreScreen"):
            return False
        if (screen["mode"] == "pick") != pick:
            self.touch("modeKey")
        else:
            self.change_load_mode("take_away" if take else "normal")
        return False

    def change_load_mode(self, wanted):
        self.scale("remove")
        self.crate = Decimal(0)
        self.wait_for(lambda screen: screen["weight"]["at_zero"])
        for _ in range(3):
            before = self.look_now()["load_mode"]
            if before == wanted:
                break
            self.hand.touch(self.keys["loadModeKey"])
            self.wait_for(lambda screen: screen["load_mode"] != before)
        self.touch("backKey")

    def look_now(self):
        self.wait_for(lambda _: True)
        return self.station.ask("snapshot")

    def next_product(self, screen):
        if self.on_pan:
            return self.lift()
        if not screen["products"]:
            return None
        if all(product["done"] + product["shorted"] >= product["total"] for product in screen["products"]):
            self.said["finished"] = True
            return None
        return self.touch("confirmKey", 0.4)

    def count(self, screen, line):
        if self.on_pan:
            return self.lift()
        number = str(int(self.loads[line]))
        if screen["count_entry"] != number:
            if self.may(f"count {line}", 1):
                for digit in number:
                    self.hand.touch(self.keys[f"padKey_{digit}"])
            return None
        if screen["confirm"]["locked_ms"] == 0 and self.touch("confirmKey", 0.1):
            if line not in self.counted:
                self.note(line, self.counted, "counts")
        return None

    def with_empty_hands(self, screen, line):
        weight = screen["weight"]
        if weight["state"] != "empty" or not weight["stable"] or line in self.recorded:
            return
        kg = self.loads[line]
        if self.mode() == "take_away":
            if self.crate - kg < LEAVE_KG or self.crate_of != screen["product"]["sku"]:
                return self.new_crate(screen["product"]["sku"])
            self.crate -= kg
            self.scale(f"put {self.crate}")
        else:
            self.scale(f"put {kg}")
        self.on_pan, self.put_at = line, time.monotonic()
        self.said["loads_put"] += 1

    def new_crate(self, sku):
        """The old one is lifted off, the next one of this product set down; neither is anybody's portion."""
        self.scale("remove")
        time.sleep(EXCHANGE_S)
        self.scale(f"put {CRATE_KG}")
        self.crate, self.crate_of = CRATE_KG, sku
        self.wait_for(lambda s: s["weight"]["stable"] and Decimal(s["weight"]["net_kg"] or 0) == CRATE_KG and
                      s["weight"]["state"] in ("empty", "no_task"))

    def with_goods(self, screen, line):
        weight, confirm = screen["weight"], screen["confirm"]
        state, kept = weight["state"], self.on_pan
        if state == "recording":
            return None
        if state == "recorded" or line != kept:
            if kept not in self.recorded:
                self.said["self_booked"] += not self.acted.pop("confirmed", False)
                self.note(kept, self.recorded, "captures_seen")
            return self.lift()
        waited = time.monotonic() - self.put_at
        if state in RED:
            self.said["releases"] += self.touch("confirmKey", 0.6)  # asks for the supervisor
            return None
        far_under = state == "under" and weight["stable"] and waited > 0.6
        bookable = state in BOOKABLE and confirm["possible"] and confirm["locked_ms"] == 0
        books_itself = self.mode() == "hands_free" and state == "in_band" and waited < 6
        if bookable and not books_itself or far_under:
            if self.touch("confirmKey", 0.12):
                self.said["confirms"] += 1
                self.acted["confirmed"] = True
        return None

    def note(self, line, among, what):
        self.said["modes"][self.mode()] += 1
        self.said[what] += 1
        among.add(line)
        self.progress()
        if self.options.trace and what == "captures_seen":
            with open(self.options.trace, "a", encoding="utf-8") as file:
                file.write(json.dumps({"what": "recorded", "line_no": line[0], "customer_code": line[1],
                                       "at_ms": time.time_ns() // 1_000_000}) + "\n")

    def lift(self):
        if self.crate == 0:
            self.scale("remove")
        self.on_pan = None
        return None


def read_loads(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return {(row["line_no"], row["customer_code"]): Decimal(row["actual"]) for row in csv.DictReader(file)}


def main():
    parser = argparse.ArgumentParser()
    for name in ("control", "scale-control", "display", "badge", "pin", "supervisor-badge", "supervisor-pin"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--loads", required=True, type=pathlib.Path)
    parser.add_argument("--modes", required=True, type=lambda text: text.split(","), help="of " + ", ".join(MODES))
    parser.add_argument("--give-up", type=float, default=120)
    parser.add_argument("--trace", default="")
    options = parser.parse_args()
    said = Sorter(options, read_loads(options.loads)).run()
    print(json.dumps(said))
    return 0 if said["finished"] else 1


if __name__ == "__main__":
    sys.exit(main())
