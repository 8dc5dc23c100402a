#!/usr/bin/env python3
"""Events a second that a hub takes in batches of 100, on SQLite and on a PostgreSQL of its own; and beside it pgbench,
which sends the statements of such a batch, prepared, to the same server and does nothing else. One client each, one after
another, round by round; the middle of all batches counts, without the first of a run, in which pgbench prepares. Prints one
JSON line."""
import argparse
import collections
import http.client
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "e2e/faults"), str(HERE.parent / "e2e/rig"), str(HERE.parent / "support")]
import chain  # noqa: E402
from postgres import Cluster  # noqa: E402

BATCH, LINES = 100, 500
OTHER = "00ff00ff00ff00ff"  # the incarnation under which pgbench writes


class Hub:
    def __init__(self, program, *where):
        self.dir = tempfile.TemporaryDirectory(prefix="bozhong-bench-")
        self.command = [str(program), "--dir", self.dir.name, *where]
        self.process = subprocess.Popen([*self.command, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
        host, port = json.loads(self.process.stdout.readline())["listen"].split(":")
        self.connection = http.client.HTTPConnection(host, int(port), timeout=120)
        self.central = "Bearer " + (pathlib.Path(self.dir.name) / "central.token").read_text().strip()
        self.give_work()

    def call(self, method, path, body, authorization):
        self.connection.request(method, path, body, {"Authorization": authorization})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {text}")
        return json.loads(text)

    def give_work(self):
        code = json.loads(subprocess.run([*self.command, "code", "--station", "T01"], capture_output=True, text=True, check=True).stdout)
        self.journal = chain.Journal("T01")
        enrolled = self.call("POST", "/v1/enrol", json.dumps({"schema": 1, "code": code["code"], "public_key": self.journal.public.raw.hex(),
                                                              "software": "bench"}), self.central)
        self.secret = chain.basic("T01", enrolled["secret"])
        self.call("POST", "/v1/main/orders/import", json.dumps({"schema": 1, "lines": [
            {"wave": "W1", "order_no": f"O{number:04}", "line_no": "1", "customer_code": f"C{number:04}", "sku": "S1", "product": "p",
             "kind": "counted", "ordered": "1000000", "unit": "份", "row": number + 2} for number in range(LINES)]}), self.central)
        items = self.call("GET", "/v1/main/stations/T01/feed?after=0&wait_s=0&limit=1000", None, self.secret)["items"]
        self.tasks = [body["task"] for body in (json.loads(item["body"]) for item in items) if "task" in body]

    def take(self, batches):
        """Seconds of each batch; each event is of another line than its neighbours."""
        bodies = []
        for _ in range(batches):
            for _ in range(BATCH):
                self.journal.add("counted", chain.counted(self.tasks[len(self.journal.events) % LINES], 1))
            bodies.append(self.journal.batch(len(self.journal.events) - BATCH + 1, len(self.journal.events)))
        out = []
        for body in bodies:
            began = time.monotonic()
            self.call("POST", "/v1/main/stations/T01/events", body, self.secret)
            out.append(time.monotonic() - began)
        return out

    def end(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
        self.dir.cleanup()


def literal(value):
    # pgbench takes a colon before a name for a variable.
    return value.replace(":", ";")


def shape_of(log, journal):
    """The statements between BEGIN and COMMIT of the last batch in the log, as a script. Numbers of events and of results
    go on counting, so that every run writes new rows."""
    last = re.split(r"(?=LOG:  statement: BEGIN)", log)
    whole = [part for part in last if part.count("INSERT INTO events") == BATCH][-1]
    first, kinds = len(journal.events) - BATCH, collections.Counter()
    script = []
    pattern = re.compile(r"LOG:  (?:execute s\d+: (.*?)\n.*?DETAIL:  parameters: (.*?)\n|statement: (.*?)\n)")
    for sql, parameters, plain in pattern.findall(whole):
        if plain:
            script.append(plain + ";")
            continue
        values = dict(re.findall(r"\$(\d+) = ('(?:[^']|'')*'|NULL)", parameters))
        if sql.startswith("INSERT INTO events"):
            script.append(r"\set seq :seq + 1")
        if sql.startswith("INSERT INTO results"):
            script.append(r"\set position :position + 1")
            values["2"] = values["5"] = ":position"
        for name, value in values.items():
            number = int(value[1:-1]) if re.fullmatch(r"'\d+'", value) else 0
            if first < number <= first + BATCH and "INSERT INTO results" not in sql:
                values[name] = ":seq"
            elif value != ":position":
                values[name] = literal(value.replace(journal.incarnation, OTHER))
        script.append(re.sub(r"\$(\d+)", lambda match: values[match.group(1)], sql) + ";")
        kinds[sql.split("(")[0][:40]] += 1
    return "\n".join(script) + "\n", sum(kinds.values())


def run_pgbench(server, batches, first):
    """Seconds of each transaction but the first two."""
    log = server.dir / f"round{first}"
    said = server.run("pgbench", "-n", "-M", "prepared", "-c", "1", "-t", batches + 2, "-f", server.dir / "batch.sql", "-l",
                      f"--log-prefix={log}", "-D", f"seq={first}", "-D", f"position={first}", server.conninfo("copy"))
    if f"processed: {batches + 2}/{batches + 2}" not in said:
        raise RuntimeError(said)
    written, = server.dir.glob(f"{log.name}.*")
    return [int(line.split()[2]) / 1e6 for line in written.read_text().splitlines()][2:]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True, type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batches", type=int, default=20, help="of a round")
    options = parser.parse_args()
    with Cluster() as server:
        embedded = Hub(options.bin / "bozhong-hub")
        shared = Hub(options.bin / "bozhong-hub", "--db", server.conninfo())
        try:
            server.sql("ALTER SYSTEM SET log_statement = 'all'")
            server.sql("SELECT pg_reload_conf()")
            shared.take(3)
            server.sql("ALTER SYSTEM RESET log_statement")
            server.sql("SELECT pg_reload_conf()")
            script, statements = shape_of((server.dir / "log").read_text(), shared.journal)
            (server.dir / "batch.sql").write_text(script)
            # Rows of its own, equal to the hub's.
            server.sql("CREATE DATABASE copy")
            server.run("pg_dump", "-f", server.dir / "copy.sql", server.conninfo())
            server.run("psql", "-q", "-X", "-f", server.dir / "copy.sql", server.conninfo("copy"))
            for database in ("postgres", "copy"):
                server.sql("ANALYZE", database)
            rates = collections.defaultdict(list)
            for number in range(options.rounds):
                rates["sqlite"] += embedded.take(options.batches)
                rates["postgresql"] += shared.take(options.batches)
                rates["pgbench"] += run_pgbench(server, options.batches, (number + 1) * 10**6)
        finally:
            shared.end()
            embedded.end()
    middle = {name: round(BATCH / statistics.median(seconds)) for name, seconds in rates.items()}
    print(json.dumps({"what": "events a second, batches of 100", **middle, "postgresql_of_pgbench_percent":
                      round(100 * middle["postgresql"] / middle["pgbench"]), "statements_an_event": round(statements / BATCH, 1)}))


if __name__ == "__main__":
    main()
