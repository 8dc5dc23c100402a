"""A caller of the hub made from sync/openapi.yaml alone: every operation is a function by its operationId, its arguments are
the path's and the query's parameters and the body's fields. What is sent and what comes back must be as the file says."""
import json
import pathlib
import secrets
import urllib.error
import urllib.parse
import urllib.request

import jsonschema
import yaml

SPEC = pathlib.Path(__file__).resolve().parents[2] / "sync/openapi.yaml"


class Answer:
    def __init__(self, status, body, headers):
        self.status, self.body, self.headers = status, body, headers

    def __getitem__(self, key):
        return self.body[key]


class Client:
    def __init__(self, url, warehouse, headers):
        self._url, self._fixed, self._headers = url, {"warehouse": warehouse}, dict(headers)
        self._spec = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
        self._operations = {operation["operationId"]: (method.upper(), path, item, operation)
                            for path, item in self._spec["paths"].items() for method, operation in item.items()
                            if method in ("get", "post", "put", "delete")}

    @classmethod
    def central(cls, url, warehouse, token):
        return cls(url, warehouse, {"Authorization": f"Bearer {token}"})

    @classmethod
    def person(cls, url, warehouse, name, password):
        """Signed in as on the page."""
        client = cls(url, warehouse, {})
        answer = client.sign_in(person=name, password=password)
        client._headers = {"Cookie": answer.headers["Set-Cookie"].partition(";")[0], "X-CSRF-Token": answer["csrf"]}
        return client

    def __getattr__(self, name):
        if name.startswith("_") or name not in self._operations:
            raise AttributeError(f"sync/openapi.yaml knows no operation {name}")
        return lambda **arguments: self._call(*self._operations[name], {**self._fixed, **arguments})

    def _call(self, method, path, item, operation, arguments):
        query = {}
        for parameter in [*item.get("parameters", []), *operation.get("parameters", [])]:
            if parameter["name"] not in arguments:
                assert not parameter.get("required"), f"{operation['operationId']} needs {parameter['name']}"
                continue
            value = str(arguments.pop(parameter["name"]))
            if parameter["in"] == "path":
                path = path.replace("{" + parameter["name"] + "}", urllib.parse.quote(value, safe=""))
            else:
                query[parameter["name"]] = value
        data = None
        if "requestBody" in operation:
            self._check(operation["requestBody"]["content"]["application/json"]["schema"], arguments)
            data = json.dumps(arguments).encode()
        else:
            assert not set(arguments) - set(self._fixed), f"{operation['operationId']} has no body: {arguments}"
        answer = self._send(method, path + ("?" + urllib.parse.urlencode(query) if query else ""), data)
        self._described(operation, answer)
        return answer

    def _send(self, method, path, data):
        request = urllib.request.Request(self._url + path, data, method=method, headers={
            **self._headers, "Content-Type": "application/json", "Idempotency-Key": secrets.token_hex(8)})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return Answer(answer.status, json.loads(answer.read() or b"null"), answer.headers)
        except urllib.error.HTTPError as problem:
            with problem:
                return Answer(problem.code, json.loads(problem.read() or b"null"), problem.headers)

    def _described(self, operation, answer):
        described = {str(status): words for status, words in operation["responses"].items()}
        assert str(answer.status) in described, f"{operation['operationId']} answers {answer.status}: {answer.body}"
        words = described[str(answer.status)]
        if "$ref" in words:
            words = self._spec["components"]["responses"][words["$ref"].rpartition("/")[2]]
        for content in words.get("content", {}).values():
            self._check(content["schema"], answer.body)

    def _check(self, schema, value):
        jsonschema.Draft202012Validator({**schema, "components": self._spec["components"]}).validate(value)
