"""The real server on the real data, and a real browser that records what it asks for."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

PROGRAM = (sys.executable, "-c", "from planner.cli.main import main; main()")
expect.set_options(timeout=30_000)
START_SECONDS = 600
"""A first start builds the travel matrices."""


@pytest.fixture(scope="session")
def served_instance(tmp_path_factory):
    """The server's own instance: what a test imports there shows at once."""
    return tmp_path_factory.mktemp("served") / "instance"


@pytest.fixture(scope="session")
def server(served_instance):
    """The address of `sasurai serve`, once it is ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = served_instance.parent / "log"
    environment = {**os.environ, "SASURAI_INSTANCE": str(served_instance)}
    command = [*PROGRAM, "serve", "--port", str(port), "--workers", "1"]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
        try:
            wait_until_ready(f"http://127.0.0.1:{port}", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


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


def wait_until_ready(address, process, log):
    """Ask /readyz until it says yes; tell what the server wrote where it does not."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(f"{address}/readyz"):
            return
        if process.poll() is not None:
            break
        time.sleep(0.25)
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

    def foreign(self):
        """The addresses asked for that are not this server's."""
        return [url for url in self.requests if not url.startswith((f"{self.base}/", "data:", "blob:"))]


@pytest.fixture
def visit(server, chromium):
    """Open a page of the server: `visit("/ja/", width, height)`."""
    contexts = []

    def open_page(path, width=1440, height=900, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **options)
        contexts.append(context)
        # a refused style or script is told by an event, whatever the console says
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation',"
            " (event) => console.error('CSP', event.violatedDirective, event.blockedURI))"
        )
        page = context.new_page()
        found = Visit(page, server)
        page.on("request", lambda request: found.requests.append(request.url))
        page.on("pageerror", lambda error: found.complaints.append(str(error)))
        page.on("requestfailed", lambda request: found.complaints.append(f"failed: {request.url}"))
        page.on(
            "console", lambda line: found.complaints.append(line.text) if line.type in {"error", "warning"} else None
        )
        page.goto(server + path)
        page.wait_for_selector("#map-area[data-ready]", timeout=60_000)
        return found

    yield open_page
    for context in contexts:
        context.close()
