#!/usr/bin/env python3
"""Other programs have the journal open while a table weighs: one reads for ever, one moves the log into the database again
and again, one tries to write, a second station wants it too. The table goes on, and nothing of it is lost or changed."""
import contextlib
import json
import pathlib
import sqlite3
import subprocess
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "faults"), str(HERE / "rig")]
from bare import BareSystem, missing  # noqa: E402
from checking import Judge  # noqa: E402


class Foreign(threading.Thread):
    """Does its work on a connection of its own until it is told to stop."""

    def __init__(self, path, work):
        super().__init__(daemon=True)
        self.path, self.work, self.over = path, work, threading.Event()
        self.done = self.refused = 0
        self.start()

    def run(self):
        while not self.over.is_set():
            try:
                with contextlib.closing(sqlite3.connect(self.path, timeout=0.2, isolation_level=None)) as database:
                    self.work(self, database)
                    self.done += 1
            except sqlite3.Error:
                self.refused += 1
            self.over.wait(0.03)

    def end(self):
        self.over.set()
        self.join(20)


def hold_a_read(self, database):
    """The log can't be begun anew as long as somebody reads what lay before it."""
    database.execute("BEGIN")
    database.execute("SELECT count(*) FROM journal").fetchone()
    self.over.wait(0.5)
    database.execute("COMMIT")


def move_the_log(self, database):
    for how in ("PASSIVE", "TRUNCATE"):
        database.execute(f"PRAGMA wal_checkpoint({how})").fetchone()


def hold_the_write_lock(self, database):
    """It has nothing to write, but it is in the way."""
    database.execute("BEGIN IMMEDIATE")
    self.over.wait(0.02)
    database.execute("ROLLBACK")


judge = Judge(count=150, seed=1)
count = judge.options.count
system = BareSystem(judge.bin, judge.dir / "run", count + 100)
try:
    system.begin()
    first = system.table(count=20)
    first.wait_recorded(20)
    first.end()
    table = system.table(count=count, stay=True)
    table.wait_recorded(5, 60)
    hands = {work.__name__: Foreign(system.journal(), work) for work in (hold_a_read, move_the_log, hold_the_write_lock)}
    second = subprocess.run([system.bin / "bozhong-bare-table", "--config", system.station_dir / "station.toml", "--badge", "1",
                             "--pin", "1", "--count", "1"], capture_output=True, text=True, timeout=60)
    judge.that(second.returncode == 3 and "another program has this journal open" in second.stderr,
               "a second station is refused", (second.returncode, second.stderr[-300:]))
    table.wait_recorded(count, 240)
    for hand in hands.values():
        hand.end()
    judge.that(table.recorded() == count, "the table weighs on", (table.recorded(), table.process.poll()))
    judge.that(all(hand.done > 3 for hand in hands.values()), "each of them had the journal in hand", {k: v.done for k, v in hands.items()})
    table.process.terminate()
    judge.that(table.end() == 0, "it ends in order", table.process.returncode)
    verdict = system.verdict()
    judge.that(verdict["ok"], "the journal verifies", verdict)
    gone = list(missing(system.said(), system.events()))
    judge.that(not gone, "nothing that was recorded is lost", gone[:3])
    judge.that(system.settle(), "hub and station are the same", system.marks())
    log = sum(file.stat().st_size for file in system.station_dir.glob("journal.db-wal"))
    judge.that(log < 8 << 20, "the log did not grow for ever", log)
    print(json.dumps({"what": "foreign hands", "recorded": table.recorded(), "log_bytes": log,
                      **{name: hand.done for name, hand in hands.items()}}), flush=True)
finally:
    system.stop()
judge.end()
