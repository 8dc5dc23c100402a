"""A headless Chromium driven over its debugging pipe: no port is open, nothing beside it is needed."""
import base64
import fcntl
import json
import os
import shutil
import subprocess
import tempfile
import time


class Chromium:
    def __init__(self, width, height):
        self.profile = tempfile.mkdtemp(prefix="bozhong-chromium-")
        theirs_in, self.to = os.pipe()
        self.back, theirs_out = os.pipe()

        def pipes():
            # Out of the way first: one of them may be 3 or 4 itself.
            high_in, high_out = fcntl.fcntl(theirs_in, fcntl.F_DUPFD, 10), fcntl.fcntl(theirs_out, fcntl.F_DUPFD, 10)
            os.dup2(high_in, 3)
            os.dup2(high_out, 4)
        self.process = subprocess.Popen(
            ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", f"--window-size={width},{height}",
             f"--user-data-dir={self.profile}"], preexec_fn=pipes, close_fds=False, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.number, self.unread, self.session, self.errors = 0, b"", None, []
        target = self.command("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.command("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.command(f"{domain}.enable")
        self.command("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=1)
        self.size(width, height)

    def size(self, width, height):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def command(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters, **({"sessionId": self.session} if self.session else {})}
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self.unread:
                self.unread += os.read(self.back, 1 << 20)
            one, _, self.unread = self.unread.partition(b"\0")
            answer = json.loads(one)
            if answer.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded"):
                self.errors.append(answer["params"])
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(answer["error"])
                return answer["result"]

    def open(self, url):
        self.command("Page.navigate", url=url)

    def run(self, script):
        answer = self.command("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def until(self, script, patience_s=30):
        end = time.monotonic() + patience_s
        while not (value := self.run(script)):
            if time.monotonic() > end:
                raise RuntimeError(f"the page never came to: {script}")
            time.sleep(0.05)
        return value

    def middle(self, selector):
        """Where a thing is, after it was scrolled into sight."""
        self.until(f"!!({selector})")
        box = self.run(f"(() => {{ const n = {selector}; n.scrollIntoView({{block: 'center', inline: 'center'}}); const r = n.getBoundingClientRect();"
                       " return [r.x + r.width / 2, r.y + r.height / 2]; })()")
        return box

    def mouse(self, kind, at, buttons=0):
        self.command("Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], button="left" if kind != "mouseMoved" else "none",
                     buttons=buttons, clickCount=1)

    def click(self, selector):
        at = self.middle(selector)
        self.mouse("mousePressed", at, 1)
        self.mouse("mouseReleased", at)

    def drag(self, start, end):
        """By mouse, in steps, as a hand does."""
        a = self.middle(start)
        self.mouse("mousePressed", a, 1)
        b = self.middle(end)
        for part in range(1, 9):
            self.mouse("mouseMoved", [a[i] + (b[i] - a[i]) * part / 8 for i in (0, 1)], 1)
        self.mouse("mouseReleased", b)

    def finger_drag(self, start, end):
        b, a = self.middle(end), self.middle(start)
        self.finger("touchStart", a)
        for part in range(1, 9):
            self.finger("touchMove", [a[i] + (b[i] - a[i]) * part / 8 for i in (0, 1)])
        self.finger("touchEnd", None)

    def finger(self, kind, at):
        self.command("Input.dispatchTouchEvent", type=kind, touchPoints=[] if at is None else [{"x": at[0], "y": at[1]}])

    def type(self, selector, text):
        self.click(selector)
        self.command("Input.insertText", text=text)

    def enter(self):
        for kind in ("keyDown", "keyUp"):
            self.command("Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r")

    def picture(self, path):
        path.write_bytes(base64.b64decode(self.command("Page.captureScreenshot", format="png")["data"]))

    def close(self):
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.profile, ignore_errors=True)
