"""The real server on the real data, and a real browser that records what it asks for."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import expect

PROGRAM = (sys.executable, "-c", "from planner.cli.main import main; main()")
SERVED = Path(__file__).with_name("served.py")
START_SECONDS = 600
"""A first start builds the travel matrices."""
SLOW = float(os.environ.get("SASURAI_TEST_SLOW") or 0)
"""How many times slower the browser is; its answers come late, too (served.py). Finds what passes by luck."""

# what is waited for comes at once as a rule: the limit is for a machine that does much else
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def chromium(chromium):
    """The machine's browser, slow where that is asked for."""
    if SLOW:
        plain = chromium.new_context

        def new_context(**options):
            context = plain(**options)
            context.set_default_timeout(90_000)
            context.on("page", lambda page: slow_down(context, page))
            return context

        chromium.new_context = new_context
    return chromium


def slow_down(context, page):
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOW})


@pytest.fixture(scope="session")
def served_instance(tmp_path_factory):
    """The server's own instance: what a test imports there shows at once."""
    return tmp_path_factory.mktemp("served") / "instance"


@pytest.fixture(scope="session")
def server(served_instance):
    """The address of `sasurai serve`, once it is ready."""
    log = served_instance.parent / "log"
    environment = {**os.environ, "SASURAI_INSTANCE": str(served_instance)}
    # a port of the server's own choice: one that was free a moment ago may be another's by now
    command = [sys.executable, str(SERVED), "--port", "0", "--workers", "1"]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
        try:
            yield ready_address(process, log)
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture
def sasurai(served_instance):
    """Run a command on the server's instance and give what it says."""

    def run(*words):
        environment = {**os.environ, "SASURAI_INSTANCE": str(served_instance)}
        return subprocess.run([*PROGRAM, *words], env=environment, capture_output=True, text=True, check=True).stdout

    return run


class Watched:
    """A page with what it asked for and complained of."""

    def __init__(self, browser, **options):
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        self.page = self.context.new_page()
        self.requests, self.complaints = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: line.type in {"error", "warning"} and self.complaints.append(line.text))


@pytest.fixture
def watched(chromium):
    """Open a browser of somebody's own: `watched(locale="ja-JP")`."""
    with contextlib.ExitStack() as stack:

        def open_browser(**options):
            made = Watched(chromium, **options)
            stack.callback(made.context.close)
            return made

        yield open_browser


def ready_address(process, log):
    """Wait until the server says that it is ready, and where; tell what it wrote where it does not."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if told := re.search(r"Sasurai is ready: (http://\S+)/", log.read_text(encoding="utf-8", errors="replace")):
            return told[1]
        time.sleep(0.1)
    pytest.fail(
        f"the server did not become ready:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}", pytrace=False
    )


@dataclass
class Visit:
    """A page and everything it asked for and complained of."""

    page: object
    base: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def failed(self, request):
        """Note a request that failed; what the page itself called off, or left by going elsewhere, did not."""
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url}: {request.failure}")

    def foreign(self):
        """The addresses asked for that are not this server's."""
        return [url for url in self.requests if not url.startswith((f"{self.base}/", "data:", "blob:"))]


STILL = "window.setInterval = () => 0"
"""What lets a page ask no more for what others saved: it does so now and then, and might in the middle of a test."""


@pytest.fixture
def visit(server, chromium):
    """Open a page of the server: `visit("/ja/", width, height)`.

    With `looks=False` it looks for what others saved only when it is looked at again.
    """
    contexts = []

    def open_page(path, width=1440, height=900, *, looks=True, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **options)
        contexts.append(context)
        # a refused style or script is told by an event, whatever the console says
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation',"
            " (event) => console.error('CSP', event.violatedDirective, event.blockedURI))"
        )
        if not looks:
            context.add_init_script(STILL)
        page = context.new_page()
        found = Visit(page, server)
        page.on("request", lambda request: found.requests.append(request.url))
        page.on("pageerror", lambda error: found.complaints.append(str(error)))
        page.on("requestfailed", found.failed)
        page.on(
            "console", lambda line: found.complaints.append(line.text) if line.type in {"error", "warning"} else None
        )
        page.goto(server + path)
        page.wait_for_selector("#map-area[data-ready]", timeout=60_000)
        return found

    yield open_page
    for context in contexts:
        context.close()
