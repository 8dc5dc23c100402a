#!/usr/bin/env python3
"""Departures on the wave board in a real browser: a time typed there, a route that will be late, the suggestion taken with one
press, at a telephone, a desk and a wall, in both languages. What the hub then says is judged, not the page alone."""
import base64
import datetime
import pathlib
import sys
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "faults"), str(HERE / "rig"), str(HERE.parent / "support")]
from checking import Judge  # noqa: E402
from chromium import Chromium  # noqa: E402
from floor import make_hub  # noqa: E402
from openapi_client import Client  # noqa: E402
from parts import wait_until  # noqa: E402
from system import WAREHOUSE  # noqa: E402

PANELS = {"phone": (390, 844), "desk": (1280, 800), "wall": (1920, 1080)}
WAVE = "W0301"
PRODUCTS = {"1001": "奶白菜", "1002": "竹叶菜", "1003": "螺丝椒", "1004": "姜蒜小米椒组合装(小份)"}
LINES = {"R1": 10, "R2": 12, "R3": 8, "R4": 6}  # of each product


def by_text(text):
    return f"[...document.querySelectorAll('button')].find((n) => n.textContent.includes('{text}') && n.offsetParent)"


def orders():
    out = []
    for r, (route, customers) in enumerate(LINES.items()):
        for c in range(customers):
            for n, (sku, product) in enumerate(PRODUCTS.items()):
                out.append({"row": len(out) + 2, "wave": WAVE, "business_date": "2026-03-01", "order_no": f"{route}-{c:02}", "line_no": str(n + 1),
                            "customer_code": f"{'ABCD'[r]}-{c:03}", "customer": f"客户{c}", "route": route, "driver": f"司机{r + 1}", "tote": f"T{100 * r + c}",
                            "sku": sku, "product": product, "category": "", "kind": "weighed", "ordered": "4", "unit": "斤", "note": ""})
    return out


def enrol(name):
    """A table that is there: enrolled, and heard."""
    code = supervisor.make_code(station=name)["code"]
    answer = Client(hub.hub_url, WAREHOUSE, {}).enrol(code=code, public_key="cd" * 32)
    proof = base64.b64encode(f"{name}:{answer['secret']}".encode()).decode()
    request = urllib.request.Request(f"{hub.hub_url}/v1/{WAREHOUSE}/stations/{name}/feed?after=0", headers={"Authorization": f"Basic {proof}"})
    return lambda: urllib.request.urlopen(request, timeout=20).read()


def forecast(route=None):
    for hear in tables:
        hear()
    told = central.forecast_wave(wave=WAVE)
    return told if route is None else next(one for one in told["routes"] if one["route"] == route)


def at(minutes):
    now = datetime.datetime.fromisoformat(forecast()["now"].replace("Z", "+00:00"))
    return (now + datetime.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def row(route):
    return f"[...document.querySelectorAll('.routes .row')].find((n) => n.textContent.startsWith('{route}'))"


def typed_departure():
    page.until("document.querySelectorAll('.routes .row').length === 5")
    told = forecast("R4")
    judge.that(told["state"] == "no_departure" and told["finish_at"], "without a departure there is a forecast, and no verdict", told)
    clock = page.run("(() => { const d = new Date(Date.now() + 600000); return `${String(d.getHours()).padStart(2, '0')}${String(d.getMinutes()).padStart(2, '0')}`; })()")
    box = f"{row('R4')}.querySelector('.at')"
    page.type(box, clock)
    page.enter()
    wait_until(lambda: forecast("R4")["departs_at"], "the typed departure at the hub", 30)
    left = datetime.datetime.fromisoformat(forecast("R4")["departs_at"].replace("Z", "+00:00")) - datetime.datetime.fromisoformat(forecast()["now"].replace("Z", "+00:00"))
    judge.that(datetime.timedelta(minutes=8) < left <= datetime.timedelta(minutes=10), "what is typed is the next such time", left)


def verdicts():
    told = central.put_departures(wave=WAVE, departures=[{"route": "R1", "departs_at": at(80)}, {"route": "R2", "departs_at": at(90)},
                                                   {"route": "R3", "departs_at": at(120)}])
    judge.that(told.status == 200, "the order service says when the others leave", told.body)
    page.until(f"{row('R1')}.querySelector('.at').value !== ''")
    late = forecast("R4")
    judge.that(late["state"] == "late" and late["margin_s"] < 0, "R4 will be late", late)
    for hear in tables:
        hear()
    page.until(f"{row('R4')}.querySelector('.v.late')?.textContent.includes('晚')")
    judge.that(page.run(f"{row('R4')}.querySelector('.v i').textContent") == "▲", "late has a sign, not only a colour")
    first = page.run("document.querySelectorAll('.routes .row')[1].textContent")
    judge.that(first.startswith("R4"), "the earliest departure stands first", first)


def taken():
    before = forecast()
    move = before["moves"][0]
    page.until(f"!!({by_text('照办')})")
    page.click(by_text("照办"))
    wait_until(lambda: sum(table["open"] for table in forecast()["tables"] if table["station"] == move["to"]) >= move["count"], "the move", 30)
    moved = [task for task in central.list_tasks(wave=WAVE, station=move["to"], limit=500)["tasks"]]
    judge.that(len(moved) >= move["count"], "one press moves what was suggested", (len(moved), move["count"]))
    decisions = central.list_decisions(limit=500)["decisions"]
    judge.that(any(one["type"] == "assign" and "建议" in one["reason"] for one in decisions), "and it is a decision with its reason")
    after = forecast("R4")
    gained = -next(one for one in before["routes"] if one["route"] == "R4")["margin_s"] + after["margin_s"]
    judge.that(gained >= move["gain_s"] - 60, "R4 gains what was told", (gained, move["gain_s"]))


def whole(name, panel, language):
    wide = page.run("document.documentElement.scrollWidth <= window.innerWidth")
    judge.that(wide, f"{name} fits a {panel} in {language}")
    small = page.run("[...document.querySelectorAll('button, select, input, a.button')].filter((n) => n.offsetParent && n.getBoundingClientRect().height < 40)"
                     ".map((n) => n.textContent)")
    judge.that(not small, f"{name} on a {panel} in {language}: every key is large enough for a finger", small)
    folder = judge.bin.parent / "artefacts/page"
    folder.mkdir(parents=True, exist_ok=True)
    page.picture(folder / f"{name}-{panel}-{language}.png")


def pictures(name):
    for language, other in (("zh", "English"), ("en", "中文")):
        for panel, size in PANELS.items():
            page.size(*size)
            for hear in tables:
                hear()
            page.until("document.querySelectorAll('.routes .row').length === 5")
            whole(name, panel, language)
        page.click(by_text(other))
        page.until(f"document.documentElement.lang !== '{language}'")
    page.size(*PANELS["desk"])


judge = Judge()
hub, page, tables = make_hub(judge.bin, judge.dir / "late"), None, []
try:
    hub.start_hub()
    central = Client.central(hub.hub_url, WAREHOUSE, hub.token_file.read_text().strip())
    person, password = (hub.hub_dir / "supervisor.password").read_text().split()
    supervisor = Client.person(hub.hub_url, WAREHOUSE, person, password)
    tables = [enrol(name) for name in ("T01", "T02", "T03")]
    answer = central.import_orders(lines=orders())
    assert answer.status == 200, answer.body
    for sku in PRODUCTS:
        supervisor.assign(to="T01", sku=sku, wave=WAVE, reason="开工")
    page = Chromium(*PANELS["desk"])
    page.open(hub.hub_url + "/")
    page.type("document.querySelector('form.sign input')", person)
    page.type("document.querySelector('form.sign input[type=password]')", password)
    page.enter()
    page.until("!!document.querySelector('.board')")
    typed_departure()
    verdicts()
    pictures("board-late")
    taken()
    pictures("board-moved")
    wrong = [one for one in page.errors if one.get("entry", {}).get("source") != "network"]
    judge.that(not wrong, "the browser has nothing to complain of", wrong[:2])
finally:
    if page:
        page.close()
    hub.stop()
judge.end()
