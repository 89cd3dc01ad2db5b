# SPDX-License-Identifier: GPL-2.0
"""A headless Chromium, driven through the pipe of its DevTools protocol."""
import base64
import json
import os
import select
import shutil
import subprocess
import time

NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
# Seconds of silence after which it hangs, also on a busy machine.
PATIENCE = 300
OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
           "--disable-dev-shm-usage", "--disable-extensions", "--disable-background-networking",
           "--disable-component-update", "--disable-sync", "--force-color-profile=srgb",
           "--remote-debugging-pipe", "about:blank"]


def program():
    """The browser that is installed, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One browser with one page, as a context."""

    def __init__(self, folder):
        self.folder, self.number, self.rest, self.events = folder, 0, b"", []
        self.session = self.path = None

    def __enter__(self):
        theirs, self.to = os.pipe()
        self.back, answers = os.pipe()

        def arrange():
            # The protocol has fixed numbers: it reads 3 and writes 4.
            first, second = os.dup(theirs), os.dup(answers)
            os.dup2(first, 3)
            os.dup2(second, 4)

        self.process = subprocess.Popen(
            [program(), "--user-data-dir=" + self.folder, *OPTIONS], preexec_fn=arrange,
            close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(theirs)
        os.close(answers)
        target = next(one["targetId"] for one in self.ask("Target.getTargets")["targetInfos"]
                      if one["type"] == "page")
        self.session = self.ask("Target.attachToTarget", targetId=target,
                                flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            self.ask(domain + ".enable")
        self.ask("Emulation.setFocusEmulationEnabled", enabled=True)
        return self

    def __exit__(self, *error):
        os.close(self.to)
        self.process.terminate()
        self.process.wait()
        os.close(self.back)

    def message(self):
        """The next message."""
        until = time.monotonic() + PATIENCE
        while b"\0" not in self.rest:
            if not select.select([self.back], [], [], 1)[0]:
                if time.monotonic() > until:
                    raise TimeoutError("the browser says nothing")
                continue
            some = os.read(self.back, 1 << 20)
            if not some:
                raise EOFError("the browser ended")
            self.rest += some
        one, _, self.rest = self.rest.partition(b"\0")
        return json.loads(one)

    def ask(self, method, **params):
        """The answer to a request; events meanwhile are kept."""
        self.number += 1
        request = {"id": self.number, "method": method, "params": params}
        if self.session:
            request["sessionId"] = self.session
        os.write(self.to, json.dumps(request).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") != self.number:
                self.events.append(answer)
            elif "error" in answer:
                raise ValueError("%s: %s" % (method, answer["error"]))
            else:
                return answer["result"]

    def wait(self, method):
        """Wait for an event."""
        while not any(one.get("method") == method for one in self.events):
            self.events.append(self.message())

    def open(self, path, width, height=1000):
        """Show a file in a window of that size."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=1, mobile=False)
        self.events, self.path = [], path
        self.ask("Page.navigate", url="file://" + path)
        self.wait("Page.loadEventFired")

    def run(self, script):
        """What an expression comes to."""
        result = self.ask("Runtime.evaluate", expression=script, returnByValue=True,
                          awaitPromise=True)
        if "exceptionDetails" in result:
            raise ValueError(result["exceptionDetails"])
        return result["result"].get("value")

    def complaints(self):
        """What it had to say: entries of its log, the console, exceptions."""
        for one in self.events:
            params = one.get("params", {})
            if one.get("method") == "Log.entryAdded":
                yield "%(level)s: %(text)s" % params["entry"]
            elif one.get("method") in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
                yield json.dumps(params)[:400]

    def requests(self):
        """Addresses that were asked for."""
        return [one["params"]["request"]["url"] for one in self.events
                if one.get("method") == "Network.requestWillBeSent"]

    def press(self, key, code):
        """Press a key and let it go."""
        for kind in ("rawKeyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                     windowsVirtualKeyCode=code)

    def point(self, x, y):
        """Move the mouse."""
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def scheme(self, name):
        """What the user prefers: light or dark."""
        self.ask("Emulation.setEmulatedMedia",
                 features=[{"name": "prefers-color-scheme", "value": name}])

    def pdf(self):
        """The page in print."""
        return base64.b64decode(self.ask("Page.printToPDF")["data"])

    def picture(self, path, whole=False):
        """A picture of what is seen, or of the whole page."""
        data = self.ask("Page.captureScreenshot", captureBeyondViewport=whole)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def roles(self):
        """What a screen reader finds: [(role, name)]."""
        return [(node["role"]["value"], node.get("name", {}).get("value", ""))
                for node in self.ask("Accessibility.getFullAXTree")["nodes"]
                if not node.get("ignored") and "role" in node]
