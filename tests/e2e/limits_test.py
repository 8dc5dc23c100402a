#!/usr/bin/env python3
"""The table has too few file handles or too little memory, from the start and in the middle of its work. It works, or it
ends with a status and words of its own; it never hangs; nothing recorded is lost and the journal verifies."""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "faults"), str(HERE / "rig")]
from bare import BareSystem, missing  # noqa: E402
from checking import Judge  # noqa: E402

MIB = 2**20

# In order; asked for something it cannot do; its journal lost; nobody could sign in; the loader has no memory; the C++ runtime
# has none for a thread or an object: it says so and aborts, and whoever supervises it starts it again.
ENDS = (0, 2, 3, 4, 127, -6)


def words():
    return (system.log / "table.log").read_text(errors="replace")


def one(limit, value, middle):
    """A run of three weighings under that limit; what came of it."""
    said_before = len(words())
    under = () if middle else ("prlimit", f"--{limit}={value}:{value}")
    run = system.table(count=3, under=under)
    if middle:
        run.wait_recorded(1)
        subprocess.run(["prlimit", "--pid", str(run.process.pid), f"--{limit}={value}:{value}"], check=False)
    status = run.end(30)
    lost = list(missing(system.said(), system.events()))
    whole = not system.journal().exists() or system.verdict()["ok"]
    loud = status == 0 or len(words()) > said_before
    what = f"{limit} {value}{' from then on' if middle else ''}: status {status}"
    fine = not lost and whole and loud and status in ENDS
    if not fine:
        judge.that(False, what, {"lost": lost[:2], "whole": whole, "words": words()[said_before:][-300:]})
    return status


judge = Judge(steps=8)
system = BareSystem(judge.bin, judge.dir / "run", 5_000)
steps = judge.options.steps
try:
    system.begin()
    run = system.table(count=3)
    judge.that(run.end(60) == 0, "with everything it needs the table works", run.said[-1:])
    found = {}
    for limit, least, most in (("nofile", 4, 44), ("as", 20 * MIB, 820 * MIB)):
        values = [least + (most - least) * step // steps for step in range(steps + 1)]
        for middle in (False, True):
            statuses = [one(limit, value, middle) for value in values]
            found[f"{limit}{'_in_the_middle' if middle else ''}"] = "".join("+" if status == 0 else "–" for status in statuses)
            judge.that(statuses[-1] == 0, f"{limit}{' in the middle' if middle else ''}: with {values[-1]} it works", statuses)
    judge.that(system.settle(), "afterwards it works as before, and the hub has everything")
    judge.that(not list(missing(system.said(), system.events())), "nothing recorded is lost")
    print(json.dumps({"what": "limits", **found}), flush=True)
finally:
    system.stop()
judge.end()
