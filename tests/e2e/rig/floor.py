"""A floor with a hub, several tables and a truck: what a night is told with. A table is a real station with a simulated
scale and printer; the truck's bags are written down here, beside every program, and are what the books must equal."""
import copy
import json

from parts import free_port, tell, wait_until
from system import System


class Table:
    """One station with devices of its own. Weighings are named (incarnation, sequence)."""

    def __init__(self, hub, name, hub_url):
        one = self.system = copy.copy(hub)
        one.station, one.parts = name, {}
        for folder in ("station", "run", "log", "paper"):
            path = hub.dir / name / folder
            path.mkdir(parents=True)
            setattr(one, {"station": "station_dir"}.get(folder, folder), path)
        one.run.chmod(0o700)
        one.scale_port, one.printer_port = free_port(), free_port()
        one.enrol()
        one.hub_url = hub_url
        one.write_station_settings()
        one.start_devices()
        one.start_station()
        self.name = name

    def look(self):
        return self.system.snapshot(full=True)

    def wait(self, condition, what, patience_s=60):
        try:
            wait_until(lambda: condition(self.look() or {}), f"{self.name}: {what}", patience_s)
        except RuntimeError:
            print(json.dumps(self.look(), ensure_ascii=False), flush=True)
            raise
        return self.look()

    def key(self, key, **more):
        answer = json.loads(tell(self.system.run / "station.sock", json.dumps({"cmd": "key", "key": key, **more})))
        assert answer["ok"], answer

    def sign_in(self, person):
        tell(self.system.run / "station.sock", json.dumps({"cmd": "sign_in", "badge": person["badge"], "pin": person["pin"]}))
        self.wait(lambda seen: seen.get("person") and not seen["locked"], "signed in")

    def scale(self, command):
        tell(self.system.run / "scale1.sock", command)

    def go_to(self, line):
        def there(seen):
            task = seen["task"]
            if task and (task["order_no"], task["line_no"]) == line:
                return True
            self.key("go_to", order_no=line[0], line_no=line[1])
            return False
        self.wait(there, f"the task {line}")

    def weigh(self, line, kg):
        """Goods on the pan, confirmed, seen as recorded, lifted off again; gives the weighing's name."""
        self.go_to(line)
        before = [row["seq"] for row in self.look()["history"]]
        self.scale(f"put {kg}")
        self.wait(lambda seen: seen["weight"]["net_kg"] == kg and seen["weight"]["stable"], f"{kg} kg at rest")

        def recorded(seen):
            if seen["history"] and seen["history"][0]["seq"] not in before:
                return True
            if seen["confirm"]["possible"] and seen["confirm"]["locked_ms"] == 0:
                self.key("confirm")
            return False
        row = self.wait(recorded, f"{line} recorded with {kg} kg")["history"][0]
        self.empty()
        return row["incarnation"], row["seq"]

    def empty(self):
        self.scale("remove")
        self.wait(lambda seen: seen["weight"]["net_kg"] == "0.000" and seen["weight"]["stable"] and
                  seen["weight"]["state"] != "recorded", "an empty pan")

    def weigh_again(self, line, weighing, kg, supervisor):
        """What is older than the last thing she did needs the supervisor's badge and PIN."""
        self.key("reweigh", incarnation=weighing[0], seq=weighing[1], badge=supervisor["badge"], pin=supervisor["pin"])
        return self.weigh(line, kg)

    def sent(self):
        devices = (self.look() or {}).get("devices", {})
        return devices.get("hub_connected") and devices["unsent"] == 0

    def stop(self):
        self.system.stop()


class Truck:
    """Bags by order line, in milligrams, as hands put them there."""

    def __init__(self):
        self.bags = {}

    def load(self, line, kg):
        self.bags.setdefault(line, []).append(round(float(kg) * 1000) * 1000)

    def unload(self, line, kg=None):
        bags = self.bags.pop(line)
        if kg is not None:
            bags.remove(round(float(kg) * 1000) * 1000)
            self.bags[line] = bags

    def sums(self):
        return {line: sum(bags) for line, bags in self.bags.items() if bags}


def make_hub(bin_dir, folder):
    """The hub without a station of its own."""
    return System(bin_dir, folder, "/dev/null", "/dev/null", "offscreen")
