"""Faults thrown into a running wave, spread over its tasks by a seed: the hub goes away, the scale's link is cut, the
paper runs out, the station is killed."""
import random
import time

from parts import tell

HUB_STOPS, LINK_CUTS, PAPER_OUTS, KILLS = 2, 5, 2, 9
BOTH = 1  # the station dies and finds no hub to compare its journal with


class Faults:
    def __init__(self, system, tasks, seed):
        self.system, self.random = system, random.Random(seed)
        kinds = ["hub"] * HUB_STOPS + ["link"] * LINK_CUTS + ["paper"] * PAPER_OUTS + ["kill"] * KILLS + ["both"] * BOTH
        self.random.shuffle(kinds)
        marks = sorted(self.random.sample(range(5, max(tasks - 5, 6 + len(kinds))), len(kinds)))
        self.plan = list(zip(marks, kinds))
        self.later = []  # (time, what to do then)
        self.done = []

    def step(self, tasks_done):
        now = time.monotonic()
        for due, action in [entry for entry in self.later if entry[0] <= now]:
            action()
            self.later.remove((due, action))
        # One fault of each kind at a time, but different kinds may meet.
        while self.plan and tasks_done >= self.plan[0][0]:
            _, kind = self.plan.pop(0)
            getattr(self, kind)()
            self.done.append(kind)

    def finished(self):
        return not self.plan and not self.later

    def after(self, low_s, high_s, action):
        self.later.append((time.monotonic() + self.random.uniform(low_s, high_s), action))

    def hub(self, low_s=1, high_s=4):
        part = self.system.parts["hub"]
        part.wanted = False
        part.kill()
        self.after(low_s, high_s, part.start)

    def link(self):
        socket = self.system.run / "scale1.sock"
        tell(socket, "cut")
        self.after(0.3, 2, lambda: tell(socket, "restore"))

    def paper(self):
        socket = self.system.run / "printer.sock"
        tell(socket, "paper_out")
        self.after(1, 3, lambda: tell(socket, "new_roll"))

    def both(self):
        self.hub(5, 7)
        self.kill()

    def kill(self):
        self.system.parts["station"].kill()
