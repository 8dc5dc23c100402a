"""A bare table (bozhong-bare-table) with its hub, and the witness outside: what it said was recorded and which labels left."""
import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "rig"))
import summary as sums  # noqa: E402
from checking import write_rows  # noqa: E402
from parts import wait_until  # noqa: E402
from system import STATION, System  # noqa: E402

PRODUCTS = ("奶白菜", "沙地胡萝卜", "火苗小米椒")


def orders(path, wave, lines, products=PRODUCTS):
    """So many lines to weigh, of these products, each to the gram different from its neighbours."""
    return write_rows(path, [{
        "wave": wave, "order_no": f"{wave}-{number:05}", "line_no": "1", "customer_code": f"A-{number % 900:03}",
        "customer": "面馆", "route": "R1", "driver": "", "tote": f"T{number % 900:03}", "sku": f"P{number % len(products)}",
        "product": products[number % len(products)], "category": "", "kind": "weighed", "ordered": f"{1 + number % 700 / 1000:.3f}",
        "unit": "kg", "note": ""} for number in range(1, lines + 1)])


class Table:
    """One run of the bare table. Its words are read as they come, by a thread that no fault of its disk reaches."""

    def __init__(self, system, people, count=0, stay=False, hold_ms=0, environment=None, under=()):
        argv = [str(system.bin / "bozhong-bare-table"), "--config", str(system.station_dir / "station.toml"), "--badge",
                people["sorter"]["badge"], "--pin", people["sorter"]["pin"], "--count", str(count), "--hold", str(hold_ms),
                *(["--stay"] if stay else [])]
        self.errors = open(system.log / "table.log", "ab")
        self.process = subprocess.Popen([*under, *argv], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.errors,
                                        env={**os.environ, **(environment or {})}, start_new_session=True)
        self.said = []
        self.reader = threading.Thread(target=self.listen, daemon=True)
        self.reader.start()

    def listen(self):
        for line in self.process.stdout:
            if line.endswith(b"\n"):
                self.said.append(json.loads(line))

    def recorded(self):
        return sum(line["what"] == "recorded" for line in self.said)

    def hub_there(self):
        """What the screen says of the hub."""
        return next((line["connected"] for line in reversed(self.said) if line["what"] == "hub"), False)

    def wait_recorded(self, count, patience_s=20):
        wait_until(lambda: self.recorded() >= count or self.process.poll() is not None, f"{count} weighings", patience_s)

    def end(self, patience_s=20):
        """Until it is gone by itself or by what was done to it; gives its exit status."""
        try:
            self.process.wait(patience_s)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, 9)
            self.process.wait()
        self.reader.join(5)
        self.errors.close()
        return self.process.returncode

    def kill(self):
        try:
            os.killpg(self.process.pid, 9)
        except ProcessLookupError:
            pass
        return self.end()


class BareSystem(System):
    """Hub and bare table in one folder; orders come in waves of generated lines."""

    def __init__(self, bin_dir, folder, lines):
        self.lines, self.waves = lines, 0
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        super().__init__(bin_dir, folder, self.next_orders(folder), os.devnull)
        self.witness, self.runs = [], []

    def next_orders(self, folder):
        self.waves += 1
        return orders(pathlib.Path(folder) / "orders.csv", f"W{self.waves:03}", self.lines)

    def another_wave(self):
        self.next_orders(self.dir)
        self.import_orders()

    def begin(self):
        """Hub, people, enrolment, the first wave, settings; the table is not started."""
        self.start_hub()
        self.staff = self.people()
        self.enrol()
        self.import_orders()
        self.write_station_settings()
        os.sync()  # settings and credentials are of the installation, before any fault

    def table(self, count=0, **more):
        run = Table(self, self.staff, count, **more)
        self.witness.append(run.said)
        self.runs.append(run)
        return run

    def said(self):
        return [line for said in self.witness for line in said]

    def stop(self):
        for run in self.runs:
            run.kill()
        super().stop()

    def journal(self):
        return self.station_dir / "journal.db"

    def events(self):
        """None when the journal is not there, or was not finished being made."""
        try:
            return sums.journal_events(self)
        except RuntimeError:
            return []

    def marks(self):
        """(incarnation, sequence, hash) of what the hub says it has of this station."""
        mark = sums.whole_mark(self)
        return [(one["incarnation"], one["seq"], one["hash"]) for one in mark["incarnations"]]

    def results(self):
        """What central pulls, the latest revision of each line."""
        done = self.cli("results", "pull", "--hub", self.hub_url, "--token-file", self.token_file)
        pulled = [json.loads(line) for line in done.stdout.splitlines()]
        return {(one["order_no"], one["line_no"]): one for one in pulled}.values()

    def same(self):
        """Hub and station have the same events, hash for hash; not so while no hub answers."""
        heads = heads_of(self.events())
        try:
            return {(incarnation, *head) for incarnation, head in heads.items()} == set(self.marks())
        except OSError:
            return False

    def settle(self):
        """A last run without faults, until hub and station are the same."""
        table = self.table(count=10, stay=True)
        table.wait_recorded(10)
        same = eventually(self.same)
        table.process.terminate()
        return table.end() == 0 and same and self.same()

    def verdict(self):
        done = self.cli("journal", "verify", self.journal(), check=False)
        return json.loads(done.stdout) if done.stdout.startswith("{") else {"ok": False, "why": done.stderr.strip()}


def missing(said, events):
    """What the witness saw that these events do not hold: recorded weighings, and labels with their check digits."""
    weighed = {(*event["payload"]["task"]["line"].values(), event["seq"])
               for event in events if event["type"] == "weighed"}
    hashes = {(event["incarnation"], event["seq"]): event["hash"] for event in events}
    for line in said:
        if line["what"] == "recorded" and (line["order_no"], line["line_no"], line["seq"]) not in weighed:
            yield line
        if line["what"] == "label" and not hashes.get((line["incarnation"], line["seq"]), "").startswith(line["check"]):
            yield line


class Ledger:
    """Every (incarnation, sequence) ever seen keeps its hash."""

    def __init__(self):
        self.hashes, self.reused = {}, []

    def see(self, events):
        for event in events:
            name = event["incarnation"], event["seq"]
            if self.hashes.setdefault(name, event["hash"]) != event["hash"]:
                self.reused.append(name)


def eventually(condition, patience_s=20):
    try:
        wait_until(condition, "", patience_s)
        return True
    except RuntimeError:
        return False


def heads_of(events):
    """The last (sequence, hash) of each incarnation."""
    return {event["incarnation"]: (event["seq"], event["hash"]) for event in events}


def acknowledged_here(system):
    """What the station was told by the hub, from a copy of its journal."""
    with tempfile.TemporaryDirectory() as folder:
        for file in system.station_dir.glob("journal.db*"):
            shutil.copy(file, folder)
        with contextlib.closing(sqlite3.connect(f"{folder}/journal.db")) as database:
            return dict(database.execute("SELECT incarnation, acknowledged FROM incarnation"))
