#!/usr/bin/env python3
"""Bad input to the real programs: every refusal names the place, nothing is half applied, nothing is lost."""
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "rig"))
from checking import ROOT, Judge  # noqa: E402
from parts import wait_until  # noqa: E402
from system import System  # noqa: E402

judge = Judge()
SAMPLE = (ROOT / "config/sample/orders.csv").read_text(encoding="utf-8").splitlines()
TEN = SAMPLE[:11]


def file(name, content):
    path = judge.dir / name
    path.write_bytes(content if isinstance(content, bytes) else ("\n".join(content) + "\n").encode())
    return path


def changed(line, pattern, replacement):
    """The first ten orders with one line of the file (counted from 1) made wrong."""
    lines = list(TEN)
    lines[line - 1] = re.sub(pattern, replacement, lines[line - 1], count=1)
    assert lines[line - 1] != TEN[line - 1], f"nothing to change in {TEN[line - 1]}"
    return lines


def hub_get(path):
    request = urllib.request.Request(system.hub_url + path,
                                     headers={"Authorization": f"Bearer {system.token_file.read_text().strip()}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


def take(path):
    return system.cli("orders", "import", path, "--hub", system.hub_url, "--token-file", system.token_file, check=False)


def one_line(text):
    return len(text.strip().splitlines()) == 1


def orders_files():
    where = {
        "cut off in a line": (TEN + ["S20260301,half"], ":12"),
        "cut off in a quoted field": (TEN + ['S20260301,"open'], ":12"),
        "a line that stands twice": (TEN + [TEN[4]], "lines 5 and 12"),
        "no product id": (changed(5, r",P\d+,", ",,"), ":5, column 9 (sku)"),
        "a product without a name": (changed(5, r"(,P\d+,)[^,]*", r"\1"), ":5, column 10 (product)"),
        "an unknown unit": (changed(2, r",斤,", ",担,"), ":2, column 14 (unit)"),
        "no number": (changed(2, r",\d+,斤", ",viel,斤"), ":2, column 13 (ordered)"),
        "a bundle line": (changed(5, r",weighed,", ",bundle,"), ":5, column 12 (kind)"),
        "a column that is missing": ([line.rsplit(",", 2)[0] for line in TEN], ":1: no column unit"),
        "an empty file": (b"", ":1: the file is empty"),
        "a file that is no text": (b"wave,order_no\n\xff\xfe\x00", ":2, byte 3"),
    }
    for what, (content, place) in where.items():
        path = file("bad.csv", content)
        done = take(path)
        judge.that(done.returncode == 1 and one_line(done.stderr) and f"{path}" in done.stderr and place in done.stderr,
                   f"orders file, {what}: refused, naming bad.csv{place if place[0] == ':' else ', ' + place}",
                   f"{done.returncode} {done.stderr}")
    judge.that(take(judge.dir / "nothing.csv").returncode == 3, "orders file that is not there: status 3")
    judge.that(hub_get("/v1/main/waves")["waves"] == [], "nothing of all these was taken")


def code_pages():
    text = "\n".join(TEN) + "\n"
    first = take(file("gb.csv", text.encode("gb18030")))
    judge.that('"added":10' in first.stdout, "the same orders in GB18030 are taken", first.stdout + first.stderr)
    pulled = system.cli("results", "pull", "--hub", system.hub_url, "--token-file", system.token_file).stdout
    for name, content in (("bom.csv", b"\xef\xbb\xbf" + text.encode()), ("plain.csv", text.encode())):
        again = take(file(name, content))
        judge.that('"unchanged":10' in again.stdout and '"changed":0' in again.stdout,
                   f"{name}: byte for byte the same content, no effect", again.stdout + again.stderr)
    after = system.cli("results", "pull", "--hub", system.hub_url, "--token-file", system.token_file).stdout
    judge.that(pulled == after, "the results are the same after all three")
    product = TEN[1].split(",")[9]
    judge.that(product in json.dumps(hub_get("/v1/main/tasks"), ensure_ascii=False), f"and its texts are whole: {product}")


def hub_starts():
    taken = judge.program("bozhong-hub", "--dir", judge.dir / "other-hub", "--listen", f"127.0.0.1:{system.hub_port}")
    judge.that(taken.returncode == 3 and f"127.0.0.1:{system.hub_port}" in taken.stderr and one_line(taken.stderr),
               "hub on a port in use: named, status 3", taken.stderr)
    second = judge.program("bozhong-hub", "--dir", system.hub_dir, "--listen", "127.0.0.1:0")
    judge.that(second.returncode == 3 and "hub.db" in second.stderr, "a second hub on one database: named, status 3", second.stderr)
    open_port = judge.program("bozhong-hub", "--dir", judge.dir / "other-hub", "--listen", "0.0.0.0:0")
    judge.that(open_port.returncode == 2 and "0.0.0.0" in open_port.stderr, "plain HTTP on every address: refused", open_port.stderr)


def station(config):
    return judge.program("bozhong-station", "--config", config, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def station_settings():
    good = (system.station_dir / "station.toml").read_text()
    wrong = {
        "a word where a number belongs": (good.replace("panel_width_mm = 217", 'panel_width_mm = "wide"'), "panel_width_mm"),
        "a number out of its limits": (good.replace("panel_width_mm = 217", "panel_width_mm = 3"), "panel_width_mm"),
        "an unknown key": (good.replace("panel_width_mm", "panel_width"), "panel_width"),
        "an unknown protocol": (good.replace('"toledo_cont"', '"toledo"'), "protocol"),
        "an endpoint that is none": (good.replace('"tcp:', '"tpc:', 1), "endpoint"),
        "an unknown printer profile": (good.replace('"escpos_80_label"', '"laser"'), "profile"),
    }
    for what, (text, key) in wrong.items():
        assert text != good, what
        path = file("station.toml", text.encode())
        line = next(number for number, (bad, fine) in enumerate(zip(text.splitlines(), good.splitlines()), 1) if bad != fine)
        done = station(path)
        judge.that(done.returncode == 2 and f"station.toml:{line}" in done.stderr and key in done.stderr,
                   f"station.toml, {what}: named with file, line {line} and key {key}", f"{done.returncode} {done.stderr}")
    judge.that(not (judge.dir / "journal.db").exists(), "none of these made a journal")
    narrow = station(file("station.toml", good.replace('"escpos_80_label"', '"escpos_58_label"').encode()))
    judge.that(narrow.returncode == 2 and "480 dots wide, the head of escpos_58_label has 384" in narrow.stderr,
               "a head narrower than the template: template, width and head", f"{narrow.returncode} {narrow.stderr}")
    broken = station(file("station.toml", b'id = "T03"\nname = "x\n'))
    judge.that(broken.returncode == 2 and "station.toml:2" in broken.stderr, "station.toml, broken TOML: its line", broken.stderr)
    judge.that(station(judge.dir / "nothing.toml").returncode == 2, "no station.toml: status 2")


def second_station():
    before = system.cli("journal", "verify", system.station_dir / "journal.db").stdout
    done = station(system.station_dir / "station.toml")
    judge.that(done.returncode == 3 and "journal.db" in done.stderr, "a second station on the same journal: refused, the file named",
               f"{done.returncode} {done.stderr}")
    judge.that(system.snapshot() is not None, "the first one goes on")
    after = json.loads(system.cli("journal", "verify", system.station_dir / "journal.db").stdout)
    judge.that(after["ok"] and after["incarnation"] == json.loads(before)["incarnation"], "and its journal is untouched")


def strange_control():
    with socket.socket(socket.AF_UNIX) as peer:
        peer.connect(str(system.run / "station.sock"))
        peer.sendall(b'{"cmd":"key","key":"nuke"}\n\xff\xfe{]\n' + b"x" * 200_000 + b"\n")
        peer.settimeout(2)
        try:
            while peer.recv(65536):
                pass
        except OSError:
            pass
    judge.that(system.snapshot() is not None, "garbage on the control socket leaves the station standing")


system = System(judge.bin, judge.dir / "run", ROOT / "config/sample/orders.csv", ROOT / "config/sample/loads.csv", "offscreen")
try:
    system.start_hub()
    orders_files()
    code_pages()
    hub_starts()
    system.people()
    system.enrol()
    system.start_devices()
    system.write_station_settings()
    station_settings()
    system.start_station()
    wait_until(lambda: (system.snapshot() or {}).get("products"), "the tasks at the station", 30)
    second_station()
    strange_control()
    system.parts["hub"].process.send_signal(signal.SIGTERM)
    judge.that(system.parts["hub"].process.wait(10) == 0, "the hub ends with status 0 when asked")
finally:
    system.stop()
judge.end()
