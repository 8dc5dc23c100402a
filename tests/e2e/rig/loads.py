"""What lay on the scale, against the journal: one load, one weighing."""
import calendar
import json
import time
from decimal import Decimal

SLACK_MS = 5  # two clocks readings of two processes on one machine


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines() if line] if path.exists() else []


def milliseconds(text):
    whole, fraction = text.rstrip("Z").split(".")
    return calendar.timegm(time.strptime(whole, "%Y-%m-%dT%H:%M:%S")) * 1000 + int(fraction)


def stays(commands):
    """What lay there from when to when: [mass_mg, from_ms, to_ms, mg less than before], from the commands the scale was
    given."""
    found, level = [], 0
    for command in commands:
        if found and found[-1][2] is None:
            found[-1][2] = command["at_ms"]
        words = command["command"].split()
        before, level = level, int(Decimal(words[1]) * 1_000_000) if words[0] == "put" else 0
        if level:
            found.append([level, command["at_ms"], None, before - level])
    return found


def portion(stay, event):
    return stay[3] if event["payload"]["mode"] == "take_away" else stay[0]


def judge(log, events):
    """Every weighing has a stay of its own with just that mass; every weighing somebody saw recorded is there."""
    wrong, used = [], set()
    on_scale = stays(lines(log / "scale1-loads.jsonl"))
    weighed = [event for event in events if event["type"] == "weighed"]
    for event in weighed:
        at, name = milliseconds(event["at"]), f"{event['incarnation']}/{event['seq']}"
        here = [number for number, (_, since, until, _) in enumerate(on_scale)
                if since - SLACK_MS <= at and (until is None or at <= until + SLACK_MS)]
        if not here:
            wrong.append({"event": name, "what": "weighed while nothing lay on the scale"})
        elif portion(on_scale[here[-1]], event) != event["payload"]["gross_mg"]:
            meant = portion(on_scale[here[-1]], event)
            wrong.append({"event": name, "what": f"{event['payload']['gross_mg']} mg, the load was {meant}"})
        elif here[-1] in used:
            wrong.append({"event": name, "what": "a second weighing of one load"})
        else:
            used.add(here[-1])
    witnessed = [line for line in lines(log / "loads-put.jsonl") if line.get("what") == "recorded"]
    known = {}
    for event in weighed:
        task = event["payload"]["task"]
        known.setdefault((task["line"]["line_no"], task["customer_code"]), []).append(milliseconds(event["at"]))
    for seen in witnessed:
        before = known.get((seen["line_no"], seen["customer_code"]), [])
        if not any(at <= seen["at_ms"] + SLACK_MS for at in before):
            wrong.append({"load": [seen["line_no"], seen["customer_code"]], "what": "was shown as recorded, is not there"})
    return {"loads_on_scale": len(on_scale), "loads_weighed": len(used), "seen_recorded": len(witnessed)}, wrong
