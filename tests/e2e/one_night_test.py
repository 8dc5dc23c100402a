#!/usr/bin/env python3
"""One night with everything that a night brings, told step by step; docs/one-night.md tells it to people. Two real tables,
a hub, an order service and a truck. After each step the books (what the order service pulls) equal the bags on the truck,
line for line, to the milligram."""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "faults"), str(HERE / "rig"), str(HERE.parent / "support")]
from checking import Judge  # noqa: E402
from floor import Table, Truck, make_hub  # noqa: E402
from openapi_client import Client  # noqa: E402
from parts import wait_until  # noqa: E402
from proxy import Proxy  # noqa: E402
from system import WAREHOUSE  # noqa: E402

WAVE, DATE = "W0301", "2026-03-01"
CUCUMBER, CABBAGE = ("1001", "黄瓜"), ("2002", "大白菜")
PLACES = {"A": "R1", "B": "R1", "C": "R1", "D": "R1", "K": "R1", "E": "R2", "F": "R2", "G": "R2", "H": "R2"}


def order(customer, line_no, product, jin):
    return {"wave": WAVE, "business_date": DATE, "order_no": f"O-{customer}", "line_no": str(line_no),
            "customer_code": f"{customer}-01", "customer": f"客户{customer}", "route": PLACES[customer], "driver": "", "tote": f"T-{customer}",
            "sku": product[0], "product": product[1], "category": "", "kind": "weighed", "ordered": jin, "unit": "斤", "note": ""}


def send(*lines):
    """The order service's word, checked."""
    answer = central.import_orders(lines=[dict(line, row=n + 2) for n, line in enumerate(lines)])
    assert answer.status == 200, answer.body


def books():
    """The newest revision of every line, as the order service pulls them."""
    rows, cursor, more = {}, "", True
    while more:
        page = central.pull_results(limit=100, cursor=cursor)
        rows |= {(row["order_no"], row["line_no"]): row for row in page["results"]}
        cursor, more = page["next"], page.body.get("more", False)
    return rows


def figures():
    return {line: row["actual_mg"] for line, row in books().items() if row["actual_mg"] and row["state"] != "cancelled"}


def step(words, *tables_there):
    """What happened, and then: books and bags."""
    for table in tables_there or tables:
        wait_until(table.sent, f"{table.name} to have sent everything", 60)
    same = figures() == truck.sums()
    judge.that(same, words, None if same else (figures(), truck.sums()))


def outcome(customer):
    return central.read_order(order_no=f"O-{customer}")["lines"][0]


def move(line, to):
    answer = supervisor.assign(to=to.name, lines=[{"order_no": line[0], "line_no": line[1]}], reason="忙不过来")
    assert answer.status == 200 and answer["moved"] == 1, answer.body
    to.go_to(line)


def label_of(weighing):
    """As the one who puts goods back reads it off the bag."""
    return f"{weighing[1]:06}"


def lots():
    """The crates of one truck are used up in the middle of the product; she says so at the table."""
    first.go_to(("O-A", "1"))
    first.key("lot", text="0301-甲")
    bag("A", 1, "2.010", first)
    first.key("lot", text="0301-乙")
    bag("B", 1, "2.520", first)
    step("goods in two lots: each bag's result says its own")
    seen = books()
    judge.that((seen["O-A", "1"]["lot"], seen["O-B", "1"]["lot"]) == ("0301-甲", "0301-乙"), "both lots are in the books",
               (seen["O-A", "1"]["lot"], seen["O-B", "1"]["lot"]))


def bag(customer, line_no, kg, table):
    """Weighed, labelled, dropped into the tote that goes onto the truck."""
    line = (f"O-{customer}", str(line_no))
    weighed[line] = table.weigh(line, kg)
    truck.load(line, kg)


def late_order():
    send(order("K", 1, CUCUMBER, "2"))
    bag("K", 1, "1.000", first)
    step("a late order comes to the table that has the product")


def two_tables():
    move(("O-D", "1"), second)
    bag("D", 1, "4.050", second)
    step("two tables on one product: the moved customer is weighed at the other one")


def away():
    move(("O-E", "1"), second)
    line_down.change("half_open")
    second.wait(lambda seen: not seen["devices"]["hub_connected"], "its network gone", 120)
    # The supervisor moves both back; nobody tells the table.
    for customer, line_no in (("E", 1), ("F", 1)):
        supervisor.assign(to=first.name, lines=[{"order_no": f"O-{customer}", "line_no": str(line_no)}], reason="没网")
    bag("E", 1, "2.000", second)
    bag("F", 1, "2.500", first)
    held_bag = second.weigh(("O-F", "1"), "2.480")
    central.cancel_order(order_no="O-G", reason="客户退单")
    judge.that(outcome("G")["waiting_for"] == "station", "a cancel waits for the table that is away", outcome("G"))
    wait_until(first.sent, "the table that is there", 60)
    truck_knows_more = figures() == {line: mg for line, mg in truck.sums().items() if line != ("O-E", "1")}
    judge.that(truck_knows_more, "while it is away the books know all but its bag", figures())
    return held_bag


def back(held_bag):
    line_down.change(None)
    step("it comes back: the bag of the task that was moved, and that nobody else weighed, counts")
    open_ones = supervisor.list_exceptions(state="open")["exceptions"]
    judge.that([(one["order_no"], one["weighing"]["seq"]) for one in open_ones] == [("O-F", held_bag[1])],
               "the second bag of one task waits for a person and is in no sum", open_ones)
    decided = supervisor.decide(id=open_ones[0]["id"], decision="keep_first", reason="放回去了")
    judge.that(decided.status == 200, "the supervisor keeps the first", decided.body)
    wait_until(lambda: outcome("G")["outcome"] == "cancelled_unsorted", "the cancel to end", 30)
    step("and the cancel ends: nobody sorted it")


def cancels():
    central.cancel_order(order_no="O-K", reason="客户退单")
    judge.that(outcome("K")["waiting_for"] == "bag", "the bag of a cancelled order is looked for", outcome("K"))
    found = central.put_back(order_no="O-K", line_no="1", label=label_of(weighed["O-K", "1"]))
    truck.unload(("O-K", "1"))
    judge.that(found.status == 200 and outcome("K")["outcome"] == "cancelled_put_back", "found by its label, put back", outcome("K"))
    central.ship_order(order_no="O-B")
    central.cancel_order(order_no="O-B", reason="客户退单")
    judge.that(outcome("B")["outcome"] == "refused_shipped", "what has left is not cancelled", outcome("B"))
    step("cancelled: put back, and refused because it had left")


def changed_amounts():
    send(order("A", 1, CUCUMBER, "6"), order("A", 2, CABBAGE, "6"))
    bag("A", 1, "0.990", first)
    step("raised after bagging: the task is open again and gets a second bag")
    send(order("D", 1, CUCUMBER, "6"))
    second.wait(lambda seen: "take_out" in seen["notices"], "the take-out task at the table that made the bag")
    listed = supervisor.list_bag_tasks()["bag_tasks"]
    judge.that([(one["kind"], one["station"], one["seq"], one["in_bag"], one["keep"], one["take"]) for one in listed]
               == [("take_out", second.name, weighed["O-D", "1"][1], "8.10", "6.00", "2.10")], "one task, and it names the bag", listed)
    send(order("D", 1, CUCUMBER, "6"))
    judge.that(len(supervisor.list_bag_tasks()["bag_tasks"]) == 1, "the order sent again asks for nothing more")
    second.key("show_bag", incarnation=weighed["O-D", "1"][0], seq=weighed["O-D", "1"][1])
    truck.unload(("O-D", "1"))
    weighed["O-D", "1"] = second.weigh_again(("O-D", "1"), weighed["O-D", "1"], "3.020", people["supervisor"])
    truck.load(("O-D", "1"), "3.020")
    step("lowered after bagging: some is taken out, the bag is weighed again")
    wait_until(lambda: not supervisor.list_bag_tasks()["bag_tasks"], "the task to end by itself", 30)
    second.wait(lambda seen: "take_out" not in seen["notices"], "and at the table")


def moved_address():
    """A gets another address and tote: its bags bear the old label."""
    send(dict(order("A", 1, CUCUMBER, "6"), tote="T199", customer="A 新地址"))
    bags = supervisor.list_bag_tasks()["bag_tasks"]
    judge.that([one["kind"] for one in bags] == ["relabel"] * 2 and {one["station"] for one in bags} == {first.name},
               "both bags of A's cucumbers want a new label", bags)
    first.wait(lambda seen: seen["notices"].count("relabel") == 2, "the re-label tasks at the table")
    for one in bags:
        def printed(seen, one=one):
            """A second press that comes at once is one press to the table: once more, until the label is asked for."""
            row = next(row for row in seen["history"] if row["seq"] == one["seq"])
            if not row["copy"]:
                first.key("reprint", incarnation=one["incarnation"], seq=one["seq"])
            return row["copy"] and row["label_state"] == "printed"
        first.wait(printed, "the new label of a bag")
    wait_until(lambda: not supervisor.list_bag_tasks()["bag_tasks"], "the hub to hear of both", 30)
    step("an address moved after bagging: both bags have a new label")


def short_and_more():
    second.go_to(("O-H", "1"))
    second.key("shortage", text="none", reason="not_arrived")
    wait_until(lambda: ("O-H", "1") in books() and books()["O-H", "1"]["state"] == "short", "the shortage in the books", 30)
    step("cabbage runs out: short, with a reason")
    second.key("reopen", order_no="O-H", line_no="1")
    bag("H", 1, "3.500", second)
    step("more arrives: the short is taken back and weighed")
    judge.that(books()["O-H", "1"]["state"] == "done", "the line is done", books()["O-H", "1"]["state"])


def swapped():
    """Each label is stuck on the other's bag, and the bags go by their labels."""
    for customer, kg in (("A", "3.010"), ("E", "2.020")):
        weighed[f"O-{customer}", "2"] = second.weigh((f"O-{customer}", "2"), kg)
    truck.load(("O-A", "2"), "2.020")
    truck.load(("O-E", "2"), "3.010")
    wait_until(second.sent, "both weighings sent", 60)
    judge.that(figures() != truck.sums(), "two labels are swapped, and nobody has seen it yet")
    second.scale("put 3.010")
    match = second.wait(lambda seen: seen["weight"]["net_kg"] == "3.010" and seen["weight"]["stable"], "the bag that says E on the scale")
    heavy = [row["seq"] for row in match["history"] if row["amount"].startswith("6.02")]
    judge.that(heavy == [weighed["O-A", "2"][1]], "the bag that says E weighs what A's record says", heavy)
    second.empty()
    for line in (("O-A", "2"), ("O-E", "2")):
        second.key("reprint", incarnation=weighed[line][0], seq=weighed[line][1])
        truck.unload(line)
    truck.load(("O-A", "2"), "3.010")
    truck.load(("O-E", "2"), "2.020")
    step("both get a new label of their own record")


def closing():
    answer = supervisor.close(scope="route", id="R1", wave=WAVE)
    judge.that(answer["state"] == "closing" and answer["open_tasks"] == 1, "route 1: one line is open while the driver waits", answer.body)
    move(("O-C", "1"), second)
    line_down.change("half_open")
    second.wait(lambda seen: not seen["devices"]["hub_connected"], "its network gone", 120)
    central.cancel_order(order_no="O-C", reason="客户退单")
    answer = supervisor.close(scope="route", id="R1", wave=WAVE, short_open=True, reason="发车")
    judge.that(answer["state"] == "closed", "the supervisor closes it", answer.body)
    judge.that(outcome("C")["outcome"] == "pending_station_offline", "a cancel whose table is away says so", outcome("C"))
    line_down.change(None)
    wait_until(lambda: outcome("C")["outcome"] == "cancelled_unsorted", "the table's answer", 90)
    rest = supervisor.close(scope="wave", id=WAVE, short_open=True, reason="发车")
    judge.that(rest["state"] == "closed", "the wave is closed", rest.body)
    step("the truck leaves")
    rows = books()
    judge.that(len(rows) == 11 and all(row["final"] for row in rows.values()), "every line has its final result",
               {line: row["state"] for line, row in rows.items() if not row["final"]})


def next_morning():
    lock = central.lock_day(business_date=DATE, reason="结账")
    judge.that(lock.status == 200, "the day is locked", lock.body)
    incarnation, seq = weighed["O-H", "1"]
    line = supervisor.correct_weighing(station=second.name, incarnation=incarnation, seq=seq, qty="6.10", unit="斤",
                           reason="照片上是 6.10")
    judge.that(line.status == 200, "the picture shows 6.10 斤, not 7.00", line.body)
    # The truck's bag was that heavy all along.
    truck.unload(("O-H", "1"))
    truck.load(("O-H", "1"), "3.050")
    step("a correction after the lock")
    differences = central.list_corrections(date=DATE, after_lock=1)["corrections"]
    judge.that([(one["order_no"], one["mg_before"], one["mg_after"]) for one in differences] == [("O-H", 3_500_000, 3_050_000)],
               "and it is the one difference to the settled day", differences)
    mine = [{"order_no": line[0], "line_no": line[1], "actual_mg": mg} for line, mg in truck.sums().items()]
    compared = central.reconcile_with(wave=WAVE, lines=mine)
    unlike = [one for one in compared.body.get("differences", []) if (one["order_no"], one["line_no"]) in truck.sums()]
    judge.that(compared.status == 200 and not unlike, "the truck's list and the hub's agree", compared.body)


def proofs():
    for table in tables:
        done = table.system.cli("journal", "verify", table.system.station_dir / "journal.db")
        judge.that(json.loads(done.stdout)["ok"], f"{table.name}'s journal is whole", done.stdout)
    hub.parts["hub"].stop()
    done = judge.program("bozhong-hub", "--dir", hub.hub_dir, "verify")
    judge.that(done.returncode == 0, "the hub's ledger is whole", done.stdout + done.stderr)


def begin():
    """Two tables, the wave, and the two products shared out."""
    tables.extend([Table(hub, "T01", hub.hub_url), Table(hub, "T02", f"http://127.0.0.1:{line_down.port}")])
    send(order("A", 1, CUCUMBER, "4"), order("A", 2, CABBAGE, "6"), order("B", 1, CUCUMBER, "5"), order("C", 1, CUCUMBER, "3"),
         order("D", 1, CUCUMBER, "8"), order("E", 1, CUCUMBER, "4"), order("E", 2, CABBAGE, "4"), order("F", 1, CABBAGE, "5"),
         order("G", 1, CABBAGE, "3"), order("H", 1, CABBAGE, "7"))
    for product, table in zip((CUCUMBER, CABBAGE), tables):
        supervisor.assign(to=table.name, sku=product[0], wave=WAVE, reason="开工")
    for table in tables:
        table.wait(lambda seen: seen["products"], "its tasks")
        table.sign_in(people["sorter"])
    step("the wave is on the tables")


judge, truck, weighed, tables = Judge(), Truck(), {}, []
hub = make_hub(judge.bin, judge.dir / "night")
try:
    hub.start_hub()
    central = Client.central(hub.hub_url, WAREHOUSE, hub.token_file.read_text().strip())
    people = hub.people()
    supervisor = Client.person(hub.hub_url, WAREHOUSE, *(hub.hub_dir / "supervisor.password").read_text().split())
    line_down = Proxy(hub.hub_port, 1)
    begin()
    first, second = tables
    lots()
    late_order()
    two_tables()
    back(away())
    cancels()
    changed_amounts()
    moved_address()
    short_and_more()
    swapped()
    closing()
    next_morning()
    proofs()
finally:
    for table in tables:
        table.stop()
    hub.stop()
judge.end()
