"""PDF viewers in Chromium without a window: Chromium's own, and pdf.js (Firefox's). Pages count from 0.

    with Chromium(profile) as browser, Server(folder) as server:
        viewer = Pdfjs(browser, server)
        viewer.open(pdf)
        viewer.find("乡村振兴")
"""
import functools
import json
import re
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
PAGE = """<!doctype html><meta charset="utf-8"><title>pdf.js</title>
<link rel="stylesheet" href="/pdfjs/node_modules/pdfjs-dist/web/pdf_viewer.css">
<style>#container{position:absolute;inset:0;overflow:auto}</style>
<div id="container"><div id="pages" class="pdfViewer"></div></div>
<script type="module" src="/pdfjs/viewer.mjs"></script>"""
PATIENCE = 20  # seconds


class Handler(SimpleHTTPRequestHandler):
    """/viewer.html, /pdfjs/ and, as /files/, the FOLDER."""

    def __init__(self, *arguments, folder, **options):
        self.folder = folder
        super().__init__(*arguments, directory=HERE, **options)

    def translate_path(self, path):
        kept = self.directory
        if path.startswith("/files/"):
            path, self.directory = path[len("/files"):], str(self.folder)
        try:
            return super().translate_path(path)
        finally:
            self.directory = kept

    def do_GET(self):
        if self.path != "/viewer.html":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    """Modules load over HTTP only. Of this machine, for this machine."""

    daemon_threads = True

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), functools.partial(Handler, folder=Path(folder)))
        self.folder = Path(folder)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def url(self, path):
        return f"http://127.0.0.1:{self.server_port}{path}"

    def url_of(self, file):
        return self.url("/files/" + quote(str(Path(file).relative_to(self.folder))))


class Pdfjs:
    def __init__(self, browser, server):
        self.browser, self.server = browser, server

    def open(self, pdf):
        self.browser.events.clear()
        self.browser.call("Page.navigate", url=self.server.url("/viewer.html"))
        self.browser.wait("Page.loadEventFired")
        self.browser.until("window.viewer")
        return self.call("open", self.server.url_of(pdf))

    def call(self, name, *arguments):
        return self.browser.ask(f"viewer.{name}({', '.join(map(json.dumps, arguments))})")

    def copy(self, page):
        """What a user gets who selects a page and copies."""
        return self.call("copy", page + 1)

    def find(self, text):
        """How often TEXT is on each page that has it, and the page that is shown then."""
        found = self.call("find", text)
        return {page - 1: count for page, count in found["hits"]}, found["page"] - 1

    def follow(self, destination):
        """The page shown after a click on what leads to DESTINATION."""
        return self.call("follow", destination) - 1

    def follow_url(self, fragment):
        return self.call("fragment", fragment) - 1


class Pdfium:
    """The viewer that Chromium shows a PDF in is an extension's page; its plug-in is asked through it."""

    def __init__(self, browser):
        self.browser, self.top = browser, browser.session

    def open(self, url):
        self.browser.session = self.top
        self.browser.events.clear()
        self.browser.call("Page.navigate", url="about:blank")  # or a fragment alone would not load anything
        self.browser.wait("Page.loadEventFired")
        self.browser.call("Page.navigate", url=url)
        self.browser.session = None
        end = time.monotonic() + PATIENCE
        while True:
            targets = self.browser.call("Target.getTargets", filter=[{}])["targetInfos"]
            found = [target for target in targets if target["url"].startswith("chrome-extension://")]
            if found:
                break
            assert time.monotonic() < end, "Chromium shows no PDF viewer"
            time.sleep(0.02)
        self.browser.session = self.browser.call("Target.attachToTarget", targetId=found[0]["targetId"],
                                                 flatten=True)["sessionId"]
        self.browser.until("(window.pdf = document.querySelector('pdf-viewer')) && pdf.loadState_ == 'success'")

    def close(self):
        self.browser.session = self.top

    def ask(self, expression):
        return self.browser.ask(expression)

    def pages(self):
        """The text of each numbered page, as a user gets it who selects all and copies; the folio ends it."""
        self.ask("pdf.currentController.selectAll()")
        text = self.ask("pdf.currentController.getSelectedText().then(answer => answer.selectedText)")
        return {int(folio): page for page, folio in re.findall(r"(.*?)—\s*(\d+)\s*—", text, re.S)}

    def bookmarks(self):
        """(title, page), flat."""
        def flat(items):
            return [entry for item in items for entry in [(item["title"], item["page"])] + flat(item["children"])]

        return flat(json.loads(self.ask("JSON.stringify(pdf.bookmarks_)")))

    def destination(self, name):
        """The page that NAME leads to."""
        return self.ask(f"pdf.currentController.getNamedDestination({json.dumps(name)})")["pageNumber"]

    def wait_for(self, page):
        """Until PAGE is what one sees most of; it fails in ten seconds."""
        self.browser.until(f"pdf.viewport.getMostVisiblePage() == {page}")
