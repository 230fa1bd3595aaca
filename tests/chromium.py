"""Chromium without a window, driven through the DevTools protocol over a pair of pipes: the keys of a user, the widths of
a phone, pictures. The standard library is all it takes.

    with Chromium(folder_for_its_profile) as browser:
        browser.open(path, width=400)
        browser.type("081")
        browser.ask("document.title")
"""
import base64
import json
import os
import subprocess
from pathlib import Path

COMMAND = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-pipe"]
KEYS = {"Enter": (13, "\r"), "Tab": (9, ""), "Escape": (27, ""), "ArrowDown": (40, "")}


class Chromium:
    def __init__(self, profile):
        """Chromium reads from its descriptor 3 and writes to 4; messages end in NUL."""
        to_browser, self.writer = os.pipe()
        self.reader, from_browser = os.pipe()

        def connect():
            inputs, outputs = os.dup(to_browser), os.dup(from_browser)  # those may be 3 and 4 themselves
            os.dup2(inputs, 3)
            os.dup2(outputs, 4)

        self.process = subprocess.Popen([*COMMAND, f"--user-data-dir={profile}", "about:blank"], preexec_fn=connect,
                                        close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.count, self.rest, self.events, self.session = 0, b"", [], None
        target = next(t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.session = None
        try:
            self.call("Browser.close")
            self.process.wait(timeout=20)
        except (OSError, EOFError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.writer)
        os.close(self.reader)

    # ---- messages ---------------------------------------------------------------------------------------------------

    def receive(self):
        while b"\0" not in self.rest:
            piece = os.read(self.reader, 1 << 16)
            if not piece:
                raise EOFError("Chromium has ended")
            self.rest += piece
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        """The result of METHOD. Events that come before it are kept."""
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.writer, data):]
        while True:
            answer = self.receive()
            if answer.get("id") == self.count:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]
            self.events.append(answer)

    def wait(self, event):
        while not any(e.get("method") == event for e in self.events):
            self.events.append(self.receive())

    def happened(self, *methods):
        """The parameters of these events since the page was opened."""
        return [e["params"] for e in self.events if e.get("method") in methods]

    # ---- pages ------------------------------------------------------------------------------------------------------

    def open(self, page, width=1200, height=900, scripts=True):
        """Loads the file PAGE in a window that is WIDTH pixels wide; a phone's has no scroll bars."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.events.clear()
        self.call("Page.navigate", url=Path(page).resolve().as_uri())
        self.wait("Page.loadEventFired")

    def ask(self, expression):
        """The value of EXPRESSION in the page; promises are waited for."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, expression):
        """Waits until EXPRESSION holds, in the page's own time; at most ten seconds."""
        self.ask("new Promise(function(done,fail){var end=Date.now()+10000;(function look(){"
                 f"if({expression})done();else if(Date.now()>end)fail(new Error('waited in vain'));"
                 "else setTimeout(look,10)})()})")

    def type(self, text):
        """Types into what has the focus, a character at a time."""
        for character in text:
            self.call("Input.insertText", text=character)

    def press(self, key):
        code, text = KEYS[key]
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code,
                      text=text if kind == "keyDown" else "")

    def picture(self, path):
        """The whole page as a PNG."""
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"]
        Path(path).write_bytes(base64.b64decode(data))

    def print(self, path, **options):
        data = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True, **options)["data"]
        Path(path).write_bytes(base64.b64decode(data))
