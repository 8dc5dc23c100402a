"""A display of its own, and a hand and a badge reader on it: motion, buttons and keys go through the X server's test
extension, as from a real pointer and keyboard."""
import ctypes
import random
import time

from parts import wait_until

PRESS_S = 0.004  # how long a finger stays down; the station acts on release
SHIFTED = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ_")


def open_display(system, size):
    """Xvfb as a part of the system; its name, ":7". It takes a free number and lets nobody in but this user."""
    part = system.part("display", ["Xvfb", "-displayfd", "1", "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"],
                       restart=False)
    wait_until(lambda: part.last_words(1).isdigit(), "a display", 20)
    return f":{part.last_words(1)}"


class Hand:
    """Touches anywhere well inside a key, not always its middle; types as a badge reader does."""

    def __init__(self, display, seed=1):
        self.x11, self.test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XStringToKeysym.restype = ctypes.c_ulong
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(display.encode()))
        if not self.display:
            raise RuntimeError(f"the display {display} cannot be opened")
        self.random, self.touches, self.strokes = random.Random(seed), 0, 0

    def touch(self, key):
        x = key["x"] + round(key["width"] * self.random.uniform(0.2, 0.8))
        y = key["y"] + round(key["height"] * self.random.uniform(0.2, 0.8))
        self.test.XTestFakeMotionEvent(self.display, -1, x, y, 0)
        self.test.XTestFakeButtonEvent(self.display, 1, 1, 0)
        self.x11.XFlush(self.display)
        time.sleep(PRESS_S)
        self.test.XTestFakeButtonEvent(self.display, 1, 0, 0)
        self.x11.XFlush(self.display)
        self.touches += 1

    def read(self, code):
        """A badge or label under the reader: its characters and a Return."""
        for character in code:
            self.stroke({"-": "minus", ".": "period", "_": "underscore"}.get(character, character), character in SHIFTED)
        self.stroke("Return")

    def stroke(self, name, shifted=False):
        codes = [self.code("Shift_L")] * shifted + [self.code(name)]
        for code, down in [(code, 1) for code in codes] + [(code, 0) for code in reversed(codes)]:
            self.test.XTestFakeKeyEvent(self.display, code, down, 0)
        self.x11.XFlush(self.display)
        self.strokes += 1

    def code(self, name):
        return self.x11.XKeysymToKeycode(self.display, ctypes.c_ulong(self.x11.XStringToKeysym(name.encode())))
