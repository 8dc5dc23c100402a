"""The whole system in one folder: hub, simulated scales and printer, station, and (when asked) a scripted sorter."""
import json
import pathlib
import secrets
import subprocess
import sys
import urllib.request

from parts import Part, free_port, listening, tell, wait_until

WAREHOUSE, STATION = "main", "T03"


def put_json(url, token, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), method="PUT",
                                     headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json",
                                              "Idempotency-Key": secrets.token_hex(8)})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read() or b"{}")


class System:
    station = STATION

    def __init__(self, bin_dir, folder, orders, loads, platform=None, hub_port=None, settle_ms=40, rate_hz=50,
                 printer="escpos_80_label"):
        self.bin = pathlib.Path(bin_dir).resolve()
        self.dir = pathlib.Path(folder).resolve()
        self.orders, self.loads = pathlib.Path(orders).resolve(), pathlib.Path(loads).resolve()
        self.platform, self.settle_ms, self.rate_hz, self.printer = platform, settle_ms, rate_hz, printer
        self.run, self.log = self.dir / "run", self.dir / "log"
        self.station_dir, self.hub_dir, self.paper = self.dir / "station", self.dir / "hub", self.dir / "paper"
        for folder_needed in (self.run, self.log, self.station_dir, self.hub_dir, self.paper):
            folder_needed.mkdir(parents=True, exist_ok=True)
        self.run.chmod(0o700)  # it holds the control sockets and is the station's runtime folder
        self.hub_port, self.scale_port, self.printer_port = hub_port or free_port(), free_port(), free_port()
        self.hub_url = f"http://127.0.0.1:{self.hub_port}"
        self.parts, self.display = {}, None

    def part(self, name, argv, **more):
        part = Part(name, argv, self.run, self.log, **more)
        self.parts[name] = part
        part.start()
        return part

    def cli(self, *arguments, check=True, input=None):
        done = subprocess.run([str(self.bin / "bozhong"), *map(str, arguments)], capture_output=True, text=True, input=input)
        if check and done.returncode != 0:
            raise RuntimeError(f"bozhong {' '.join(map(str, arguments))}: {done.stderr.strip() or done.stdout.strip()}")
        return done

    @property
    def token_file(self):
        return self.hub_dir / "central.token"

    @property
    def wave(self):
        return self.orders_head()["wave"]

    def orders_head(self):
        import csv
        with open(self.orders, encoding="utf-8-sig", newline="") as file:
            return next(csv.DictReader(file))

    def start_hub(self):
        self.part("hub", [self.bin / "bozhong-hub", "--dir", self.hub_dir, "--listen", f"127.0.0.1:{self.hub_port}"])
        wait_until(lambda: listening(self.hub_port) and self.token_file.exists(), "the hub")

    def people(self):
        """Sorter and supervisor with PINs of their own, drawn here and kept beside the data, readable by the owner only."""
        file = self.dir / "people.json"
        if not file.exists():
            drawn = {"sorter": {"id": "07", "badge": "B07", "pin": f"{secrets.randbelow(10**4):04}"},
                     "supervisor": {"id": "02", "badge": "S02", "pin": f"{secrets.randbelow(10**8):08}"}}
            file.touch(mode=0o600)
            file.write_text(json.dumps(drawn))
        people = json.loads(file.read_text())
        token = self.token_file.read_text().strip()
        for role, person in people.items():
            put_json(f"{self.hub_url}/v1/{WAREHOUSE}/people/{person['id']}", token,
                     {"schema": 1, "name": {"sorter": "员工 07", "supervisor": "班长 02"}[role], "role": role,
                      "badge": person["badge"], "pin": person["pin"], "active": True})
        return people

    def enrol(self):
        if (self.station_dir / "credentials.toml").exists():
            return
        code = subprocess.run([str(self.bin / "bozhong-hub"), "--dir", str(self.hub_dir), "code", "--station", self.station],
                              capture_output=True, text=True, check=True).stdout
        self.cli("enroll", "--hub", self.hub_url, "--code", json.loads(code)["code"], "--dir", self.station_dir)

    def import_orders(self):
        self.cli("orders", "import", self.orders, "--hub", self.hub_url, "--token-file", self.token_file)

    def printer_language(self):
        profiles = [json.loads(line) for line in self.cli("printer", "profiles").stdout.splitlines()]
        return next(profile["language"] for profile in profiles if profile["id"] == self.printer)

    def start_devices(self):
        sim = [self.bin / "bozhong", "sim"]
        speed = ["--settle", self.settle_ms, "--rate", self.rate_hz]
        self.part("scale1", [*sim, "scale", "--protocol", "toledo_cont", "--listen", f"tcp:127.0.0.1:{self.scale_port}",
                             "--control", self.run / "scale1.sock", "--trace", self.log / "scale1-loads.jsonl", *speed])
        self.part("scale2", [*sim, "scale", "--protocol", "yaohua_tf0", "--listen", f"pty:{self.run / 'scale2.pty'}",
                             "--control", self.run / "scale2.sock", *speed])
        self.part("printer", [*sim, "printer", "--listen", f"tcp:127.0.0.1:{self.printer_port}", "--out", self.paper,
                              "--language", self.printer_language(), "--speed", 250, "--control", self.run / "printer.sock"])
        for name in ("scale1", "scale2", "printer"):
            wait_until((self.run / f"{name}.sock").exists, name)

    def write_station_settings(self):
        text = f"""# Written by ./dev run; every setting is explained in config/station.toml.
id = "{self.station}"
name = "3号台"
warehouse = "{WAREHOUSE}"
hub_url = "{self.hub_url}"
journal = "journal.db"
credentials = "credentials.toml"
log_dir = "{self.log / 'station'}"
panel_width_mm = 217

[[scale]]
id = "scale1"
protocol = "toledo_cont"
endpoint = "tcp:127.0.0.1:{self.scale_port}"
e = "5 g"
max = "15 kg"

[[scale]]
id = "scale2"
protocol = "yaohua_tf0"
endpoint = "pty:{self.run / 'scale2.pty'}"
unit = "kg"
stability = "time"
e = "5 g"
max = "15 kg"

[[printer]]
id = "printer"
endpoint = "tcp:127.0.0.1:{self.printer_port}"
profile = "{self.printer}"
"""
        (self.station_dir / "station.toml").write_text(text)

    def start_station(self):
        environment = {"XDG_RUNTIME_DIR": str(self.run), **({"QT_QPA_PLATFORM": self.platform} if self.platform else {})}
        if self.display:
            environment["DISPLAY"] = self.display
        if self.platform and self.platform.startswith("vnc"):
            environment["LD_PRELOAD"] = str(self.bin.parent / "lib/libloopback_bind.so")
        self.part("station", [self.bin / "bozhong-station", "--config", self.station_dir / "station.toml",
                              "--test-control", self.run / "station.sock"], environment=environment)
        wait_until((self.run / "station.sock").exists, "the station")

    def start_sorter(self, people, give_up_s=120, modes=None):
        """The scripted one, or with `modes` the one who touches the window."""
        who = [self.bin / "bozhong", "sim", "sorter"]
        if modes:
            script = pathlib.Path(__file__).resolve().parent / "pointer_sorter.py"
            who = [sys.executable, script, "--display", self.display, "--modes", modes]
        return self.part("sorter", [
            *who, "--control", self.run / "station.sock", "--scale-control",
            self.run / "scale1.sock", "--loads", self.loads, "--badge", people["sorter"]["badge"], "--pin",
            people["sorter"]["pin"], "--supervisor-badge", people["supervisor"]["badge"], "--supervisor-pin",
            people["supervisor"]["pin"], "--trace", self.log / "loads-put.jsonl", "--give-up", give_up_s], restart=False)

    def snapshot(self, full=False):
        answer = tell(self.run / "station.sock", '{"cmd":"snapshot"' + (',"full":true' if full else "") + "}")
        return json.loads(answer) if answer else None

    def watch(self):
        for part in self.parts.values():
            part.watch()

    def stop(self):
        for name in ("sorter", "station", "scale1", "scale2", "printer", "hub", "display"):
            if name in self.parts:
                self.parts[name].stop()
