#!/usr/bin/env python3
"""What people do to files between two runs: the station's journal is deleted, replaced by last week's copy (with the hub
there, and written on while it is away), cloned to a second computer; the hub's database is replaced by yesterday's. Each is
found; no number is used twice with other content in what is settled; nothing that was weighed is missing at the hub."""
import json
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "faults"), str(HERE / "rig")]
import summary as sums  # noqa: E402
from bare import BareSystem, eventually, heads_of  # noqa: E402
from checking import Judge  # noqa: E402
from parts import listening, wait_until  # noqa: E402

figures = {"what": "files between runs"}


def work(count, stay=False):
    """A table weighs so many and ends well."""
    table = system.table(count=count, stay=True)
    table.wait_recorded(count, 60)
    if stay:
        return table
    reached = eventually(system.same, 60) if system.parts["hub"].alive() else True
    table.process.terminate()
    return table.end() == 0 and reached


def database():
    """The closed journal's files; its lock and its key stay where they are."""
    return [file for file in system.station_dir.glob("journal.db*") if file.suffix not in (".lock", ".key")]


def copy_journal(to):
    to.mkdir()
    for file in database():
        shutil.copy2(file, to)


def put_journal(back):
    for file in database():
        file.unlink()
    if back:
        for file in back.iterdir():
            shutil.copy2(file, system.station_dir)


def reasons(events):
    return [event["payload"]["reason"] for event in events if event["type"] == "started" and event["seq"] == 1]


def hub_down():
    system.parts["hub"].kill()


def hub_up():
    system.parts["hub"].start()
    wait_until(lambda: listening(system.hub_port), "the hub")


def at_hub():
    """(what is settled, lines done)."""
    return sums.at_the_hub(system), sum(one["state"] == "done" for one in system.results())


def deleted():
    before = heads_of(system.events())
    put_journal(None)
    good = work(5)
    events = system.events()
    judge.that(good and all(heads_of(events).get(name) == head for name, head in before.items()),
               "journal deleted: everything comes back from the hub, hash for hash", (before, heads_of(events)))
    judge.that(len(heads_of(events)) >= len(before) + 1, "journal deleted: it goes on in a new incarnation", reasons(events))


def old_copy_hub_there():
    copy_journal(judge.dir / "monday")
    work(20)
    before = heads_of(system.events())
    put_journal(judge.dir / "monday")
    good = work(5)
    events = system.events()
    judge.that(good and all(heads_of(events).get(name) == head for name, head in before.items()),
               "last week's copy, hub there: what it lacked comes back before anything is written", (before, heads_of(events)))
    judge.that(reasons(events)[-1] == "hub_ahead", "last week's copy: the new incarnation says why", reasons(events))


def old_copy_hub_away():
    copy_journal(judge.dir / "tuesday")
    work(20)
    lost = {event["hash"]: event for event in system.events()}
    quarantined_before = at_hub()[0]["quarantined"]
    put_journal(judge.dir / "tuesday")
    hub_down()
    table = work(5, stay=True)
    alone = [event for event in system.events() if event["type"] == "weighed"][-5:]
    hub_up()
    found = eventually(lambda: sums.at_the_hub(system)["quarantined"] > quarantined_before, 60)
    judge.that(found, "last week's copy, written on while no hub was there: the hub sets the fork aside", at_hub())
    fork = eventually(lambda: reasons(system.events())[-1] == "fork", 30)
    judge.that(fork, "the station goes on in a new incarnation", reasons(system.events()))
    table.process.terminate()
    table.end()
    sent = eventually_unsent()
    exceptions = [json.loads(one["payload"]) for one in sums.get(system, "/v1/main/exceptions")["exceptions"] if one["owner"]]
    missing = [event["hash"] for event in alone if event["payload"] not in exceptions]
    judge.that(sent and not missing, "each weighing of the fork waits at the hub for a decision, with an owner", (missing, len(exceptions)))
    marks = {name: (seq, sha) for name, seq, sha in system.marks()}
    kept = all(marks[event["incarnation"]][0] >= event["seq"] for event in lost.values())
    judge.that(kept, "what the hub had of it stays settled", marks)
    figures["held_after_fork"] = len(exceptions)


def eventually_unsent():
    """A table that stands there until the hub has all that it may send."""
    table = system.table(count=1, stay=True)
    table.wait_recorded(1, 60)
    newest = system.events()[-1]["incarnation"]
    head = heads_of(system.events())[newest]
    there = eventually(lambda: (newest, *head) in system.marks() or (newest, *heads_of(system.events())[newest]) in system.marks(), 60)
    table.process.terminate()
    table.end()
    return there


def cloned():
    """The whole folder is copied to a second computer; both go on."""
    clone = BareSystem.__new__(BareSystem)
    clone.__dict__.update(system.__dict__)
    clone.station_dir, clone.witness, clone.runs = judge.dir / "clone", [], []
    shutil.copytree(system.station_dir, clone.station_dir)
    quarantined_before = at_hub()[0]["quarantined"]
    hub_down()
    first, second = system.table(count=5, stay=True), clone.table(count=7, stay=True)
    first.wait_recorded(5, 60)
    second.wait_recorded(7, 60)
    hub_up()
    found = eventually(lambda: sums.at_the_hub(system)["quarantined"] > quarantined_before, 60)
    judge.that(found, "cloned disk: both wrote the same numbers, the hub finds the fork", at_hub())
    mine = eventually(lambda: system.events()[-1]["incarnation"] != clone.events()[-1]["incarnation"], 60)
    judge.that(mine, "cloned disk: one of the two goes on in an incarnation of its own")
    for table in (second, first):
        table.process.terminate()
        table.end()
    known = {event["hash"] for event in system.events()} | {event["hash"] for event in clone.events()}
    weighed = [event for event in system.events() + clone.events() if event["type"] == "weighed"][-12:]
    judge.that(len(known) > 0 and len(weighed) == 12, "cloned disk: both sides kept what they weighed", len(weighed))


def hub_of_yesterday():
    work(5)
    hub_down()
    shutil.copytree(system.hub_dir, judge.dir / "yesterday")
    hub_up()
    work(20)
    before, done = set(system.marks()), at_hub()[1]
    hub_down()
    shutil.rmtree(system.hub_dir)
    shutil.copytree(judge.dir / "yesterday", system.hub_dir)
    hub_up()
    judge.that(set(system.marks()) != before, "the hub of yesterday has less", system.marks())
    # The table stays until the hub has all: what comes next deletes its journal, and what was not sent would be gone rightly.
    again = work(1) and all(any(n == name and s >= seq for n, s, _ in system.marks()) for name, seq, _ in before)
    judge.that(again, "hub of yesterday: the station offers everything again", system.marks())
    judge.that(at_hub()[1] >= done, "hub of yesterday: as many lines done as before", (at_hub(), done))


judge = Judge(seed=1)
system = BareSystem(judge.bin, judge.dir / "run", 600)
try:
    system.begin()
    judge.that(work(10), "a first shift, all at the hub")
    hub_of_yesterday()
    deleted()
    old_copy_hub_there()
    judge.that(at_hub()[0] == {"exceptions": 0, "quarantined": 0}, "so far nothing waits for a decision", at_hub()[0])
    old_copy_hub_away()
    cloned()
    figures.update(incarnations=len(heads_of(system.events())), weighings=sum(e["type"] == "weighed" for e in system.events()),
                   quarantined=at_hub()[0]["quarantined"], held=at_hub()[0]["exceptions"])
    print(json.dumps(figures), flush=True)
finally:
    system.stop()
judge.end()
