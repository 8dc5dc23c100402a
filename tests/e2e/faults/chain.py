"""A station's journal as the hub reads it: chained, signed events, made here without the station's own code."""
import base64
import ctypes
import ctypes.util
import hashlib
import json
import secrets
import struct

sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
sodium.sodium_init()
NONE = "0" * 64


def _text(text, form):
    data = text.encode()
    return struct.pack(form, len(data)) + data


def hash_event(station, incarnation, seq, kind, payload, previous):
    return hashlib.blake2b(b"\x01" + _text(station, ">H") + _text(incarnation, ">H") + struct.pack(">Q", seq) + _text(kind, ">H")
                           + _text(payload, ">I") + bytes.fromhex(previous), digest_size=32).hexdigest()


class Journal:
    def __init__(self, station):
        self.station, self.incarnation, self.events = station, secrets.token_hex(8), []
        self.public, self.secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(64)
        sodium.crypto_sign_keypair(self.public, self.secret)

    def add(self, kind, payload):
        payload = json.dumps({"v": 1, "stamp": {"at": "2026-11-21T02:20:54.123Z", "clock_good": True, "person": "p1",
                                                "feed_position": 1}, **payload}, ensure_ascii=False)
        previous = self.events[-1]["hash"] if self.events else NONE
        seq = len(self.events) + 1
        self.events.append({"seq": seq, "type": kind, "payload": payload, "previous_hash": previous,
                            "hash": hash_event(self.station, self.incarnation, seq, kind, payload, previous)})

    def batch(self, first, last):
        """Events of these numbers, as a body to post."""
        end = self.events[last - 1]
        head = (b"bozhong-head\x01" + _text(self.station, ">H") + _text(self.incarnation, ">H") + struct.pack(">Q", last)
                + bytes.fromhex(end["hash"]))
        signature = ctypes.create_string_buffer(64)
        sodium.crypto_sign_detached(signature, None, head, ctypes.c_ulonglong(len(head)), self.secret)
        return json.dumps({"schema": 1, "station": self.station, "incarnation": self.incarnation, "events": self.events[first - 1:last],
                           "signature": signature.raw.hex(), "feed_position": 0, "unsent": 0}).encode()


def basic(station, secret):
    return "Basic " + base64.b64encode(f"{station}:{secret}".encode()).decode()


def counted(task, count):
    """A payload: so many pieces of a task, as the feed gave it."""
    names = ("line", "warehouse", "business_date", "wave", "version", "assignment", "sku", "product", "category", "customer_code",
             "customer", "route", "driver", "tote", "note", "ordered")
    return {"task": {**{name: task[name] for name in names}, "feed_position": 1, "lot": "", "bag": 1, "bags": 1},
            "count": count, "trigger": "key", "person": "p1", "person_name": "甲"}
