#!/usr/bin/env python3
"""Results pushed to a real HTTP receiver that answers badly, is slow, closes the line and dies; and a hub that is killed
meanwhile: every result arrives, in order, signed with a secret that this hub made for itself."""
import hashlib
import hmac
import http.server
import json
import pathlib
import stat
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.request

HUB = sys.argv[1]
LINE = {"wave": "W1", "customer_code": "A", "sku": "1", "product": "p", "kind": "weighed", "ordered": "4", "unit": "斤"}


class Receiver:
    """Keeps what it answered well. `moods` says what the next requests meet: a status, "slow" or "cut"."""

    def __init__(self, secret, port=0):
        self.secret, self.moods, self.rows, self.keys, self.wrong = secret, [], [], [], []
        self.changed = threading.Condition()
        self.release = threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                outer.take(self)

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, request):
        body = request.rfile.read(int(request.headers["Content-Length"]))
        parts = dict(part.split("=", 1) for part in request.headers["Bozhong-Signature"].split(","))
        good = hmac.new(self.secret, parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
        with self.changed:
            if not hmac.compare_digest(good, parts["v1"]) or request.path != "/hook?from=hub":
                self.wrong.append(request.path)
            mood = self.moods.pop(0) if self.moods else 200
        if mood == "slow":
            self.release.wait(30)
            return request.connection.close()
        if mood == "cut":
            return request.connection.close()
        with self.changed:
            if mood == 200:
                self.rows += [row["order_no"] for row in json.loads(body)["results"]]
            self.keys.append(request.headers["Idempotency-Key"])
            self.changed.notify_all()
        request.send_response(mood)
        request.send_header("Content-Length", "0")
        request.end_headers()

    def wait_for(self, count):
        with self.changed:
            return self.changed.wait_for(lambda: len(self.rows) >= count, 40)

    def die(self):
        self.release.set()
        self.server.shutdown()
        self.server.server_close()


class Webhook(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.dir = pathlib.Path(self.folder.name)
        self.hub = None

    def tearDown(self):
        if self.hub:
            self.hub.kill()
            self.hub.wait()
            self.hub.stdout.close()
        self.folder.cleanup()

    def start(self, port, *more):
        self.hub = subprocess.Popen([HUB, "--dir", str(self.dir), "--listen", "127.0.0.1:0", "--webhook", f"http://127.0.0.1:{port}/hook?from=hub",
                                     "--webhook-timeout-s", "1", *more], stdout=subprocess.PIPE, text=True)
        self.base = "http://" + json.loads(self.hub.stdout.readline())["listen"]
        self.token = {"Authorization": "Bearer " + (self.dir / "central.token").read_text().strip()}

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(self.base + path, data=data, method=method, headers=self.token)) as answer:
            return answer.read().decode()

    def result(self, order):
        """An order that is cancelled before a table has it makes one result."""
        self.call("POST", "/v1/main/orders/import", {"lines": [dict(LINE, row=2, order_no=order, line_no="1")]})
        self.call("POST", f"/v1/main/orders/{order}/cancel", {"reason": "no"})

    def secret(self):
        return (self.dir / "webhook.secret").read_text().strip().encode()

    def test_every_result_arrives_in_order_whatever_the_receiver_does(self):
        first = Receiver(b"")
        self.start(first.port)
        first.secret = self.secret()
        self.assertEqual(len(first.secret), 64)
        self.assertEqual(stat.S_IMODE((self.dir / "webhook.secret").stat().st_mode), 0o600)
        first.moods = [500, "cut", "slow"]
        self.result("O1")
        self.result("O2")
        self.assertTrue(first.wait_for(2))
        self.assertEqual(first.rows, ["O1", "O2"])
        self.assertEqual(first.wrong, [])

        first.die()
        self.result("O3")
        state = json.loads(self.call("GET", "/v1/main/webhook"))
        self.assertTrue(state["configured"])
        self.assertGreaterEqual(state["waiting"], 1)
        self.hub.kill()
        self.hub.wait()
        self.hub.stdout.close()
        second = Receiver(first.secret)
        self.start(second.port)
        self.assertEqual(self.secret(), first.secret)
        self.result("O4")
        self.assertTrue(second.wait_for(2))
        self.assertEqual(second.rows, ["O3", "O4"], "nothing skipped, nothing twice over two lives of both")
        self.assertEqual(second.wrong, [])
        self.assertEqual(json.loads(self.call("GET", "/v1/main/results"))["next"], second.keys[-1])
        second.die()

    def test_what_fails_is_told(self):
        receiver = Receiver(b"")
        self.start(receiver.port)
        receiver.secret = self.secret()
        receiver.moods = [302] + [503] * 100
        self.result("O1")
        with receiver.changed:
            receiver.changed.wait_for(lambda: len(receiver.keys) >= 3, 40)
        state = json.loads(self.call("GET", "/v1/main/webhook"))
        self.assertGreaterEqual(state["failures"], 1)
        self.assertEqual(state["problem"], "it answers 503")
        metrics = self.call("GET", "/v1/main/metrics")
        self.assertRegex(metrics, r"\nbozhong_webhook_failures [1-9]")
        self.assertRegex(metrics, r"\nbozhong_webhook_waiting_results 1\n")
        receiver.die()

    def test_an_address_that_is_not_safe_is_refused(self):
        for url in ("http://192.0.2.1/hook", "ftp://127.0.0.1/", "nonsense"):
            out = subprocess.run([HUB, "--dir", str(self.dir), "--listen", "127.0.0.1:0", "--webhook", url], capture_output=True, text=True, timeout=20)
            self.assertEqual(out.returncode, 2, url)
            self.assertIn("bozhong-hub: ", out.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
