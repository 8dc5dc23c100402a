"""Stands between an order service and a real hub. Every call must be one that openapi.yaml describes; now and then an answer gets lost
after the hub has done its work, or the hub is away, and the caller must do what a caller has to do then."""
import collections
import hashlib
import http.client
import http.server
import json
import re
import threading
import time
import urllib.parse

LOSE_EVERY, AWAY_EVERY = 3, 5  # writes; results pulls


class Watch:
    """What was seen of the caller so far. Calls come from several threads."""

    def __init__(self, spec, validator):
        self.validator, self.lock = validator, threading.Lock()
        self.routes = [(method.upper(), re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)) + "$"), operation)
                       for path, item in spec["paths"].items() for method, operation in item.items() if method in ("get", "put", "post", "delete")]
        self.calls, self.faults, self.lost, self.away = collections.Counter(), {}, {}, {}
        self.writes = self.pulls = 0
        self.cursors, self.last_cursor, self.reconciled = set(), None, False

    def fault(self, what, example):
        self.faults.setdefault(what, example)

    def operation(self, method, path):
        return next((operation for verb, pattern, operation in self.routes if verb == method and pattern.match(path)), None)

    def seen(self, method, path, query, body, key):
        """What to do with this call: "pass", "lose" (the hub does it, its answer is lost) or "away"."""
        operation = self.operation(method, path)
        if operation is None:
            self.fault("a call that the hub does not have", f"{method} {path}")
            return "pass"
        name = operation["operationId"]
        self.calls[name] += 1
        if "requestBody" in operation:
            wrong = self.validator(operation["requestBody"]["content"]["application/json"]["schema"], body)
            if wrong:
                self.fault("a body that is not as described", f"{name}: {wrong}")
        if name == "pull_results":
            return self.pull(query)
        self.reconciled = self.reconciled or name.startswith("reconcile")
        return self.write(name, body, key) if method != "GET" and name not in ("sign_in", "sign_out", "enrol") else "pass"

    def write(self, name, body, key):
        if not key:
            self.fault("a write without an Idempotency-Key", name)
            return "pass"
        what = (name, hashlib.sha256(body).hexdigest())
        if self.lost.get(key) == what:
            del self.lost[key]
            return "pass"
        if key in self.lost:
            self.fault("an Idempotency-Key used again for another request", name)
        self.writes += 1
        if self.writes % LOSE_EVERY == 1:
            self.lost[key] = what
            return "lose"
        return "pass"

    def pull(self, query):
        cursor = urllib.parse.parse_qs(query).get("cursor", [""])[0]
        if cursor and cursor not in self.cursors:
            self.fault("a cursor that the hub never gave out", cursor)
        if not cursor and self.last_cursor and not self.reconciled:
            self.fault("pulling from the beginning again", "keep the cursor in the same transaction as the row, and go on from it")
        self.pulls += 1
        if self.pulls % AWAY_EVERY == 2:
            self.away[cursor] = True
            return "away"
        self.away.pop(cursor, None)
        return "pass"

    def answered(self, method, path, body):
        if self.operation(method, path) and self.operation(method, path)["operationId"] == "pull_results":
            page = json.loads(body)
            self.cursors |= {page["next"], *(row["cursor"] for row in page["results"])}
            if page["results"]:
                self.last_cursor = page["next"]


def handler(watch, hub):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path, _, query = self.path.partition("?")
            with watch.lock:
                what = watch.seen(self.command, path, query, body, self.headers.get("Idempotency-Key"))
            if what == "away":
                return self.give(503, b'{"type":"urn:bozhong:problem:unavailable","title":"the hub is away","status":503,"todo":"ask again"}',
                                 "application/problem+json")
            line = http.client.HTTPConnection(hub, timeout=60)
            headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection", "content-length")}
            line.request(self.command, self.path, body or None, headers)
            answer = line.getresponse()
            content = answer.read()
            line.close()
            if what == "lose":
                self.close_connection = True
                return self.connection.close()
            if answer.status == 200:
                with watch.lock:
                    watch.answered(self.command, path, content)
            return self.give(answer.status, content, answer.headers.get("Content-Type", "application/json"))

        do_GET = do_PUT = do_POST = do_DELETE = handle_one

        def give(self, status, content, kind):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *ignored):
            pass
    return Handler


def validator_of(spec):
    import jsonschema

    def wrong(schema, body):
        try:
            value = json.loads(body)
        except ValueError as not_json:
            return f"no JSON: {not_json}"
        checker = jsonschema.Draft202012Validator({**schema, "components": spec["components"]})
        first = next(checker.iter_errors(value), None)
        return first and f"{'.'.join(map(str, first.absolute_path)) or 'body'}: {first.message[:200]}"
    return wrong


RULES = ("a call that the hub does not have", "a body that is not as described", "a write without an Idempotency-Key",
         "an Idempotency-Key used again for another request", "a cursor that the hub never gave out", "pulling from the beginning again")


def judge(options, report):
    import yaml
    spec = yaml.safe_load(options.openapi.read_text(encoding="utf-8"))
    watch = Watch(spec, validator_of(spec))
    host, _, port = options.listen.rpartition(":")
    server = http.server.ThreadingHTTPServer((host, int(port)), handler(watch, urllib.parse.urlsplit(options.hub).netloc))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"point your order service at http://{host}:{server.server_address[1]} and let it work a day", flush=True)
    try:
        while not (options.ended and options.ended.exists()):
            time.sleep(0.1)
    except KeyboardInterrupt:
        pass
    server.shutdown()
    for rule in RULES:
        report.that(rule not in watch.faults, f"never: {rule}", watch.faults.get(rule, ""))
    report.that(not watch.lost, "a write whose answer was lost is sent again with the same key and the same body",
                f"{sorted({name for name, _ in watch.lost.values()})} were not; the hub has done them, and only the same key is safe")
    report.that(not watch.away, "a pull that found the hub away is asked again with the same cursor", f"{list(watch.away)} was not")
    if watch.writes < LOSE_EVERY or watch.pulls < 2:
        report.that(False, "enough was called to judge", f"{watch.writes} writes and {watch.pulls} pulls; at least {LOSE_EVERY} and 2")
    print(json.dumps({"calls": dict(watch.calls)}), flush=True)
