#!/usr/bin/env python3
"""The same wave under clocks that are wrong and jump while somebody weighs: 1970, ten years on, an hour back, at the station and
at the hub. What comes out is the same as under a good clock, in the same order, and each jump is in the journal."""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "faults"), str(HERE / "rig")]
from bare import BareSystem, eventually  # noqa: E402
from checking import Judge  # noqa: E402

LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
LINES, EACH = 40, 10
# Of station and hub, one after the other while the table works.
CLOCKS = (("@1970-01-01 00:00:10", "+0"), ("+10y", "+0"), ("+0", "-1h"), ("-1h", "+10y"))


class Clock:
    """A process under it sees the time its file says, from now on; only the wall clock, never the monotonic one."""

    def __init__(self, file):
        self.file = file
        self.set("+0")

    def set(self, text):
        new = self.file.with_suffix(".new")
        new.write_text(text + "\n")
        new.replace(self.file)

    def environment(self):
        return {"LD_PRELOAD": LIBRARY, "FAKETIME_TIMESTAMP_FILE": str(self.file), "FAKETIME_NO_CACHE": "1",
                "DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC"}


def outcome(system):
    """What was weighed, in order, and what central pulled: nothing in it is a time."""
    weighed = [(event["payload"]["task"]["line"]["order_no"], event["payload"]["net_mg"]) for event in system.events()
               if event["type"] == "weighed"]
    results = sorted((one["order_no"], one["line_no"], one["state"], one["actual_mg"]) for one in system.results())
    return weighed, results


def jumps_in(system):
    return sum(event["type"] == "clock_jumped" for event in system.events())


def wave(judge, name, clocks):
    system = BareSystem(judge.bin, judge.dir / name, LINES)
    here, there = Clock(system.dir / "station.time"), Clock(system.dir / "hub.time")
    try:
        system.begin()
        hub = system.parts["hub"]
        hub.kill()
        hub.environment = {**hub.environment, **there.environment()}
        hub.start()
        table = system.table(stay=True, hold_ms=60, environment=here.environment())
        for number, (station_time, hub_time) in enumerate(clocks, 1):
            table.wait_recorded(number * EACH - EACH // 2, 60)
            here.set(station_time)
            there.set(hub_time)
            # The clock is looked at once a second: the next jump comes after this one was seen.
            eventually(lambda seen=number: jumps_in(system) >= seen, 10)
            table.wait_recorded(number * EACH, 60)
        table.wait_recorded(LINES, 60)
        same = eventually(system.same, 60)
        table.process.terminate()
        ended = table.end()
        jumps = jumps_in(system)
        judge.that(ended == 0 and same, f"{name}: the wave is done, hub and station are the same", (ended, same, table.recorded()))
        judge.that(system.verdict()["ok"], f"{name}: the journal verifies", system.verdict())
        return outcome(system), jumps
    finally:
        system.stop()


judge = Judge(seed=1)
judge.that(pathlib.Path(LIBRARY).exists(), "libfaketime is here")
good, none = wave(judge, "good clocks", ())
bad, jumps = wave(judge, "jumping clocks", CLOCKS)
judge.that(none == 0 and jumps == len(CLOCKS), "each jump of the station's clock is an event; a good clock makes none", (none, jumps))
judge.that(bad[0] == good[0], "the same weighings in the same order", (len(bad[0]), len(good[0])))
judge.that(bad[1] == good[1], "the same results", (len(bad[1]), len(good[1])))
print(json.dumps({"what": "clocks", "jumps_set": len(CLOCKS), "jumps_in_journal": jumps, "weighings": len(bad[0]),
                  "results": len(bad[1])}), flush=True)
judge.end()
