"""A hub as its program, with the proofs of those who may ask it."""
import base64
import http.client
import json
import pathlib
import subprocess


class HubProcess:
    def __init__(self, program, folder, settings=""):
        self.program, self.dir = program, pathlib.Path(folder)
        config = self.dir / "hub.toml"
        config.write_text(f'listen = "127.0.0.1:0"\ndir = "data"\n{settings}', encoding="utf-8")
        self.process = subprocess.Popen([program, "--config", str(config)], stdout=subprocess.PIPE, text=True)
        self.where = json.loads(self.process.stdout.readline())["listen"]
        self.data = self.dir / "data"
        self.line = None

    def send(self, method, path, body, headers):
        """(status, bytes) over one kept connection; asked again once when the hub had closed it."""
        for last in (False, True):
            if self.line is None:
                self.line = http.client.HTTPConnection(self.where, timeout=20)
            try:
                self.line.request(method, path, body, headers)
                answer = self.line.getresponse()
                return answer.status, answer.read()
            except (http.client.RemoteDisconnected, ConnectionError):
                self.line.close()
                self.line = None
                if last:
                    raise

    def central(self):
        return {"Authorization": "Bearer " + (self.data / "central.token").read_text().strip()}

    def person(self):
        password = (self.data / "supervisor.password").read_text().split()[1]
        line = http.client.HTTPConnection(self.where, timeout=20)
        line.request("POST", "/v1/session", json.dumps({"person": "admin", "password": password}))
        answer = line.getresponse()
        proof = {"Cookie": answer.headers["Set-Cookie"].partition(";")[0], "X-CSRF-Token": json.loads(answer.read())["csrf"]}
        line.close()
        return proof

    def enrol(self, station):
        made = subprocess.run([self.program, "--config", str(self.dir / "hub.toml"), "code", "--station", station], capture_output=True, text=True, check=True)
        body = json.dumps({"code": json.loads(made.stdout)["code"], "public_key": "cd" * 32}).encode()
        status, answer = self.send("POST", "/v1/enrol", body, {})
        assert status == 201, answer
        return {"Authorization": "Basic " + base64.b64encode(f"{station}:{json.loads(answer)['secret']}".encode()).decode()}

    def alive(self):
        return self.process.poll() is None

    def close(self):
        if self.line is not None:
            self.line.close()
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()
