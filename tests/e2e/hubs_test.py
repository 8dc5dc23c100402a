#!/usr/bin/env python3
"""Two hubs on one PostgreSQL. Stations post to either and central pulls from either, while hubs are killed and the
server dies once. Nothing that was acknowledged is lost, nothing counts twice, no cursor passes a row, and what is pushed
comes from one of them at a time."""
import http.client
import http.server
import json
import pathlib
import random
import shutil
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "faults"), str(HERE / "rig"), str(HERE.parent / "support")]
import chain  # noqa: E402
from checking import Judge  # noqa: E402
from parts import free_port, wait_until  # noqa: E402
from postgres import Cluster  # noqa: E402


class Hub:
    """One process, started again as soon as it ends."""

    def __init__(self, name, *more):
        self.dir, self.port = judge.dir / name, free_port()
        self.argv = [str(judge.bin / "bozhong-hub"), "--dir", str(self.dir), "--db", server.conninfo("bozhong"),
                     "--listen", f"127.0.0.1:{self.port}", *more]
        self.dir.mkdir(mode=0o700)
        self.log, self.ends, self.process = open(judge.dir / f"{name}.log", "ab"), [], None

    def start(self):
        self.process = subprocess.Popen(self.argv, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)

    def watch(self):
        status = self.process.poll()
        if status is not None:
            self.ends.append(status)
            self.start()

    def answers(self):
        try:
            return Caller(self).call("GET", "/v1/health")[0] == 200
        except OSError:
            return False

    def end(self):
        if self.process:
            self.process.kill()
            self.process.wait()
        self.log.close()


class Caller:
    """A connection to one hub, kept as long as it answers."""

    def __init__(self, hub):
        self.hub, self.connection = hub, None

    def call(self, method, path, body=None, authorization=None):
        """Status and text; OSError when there was no whole answer."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.hub.port, timeout=30)
        try:
            self.connection.request(method, path, body, {"Authorization": authorization} if authorization else {})
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            self.connection = None
            raise OSError(str(error)) from error


class Client(threading.Thread):
    """Asks whichever hub answers, and asks again."""

    def __init__(self, seed):
        super().__init__(daemon=True)
        self.draw, self.callers, self.again, self.problems = random.Random(seed), [Caller(hub) for hub in hubs], 0, []

    def ask(self, method, path, body, authorization):
        """The first answer that is one: 503 and no answer at all are none."""
        while True:
            try:
                status, text = self.draw.choice(self.callers).call(method, path, body, authorization)
                if status != 503:
                    return status, json.loads(text)
                if b"problem:corrupt" in text:  # a rule of the schema stopped what the rules of the hub should have
                    self.problems.append(text.decode())
            except OSError:
                pass
            self.again += 1
            time.sleep(0.05)

    def run(self):
        try:
            self.work()
        except Exception as error:  # pylint: disable=broad-except
            self.problems.append(repr(error))


class Writer(Client):
    """A table that records pieces and sends until it is told to stop; then until everything is acknowledged."""

    def __init__(self, number, journal, authorization, tasks):
        super().__init__(f"{judge.options.seed} writer {number}")
        self.journal, self.authorization, self.tasks, self.acknowledged = journal, authorization, tasks, 0

    def work(self):
        while not (stop.is_set() and self.acknowledged == len(self.journal.events)):
            for _ in range(0 if stop.is_set() else self.draw.randint(1, 6)):
                self.journal.add("counted", chain.counted(self.tasks[len(self.journal.events) % len(self.tasks)], 1))
            # Some that were acknowledged go along, as after an answer that was lost.
            first = max(1, self.acknowledged + 1 - self.draw.choice((0, 0, 3)))
            post = ("POST", f"/v1/main/stations/{self.journal.station}/events", self.journal.batch(first, len(self.journal.events)),
                    self.authorization)
            if self.draw.random() < 0.2:
                self.at_both(post)
            status, answer = self.ask(*post)
            if status != 200 or answer.get("quarantine"):
                self.problems.append(f"{status} {answer}")
                return
            if not self.acknowledged <= answer["acknowledged"] <= len(self.journal.events):
                self.problems.append(f"acknowledged {answer['acknowledged']} after {self.acknowledged}")
            self.acknowledged = answer["acknowledged"]


    def at_both(self, post):
        """As after a time-out: the same batch is in work at both hubs at one time. The answers are lost."""
        def one(hub):
            try:
                status, text = Caller(hub).call(*post)
                if b"problem:corrupt" in text or b'"quarantine"' in text:
                    self.problems.append(f"{status} {text.decode()}")
            except OSError:
                pass
        both = [threading.Thread(target=one, args=(hub,)) for hub in hubs]
        for each in both:
            each.start()
        for each in both:
            each.join()


class Puller(Client):
    """Central, from one cursor to the next."""

    def __init__(self, number):
        super().__init__(f"{judge.options.seed} puller {number}")
        self.rows, self.next, self.seen_end = [], "", False

    def work(self):
        while not self.seen_end:
            last = finished.is_set()
            status, page = self.ask("GET", f"/v1/main/results?limit={self.draw.choice((3, 50, 1000))}&cursor={self.next}", None, central)
            if status != 200:
                self.problems.append(f"{status} {page}")
                return
            self.rows += [(row["cursor"], json.dumps(row, sort_keys=True)) for row in page["results"]]
            self.next = page["next"]
            self.seen_end = last and not page["results"]
            if not page["results"]:
                time.sleep(0.02)


class Receiver:
    """Of what the hubs push."""

    def __init__(self):
        self.cursors, self.posts = [], 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                rows = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["results"]
                outer.cursors.append([row["cursor"] for row in rows])
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"


def position(cursor):
    return int(cursor.partition("-")[0])


def asked(method, path, body=None, authorization=None):
    status, text = Caller(hubs[0]).call(method, path, json.dumps(body).encode() if body is not None else None, authorization or central)
    if status >= 300:
        raise RuntimeError(f"{method} {path}: {status} {text}")
    return json.loads(text) if text else None


def enrolled(number):
    """A station, with the code that the program makes in the shared database."""
    station = f"T{number:02}"
    made = judge.program("bozhong-hub", "--dir", hubs[number % 2].dir, "--db", server.conninfo("bozhong"), "code", "--station", station)
    journal = chain.Journal(station)
    answer = asked("POST", "/v1/enrol", {"schema": 1, "code": json.loads(made.stdout)["code"],
                                         "public_key": journal.public.raw.hex(), "software": "test"})
    return journal, chain.basic(station, answer["secret"])


def give_work(count, lines):
    journals = [enrolled(number) for number in range(count)]
    asked("POST", "/v1/main/orders/import", {"schema": 1, "lines": [
        {"wave": "W1", "order_no": f"O{number:04}", "line_no": "1", "customer_code": f"C{number:04}", "sku": f"S{number % count}",
         "product": "p", "kind": "counted", "ordered": "1000000", "unit": "份", "row": number + 2} for number in range(count * lines)]})
    writers = []
    for number, (journal, authorization) in enumerate(journals):
        page = asked("GET", f"/v1/main/stations/{journal.station}/feed?after=0&wait_s=0", None, authorization)
        bodies = [json.loads(item["body"]) for item in page["items"]]
        writers.append(Writer(number, journal, authorization, [body["task"] for body in bodies if "task" in body]))
    return writers


def let_them_work(seconds):
    """Kills a hub every few seconds, once both are there again; in the middle the server dies and comes back."""
    draw, kills, until, server_dies_at = random.Random(judge.options.seed), 0, time.monotonic() + seconds, seconds / 2
    began, next_kill = time.monotonic(), time.monotonic() + 1
    while time.monotonic() < until:
        for hub in hubs:
            hub.watch()
        if server_dies_at and time.monotonic() - began > server_dies_at:
            server_dies_at = 0
            server.stop("immediate")
            server.start()
        if time.monotonic() > next_kill and all(hub.answers() for hub in hubs):
            draw.choice(hubs).process.kill()
            kills, next_kill = kills + 1, time.monotonic() + draw.uniform(*between_kills)
        time.sleep(0.1)
    return kills


def judge_dump_and_restore():
    """The drill of docs/operating.md: a dump beside the hubs, brought back as a new life once they are gone."""
    server.sql("CREATE DATABASE again")
    dump = server.dir / "hub.dump"
    server.run("pg_dump", "-Fc", "-f", dump, "-d", server.conninfo("bozhong"))
    server.run("pg_restore", "-d", server.conninfo("again"), dump)
    command = ("bozhong-hub", "--dir", hubs[0].dir, "--db", server.conninfo("again"))
    restored = judge.program(*command, "restore")
    judge.that(restored.returncode == 0 and json.loads(restored.stdout)["events"] == sum(len(writer.journal.events) for writer in writers),
               "a dump comes back whole", restored.stdout + restored.stderr)
    judge.that(server.sql("SELECT count(*) FROM meta WHERE name IN ('generation', 'restored_at', 'resume/main')", "again") == "3",
               "as a new life, which says where to go on")
    in_use = judge.program("bozhong-hub", "--dir", hubs[0].dir, "--db", server.conninfo("bozhong"), "restore")
    judge.that(in_use.returncode == 2 and "hubs use this database" in in_use.stderr, "not under running hubs", in_use.stderr)
    backup = judge.program(*command, "backup", "-o", judge.dir / "hub.db")
    judge.that(backup.returncode == 2 and "pg_dump" in backup.stderr, "backup names the tool to use", backup.stderr)


def judge_refusals():
    said = judge.program("bozhong-hub", "--dir", judge.dir / "x", "--db", f"postgresql://bozhong:geheim@/x?host={server.dir}", "doctor")
    judge.that(said.returncode == 2 and "geheim" not in said.stdout + said.stderr, "no password on the command line", said.stderr)
    settings = judge.dir / "open.toml"
    settings.write_text(f'dir = "x"\ndb = "postgresql://bozhong:geheim@/x?host={server.dir}"\n')
    settings.chmod(0o644)
    said = judge.program("bozhong-hub", "--config", settings, "doctor")
    judge.that(said.returncode == 2 and "geheim" not in said.stdout + said.stderr, "nor in settings that all may read", said.stderr)
    settings.chmod(0o600)
    said = judge.program("bozhong-hub", "--config", settings)
    judge.that(said.returncode == 3 and "geheim" not in said.stdout + said.stderr, "but in settings of the hub's own; no word repeats it", said.stderr)
    with Cluster(fsync="off") as careless:
        said = judge.program("bozhong-hub", "--dir", judge.dir / "y", "--db", careless.conninfo(), "--listen", "127.0.0.1:0")
        judge.that(said.returncode == 2 and "fsync" in said.stderr, "a server that does not flush is refused", said.stderr)


def judge_all(kills):
    everything = Puller(99)
    everything.work()
    truth = everything.rows
    problems = [problem for client in [*writers, *pullers] for problem in client.problems]
    judge.that(not problems, "no call was answered wrongly", problems[:3])
    judge.that([position(cursor) for cursor, _ in truth] == list(range(1, len(truth) + 1)), "results have every position, in order")
    for number, puller in enumerate(pullers):
        judge.that(puller.rows == truth, f"puller {number} saw every row once, in order", f"{len(puller.rows)} of {len(truth)}")
    sent = sum(len(writer.journal.events) for writer in writers)
    stored = int(server.sql("SELECT count(*) FROM events", "bozhong"))
    judge.that(sent == stored == sum(writer.acknowledged for writer in writers), "every event is stored once", f"{sent} {stored}")
    latest = {}
    for _, text in truth:
        row = json.loads(text)
        latest[row["order_no"], row["line_no"]] = row
    names = [(one["station"], one["seq"]) for row in latest.values() for one in row["weighings"]]
    judge.that(sorted(names) == sorted((writer.journal.station, event["seq"]) for writer in writers for event in writer.journal.events),
               "each is in one result, once", f"{len(names)} of {sent}")
    judge.that(sum(row["actual_count"] for row in latest.values()) == sent, "the sums are what was counted")
    pushed = [[position(cursor) for cursor in post] for post in receiver.cursors]
    judge.that(sorted({one for post in pushed for one in post}) == list(range(1, len(truth) + 1)), "every result was pushed")
    twice = sum(one[0] <= before[-1] for before, one in zip(pushed, pushed[1:]))
    judge.that(twice <= sum(len(hub.ends) for hub in hubs), "pushed again only where a hub ended in between", twice)
    judge.that(all(one[0] <= before[-1] + 1 for before, one in zip(pushed, pushed[1:])), "pushed in order, without a gap")
    verified = judge.program("bozhong-hub", "--dir", hubs[0].dir, "--db", server.conninfo("bozhong"), "verify")
    judge.that(verified.returncode == 0, "verify finds the database good beside the hubs", verified.stdout + verified.stderr)
    lost = [status for hub in hubs for status in hub.ends if status != -9]
    judge.that(lost and set(lost) == {3}, "a hub that loses the database ends with status 3", lost)
    print(json.dumps({"what": "hubs", "seconds": judge.options.seconds, "events": sent, "results": len(truth), "kills": kills,
                      "hubs_lost_the_server": len(lost), "asked_again": sum(client.again for client in [*writers, *pullers]),
                      "posts_pushed": len(pushed), "pushed_twice": twice}), flush=True)


judge = Judge(seconds=15, writers=3, pullers=2, lines=60, seed=1)
between_kills = (2, 4)
stop, finished = threading.Event(), threading.Event()
hubs = []
server = Cluster()
try:
    server.sql("CREATE DATABASE bozhong")
    receiver = Receiver()
    hubs = [Hub("one", "--webhook", receiver.url), Hub("two", "--webhook", receiver.url)]
    hubs[0].start()
    wait_until(hubs[0].answers, "the first hub")
    hubs[1].start()
    wait_until(lambda: hubs[1].process.poll() is not None, "the second hub, which has no key yet")
    judge.that(hubs[1].process.returncode == 2, "a hub with another key is refused", hubs[1].process.returncode)
    for secret in ("hub.key", "central.token", "webhook.secret"):
        shutil.copy(hubs[0].dir / secret, hubs[1].dir / secret)
    hubs[1].start()
    wait_until(hubs[1].answers, "the second hub")
    central = "Bearer " + (hubs[0].dir / "central.token").read_text().strip()
    writers = give_work(judge.options.writers, judge.options.lines)
    pullers = [Puller(number) for number in range(judge.options.pullers)]
    for client in [*writers, *pullers]:
        client.start()
    kills = let_them_work(judge.options.seconds)
    stop.set()
    for writer in writers:
        while writer.is_alive():
            writer.join(0.1)
            for hub in hubs:
                hub.watch()
    results = int(server.sql("SELECT max(position) FROM results", "bozhong"))
    wait_until(lambda: [hub.watch() for hub in hubs] and any(position(post[-1]) == results for post in list(receiver.cursors)),
               "the last result to be pushed", 60)
    finished.set()
    for puller in pullers:
        puller.join(60)
    judge_all(kills)
    judge_dump_and_restore()
    judge_refusals()
finally:
    for hub in hubs:
        hub.end()
    server.end()
judge.end()
