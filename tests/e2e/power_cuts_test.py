#!/usr/bin/env python3
"""The power goes while a table weighs as fast as it can, at any moment, also while it comes back from the cut before.

An honest disk loses nothing that a person could have seen. A disk that lies about its flushes loses, and the station finds
all of it before it writes anything new: with the hub there it takes back what the hub had acknowledged. The hub's own disk
is cut too: what it has acknowledged it has."""
import json
import pathlib
import random
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "faults"), str(HERE / "rig")]
import private  # noqa: E402
from bare import BareSystem, Ledger, acknowledged_here, eventually, heads_of, missing  # noqa: E402
from checking import Judge  # noqa: E402
from disk import HONEST, LYING, NEEDS, Disk  # noqa: E402

LINES = 2000  # of one wave; another is imported before it is done


class Rig:
    def __init__(self, judge, name, cut):
        self.judge, self.random = judge, random.Random(f"{judge.options.seed} {name}")
        self.system = BareSystem(judge.bin, judge.dir / name, LINES)
        on = {"station": self.system.station_dir, "hub": self.system.hub_dir}[cut]
        self.disk = Disk(judge.dir / name / "disk", on)
        self.ledger = Ledger()
        self.figures = {"cuts": 0, "recorded": 0, "labels": 0}

    def __enter__(self):
        self.disk.plug_in()
        self.system.begin()
        return self

    def __exit__(self, *_):
        self.system.stop()
        self.disk.unplug()

    def weigh_until_cut(self, most_recorded, before_cut=lambda table: None, least=0):
        """A table works until it has recorded some; within a few milliseconds the power goes. None: in its start."""
        count = self.random.randrange(least, most_recorded)
        table = self.system.table()
        if count:
            table.wait_recorded(count)
        before_cut(table)
        time.sleep(self.random.uniform(0, 0.02 if count else 0.2))  # anywhere in an append, or in the start
        self.disk.lose_power()
        self.figures["cuts"] += 1
        table.kill()
        self.figures["recorded"] = sum(line["what"] == "recorded" for line in self.system.said())
        self.figures["labels"] = sum(line["what"] == "label" for line in self.system.said())
        return table

    def power_back(self, cache=HONEST):
        self.disk.unplug()
        self.disk.plug_in(cache)

    def look(self):
        """The journal as it lies there: its events, and what the witness misses of them."""
        events = self.system.events()
        self.ledger.see(events)
        return events, list(missing(self.system.said(), events))

    def verified(self):
        return not self.system.events() or self.system.verdict()["ok"]

    def recover(self):
        """Every label that left is scanned: the (incarnation, sequence) of those the journal lacks."""
        scans = self.system.dir / "labels.txt"
        scans.write_text("".join(line["qr"] + "\n" for line in self.system.said() if line["what"] == "label"))
        told = self.system.cli("recover", self.system.journal(), "--labels", scans, check=False).stdout
        found = [json.loads(line) for line in told.splitlines()]
        return {(one["incarnation"], one["seq"]) for one in found if one["kind"] == "label" and one["state"] != "present"}

    def more_work(self):
        if self.figures["recorded"] > (self.system.waves - 0.5) * LINES:
            self.system.another_wave()


def honest(judge):
    with Rig(judge, "honest", "station") as rig:
        lost = bad = 0
        for _ in range(judge.options.cuts):
            rig.weigh_until_cut(60)
            rig.power_back()
            _, gone = rig.look()
            lost += len(gone)
            bad += not rig.verified()
            rig.more_work()
        figures = {"what": "cuts, disk honours flushes", **rig.figures, "lost": lost, "journals_not_whole": bad}
        judge.that(lost == 0, "honest disk: nothing that was shown or printed is lost", lost)
        judge.that(bad == 0, "honest disk: the journal verifies after every cut", bad)
        judge.that(not rig.ledger.reused, "no number was used twice", rig.ledger.reused[:3])
        judge.that(rig.system.settle(), "then it goes on, and hub and station are the same", rig.system.marks())
        print(json.dumps(figures), flush=True)


def one_lie(rig, hub_there):
    """The disk keeps nothing of a whole shift. What the station wrote when it stood up again, and what came back."""
    rig.power_back(HONEST)
    table = rig.system.table()
    table.wait_recorded(rig.random.randrange(3, 20))
    table.kill()
    rig.power_back(LYING)
    before = heads_of(rig.look()[0])
    rig.weigh_until_cut(80, least=1)  # a disk that was told nothing has nothing to lie about
    rig.power_back(HONEST)  # to ask the hub takes the station's credentials, which a disk without power cannot give
    acknowledged = {incarnation: (seq, sha) for incarnation, seq, sha in rig.system.marks()}
    left, gone = rig.look()
    if not hub_there:
        rig.system.parts["hub"].kill()
    table = rig.system.table()
    table.wait_recorded(5)
    alone = rig.look()[0]
    if not hub_there:
        rig.system.parts["hub"].start()

    def all_back():
        heads = {(event["incarnation"], event["seq"]): event["hash"] for event in rig.system.events()}
        return all(heads.get((incarnation, seq)) == sha for incarnation, (seq, sha) in acknowledged.items())
    back = eventually(all_back)
    table.process.terminate()
    table.end()
    events, for_good = rig.look()
    known = {*before, *acknowledged}
    named, wanted = rig.recover(), {(line["incarnation"], line["seq"]) for line in for_good if line["what"] == "label"}
    late = [line for line in for_good if line["what"] == "label" and line["seq"] <= acknowledged.get(line["incarnation"], (0,))[0]]
    return {"gone": len(gone), "for_good": len(for_good), "acknowledged_for_good": len(late), "back": back,
            "labels_name": len(named), "misnamed": sorted(named ^ wanted),
            "ahead": any(heads_of(left).get(incarnation) != head for incarnation, head in acknowledged.items()),
            "reasons": [event["payload"]["reason"] for event in alone if event["type"] == "started"
                        and event["incarnation"] not in known],
            "over_the_gap": [name for name, (seq, _) in heads_of(events).items() if name in known
                             and seq > max(before.get(name, (0,))[0], acknowledged.get(name, (0,))[0])]}


def lying(judge):
    with Rig(judge, "lying", "station") as rig:
        lies = []
        for number in range(judge.options.lies):
            hub_there = number % 3 != 2
            one = one_lie(rig, hub_there)
            lies.append(one)
            where = f"lie {number + 1}, hub {'there' if hub_there else 'away'}"
            judge.that(one["reasons"][:1] == (["hub_ahead"] if hub_there else ["unclean_no_witness"]),
                       f"{where}: the first thing written is a new incarnation that says why", one)
            judge.that(not one["over_the_gap"], f"{where}: nothing is written over the gap", one)
            judge.that(not one["misnamed"], f"{where}: the labels name exactly the weighings that are gone for good", one)
            judge.that(one["back"] and one["acknowledged_for_good"] == 0, f"{where}: all that the hub had is back", one)
            rig.more_work()
        judge.that(all(one["gone"] and one["ahead"] for one in lies), "the disk did lie each time: the rig can see a loss")
        judge.that(not rig.ledger.reused, "no number was used twice", rig.ledger.reused[:3])
        judge.that(rig.verified(), "the journal verifies", rig.system.verdict())
        judge.that(rig.system.settle(), "then it goes on, and hub and station are the same", rig.system.marks())
        print(json.dumps({"what": "cuts, disk lies about flushes", **rig.figures, "gone": sum(one["gone"] for one in lies),
                          "gone_for_good": sum(one["for_good"] for one in lies),
                          "named_by_labels": sum(one["labels_name"] for one in lies),
                          "of_those_acknowledged": sum(one["acknowledged_for_good"] for one in lies)}), flush=True)


def hub_loses_power(judge):
    with Rig(judge, "hub", "hub") as rig:
        broken = []
        for _ in range(judge.options.hub_cuts):
            rig.weigh_until_cut(80)
            rig.system.parts["hub"].kill()
            told = acknowledged_here(rig.system)
            rig.power_back()
            rig.system.start_hub()
            has = {incarnation: (seq, sha) for incarnation, seq, sha in rig.system.marks()}
            hashes = {(event["incarnation"], event["seq"]): event["hash"] for event in rig.look()[0]}
            broken += [(name, seq, has.get(name)) for name, seq in told.items() if seq > has.get(name, (0,))[0]]
            broken += [(name, head) for name, head in has.items() if hashes.get((name, head[0])) != head[1]]
            rig.more_work()
        judge.that(not broken, "hub: what it acknowledged it has after the cut, and nothing else", broken)
        judge.that(rig.system.settle(), "hub: then it takes the rest, the same as the station's", rig.system.marks())
        weighed = {tuple(event["payload"]["task"]["line"].values()): event["payload"]["net_mg"] for event in rig.look()[0]
                   if event["type"] == "weighed"}
        results = {(one["order_no"], one["line_no"]): one["actual_mg"] for one in rig.system.results() if one["state"] == "done"}
        judge.that(results == weighed, "hub: the results are the weighings, each once", (len(results), len(weighed)))
        print(json.dumps({"what": "cuts of the hub, disk honours flushes", **rig.figures, "acknowledged": sum(told.values()),
                          "acknowledged_and_lost": len(broken)}), flush=True)


private.enter(needs=NEEDS)
judge = Judge(cuts=10, lies=3, hub_cuts=5, seed=1)
honest(judge)
lying(judge)
hub_loses_power(judge)
judge.end()
