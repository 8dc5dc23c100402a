#!/usr/bin/env python3
"""sync/openapi.yaml and the hub's route table are the same list, and every route answers as described: each is called
for real, and status and fields are compared with the file."""
import base64
import json
import pathlib
import re
import ssl
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request

import yaml

HUB, SPEC = sys.argv[1], pathlib.Path(__file__).resolve().parents[3] / "sync/openapi.yaml"
LINE = {"wave": "W1", "business_date": "2026-03-02", "customer_code": "A-017", "customer": "客户", "route": "R1", "driver": "司机1", "tote": "T017",
        "sku": "1001", "product": "奶白菜", "kind": "weighed", "ordered": "4", "unit": "斤"}
ZERO = "0" * 64


def lines():
    return [dict(LINE, row=n + 2, order_no=f"O{n}", line_no="1") for n in range(9)]


# One good request for each call: (path parameters, query, body). What is not listed has neither query nor body.
GOOD = {
    "sign_in": ({}, "", {"person": "admin", "password": None}),
    "enrol": ({}, "", {"code": None, "public_key": "ab" * 32}),
    "import_orders": ({}, "", {"lines": lines()}),
    "read_order": ({"order_no": "O1"}, "", None),
    "hold_order": ({"order_no": "O2"}, "", {"reason": "wait"}),
    "release_order": ({"order_no": "O2"}, "", {}),
    "cancel_order": ({"order_no": "O3"}, "", {"reason": "returned"}),
    "put_back": ({"order_no": "O3"}, "", {"line_no": "1", "label": "T01-k1-000001"}),
    "ship_order": ({"order_no": "O4"}, "", None),
    "pull_results": ({}, "?limit=5", None),
    "export_results": ({}, "?wave=W1&format=csv", None),
    "list_corrections": ({}, "?limit=5", None),
    "lock_day": ({}, "", {"business_date": "2026-03-02"}),
    "put_receipt": ({"number": "R1"}, "", {"business_date": "2026-03-02", "lines": [
        {"line_no": "1", "sku": "1001", "kind": "weighed", "expected": "20", "unit": "kg"}]}),
    "read_receipt": ({"number": "R1"}, "", None),
    "confirm_receipt": ({"number": "R1"}, "", {"lines": [{"line_no": "1", "actual": "19.5"}]}),
    "cancel_receipt": ({"number": "R1"}, "", {"reason": "sent back"}),
    "put_return": ({"number": "B1"}, "", {"business_date": "2026-03-02", "lines": [
        {"line_no": "1", "sku": "1001", "kind": "weighed", "expected": "2", "unit": "斤", "order_no": "O4", "order_line": "1"}]}),
    "read_return": ({"number": "B1"}, "", None),
    "confirm_return": ({"number": "B1"}, "", {"lines": [{"line_no": "1", "actual": "2"}]}),
    "cancel_return": ({"number": "B1"}, "", {"reason": "sent back"}),
    "put_outbound": ({"number": "D1"}, "", {"business_date": "2026-03-02", "orders": ["O6"]}),
    "read_outbound": ({"number": "D1"}, "", None),
    "confirm_outbound": ({"number": "D1"}, "", None),
    "cancel_outbound": ({"number": "D1"}, "", {"reason": "later"}),
    "put_shipment": ({"number": "S1"}, "", {"business_date": "2026-03-02", "route": "R1", "orders": ["O6"]}),
    "read_shipment": ({"number": "S1"}, "", None),
    "confirm_shipment": ({"number": "S1"}, "", None),
    "cancel_shipment": ({"number": "S1"}, "", {"reason": "later"}),
    "read_stock": ({}, "?date=2026-03-02&sku=1001", None),
    "wave_board": ({"wave": "W1"}, "", None),
    "forecast_wave": ({"wave": "W1"}, "", None),
    "put_departures": ({"wave": "W1"}, "", {"departures": [{"route": "R1", "departs_at": "2026-03-02T21:30:00Z"}]}),
    "reconcile_wave": ({"wave": "W1"}, "", None),
    "reconcile_with": ({"wave": "W1"}, "", {"lines": [{"order_no": "O9", "line_no": "1", "actual_mg": 5}]}),
    "close": ({}, "", {"scope": "order", "id": "O5", "short_open": True, "reason": "gone"}),
    "assign": ({}, "", {"to": "T01", "sku": "1001", "reason": "busy"}),
    "split_product": ({}, "", {"wave": "W1", "sku": "1001", "stations": ["T01", "T02"]}),
    "put_sort_group": ({"group": "leaf"}, "", {"categories": ["叶菜"], "stations": ["T01"]}),
    "remove_sort_group": ({"group": "leaf"}, "", None),
    "list_tasks": ({}, "?wave=W1&limit=2", None),
    "make_code": ({}, "", {"station": "T09"}),
    "revoke_station": ({"station": "T02"}, "", None),
    "list_exceptions": ({}, "?state=open", None),
    "decide": ({"id": "1"}, "", {"decision": "keep_first", "reason": "seen"}),
    "list_weighings": ({"order_no": "O1", "line_no": "1"}, "", None),
    "correct_weighing": ({}, "", {"station": "T01", "incarnation": "00000000000000aa", "seq": 1, "qty": "2", "unit": "斤", "reason": "seen"}),
    "list_bag_tasks": ({}, "?limit=5", None),
    "leave_bag": ({}, "", {"station": "T01", "incarnation": "00000000000000aa", "seq": 1, "kind": "relabel", "reason": "seen"}),
    "put_person": ({"person": "p1"}, "", {"name": "张", "role": "sorter", "pin": "1234"}),
    "put_lot": ({"sku": "1001"}, "", {"lot": "L1"}),
    "read_feed": ({"station": "T01"}, "?after=0&limit=5", None),
    "append_events": ({"station": "T01"}, "", {"station": "T01", "incarnation": "00000000000000aa", "signature": "00", "events": [
        {"seq": 1, "type": "weighed", "payload": "{}", "previous_hash": ZERO, "hash": ZERO}]}),
    "hand_in": ({"station": "T02"}, "", {"station": "T02", "incarnation": "00000000000000bb", "signature": "00", "events": [
        {"seq": 1, "type": "weighed", "payload": "{}", "previous_hash": ZERO, "hash": ZERO}]}),
    "retire_station": ({"station": "T02"}, "", {"station": "T02", "public_key": "cd" * 32, "events": 0, "batches": 0, "heads": [],
                       "digest": ZERO, "signature": "00" * 64}),
    "read_mark": ({"station": "T01"}, "", None),
    "read_events": ({"station": "T01"}, "?incarnation=00000000000000aa", None),
}


class OpenApi(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.spec = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
        cls.operations = [(method, path, op) for path, item in cls.spec["paths"].items() for method, op in item.items()
                          if method in ("get", "post", "put", "delete")]
        cls.folder = tempfile.TemporaryDirectory()
        cls.dir = pathlib.Path(cls.folder.name)
        cls.hub = subprocess.Popen([HUB, "--dir", str(cls.dir), "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
        cls.base = "http://" + json.loads(cls.hub.stdout.readline())["listen"]
        cls.token = (cls.dir / "central.token").read_text().strip()
        cls.password = (cls.dir / "supervisor.password").read_text().split()[1]
        status, body, headers = cls.send("POST", "/v1/session", {"person": "admin", "password": cls.password}, {})
        cls.session = {"Cookie": headers["Set-Cookie"].split(";")[0], "X-CSRF-Token": json.loads(body)["csrf"]}
        cls.station = {s: cls.enrol(s) for s in ("T01", "T02")}

    @classmethod
    def tearDownClass(cls):
        cls.hub.terminate()
        assert cls.hub.wait(10) == 0
        cls.hub.stdout.close()
        cls.folder.cleanup()

    @classmethod
    def send(cls, method, path, body, headers):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(cls.base + path, data=data, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), error.headers

    @classmethod
    def code(cls, station):
        out = subprocess.run([HUB, "--dir", str(cls.dir), "code", "--station", station], capture_output=True, text=True, check=True)
        return json.loads(out.stdout)["code"]

    @classmethod
    def enrol(cls, station):
        status, body, _ = cls.send("POST", "/v1/enrol", {"code": cls.code(station), "public_key": "cd" * 32}, {})
        assert status == 201, body
        return {"Authorization": "Basic " + base64.b64encode(f"{station}:{json.loads(body)['secret']}".encode()).decode()}

    def proof(self, owner):
        return {"central": {"Authorization": "Bearer " + self.token}, "station": self.station["T01"], "session": self.session}[owner]

    def check(self, schema, value, where):
        if "$ref" in schema:
            schema = self.spec["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        kinds = schema.get("type", "object")
        python = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
        self.assertTrue(any(isinstance(value, python[k]) for k in ([kinds] if isinstance(kinds, str) else kinds)), f"{where}: {value!r} is no {kinds}")
        if isinstance(value, dict):
            for name in schema.get("required", []):
                self.assertIn(name, value, where)
            for name, inner in schema.get("properties", {}).items():
                if name in value:
                    self.check(inner, value[name], f"{where}.{name}")
        elif isinstance(value, list) and "items" in schema:
            for item in value:
                self.check(schema["items"], item, where + "[]")

    def described(self, method, path, operation, status, body):
        where = f"{method} {path} {status}"
        answers = {str(k): v for k, v in operation["responses"].items()}
        self.assertIn(str(status), answers, f"{where} is not described: {body[:300]}")
        answer = answers[str(status)]
        if "$ref" in answer:
            answer = self.spec["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
        for kind, content in answer.get("content", {}).items():
            is_json = kind in ("application/json", "application/problem+json")
            self.check(content["schema"], json.loads(body) if is_json else body.decode(errors="replace"), where)

    def call(self, method, path, operation, parameters, query, body, headers):
        for name, value in {"warehouse": "main", **parameters}.items():
            path = path.replace("{" + name + "}", value)
        return self.send(method.upper(), path + query, body, headers)

    def test_1_both_lists_are_the_same(self):
        listed = subprocess.run([HUB, "routes"], capture_output=True, text=True, check=True).stdout.splitlines()
        table = {(r["method"], r["path"]): sorted(r["owners"]) for r in map(json.loads, listed)}
        described = {(m.upper(), p): sorted(name for s in op["security"] for name in s) for m, p, op in self.operations}
        self.assertEqual(table, described)

    def test_2_a_good_request_is_answered_as_described(self):
        last = ("revoke_station", "sign_out")
        for method, path, op in sorted(self.operations, key=lambda o: (last.index(o[2]["operationId"]) if o[2]["operationId"] in last else -1, o[2]["operationId"] != "import_orders", o[2]["operationId"] != "append_events")):
            name = op["operationId"]
            parameters, query, body = GOOD.get(name, ({}, "", None))
            if name == "sign_in":
                body = {"person": "admin", "password": self.password}
            if name == "enrol":
                body = dict(body, code=self.code("T03"))
            owners = [o for s in op["security"] for o in s]
            if name == "sign_out":
                owners = ["session"]
            headers = self.proof(owners[0]) if owners else {}
            status, answer, _ = self.call(method, path, op, parameters, query, body, headers)
            with self.subTest(name):
                self.described(method, path, op, status, answer)
                # What nobody weighed has no bag and no weighing, nobody has the key that signs a seal, an open day is not
                # locked, an open order does not leave and what is confirmed is not cancelled: as described.
                if name not in ("put_back", "retire_station", "correct_weighing", "leave_bag", "lock_day", "confirm_outbound", "confirm_shipment",
                                "cancel_receipt", "cancel_return"):
                    self.assertLess(status, 300, answer)

    def test_3_wrong_requests_are_answered_as_described(self):
        self.__class__.session = self.fresh_session()
        for method, path, op in self.operations:
            owners = [o for s in op["security"] for o in s]
            parameters, query, _ = GOOD.get(op["operationId"], ({}, "", None))
            headers = self.proof(owners[0]) if owners else {}
            if op["operationId"] == "sign_out":
                continue
            with self.subTest(op["operationId"]):
                if owners:
                    status, answer, _ = self.call(method, path, op, parameters, query, None, {})
                    self.assertEqual(status, 401)
                    self.described(method, path, op, status, answer)
                if "requestBody" in op:
                    for wrong in ([], {"schema": 99}, {"lines": 7, "decision": 7, "to": 7, "name": 7}):
                        status, answer, _ = self.call(method, path, op, parameters, query, wrong, headers)
                        # What is confirmed is not cancelled, whatever the reason.
                        self.assertIn(status, (200, 400, 409) if op["operationId"].startswith("cancel_") else (200, 400))
                        self.described(method, path, op, status, answer)
                if re.search(r"\{(order_no|wave|id|number|group)\}", path) and method != "put":
                    unknown = {k: "999999" for k in parameters}
                    status, answer, _ = self.call(method, path, op, unknown, query, GOOD[op["operationId"]][2], headers)
                    self.assertEqual(status, 404)
                    self.described(method, path, op, status, answer)

    def fresh_session(self):
        _, body, headers = self.send("POST", "/v1/session", {"person": "admin", "password": self.password}, {})
        return {"Cookie": headers["Set-Cookie"].split(";")[0], "X-CSRF-Token": json.loads(body)["csrf"]}

    def test_4_killed_at_any_time_it_comes_back_with_what_it_confirmed(self):
        with tempfile.TemporaryDirectory() as folder:
            for n in range(3):
                hub = subprocess.Popen([HUB, "--dir", folder, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
                base = "http://" + json.loads(hub.stdout.readline())["listen"]
                token = {"Authorization": "Bearer " + (pathlib.Path(folder) / "central.token").read_text().strip()}
                body = json.dumps({"lines": [dict(LINE, row=2, order_no=f"K{n}", line_no="1")]}).encode()
                urllib.request.urlopen(urllib.request.Request(base + "/v1/main/orders/import", data=body, headers=token)).close()
                for m in range(n + 1):
                    urllib.request.urlopen(urllib.request.Request(f"{base}/v1/main/orders/K{m}", headers=token)).close()
                hub.kill()
                hub.wait()
                hub.stdout.close()


    def run_refused(self, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            out = subprocess.run([HUB, "--dir", folder, *arguments], capture_output=True, text=True, timeout=20)
            self.assertEqual(len(out.stderr.strip().splitlines()), 1, out.stderr)
            return out.returncode, out.stderr

    def test_5_plain_http_beyond_loopback_is_refused_with_a_reason(self):
        status, text = self.run_refused("--listen", "0.0.0.0:0")
        self.assertEqual(status, 2)
        self.assertIn("loopback", text)
        self.assertIn("--tls-cert", text)
        self.assertEqual(self.run_refused("--listen", "nonsense")[0], 2)
        self.assertEqual(self.run_refused("--tls-cert", "missing.pem", "--tls-key", "missing.key")[0], 2)
        status, text = self.run_refused("--listen", self.base.removeprefix("http://"))
        self.assertEqual(status, 3)
        self.assertIn("choose another", text)

    def test_6_tls_is_served_and_plain_http_there_is_not(self):
        with tempfile.TemporaryDirectory() as folder:
            key, certificate = folder + "/hub.key", folder + "/hub.pem"
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", certificate,
                            "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"], capture_output=True, check=True)
            with open(folder + "/hub.toml", "w", encoding="utf-8") as settings:
                settings.write('listen = "127.0.0.1:7411"\ndir = "data"\n[tls]\ncertificate = "hub.pem"\nkey = "hub.key"\n[limits]\nbody_kib = 64\n')
            hub = subprocess.Popen([HUB, "--config", folder + "/hub.toml", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
            where = json.loads(hub.stdout.readline())["listen"]
            with urllib.request.urlopen(f"https://{where}/v1/health", context=ssl.create_default_context(cafile=certificate), timeout=10) as answer:
                self.assertEqual(json.loads(answer.read())["status"], "ok")
            with self.assertRaises(Exception):
                urllib.request.urlopen(f"http://{where}/v1/health", timeout=10)
            hub.terminate()
            self.assertEqual(hub.wait(10), 0)
            hub.stdout.close()


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
