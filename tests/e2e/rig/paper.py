"""What lies on the paper, against the journal: every label that came out, read back with zbarimg."""
import itertools
import json
import struct
import subprocess
import xml.etree.ElementTree as ET
import zlib
from collections import Counter, defaultdict

# Where item-60x40.toml has its framed copy mark, in dots.
MARK_RIGHT, MARK_TOP, MARK_BOTTOM = 470, 105, 141


def read_codes(pictures):
    """The QR and bar code texts of each picture, by its path."""
    codes = {str(picture): {} for picture in pictures}
    paths = list(codes)
    for start in range(0, len(paths), 200):
        done = subprocess.run(["zbarimg", "-q", "--xml", *paths[start:start + 200]], capture_output=True)
        if done.returncode not in (0, 4):  # 4: some picture without a code
            raise RuntimeError(f"zbarimg failed: {done.stderr.decode(errors='replace')[:300]}")
        root = ET.fromstring(done.stdout)
        space = root.tag[:root.tag.index("}") + 1]
        for source in root.iter(f"{space}source"):
            for symbol in source.iter(f"{space}symbol"):
                codes[source.get("href")][symbol.get("type")] = symbol.findtext(f"{space}data")
    return codes


def unfiltered(kind, row, before):
    """One row of a PNG with one byte a dot, from its difference to its neighbours."""
    if kind == 1:
        return bytes(itertools.accumulate(row, lambda left, value: (left + value) & 255))
    if kind == 2:
        return bytes((value + up) & 255 for value, up in zip(row, before))
    if kind == 0:
        return row
    out, left, corner = bytearray(), 0, 0
    for value, up in zip(row, before):
        if kind == 3:
            guess = (left + up) // 2
        else:
            by_left, by_up, by_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
            guess = left if by_left <= by_up and by_left <= by_corner else up if by_up <= by_corner else corner
        left, corner = (value + guess) & 255, up
        out.append(left)
    return bytes(out)


def read_grey(path, height):
    """The first rows of an 8-bit grey PNG, as the simulated printer writes them."""
    data = path.read_bytes()
    width, rows_there = struct.unpack(">II", data[16:24])
    at, packed = 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + size]
        at += 12 + size
    raw, rows = zlib.decompress(packed), [bytes(width)]
    for number in range(min(height, rows_there)):
        start = number * (width + 1)
        rows.append(unfiltered(raw[start], raw[start + 1:start + 1 + width], rows[-1]))
    return rows[1:]


def marked_as_copy(path):
    """The frame of the copy mark: an upright line of full height where the mark ends at the right."""
    rows = read_grey(path, MARK_BOTTOM)
    if len(rows) < MARK_BOTTOM:
        return False
    for column in range(MARK_RIGHT - 12, min(MARK_RIGHT + 12, len(rows[0]))):
        if all(rows[row][column] < 64 for row in range(MARK_TOP + 6, MARK_BOTTOM - 6)):
            across = sum(rows[MARK_TOP + offset][column - 40] < 64 for offset in range(-1, 4))
            if across >= 2:
                return True
    return False


class Labels:
    """Every label that was asked for, with its states in order. An event names another by incarnation and number; without the incarnation
    it means its own."""

    def __init__(self, events):
        self.by_name = {}
        for event in events:
            body, incarnation = event["payload"], event["incarnation"]
            if event["type"] == "label_queued":
                bag = (body.get("of_incarnation", incarnation), body["of"])
                self.by_name[(incarnation, event["seq"])] = {"bag": bag, "copy": body["copy"], "states": ["queued"]}
            elif event["type"] in ("label_state", "label_handwritten"):
                state = body.get("state", "handwritten")
                self._label(body.get("label_incarnation", incarnation), body["label"])["states"].append(state)

    def _label(self, incarnation, seq):
        if (incarnation, seq) not in self.by_name:
            raise RuntimeError(f"a state of label {incarnation}/{seq} that was never queued")
        return self.by_name[(incarnation, seq)]

    def final_states(self):
        return Counter(label["states"][-1] for label in self.by_name.values())


def may_be_out(label):
    return bool({"sent", "unknown", "printed"} & set(label["states"]))


def judge_bag(bag, labels, unmarked, marked):
    for wanted, found, name in ((0, unmarked, "unmarked"), (1, marked, "marked as copy")):
        ours = [label for label in labels if (label["copy"] > 0) == bool(wanted)]
        least = sum(label["states"][-1] == "printed" for label in ours)
        most = sum(may_be_out(label) for label in ours)
        if not least <= found <= most:
            yield {"bag": bag, "what": f"{found} papers {name}; by the journal {least} to {most}"}
    if unmarked > 1:
        yield {"bag": bag, "what": f"{unmarked} papers without a copy mark"}


def judge(folder, journal_file, events, cli):
    """Gives back figures and everything that is wrong with the paper."""
    listing = folder / "paper.jsonl"
    papers = [json.loads(line) for line in listing.read_text().splitlines() if line] if listing.exists() else []
    codes = read_codes([folder / paper["file"] for paper in papers])
    labels, wrong = Labels(events), []
    readable = [paper for paper in papers if "QR-Code" in codes[str(folder / paper["file"])]]
    texts = [codes[str(folder / paper["file"])]["QR-Code"] for paper in readable]
    said = cli("label", "verify", "--journal", journal_file, check=False, input="".join(text + "\n" for text in texts))
    verdicts = [json.loads(line) for line in said.stdout.splitlines()]
    if len(verdicts) != len(texts):
        wrong.append({"what": f"label verify answered {len(verdicts)} of {len(texts)} labels: {said.stderr[:200]}"})
    unmarked, marked = Counter(), Counter()
    for paper, verdict in zip(readable, verdicts):
        if not verdict["ok"]:
            wrong.append({"paper": paper["file"], "what": verdict["why"]})
            continue
        bag = (verdict["incarnation"], verdict["seq"])
        bars = codes[str(folder / paper["file"])].get("CODE-128")
        if bars is None and not paper["torn"]:
            wrong.append({"paper": paper["file"], "what": "its bar code cannot be read"})
        elif bars is not None and int(bars[4:]) != verdict["seq"]:
            wrong.append({"paper": paper["file"], "what": f"bars {bars} on the label of event {verdict['seq']}"})
        (marked if marked_as_copy(folder / paper["file"]) else unmarked)[bag] += 1
    by_bag = defaultdict(list)
    for label in labels.by_name.values():
        by_bag[label["bag"]].append(label)
    for bag in by_bag.keys() | unmarked.keys() | marked.keys():
        wrong += judge_bag(bag, by_bag[bag], unmarked[bag], marked[bag])
    spoiled = len(papers) - len(readable)
    doubtful = sum("unknown" in label["states"] or "failed" in label["states"] for label in labels.by_name.values())
    if spoiled > doubtful:
        wrong.append({"what": f"{spoiled} papers cannot be read, but only {doubtful} labels were ever in doubt"})
    states = labels.final_states()
    if states["queued"]:  # the wave is over and the printer is there
        wrong.append({"what": f"{states['queued']} labels are queued for ever"})
    if not set(states) <= {"queued", "sent", "printed", "unknown", "failed", "void"}:
        wrong.append({"what": f"labels ended in {dict(states)}"})
    figures = {"papers": len(papers), "papers_proved": sum(unmarked.values()) + sum(marked.values()),
               "papers_marked_copy": sum(marked.values()), "papers_spoiled": spoiled, "labels": dict(states),
               "handwritten": sum("handwritten" in label["states"] for label in labels.by_name.values())}
    return figures, wrong
