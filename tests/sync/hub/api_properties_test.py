#!/usr/bin/env python3
"""Every call of sync/openapi.yaml with what nobody should send: values of the right and the wrong type, at and over their bounds,
hostile names, missing and strange fields, bodies that are no JSON. Each answer is one that the file describes, a refusal is a problem
that says what is wrong, and a refused call has changed nothing. The hub is the program, over HTTP.

--cases N is for each operation (default 25, the same every time); --seed S draws others."""
import argparse
import contextlib
import http.client
import json
import os
import pathlib
import random
import sys
import tempfile
import urllib.parse

import jsonschema
import yaml

os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = os.path.join(tempfile.gettempdir(), "bozhong-hypothesis")  # not in the sources
from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
from hub_process import HubProcess  # noqa: E402

SPEC = yaml.safe_load((pathlib.Path(__file__).resolve().parents[3] / "sync/openapi.yaml").read_text(encoding="utf-8"))
KNOWN = ["O1", "O2", "1", "W1", "1001", "R1", "T01", "p1", "main", "2026-03-02", "kg", "斤", "weighed", "counted", "4", "0", "admin"]
HOSTILE = ["", " ", "\x00", "\x1b[2J", "a\nb", "../../etc/passwd", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "=cmd|' /C calc'!A0",
           "'; DROP TABLE lines; --", "%00%ff", "𠮷" * 20, "ก็็็็็", "\u202eabc", "x" * 600, "9" * 40, "-0", "1e309", "0.1234567890123", "NaN"]
NUMBERS = [0, 1, -1, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -2**63 - 1, 1.5, 1e300]
# Known names most of the time, or no call would get past its first look.
texts = st.integers(0, 9).flatmap(lambda n: st.sampled_from(KNOWN) if n < 7 else st.sampled_from(HOSTILE) if n < 9 else st.text(max_size=40))
anything = st.recursive(st.one_of(st.none(), st.booleans(), st.sampled_from(NUMBERS), texts),
                        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)), max_leaves=6)


def resolved(schema):
    return SPEC["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


# What a field of this name usually is; an object is such values but for the one or two that are spoiled.
USUAL = {"business_date": ["2026-03-02"], "date": ["2026-03-02"], "unit": ["kg", "斤"], "kind": ["weighed"], "expected": ["4"], "actual": ["4", "0"], "ordered": ["4", "2.5"],
         "sku": ["1001", "P7"], "order_no": ["O1", "O2", "O3", "O40"], "order_line": ["1"], "line_no": ["1", "2"], "wave": ["W1"], "scope": ["order", "route", "wave"],
         "id": ["O1", "O5", "R1"], "to": ["T01", "stock", "waste"], "stations": ["T01"], "orders": ["O1", "O2", "O3"], "station": ["T01"], "group": ["leaf"],
         "number": ["N1", "N2"], "person": ["p1"], "role": ["sorter", "supervisor"], "format": ["csv", "xlsx", "jsonl"], "decision": ["add", "keep_first"],
         "customer_code": ["A-017"], "product": ["奶白菜"], "state": ["open"], "limit": [5], "after": [0], "pin": ["4711"], "name": ["张"], "to_station": ["T01"]}


def usual(schema, name):
    schema = resolved(schema)
    kind = schema.get("type", "object")
    kind = kind if isinstance(kind, str) else kind[0]
    if kind == "array":
        return st.lists(usual(schema.get("items", {}), name), min_size=1, max_size=3)
    if kind == "object":
        properties, required = schema.get("properties", {}), set(schema.get("required", []))
        return st.fixed_dictionaries({n: usual(inner, n) for n, inner in properties.items() if n in required},
                                     optional={n: usual(inner, n) for n, inner in properties.items() if n not in required})
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if name in USUAL:
        return st.sampled_from(USUAL[name])
    return {"integer": st.integers(0, 5), "boolean": st.booleans()}.get(kind, st.sampled_from(["", "x", "看过了"]))


def spoiled(value, draw):
    """One place of it, however deep, is something else, or gone."""
    if isinstance(value, dict) and value:
        name = draw(st.sampled_from(sorted(value)))
        if draw(st.integers(0, 5)) == 0:
            return {k: v for k, v in value.items() if k != name}
        return {**value, name: spoiled(value[name], draw)}
    if isinstance(value, list) and value and draw(st.booleans()):
        at = draw(st.integers(0, len(value) - 1))
        return [*value[:at], spoiled(value[at], draw), *value[at + 1:]]
    return draw(st.one_of(texts, anything))


@st.composite
def objects(draw, schema):
    value = draw(usual(schema, ""))
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
        value = spoiled(value, draw)
    return value


def bodies(operation):
    if "requestBody" not in operation:
        return st.sampled_from([None, b"", b"{}", b"\xff\xfe"])
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    broken = st.sampled_from([b"", b"{", b"[" * 5000, b'{"a":' * 2000, b"\xef\xbb\xbf{}", b"\xff\xfe\x00", b'{"schema":2}', b'{"schema":"1"}', b"null", b"7",
                               b'{"lines":[{}]}', b'{"a":1,"a":2}', b'{"reason":"\\ud800"}'])
    described = objects(resolved(schema)).map(lambda value: json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return st.integers(0, 9).flatmap(lambda n: broken if n == 0 else described)


class Floor:
    """The hub with an order book, a table and its proofs of who asks."""

    def __init__(self, hub):
        self.hub = hub
        self.proof = {"central": hub.central(), "session": hub.person(), "station": hub.enrol("T01")}
        line = {"wave": "W1", "business_date": "2026-03-02", "customer_code": "A-017", "route": "R1", "tote": "T017", "sku": "1001", "product": "奶白菜",
                "kind": "weighed", "ordered": "4", "unit": "斤"}
        status, body = hub.send("POST", "/v1/main/orders/import", json.dumps({"lines": [dict(line, order_no=f"O{n}", line_no="1") for n in range(40)]}).encode(),
                                self.proof["central"])
        assert status == 200, body

    def state(self):
        """What a refused call must leave as it is."""
        return [self.hub.send("GET", path, None, self.proof["central"])[1]
                for path in ("/v1/main/tasks?limit=500", "/v1/main/people", "/v1/main/exceptions", "/v1/main/decisions?limit=500", "/v1/main/locks",
                             "/v1/main/results?limit=500", "/v1/main/stock?date=2026-03-02")]


def described(operation, status, body, where):
    answers = {str(code): words for code, words in operation["responses"].items()}
    assert str(status) in answers or status == 404, f"{where}: {status} is not described: {body[:300]}"
    assert status < 500, f"{where}: {status} {body[:300]}"
    if status < 400:
        content = answers[str(status)].get("content", {}).get("application/json")
        if content:
            jsonschema.Draft202012Validator({**content["schema"], "components": SPEC["components"]}).validate(json.loads(body))
        return
    problem = json.loads(body)
    assert problem["status"] == status and problem["title"] and problem["type"].startswith("urn:bozhong:problem:"), (where, problem)
    if status == 400:
        assert problem.get("field") or "JSON" in problem["title"], f"{where}: which field? {problem}"


def try_operation(floor, method, path, item, operation, cases, the_seed):
    owners = [owner for proof in operation.get("security", []) for owner in proof]
    headers = floor.proof[owners[0]] if owners else {}
    parameters = [*item.get("parameters", []), *operation.get("parameters", [])]
    inside = {p["name"]: st.one_of(*[usual({"type": "string"}, p["name"])] * 3, texts) for p in parameters if p["in"] == "path" and p["name"] not in ("warehouse", "station")}
    asked = {p["name"]: st.one_of(*[usual(p["schema"], p["name"])] * 3, anything) for p in parameters if p["in"] == "query"}
    counts = {}

    @settings(max_examples=cases, deadline=None, database=None, derandomize=the_seed is None, suppress_health_check=list(HealthCheck),
              phases=(Phase.generate, Phase.shrink))
    @given(st.fixed_dictionaries(inside), st.fixed_dictionaries({}, optional=asked), bodies(operation))
    def one(names, query, body):
        target = path.replace("{warehouse}", "main").replace("{station}", "T01")
        for name, value in names.items():
            target = target.replace("{" + name + "}", urllib.parse.quote(value.encode("utf-8", "surrogatepass"), safe=""))
        if query:
            target += "?" + urllib.parse.urlencode({k: v if isinstance(v, str) else json.dumps(v) for k, v in query.items()}, errors="replace")
        before = floor.state()
        status, answer = floor.hub.send(method.upper(), target, body, headers)
        described(operation, status, answer, f"{method.upper()} {target} {(body or b'')[:300]}")
        if status >= 400:
            assert floor.state() == before, f"{method.upper()} {target} {(body or b'')[:300]}: refused with {status}, and something changed"
        counts[status] = counts.get(status, 0) + 1

    (one if the_seed is None else seed(the_seed)(one))()
    return counts


# These take away what the others prove themselves with; sign-in and enrolment count guesses.
LAST = ("revoke_station", "retire_station", "sign_out")
ONCE_A_MINUTE = {"sign_in": 8, "enrol": 8}


def operations():
    every = [(method, path, item, op) for path, item in SPEC["paths"].items() for method, op in item.items() if method in ("get", "post", "put", "delete")]
    return sorted(every, key=lambda one: LAST.index(one[3]["operationId"]) if one[3]["operationId"] in LAST else -1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hub")
    parser.add_argument("--cases", type=int, default=25)
    parser.add_argument("--seed", type=int)
    ask = parser.parse_args()
    random.seed(ask.seed or 0)
    total, refused, failed = 0, 0, []
    with tempfile.TemporaryDirectory() as folder, contextlib.closing(HubProcess(ask.hub, folder, "[limits]\nrequests_per_minute = 1000000\n")) as hub:
        floor = Floor(hub)
        for method, path, item, operation in operations():
            name = operation["operationId"]
            try:
                counts = try_operation(floor, method, path, item, operation, min(ask.cases, ONCE_A_MINUTE.get(name, ask.cases)), ask.seed)
            except (AssertionError, jsonschema.ValidationError, http.client.HTTPException, OSError) as wrong:
                failed.append(name)
                print(f"BAD  {name}: {str(wrong)[:1500]}", flush=True)
                continue
            total += sum(counts.values())
            refused += sum(count for status, count in counts.items() if status >= 400)
            print(f"good {name} {counts}", flush=True)
        alive = hub.alive()
    print(json.dumps({"what": "api properties", "operations": len(operations()), "calls": total, "refused": refused, "failed": failed}))
    return 1 if failed or not alive else 0


if __name__ == "__main__":
    sys.exit(main())
