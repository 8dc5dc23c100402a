"""The hub's part of pushed results, played against a receiver: what it must take, what it must refuse, what it must not take twice."""
import hashlib
import hmac
import json
import secrets
import shlex
import subprocess
import time
import urllib.error
import urllib.request

WAVE = "CONTRACT"


def row(order_no, revision=1, **more):
    return {"warehouse": "main", "business_date": "2026-03-02", "wave": WAVE, "order_no": order_no, "line_no": "1", "order_version": 1, "revision": revision,
            "cursor": f"{revision}-{secrets.token_hex(8)}", "customer_code": "A-017", "sku": "1001", "lot": "", "kind": "weighed", "state": "done", "final": False,
            "after_close": False, "ordered": "4", "unit": "斤", "qty": "4.05", "qty_unit": "斤", "actual_mg": 2025000, "actual_count": None, "entry": "scale",
            "reason": "", "weighings": [], **more}


class Hub:
    def __init__(self, url, secret):
        self.url, self.secret, self.run = url, secret, secrets.token_hex(4)

    def order(self, number):
        return f"CK-{self.run}-{number}"

    def push(self, rows, key=None, at=None, secret=None, body=None):
        """The status, or why there was none."""
        body = body if body is not None else json.dumps({"schema": 1, "results": rows, "next": rows[-1]["cursor"], "more": False}, ensure_ascii=False).encode()
        at = int(time.time()) if at is None else at
        sign = hmac.new(secret or self.secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        request = urllib.request.Request(self.url, body, method="POST", headers={
            "Content-Type": "application/json", "Idempotency-Key": key or secrets.token_hex(8), "Bozhong-Signature": f"t={at},v1={sign}"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code
        except OSError as broken:
            return f"no answer: {broken}"


def taken(status):
    return isinstance(status, int) and 200 <= status < 300


def refused(status):
    return isinstance(status, int) and 400 <= status < 500


def takes(hub, report):
    status = hub.push([row(hub.order(1))])
    if not report.that(taken(status), "a signed page of results is taken", f"answered {status}; answer 2xx once it is stored"):
        return
    rows, key = [row(hub.order(2))], secrets.token_hex(8)
    first, again = hub.push(rows, key), hub.push(rows, key)
    report.that(taken(first) and taken(again), "the same page again is taken again", f"answered {first}, then {again}; the hub repeats what it heard no answer to")
    status = hub.push([row(hub.order(3), qty="4.05"), row(hub.order(3), 2, qty="3.90", actual_mg=1950000)])
    report.that(taken(status), "two revisions of one line in a page are taken", f"answered {status}")
    status = hub.push([row(hub.order(3), qty="4.05")])
    report.that(taken(status), "an earlier revision, late, is taken", f"answered {status}; it changes nothing, because a later one is there")
    status = hub.push([row(hub.order(4), a_field_of_next_year={"x": [1]})])
    report.that(taken(status), "a field that is not known yet is passed over", f"answered {status}; fields are added without a new version")
    status = hub.push([row(hub.order(5), kind="counted", unit="盒", ordered="4", qty="3", qty_unit="盒", actual_mg=None, actual_count=3, state="short")])
    report.that(taken(status), "a counted, short line is taken", f"answered {status}; actual_mg is null and actual_count has the pieces")
    status = hub.push([row(hub.order(6), state="cancelled", qty="0.00", actual_mg=0, entry="")])
    report.that(taken(status), "a cancelled line is taken", f"answered {status}")
    status = hub.push([row(hub.order(100 + n), customer_code="𠮷野家-" + "x" * 50) for n in range(100)])
    report.that(taken(status), "a page of 100 rows is taken", f"answered {status}; that is the most the hub sends at once")


def refuses(hub, report):
    status = hub.push([row(hub.order(7))], secret=b"somebody else's")
    report.that(refused(status), "a page with a wrong signature is refused", f"answered {status}; compare v1 before anything else")
    status = hub.push([row(hub.order(7))], at=int(time.time()) - 86_400)
    report.that(refused(status), "a page of yesterday is refused", f"answered {status}; refuse a t older than a few minutes, or pages can be played again")
    body = json.dumps({"schema": 1, "results": [row(hub.order(7))], "next": "1-a"}).encode()
    at = int(time.time())
    good = hmac.new(hub.secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    request = urllib.request.Request(hub.url, body.replace(b"4.05", b"9.05"), method="POST", headers={"Content-Type": "application/json",
                                                                                                 "Bozhong-Signature": f"t={at},v1={good}"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            status = answer.status
    except urllib.error.HTTPError as no:
        with no:
            status = no.code
    except OSError as broken:
        status = f"no answer: {broken}"
    report.that(refused(status), "a page whose figures were changed under way is refused", f"answered {status}; sign the bytes of the body as they came")


def stored(command, hub, report):
    done = subprocess.run(shlex.split(command), capture_output=True, text=True, timeout=60)
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.strip()]
    mine = [one for one in rows if one["order_no"].startswith(f"CK-{hub.run}-")]
    keys = [(one["order_no"], one["line_no"]) for one in mine]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    report.that(not twice, "each line is stored once", f"{twice[:3]} stand there more than once; the key is (order_no, line_no)")
    latest = next((one for one in mine if one["order_no"] == hub.order(3)), {})
    report.that((latest.get("revision"), latest.get("qty")) == (2, "3.90"), "of two revisions the higher one counts",
                f"stored is {latest}; take the highest revision, whatever came last")
    report.that(hub.order(7) not in {key[0] for key in keys}, "what was refused is not stored", "it is in your books")
    missing = [n for n in (1, 2, 4, 5, 6, 100, 199) if hub.order(n) not in {key[0] for key in keys}]
    report.that(not missing, "what was taken is stored", f"{[hub.order(n) for n in missing]} are missing; answer 2xx only after your own commit")


def judge(options, report):
    hub = Hub(options.url, options.secret_file.read_bytes().strip())
    takes(hub, report)
    refuses(hub, report)
    if options.stored:
        stored(options.stored, hub, report)
