#!/usr/bin/env python3
"""The contract kit judges rightly: an order service that does as docs/integrating.md says has nothing bad, and each of those that do one
thing wrong is told that thing."""
import argparse
import contextlib
import hashlib
import hmac
import http.client
import http.server
import json
import pathlib
import secrets
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
from hub_process import HubProcess  # noqa: E402

KIT, SECRET = ROOT / "sync/contract/contract_kit.py", b"a secret of sixteen bytes and more"
wrong_judgements = []


def that(good, what, seen=""):
    print(f"{'good' if good else 'BAD'}  {what}", flush=True)
    if not good:
        wrong_judgements.append((what, seen))


class Receiver(http.server.BaseHTTPRequestHandler):
    """A receiver that does right, but for one sin."""
    sin, books = "", []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.judge(body)
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def judge(self, body):
        parts = dict(part.split("=", 1) for part in self.headers["Bozhong-Signature"].split(","))
        genuine = hmac.compare_digest(hmac.new(SECRET, parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest(), parts["v1"])
        if not genuine and self.sin != "takes forged pages":
            return 401
        if abs(time.time() - int(parts["t"])) > 300 and self.sin != "takes old pages":
            return 401
        for row in json.loads(body)["results"]:
            if "a_field_of_next_year" in row and self.sin == "knows no new field":
                return 422
            had = next((one for one in self.books if (one["order_no"], one["line_no"]) == (row["order_no"], row["line_no"])), None)
            if had and self.sin != "books twice" and (had["revision"] >= row["revision"] and self.sin != "last one wins"):
                continue
            if had and self.sin != "books twice":
                self.books.remove(had)
            self.books.append(row)
        return 200

    def log_message(self, *ignored):
        pass


def receiver(sin, folder):
    kind = type("Sinner", (Receiver,), {"sin": sin, "books": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    (folder / "secret").write_bytes(SECRET + b"\n")
    shown = folder / "books.py"
    shown.write_text("import json, sys\n[print(json.dumps(row)) for row in json.load(open(sys.argv[1]))]\n")
    # The books are written for the kit when it asks: its command reads what this file says then.
    port = server.server_address[1]
    asked = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Books", (http.server.BaseHTTPRequestHandler,), {
        "do_GET": lambda self: (self.send_response(200), self.end_headers(), self.wfile.write("\n".join(json.dumps(row) for row in kind.books).encode())),
        "log_message": lambda *ignored: None}))
    threading.Thread(target=asked.serve_forever, daemon=True).start()
    done = subprocess.run([sys.executable, KIT, "receiver", f"http://127.0.0.1:{port}/hook", "--secret-file", folder / "secret", "--stored",
                           f"curl -s --noproxy * http://127.0.0.1:{asked.server_address[1]}/"], capture_output=True, text=True, timeout=120)
    for one in (server, asked):
        one.shutdown()
        one.server_close()
    return done


class Caller:
    """An order service that does right, but for one sin."""

    def __init__(self, where, token, sin):
        self.where, self.token, self.sin, self.cursor = where, token, sin, ""

    def ask(self, method, path, body=None, key=None):
        line = http.client.HTTPConnection(self.where, timeout=30)
        try:
            line.request(method, path, body and json.dumps(body).encode(), {"Authorization": f"Bearer {self.token}", **({"Idempotency-Key": key} if key else {})})
            answer = line.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        except (http.client.HTTPException, ConnectionError):
            return None, None
        finally:
            line.close()

    def write(self, method, path, body):
        key = None if self.sin == "no key" else secrets.token_hex(8)
        for _ in range(5):
            status, answer = self.ask(method, path, body, key)
            if status is not None or self.sin == "gives up":
                return status, answer
            if self.sin == "new key":
                key = secrets.token_hex(8)
        return status, answer

    def pull(self):
        for _ in range(5):
            status, page = self.ask("GET", f"/v1/main/results?limit=2&cursor={self.cursor}")
            if status == 200:
                self.cursor = "" if self.sin == "forgets its cursor" else page["next"]
                return page
            if self.sin == "stops pulling":
                break
        return None

    def day(self):
        line = {"wave": "W1", "business_date": "2026-03-02", "customer_code": "A", "sku": "1001", "product": "奶白菜", "kind": "weighed", "ordered": "4", "unit": "斤"}
        if self.sin == "wrong body":
            line["ordered"] = 4
        for n in range(6):
            self.write("POST", "/v1/main/orders/import", {"lines": [dict(line, order_no=f"O{n}", line_no="1")]})
        for n in range(6):
            self.write("POST", "/v1/main/close", {"scope": "order", "id": f"O{n}", "short_open": True, "reason": "sold out"})
        if self.sin == "unknown call":
            self.ask("GET", "/v1/main/prices")
        for _ in range(6):
            if self.pull() is None and self.sin == "stops pulling":
                return


def caller(hub, sin, folder):
    ended = folder / "ended"
    ended.unlink(missing_ok=True)
    kit = subprocess.Popen([sys.executable, KIT, "caller", "--hub", f"http://{hub.where}", "--listen", "127.0.0.1:0", "--ended", ended], stdout=subprocess.PIPE, text=True)
    where = kit.stdout.readline().split("http://")[1].split()[0]
    Caller(where, (hub.data / "central.token").read_text().strip(), sin).day()
    ended.touch()
    said = kit.stdout.read()
    return kit.wait(30), said


RECEIVERS = {"": "", "takes forged pages": "a page with a wrong signature is refused", "takes old pages": "a page of yesterday is refused",
             "knows no new field": "a field that is not known yet is passed over", "books twice": "each line is stored once",
             "last one wins": "of two revisions the higher one counts"}
CALLERS = {"": "", "no key": "a write without an Idempotency-Key", "new key": "a write whose answer was lost", "gives up": "a write whose answer was lost",
           "forgets its cursor": "pulling from the beginning again", "stops pulling": "a pull that found the hub away", "wrong body": "a body that is not as described",
           "unknown call": "a call that the hub does not have"}

options = argparse.ArgumentParser()
options.add_argument("--bin", type=pathlib.Path, required=True)
programs = options.parse_args().bin.resolve()
with tempfile.TemporaryDirectory() as name:
    for sin, told in RECEIVERS.items():
        done = receiver(sin, pathlib.Path(name))
        bad = [line for line in done.stdout.splitlines() if line.startswith("BAD")]
        if sin:
            that(done.returncode == 1 and any(told in line for line in bad), f"a receiver that {sin} is told so", done.stdout + done.stderr)
        else:
            that(done.returncode == 0 and not bad and "good" in done.stdout, "a receiver that does right has nothing bad", done.stdout + done.stderr)
for sin, told in CALLERS.items():
    with tempfile.TemporaryDirectory() as name, contextlib.closing(HubProcess(programs / "bozhong-hub", name)) as hub:
        status, said = caller(hub, sin, pathlib.Path(name))
        bad = [line for line in said.splitlines() if line.startswith("BAD")]
        if sin:
            that(status == 1 and any(told in line for line in bad), f"a caller with the fault '{sin}' is told so", said)
        else:
            that(status == 0 and not bad, "a caller that does right has nothing bad", said)
for what, seen in wrong_judgements:
    print(f"--- {what}\n{seen}")
sys.exit(1 if wrong_judgements else 0)
