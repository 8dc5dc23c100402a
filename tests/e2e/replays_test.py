#!/usr/bin/env python3
"""Nights of batches are kept as they went to the hub, and sent again, each twice, in random order: no figure changes."""
import base64
import concurrent.futures
import json
import pathlib
import random
import sys
import time
import tomllib
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "faults"), str(HERE / "rig")]
import summary as sums  # noqa: E402
from bare import BareSystem, eventually  # noqa: E402
from checking import Judge  # noqa: E402
from proxy import Proxy  # noqa: E402


def figures():
    """Everything that anybody settles by."""
    return {"results": sorted(json.dumps(one, sort_keys=True) for one in system.results()), "marks": system.marks(),
            **sums.at_the_hub(system)}


def send(body):
    """Its status; a hub that is asked too often is asked again later."""
    for _ in range(120):
        status = send_once(body)
        if status != 429:
            break
        time.sleep(1)
    return status


def send_once(body):
    known = tomllib.loads((system.station_dir / "credentials.toml").read_text())
    secret = base64.b64encode(f"{known['station']}:{known['secret']}".encode()).decode()
    request = urllib.request.Request(f"{system.hub_url}/v1/main/stations/T03/events", body, method="POST",
                                     headers={"Authorization": f"Basic {secret}", "Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


judge = Judge(nights=2, lines=60, seed=1)
draw = random.Random(judge.options.seed)
system = BareSystem(judge.bin, judge.dir / "run", judge.options.lines)
try:
    system.begin()
    proxy = Proxy(system.hub_port, judge.options.seed)
    settings = system.station_dir / "station.toml"
    settings.write_text(settings.read_text().replace(f":{system.hub_port}\"", f":{proxy.port}\"", 1))
    proxy.change("keep")
    for night in range(judge.options.nights):
        if night:
            system.another_wave()
        table = system.table(count=judge.options.lines, stay=True)
        table.wait_recorded(judge.options.lines, 120)
        judge.that(eventually(system.same, 60), f"night {night + 1}: everything is at the hub")
        table.process.terminate()
        table.end()
    batches = [post.partition(b"\r\n\r\n")[2] for post in proxy.posts]
    before = figures()
    again = batches * 2
    draw.shuffle(again)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, again))
    judge.that(len(batches) >= judge.options.nights, "batches were kept", len(batches))
    judge.that(set(answers) == {200}, "the hub answers each as the first time", sorted(set(answers)))
    judge.that(figures() == before, "no figure changes: results, marks, exceptions, quarantine")
    events = sum(len(json.loads(batch)["events"]) for batch in batches)
    print(json.dumps({"what": "replays", "nights": judge.options.nights, "lines": len(before["results"]), "batches": len(batches),
                      "events": events, "sent_again": len(again), "answered_200": answers.count(200)}), flush=True)
    proxy.end()
finally:
    system.stop()
judge.end()
