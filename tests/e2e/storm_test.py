#!/usr/bin/env python3
"""All tables were without their hub and worked on; then it is there for all of them at once, dies in the middle of the
rush, and comes again. Everything arrives, the hub stays small and answers others meanwhile."""
import contextlib
import copy
import json
import pathlib
import sqlite3
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "faults"), str(HERE / "rig")]
import bare  # noqa: E402
from bare import BareSystem, eventually  # noqa: E402
from checking import Judge  # noqa: E402

ANSWERS_WITHIN_S = 10.0  # after so long a table or a page takes the hub for away
HUB_MOST_MIB = 512


class Wave(BareSystem):
    """A product a table, so that the hub gives each table the same work."""

    def next_orders(self, folder):
        self.waves += 1
        products = [f"菜{number}" for number in range(judge.options.tables)]
        return bare.orders(pathlib.Path(folder) / "orders.csv", f"W{self.waves:03}", self.lines * len(products), products)

    def stand(self, number):
        """Another table at the same hub."""
        one = copy.copy(self)
        one.station, one.station_dir, one.runs, one.witness = f"S{number:02}", self.dir / f"S{number:02}", [], []
        one.station_dir.mkdir()
        one.enrol()
        one.write_station_settings()
        return one


def tasks(stand):
    """How many tasks lie in its journal, read beside it."""
    with contextlib.closing(sqlite3.connect(f"file:{stand.journal()}?mode=ro", uri=True)) as journal:
        return journal.execute("SELECT count(*) FROM task").fetchone()[0]


def take_tasks(most=4):
    """Every table weighs its first while the hub is there, and gets the rest of its tasks, a few tables at a time."""
    good = True
    for first in range(0, len(stands), most):
        some = stands[first:first + most]
        runs = [stand.table(count=1, stay=True) for stand in some]
        for stand, run in zip(some, runs):
            run.wait_recorded(1, 60)
            good = eventually(lambda: tasks(stand) == lines, 60) and good
            run.process.terminate()
            good = run.end() == 0 and good
    return good


def arrived(stand):
    """How many of the table's events the hub has."""
    return sum(seq for _, seq, _ in stand.marks())


def hub_peak_mib():
    status = pathlib.Path(f"/proc/{system.parts['hub'].process.pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def asked():
    """Seconds that somebody else's question takes meanwhile."""
    request = urllib.request.Request(f"{system.hub_url}/v1/main/stations", headers={
        "Authorization": f"Bearer {system.token_file.read_text().strip()}"})
    began = time.monotonic()
    with urllib.request.urlopen(request, timeout=2 * ANSWERS_WITHIN_S) as answer:
        answer.read()
    return time.monotonic() - began


def rush(until):
    """Until that share of all events is at the hub; gives the smallest share of a table, and the slowest answer."""
    slowest = 0.0
    for _ in range(4000):
        slowest = max(slowest, asked())
        shares = [arrived(stand) / heads[stand.station] for stand in stands]
        if sum(shares) >= until * len(shares):
            return min(shares), slowest
        time.sleep(0.02)
    return 0.0, slowest


judge = Judge(tables=8, waves=1, lines=150, seed=1)
waves, lines = judge.options.waves, judge.options.waves * judge.options.lines
system = Wave(judge.bin, judge.dir / "run", judge.options.lines)
try:
    system.start_hub()
    system.staff = system.people()
    stands = [system.stand(number) for number in range(1, judge.options.tables + 1)]
    system.import_orders()
    for _ in range(1, waves):  # one import takes 4 MiB
        system.another_wave()
    judge.that(take_tasks(), "every table has its tasks")
    system.parts["hub"].stop()
    runs = [stand.table(count=lines - 1, stay=True) for stand in stands]
    for run in runs:
        run.wait_recorded(lines - 1, 1200)
    heads = {stand.station: len(stand.events()) for stand in stands}
    events = sum(heads.values())
    judge.that(all(run.recorded() == lines - 1 for run in runs), "without a hub every table works on to the end")

    began = time.monotonic()
    system.start_hub()
    _, slowest_a = rush(0.3)
    peak = hub_peak_mib()
    system.parts["hub"].kill()
    system.start_hub()
    least, slowest_b = rush(0.7)
    same = eventually(lambda: all(stand.same() for stand in stands), 600)
    took = time.monotonic() - began
    peak = max(peak, hub_peak_mib())
    judge.that(same, "hub and tables have the same events, hash for hash")
    judge.that(peak < HUB_MOST_MIB, "the hub stays small", f"{peak} MiB")
    judge.that(max(slowest_a, slowest_b) < ANSWERS_WITHIN_S, "meanwhile it answers others", (slowest_a, slowest_b))
    results = list(system.results())
    lost = [line for stand in stands for line in bare.missing(stand.said(), stand.events())]
    judge.that(not lost, "nothing recorded is lost", lost[:3])
    weighed = [one for one in results if one["state"] == "done" and len(one["weighings"]) == 1]
    judge.that(len(weighed) == len(results) == lines * len(stands), "every line has its one weighing", len(weighed))
    for run in runs:
        run.process.terminate()
    judge.that(all(run.end() == 0 for run in runs), "every table ends in order")
    print(json.dumps({"what": "storm", "tables": len(stands), "events": events, "same_after_s": round(took, 1),
                      "events_a_second": round(events / took), "least_share_at_70_%": round(least, 2),
                      "slowest_other_answer_s": round(max(slowest_a, slowest_b), 2), "hub_peak_mib": peak}), flush=True)
finally:
    for stand in stands:
        for run in stand.runs:
            run.kill()
    system.stop()
judge.end()
