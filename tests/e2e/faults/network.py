"""A hub in a network of its own, one cable (veth) away from the station, TLS between them; and what can happen to a cable."""
import os
import subprocess

from bare import BareSystem
from disk import run
from parts import wait_until

NEEDS = ("ip", "iptables", "tc", "nsenter", "openssl")
STATION, HUB = "10.9.0.1", "10.9.0.2"


class Cable:
    """Made by a process that holds the other end's network; both end with it. Use inside private.enter(network=True)."""

    def __init__(self):
        self.holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"], start_new_session=True)
        ours = os.readlink("/proc/self/ns/net")
        wait_until(lambda: os.readlink(f"/proc/{self.holder.pid}/ns/net") != ours, "the hub's network", 10)
        self.there = ["nsenter", "--target", str(self.holder.pid), "--net"]
        run("ip", "link", "set", "lo", "up")
        run("ip", "link", "add", "station", "type", "veth", "peer", "name", "hub", "netns", self.holder.pid)
        run("ip", "address", "add", f"{STATION}/24", "dev", "station")
        run(*self.there, "ip", "address", "add", f"{HUB}/24", "dev", "hub")
        run(*self.there, "ip", "link", "set", "lo", "up")
        run(*self.there, "ip", "link", "set", "hub", "up")
        run("ip", "link", "set", "station", "up")

    def end(self):
        self.holder.kill()
        self.holder.wait()

    # Each fault gives back what heals it.
    def cut(self):
        run("ip", "link", "set", "station", "down")
        return lambda: run("ip", "link", "set", "station", "up")

    def rule(self, *words):
        run("iptables", "-A", "INPUT", *words)
        return lambda: run("iptables", "-D", "INPUT", *words)

    def answers_lost(self):
        """What the station sends arrives; what the hub sends does not."""
        return self.rule("-s", HUB, "-j", "DROP")

    def loss(self, share=0.3):
        """Of every packet, in each direction."""
        heal_here = self.rule("-s", HUB, "-m", "statistic", "--mode", "random", "--probability", str(share), "-j", "DROP")
        words = ["-s", STATION, "-m", "statistic", "--mode", "random", "--probability", str(share), "-j", "DROP"]
        run(*self.there, "iptables", "-A", "INPUT", *words)

        def heal():
            heal_here()
            run(*self.there, "iptables", "-D", "INPUT", *words)
        return heal

    def slow(self, bits_per_second=9600):
        shape = ["root", "tbf", "rate", f"{bits_per_second}bit", "burst", "1600", "latency", "3s"]
        run("tc", "qdisc", "add", "dev", "station", *shape)
        run(*self.there, "tc", "qdisc", "add", "dev", "hub", *shape)

        def heal():
            run("tc", "qdisc", "del", "dev", "station", "root")
            run(*self.there, "tc", "qdisc", "del", "dev", "hub", "root")
        return heal

    def resets(self):
        """Whatever the station sends is answered with a reset."""
        words = ["-s", STATION, "-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset"]
        run(*self.there, "iptables", "-A", "INPUT", *words)
        return lambda: run(*self.there, "iptables", "-D", "INPUT", *words)


class FarSystem(BareSystem):
    """The bare system with its hub at the other end of a cable, over TLS with a certificate made here."""

    def __init__(self, bin_dir, folder, lines, cable):
        super().__init__(bin_dir, folder, lines)
        self.cable, self.certificate, self.key = cable, self.dir / "hub.pem", self.dir / "hub.pem.key"
        self.hub_url = f"https://{HUB}:{self.hub_port}"
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=hub", "-addext",
            f"subjectAltName=IP:{HUB}", "-keyout", self.key, "-out", self.certificate)
        os.environ["SSL_CERT_FILE"] = str(self.certificate)  # of this process and the tools it calls

    def start_hub(self):
        self.part("hub", [*self.cable.there, self.bin / "bozhong-hub", "--dir", self.hub_dir, "--listen", f"{HUB}:{self.hub_port}",
                          "--tls-cert", self.certificate, "--tls-key", self.key, "--port-file", self.dir / "hub.up"])
        wait_until(lambda: (self.dir / "hub.up").exists(), "the hub")

    def write_station_settings(self):
        super().write_station_settings()
        settings = self.station_dir / "station.toml"
        settings.write_text(settings.read_text().replace("panel_width_mm", f'hub_ca = "{self.certificate}"\npanel_width_mm', 1))
