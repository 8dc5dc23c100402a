#!/usr/bin/env python3
"""A supervisor's walk through the page in a real browser, at a table's telephone, a desk and a wall: sign in, move work by
drag and by finger, search, hold and cancel, correct, decide. What the hub then says is judged, not the page alone.

With BOZHONG_AXE naming axe-core's axe.js, each view is also judged by axe."""
import copy
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "faults"), str(HERE / "rig"), str(HERE.parent / "support")]
from bare import BareSystem, eventually  # noqa: E402
from checking import Judge, rows  # noqa: E402
from chromium import Chromium  # noqa: E402
from openapi_client import Client  # noqa: E402
from parts import wait_until  # noqa: E402
from proxy import Proxy  # noqa: E402
from system import STATION, WAREHOUSE  # noqa: E402

PANELS = {"phone": (390, 844), "desk": (1280, 800), "wall": (1920, 1080)}
OTHER = "T04"


def by_text(text, tag="button"):
    return f"[...document.querySelectorAll('{tag}')].find((n) => n.textContent.includes('{text}') && n.offsetParent)"


def row(text):
    return f"[...document.querySelectorAll('tr.pick')].find((n) => n.textContent.includes('{text}'))"


def grip(text):
    return f"{row(text)}?.querySelector('.grip')"


def tile(station):
    return f"document.querySelector('.tile[data-station={station}]')"


def tasks():
    return central.list_tasks(wave="W001", limit=100)["tasks"]


def at(order_no):
    return next(task["station"] for task in tasks() if task["order_no"] == order_no)


def open_orders(station):
    return [task["order_no"] for task in tasks() if task["station"] == station and task["state"] == "open" and task["standing"] == "active"]


def view(name):
    if page.run(f"!!({by_text('←')})"):
        page.click(by_text("←"))
    page.run(f"location.hash = '{name}'")
    page.until(f"document.querySelector('nav a.on')?.getAttribute('href') === '#{name}'")


def sign_in():
    person, password = (system.hub_dir / "supervisor.password").read_text().split()
    page.open(system.hub_url + "/")
    page.type("document.querySelector('form.sign input')", person)
    page.type("document.querySelector('form.sign input[type=password]')", password)
    page.enter()
    page.until("!!document.querySelector('.board')")


def drawn_anew(action):
    """After this the list has been drawn again: what is replaced under a finger would lose it."""
    page.run("window.before = document.querySelector('tr.pick')")
    action()
    page.until("document.querySelector('tr.pick') && document.querySelector('tr.pick') !== window.before")


def by_task():
    view("work")
    drawn_anew(lambda: page.click(by_text("按任务")))
    search = "document.querySelector('.filters input[type=search]')"
    if page.run(f"{search}.value"):
        drawn_anew(lambda: page.run(f"{search}.value = ''; {search}.dispatchEvent(new Event('change'))"))
    page.until("document.querySelectorAll('tr.pick').length > 4")


def attempt(action, condition):
    """Once more when the page was drawn anew under the hand, as anybody would."""
    for _ in range(4):
        action()
        if eventually(condition, 3):
            return True
    return False


def press(selector, script):
    attempt(lambda: page.click(selector), lambda: page.run(script))


def move_by_drag():
    by_task()
    order = open_orders(STATION)[0]
    moved = attempt(lambda: page.drag(grip(order), tile(OTHER)), lambda: at(order) == OTHER)
    judge.that(moved, "a row dragged by mouse onto a table is that table's")
    page.until(f"{row(order)}?.textContent.includes('{OTHER}')")
    return order


def move_by_finger():
    by_task()
    order, other = open_orders(STATION)[:2]
    press(f"{row(order)}.querySelector('td:nth-child(3)')", "state.chosen.size === 1")
    press(tile(OTHER), "state.chosen.size === 0")
    judge.that(eventually(lambda: at(order) == OTHER), "two presses, row and table, move it too")
    # Drawn anew after the move, which a hand would wait for: rows that are replaced let go of the finger.
    page.until(f"{row(order)}?.textContent.includes('{OTHER}')")
    moved = attempt(lambda: page.finger_drag(grip(other), tile(OTHER)), lambda: at(other) == OTHER)
    judge.that(moved, "and so does a finger that drags")
    page.until(f"{row(other)}?.textContent.includes('{OTHER}')")
    view("work")
    page.click(by_text("按品类"))
    page.until("document.querySelectorAll('tr.pick').length > 1")
    product = page.run(f"{row(OTHER)}.querySelector('b').textContent")
    moved = [task["order_no"] for task in tasks() if task["station"] == OTHER and task["product"] == product and task["state"] == "open"]
    back = attempt(lambda: page.drag(grip(OTHER), tile(STATION)), lambda: all(at(one) == STATION for one in moved))
    judge.that(back, "a product goes back in one drag", moved)


def find(order):
    by_task()
    page.type("document.querySelector('.filters input[type=search]')", order)
    page.enter()
    page.until("document.querySelectorAll('tr.pick').length === 1")
    judge.that(page.run(f"!!({row(order)})"), "an order is found by its number")


def open_line(order):
    find(order)
    page.click(f"{row(order)}.querySelector('button')")
    page.until("!!document.querySelector('.detail')")


def intercept():
    order = open_orders(STATION)[0]
    standing = lambda: next(task["standing"] for task in tasks() if task["order_no"] == order)  # noqa: E731
    open_line(order)
    page.click(by_text("暂停"))
    judge.that(page.until("document.querySelector('#notice').textContent") != "" and standing() == "active", "without a reason nothing happens")
    for word, becomes in (("暂停", "held"), ("放行", "active"), ("取消这行", "cancelled")):
        page.type("document.querySelector('.detail .reason input')", "客户来电")
        page.click(by_text(word))
        judge.that(eventually(lambda: standing() == becomes), f"{word}: the line is {becomes}")
        page.until(f"!({by_text(word)})" if becomes == "cancelled" else f"!!({by_text({'held': '放行', 'active': '暂停'}[becomes])})")


def correct():
    done = next(row for row in system.results() if row["state"] == "done")
    open_line(done["order_no"])
    page.type("document.querySelector('.entry input[inputmode=decimal], .entry form input')", "0.5")
    page.type("document.querySelectorAll('.entry form input')[1]", "照片")
    page.click(by_text("改重"))
    judge.that(eventually(lambda: next(row for row in system.results() if row["order_no"] == done["order_no"])["actual_mg"] == 500_000),
               "a corrected figure settles")


def lowered():
    """Two made bags: of one less is ordered, the other goes to another tote."""
    done = [row["order_no"] for row in system.results() if row["state"] == "done" and row["actual_mg"] > 600_000][:2]
    lines = {line["order_no"]: line for line in rows(system.orders)}
    less, elsewhere = (dict(lines[order], row=2) for order in done)
    less["ordered"], elsewhere["tote"] = "0.500", "T999"
    central.import_orders(lines=[less, elsewhere])
    open_ones = lambda: [one["kind"] for one in central.list_bag_tasks()["bag_tasks"]]  # noqa: E731
    judge.that(eventually(lambda: sorted(open_ones()) == ["relabel", "take_out"]), "both bags are asked for", open_ones())
    view("held")
    page.until(f"!!({by_text('拿出')}) && !!({by_text('换标签')})")
    for language, other in (("zh", "English"), ("en", "中文")):
        for panel, size in PANELS.items():
            page.size(*size)
            view("held")
            whole("bags", panel, language)
        page.click(by_text(other))
        page.until(f"document.documentElement.lang !== '{language}'")
    page.size(*PANELS["desk"])
    press(by_text("拿出"), "document.querySelector('.detail')?.textContent.includes('要拿出')")
    page.click(by_text("就这样"))
    judge.that(len(open_ones()) == 2, "without a reason nothing happens")
    page.type("document.querySelector('#reason')", "客户同意")
    page.click(by_text("就这样"))
    judge.that(eventually(lambda: open_ones() == ["relabel"]), "a supervisor lets a bag be, with a reason", open_ones())


def decide():
    """While the table's network is gone, what it weighs next is cancelled."""
    line_down.change("half_open")
    cancelled = open_orders(STATION)
    for order in cancelled:
        central.cancel_order(order_no=order, reason="客户退单")
    table.process.terminate()
    table.end()
    again = system.table(count=1, stay=True)
    again.wait_recorded(1, 60)
    line_down.change(None)
    wait_until(lambda: central.list_exceptions(state="open")["exceptions"], "the held weighing", 90)
    view("held")
    page.until(f"!!({by_text('放回')})")
    page.type("document.querySelector('#reason')", "放回货堆了")
    page.click(by_text("放回"))
    judge.that(eventually(lambda: not central.list_exceptions(state="open")["exceptions"]), "a decision ends the exception")


def readable(name, panel, language):
    """Nothing serious for who does not see well or has no mouse, as axe judges it."""
    if AXE is None:
        return
    page.run(AXE)
    found = page.run("axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations.filter((v) => ['serious', 'critical']"
                     ".includes(v.impact)).map((v) => [v.id, v.nodes.length, v.nodes[0].target.join(' '), v.nodes[0].failureSummary]))")
    judge.that(found == [], f"{name} on a {panel} in {language}: axe finds nothing serious", found)


def whole(name, panel, language):
    """Nothing runs out of the glass, and every key is large enough for a finger; kept as a picture."""
    wide = page.run("document.documentElement.scrollWidth <= window.innerWidth")
    judge.that(wide, f"{name} fits a {panel} in {language}")
    small = page.run("[...document.querySelectorAll('button, select, a.button')].filter((n) => n.offsetParent && n.getBoundingClientRect().height < 40)"
                     ".map((n) => n.textContent)")
    judge.that(not small, f"{name} on a {panel} in {language}: every key is large enough for a finger", small)
    readable(name, panel, language)
    folder = judge.bin.parent / "artefacts/page"
    folder.mkdir(parents=True, exist_ok=True)
    page.picture(folder / f"{name}-{panel}-{language}.png")


def pictures():
    for language, other in (("zh", "English"), ("en", "中文")):
        for panel, size in PANELS.items():
            page.size(*size)
            for name in ("board", "work", "held", "stations", "books", "log"):
                view(name)
                page.until("document.querySelector('#main').textContent.length > 20")
                whole(name, panel, language)
            view("work")
            page.click("document.querySelector('tr.pick button')")
            page.until("!!document.querySelector('.detail')")
            whole("line", panel, language)
        page.click(by_text(other))
        page.until(f"document.documentElement.lang !== '{language}'")


AXE = pathlib.Path(os.environ["BOZHONG_AXE"]).read_text(encoding="utf-8") if "BOZHONG_AXE" in os.environ else None
judge = Judge()
system = BareSystem(judge.bin, judge.dir / "run", 30)
page = None
try:
    system.start_hub()
    system.staff = system.people()
    line_down = Proxy(system.hub_port, 1)
    system.enrol()
    other = copy.copy(system)
    other.station, other.station_dir = OTHER, judge.dir / OTHER
    other.station_dir.mkdir()
    other.enrol()
    system.import_orders()
    central = Client.central(system.hub_url, WAREHOUSE, system.token_file.read_text().strip())
    for sku in ("P0", "P1", "P2"):
        central.assign(to=STATION, sku=sku, wave="W001", reason="开工")
    direct, system.hub_url = system.hub_url, f"http://127.0.0.1:{line_down.port}"
    system.write_station_settings()
    system.hub_url = direct
    table = system.table(count=6, stay=True)
    table.wait_recorded(6, 60)
    eventually(system.same)
    page = Chromium(*PANELS["desk"])
    sign_in()
    move_by_drag()
    move_by_finger()
    intercept()
    correct()
    lowered()
    decide()
    pictures()
    wrong = [one for one in page.errors if one.get("entry", {}).get("source") != "network"]
    judge.that(not wrong, "the browser has nothing to complain of", wrong[:2])
finally:
    if page:
        page.close()
    system.stop()
judge.end()
