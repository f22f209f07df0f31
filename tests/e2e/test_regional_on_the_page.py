"""A regional map in a real browser: its months, its frame in another site's page, its folder on a file system."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import re
import subprocess
import sys
import threading

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PROGRAM = (sys.executable, "-c", "from planner.cli.main import main; main()")
WORDS = "a rather long sentence"


def sasurai(instance, *words):
    environment = {**os.environ, "SASURAI_INSTANCE": str(instance)}
    return subprocess.run([*PROGRAM, *words], env=environment, capture_output=True, text=True, check=True).stdout


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
    with contextlib.ExitStack() as stack:

        def open_browser(**options):
            made = Watched(chromium, **options)
            stack.callback(made.context.close)
            return made

        yield open_browser


def test_the_month_changes_map_list_and_address(server, watched):
    seen = watched(locale="ja-JP", reduced_motion="reduce")
    page = seen.page
    page.goto(f"{server}/m/nanto?month=9")
    page.wait_for_selector("body[data-map=ready]")
    assert "9月の仕事" in page.inner_text("#rm-list")
    before = page.locator(".rm-pin .many").first.inner_text()
    page.focus("#rm-slider")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#rm-list")).to_contain_text("12月の仕事")
    assert "month=12" in page.url
    assert page.locator(".rm-pin .many").first.inner_text() != before
    page.locator(".rm-pin").first.click()
    page.locator(".rm-card a").first.click()
    expect(page.locator("li.rm-wanted")).to_be_focused()
    page.goto(f"{server}/m/nanto?month=9&lang=en")
    page.wait_for_selector("body[data-map=ready]")
    page.locator(".rm-kinds summary").click()
    page.locator("[name=kind][value=harvest]").check()
    expect(page.locator("#rm-list .window")).to_have_count(2)
    page.get_by_role("button", name="Show on the map").first.click()
    assert [url for url in seen.requests if not url.startswith((f"{server}/", "data:"))] == []
    assert seen.complaints == []
    assert seen.context.cookies() == []


def test_without_scripts_the_list_tells_the_same(server, watched):
    page = watched(java_script_enabled=False).page
    page.goto(f"{server}/embed/nanto?month=9")
    page.select_option("#rm-month", "1")
    page.click("#rm-controls button")
    assert "month=1" in page.url
    assert "/embed/nanto" in page.url
    assert "1月の仕事" in page.inner_text("#rm-list")


class OtherSite(http.server.BaseHTTPRequestHandler):
    """Another site's page with a map in it."""

    def __init__(self, html, *given):
        self.html = html
        super().__init__(*given)

    def do_GET(self):
        body = self.html[0].encode()
        self.send_response(200 if self.path == "/" else 204)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body if self.path == "/" else b"")

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def other_sites():
    """Two other origins that show the same page; its text is put in by the test."""
    html = [""]
    servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(OtherSite, html)) for _ in range(2)]
    for one in servers:
        threading.Thread(target=one.serve_forever, daemon=True).start()
    yield html, [f"http://127.0.0.1:{one.server_address[1]}" for one in servers]
    for one in servers:
        one.shutdown()
        one.server_close()


def make_map(page, server, instance, host):
    """Come in by an invitation, fill the form in and publish; no script is needed for any of it."""
    sasurai(instance, "office", "create", "地図の窓口", "--municipality", "16210")
    link = sasurai(instance, "office", "invite", "地図の窓口", "map@example.jp", "--role", "owner")
    page.goto(server + re.search(r"/office/link/\S+", link)[0])
    page.fill("#password", WORDS)
    page.fill("#again", WORDS)
    page.click("main button")
    page.fill("#password", WORDS)
    page.click("main button.primary")
    page.goto(f"{server}/office/maps/new")
    page.fill("#title_ja", "はじめの題")
    page.fill("#slug", "first-map")
    page.fill("#hosts", "example")
    page.click("#map-form > button")
    assert page.locator("#hosts-wrong").is_visible()
    page.fill("#hosts", host)
    page.click("#map-form > button")
    page.get_by_role("button", name="公開する", exact=True).click()
    return page.url


def test_from_the_form_into_another_sites_page_and_back(server, served_instance, watched, other_sites):
    html, (friend, foreign) = other_sites
    office = watched(java_script_enabled=False, locale="ja-JP")
    page = office.page
    kept = make_map(page, server, served_instance, friend)
    html[0] = f"<!doctype html><title>x</title><h1>町のページ</h1>{page.input_value('#snippet')}"
    visitor = watched(locale="ja-JP")
    visitor.page.goto(friend)
    frame = visitor.page.frame_locator("iframe")
    expect(frame.locator("h1")).to_have_text("はじめの題")
    frame.locator("#rm-slider").wait_for()
    frame.locator("#rm-month").select_option("10")
    expect(frame.locator("#rm-list")).to_contain_text("10月の仕事")
    assert visitor.context.cookies() == []
    stranger = watched()
    stranger.page.goto(foreign)
    stranger.page.wait_for_function("window.frames.length === 1")
    refused = stranger.page.frame_locator("iframe").locator("body")
    expect(refused).not_to_contain_text("はじめの題")
    assert stranger.page.frames[1].url.startswith("chrome-error:")
    for fmt, start in (("geojson", b"{"), ("csv", b"\xef\xbb\xbf"), ("gpx", b"<?xml"), ("ics", b"BEGIN:VCALENDAR")):
        answer = visitor.context.request.get(f"{server}/m/first-map/seasons.{fmt}")
        assert answer.status == 200
        assert answer.body().startswith(start)
    page.goto(f"{kept}/edit")
    page.fill("#title_ja", "つぎの題")
    page.click("#map-form > button")
    drafted = watched(locale="ja-JP", storage_state=page.context.storage_state())
    drafted.page.goto(f"{kept}/preview?month=9")
    drafted.page.wait_for_selector("body[data-map=ready]")
    drafted.page.select_option("#rm-month", "10")
    expect(drafted.page.locator("#rm-list")).to_contain_text("10月の仕事")
    assert drafted.complaints == []
    page.get_by_role("button", name="公開する", exact=True).click()
    assert "つぎの題" in visitor.context.request.get(f"{server}/m/first-map").text()
    page.get_by_role("button", name="この版を公開する").first.click()
    assert "はじめの題" in visitor.context.request.get(f"{server}/m/first-map").text()
    page.get_by_role("button", name="公開をやめる").click()
    assert visitor.context.request.get(f"{server}/m/first-map").status == 404


def test_a_folder_opens_from_a_file_system_and_asks_nobody(tmp_path, watched):
    folder = tmp_path / "地図 nanto"
    sasurai(tmp_path / "none", "publish", "16210", "-o", str(folder))
    seen = watched(locale="ja-JP")
    page = seen.page
    page.goto(f"{(folder / 'index.html').as_uri()}?month=9")
    page.wait_for_selector("body[data-map=ready]")
    assert page.locator("#map_region .leaflet-container, #map_region.leaflet-container").count() == 1
    september = page.inner_text("#rm-count")
    page.focus("#rm-slider")
    page.keyboard.press("ArrowLeft")
    assert page.inner_text("#rm-count") != september
    assert page.locator(".rm-pin .many").count() == 1
    assert page.locator(".window:visible").count() == int(page.inner_text("#rm-count").split()[-1])
    page.click("text=English")
    page.wait_for_selector("body[data-map=ready]")
    assert "Seasonal work in Nanto" in page.title()
    assert {url.split(":")[0] for url in seen.requests} <= {"file", "data"}
    assert seen.complaints == []
