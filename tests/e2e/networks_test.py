#!/usr/bin/env python3
"""The way to the hub is cut, cut in one direction, loses every third packet, is as slow as an old modem, is reset; over
TLS on a cable between two network namespaces. Then, on loopback, a proxy resets in the middle of a message, takes
connections and says nothing, passes single bytes, loses answers, doubles requests and repeats old ones.

Each time the table goes on, the screen says that the hub is away within its bound, everything arrives when the way is
whole again, and the hub has each event once."""
import json
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "faults"), str(HERE / "rig")]
import private  # noqa: E402
import summary as sums  # noqa: E402
from bare import BareSystem, eventually  # noqa: E402
from checking import Judge  # noqa: E402
from disk import run  # noqa: E402
from network import NEEDS, Cable, FarSystem  # noqa: E402
from parts import wait_until  # noqa: E402
from proxy import Proxy  # noqa: E402

HOLD_MS = 100
AWAY_WITHIN_S = 12.0  # a request has 10 s


class Way:
    """One system, its table at work all the time."""

    def __init__(self, judge, system, name):
        self.judge, self.system, self.name = judge, system, name
        self.table = None

    def fault(self, what, throw, weighings=5, screen_says_away=True, arrives_meanwhile=False):
        table = self.system.table(count=3 * weighings, stay=True, hold_ms=HOLD_MS)
        wait_until(lambda: table.hub_there() and table.recorded() >= weighings, f"the table before {what}", 60)
        heal, began = throw(), time.monotonic()
        away_s = None
        if screen_says_away:
            self.judge.that(eventually(lambda: not table.hub_there(), 60), f"{what}: the screen says that the hub is away")
            away_s = round(time.monotonic() - began, 1)
            self.judge.that(away_s <= AWAY_WITHIN_S + slack(), f"{what}: within its bound", away_s)
        self.judge.that(eventually(lambda: table.recorded() == 3 * weighings, 60), f"{what}: the table goes on", table.recorded())
        if arrives_meanwhile:
            self.judge.that(eventually(self.system.same, 240), f"{what}: slowly, but everything arrives", self.system.marks())
        heal()
        healed = time.monotonic()
        self.judge.that(eventually(self.system.same, 90), f"{what}: healed, hub and station become the same", self.system.marks())
        caught_up_s = round(time.monotonic() - healed, 1)
        self.judge.that(eventually(table.hub_there, 30), f"{what}: and the screen says so")
        table.process.terminate()
        self.judge.that(table.end() == 0, f"{what}: the table ends well")
        print(json.dumps({"what": f"{self.name}: {what}", "away_shown_after_s": away_s, "caught_up_after_s": caught_up_s}), flush=True)

    def end(self):
        weighed = {tuple(event["payload"]["task"]["line"].values()): event["payload"]["net_mg"] for event in self.system.events()
                   if event["type"] == "weighed"}
        results = {(one["order_no"], one["line_no"]): one["actual_mg"] for one in self.system.results() if one["state"] == "done"}
        self.judge.that(results == weighed, f"{self.name}: the results are the weighings, each once", (len(results), len(weighed)))
        left = sums.at_the_hub(self.system)
        self.judge.that(left == {"exceptions": 0, "quarantined": 0}, f"{self.name}: nothing waits for a decision", left)


def slack():
    """A machine that many share is late by itself: seconds a sleep of none takes now, twenty times."""
    began = time.monotonic()
    for _ in range(20):
        run("true")
    return (time.monotonic() - began) * 5


def over_the_cable(judge):
    cable = Cable()
    system = FarSystem(judge.bin, judge.dir / "far", 1000, cable)
    way = Way(judge, system, "cable")
    try:
        system.begin()
        way.fault("cut", cable.cut)
        way.fault("answers lost", cable.answers_lost)
        way.fault("reset", cable.resets)
        way.fault("30 % of packets lost", cable.loss, screen_says_away=False)
        way.fault("9600 bit/s", cable.slow, weighings=judge.options.slow, screen_says_away=False, arrives_meanwhile=True)
        way.end()
    finally:
        system.stop()
        cable.end()


def through_the_proxy(judge):
    system = BareSystem(judge.bin, judge.dir / "near", 1000)
    way = Way(judge, system, "proxy")
    try:
        system.begin()
        proxy = Proxy(system.hub_port, judge.options.seed)
        settings = system.station_dir / "station.toml"
        settings.write_text(settings.read_text().replace(f":{system.hub_port}\"", f":{proxy.port}\"", 1))

        def mood(name):
            def throw():
                proxy.change(name)
                return lambda: proxy.change(None)
            return throw
        way.fault("half-open", mood("half_open"))
        for name in ("reset_in_message", "answer_lost", "byte_at_a_time", "late", "twice"):
            way.fault(name.replace("_", " "), mood(name), screen_says_away=False)
        judge.that(all(proxy.counts.get(name) for name in ("half_open", "reset_in_message", "answer_lost", "byte_at_a_time", "late",
                                                           "twice")), "the proxy did each", proxy.counts)
        way.end()
        print(json.dumps({"what": "proxy", **proxy.counts}), flush=True)
        proxy.end()
    finally:
        system.stop()


private.enter(network=True, needs=NEEDS)
judge = Judge(slow=4, seed=1)
over_the_cable(judge)
through_the_proxy(judge)
judge.end()
