"""A TCP proxy before a hub on loopback that does to a connection what a bad network or a bad middle box does."""
import random
import socket
import struct
import threading
import time


class Proxy:
    """`mood` is what happens to the connections that come from now on; None lets everything through."""

    def __init__(self, hub_port, seed):
        self.hub_port, self.random, self.mood = hub_port, random.Random(seed), None
        self.open, self.counts, self.posts = set(), {}, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                station, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(station,), daemon=True).start()

    def change(self, mood):
        """Connections that stand from before are reset, so that the new mood is theirs too."""
        self.mood = mood
        for one in list(self.open):
            self.reset(one)

    @staticmethod
    def reset(one):
        try:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            one.shutdown(socket.SHUT_RD)
            one.close()
        except OSError:
            pass

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def serve(self, station):
        self.open.add(station)
        try:
            if self.mood == "half_open":  # taken, and then nothing, ever
                self.count("half_open")
                while station.recv(65536):
                    pass
                return
            hub = socket.create_connection(("127.0.0.1", self.hub_port), 5)
            self.open.add(hub)
            back = threading.Thread(target=self.answers, args=(hub, station, self.mood), daemon=True)
            back.start()
            self.requests(station, hub, self.mood)
        except OSError:
            pass
        finally:
            self.open.discard(station)
            self.reset(station)

    def requests(self, station, hub, mood):
        while True:
            data = station.recv(65536)
            if not data:
                return hub.shutdown(socket.SHUT_WR)
            if data.startswith(b"POST") and mood in ("keep", "twice"):
                data = self.whole(data, station)
                self.posts.append(data)
                if mood == "twice":
                    self.again(data)
            if mood == "reset_in_message" and data.startswith(b"POST"):
                hub.sendall(data[:self.random.randrange(1, len(data))])
                self.count("reset_in_message")
                return self.reset(hub)
            if mood == "byte_at_a_time":
                self.count("byte_at_a_time")
                for place in range(len(data)):
                    hub.sendall(data[place:place + 1])
            else:
                hub.sendall(data)

    @staticmethod
    def whole(data, station):
        """The request up to the end of its body."""
        head, _, body = data.partition(b"\r\n\r\n")
        lines = (line.partition(b":") for line in head.split(b"\r\n"))
        length = next((int(value) for name, _, value in lines if name.lower() == b"content-length"), 0)
        while len(body) < length:
            more = station.recv(65536)
            if not more:
                break
            data, body = data + more, body + more
        return data

    def again(self, request):
        """The same request on a connection of its own, before the station's; and now and then one of long ago."""
        for one in [request] + ([self.random.choice(self.posts)] if self.random.random() < 0.3 else []):
            with socket.create_connection(("127.0.0.1", self.hub_port), 5) as hub:
                hub.settimeout(5)
                hub.sendall(one)
                hub.recv(65536)
            self.count("twice")

    def answers(self, hub, station, mood):
        try:
            while True:
                data = hub.recv(65536)
                if not data:
                    return
                if mood == "answer_lost" and self.random.random() < 0.5:
                    self.count("answer_lost")
                    return self.reset(station)
                if mood == "late":
                    self.count("late")
                    time.sleep(self.random.uniform(0, 0.3))
                station.sendall(data)
        except OSError:
            pass
        finally:
            self.open.discard(hub)
            self.reset(hub)

    def end(self):
        self.listener.close()
        self.change(None)
