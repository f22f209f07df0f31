"""An office from its making to its map on another site, in files, in a folder, and back: one walk in a real browser."""

from __future__ import annotations

import contextlib
import csv
import functools
import http.server
import io
import json
import re
import threading
import zipfile

import gpxpy
import icalendar
import pypdfium2
import pytest
from playwright.sync_api import expect

from planner.db.engine import connect
from planner.db.listings import Actor, ListingStore
from planner.db.offices import OfficeStore

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("nothing_stays")]

WORDS = "a rather long sentence"
OFFICE = "歩きとおす窓口"
PERSIMMON = {
    "種類": "収穫",
    "題": "干し柿づくりの手伝い",
    "始まり": "10月20日",
    "終わり": "12月10日",
    "最短泊数": "7泊",
    "最長泊数": "３０",
    "受け入れ先の種類": "農家",
    "受け入れ先": "福光の柿農家",
    "働き方": "お手伝いと交流",
    "住まい": "あり",
    "電話": "00-0000-0000",
    "メモ": "x",
}
"""A row as a spreadsheet's owner writes it; nobody knows the last column."""
NO_KIND = {**PERSIMMON, "題": "柿の皮むき", "種類": "柿"}
NO_DAY = {**PERSIMMON, "題": "柿もぎ", "終わり": "13月40日"}


def season(*rows):
    """A file as it is saved in Japan: CP932."""
    text = io.StringIO()
    table = csv.DictWriter(text, PERSIMMON, lineterminator="\r\n")
    table.writeheader()
    table.writerows(rows)
    return {"name": "季節.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode("cp932")}


class OtherSite(http.server.BaseHTTPRequestHandler):
    """Another site's page with a map in it."""

    def __init__(self, html, *given):
        self.html = html
        super().__init__(*given)

    def do_GET(self):
        body = self.html[0].encode() if self.path == "/" else b""
        self.send_response(200 if body else 204)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

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


@pytest.fixture
def nothing_stays(server, served_instance):
    """Take out of the public what the office published, for other tests look at that, however this one ends."""
    yield
    engine = connect(f"sqlite:///{served_instance / 'sasurai.db'}")
    store, office = ListingStore(engine), OfficeStore(engine).named(OFFICE)
    for listing in store.of_office(office.id):
        store.trash(Actor(office.id, "owner", "hanako@walk.example"), listing.id)
    engine.dispose()


def come_in(page, link):
    """Choose a password at an invitation, and sign in."""
    page.goto(link)
    page.fill("#password", WORDS)
    page.fill("#again", WORDS)
    page.click("main button")
    expect(page.locator("main .notice")).to_contain_text("サインインしてください")
    page.fill("#password", WORDS)
    page.click("main button.primary")
    expect(page.locator("nav.office-bar strong")).to_have_text(OFFICE)


def all_at_once(page, server, deed, count):
    """Do one thing to all listings, as one is asked to confirm."""
    page.goto(f"{server}/office/listings")
    page.check("input[name=all]")
    page.select_option("#deed", deed)
    page.click("form.many button")
    page.click("main button.primary")
    expect(page.locator("main .notice")).to_contain_text(f"{count}件を変更しました")


def take_in(page, server):
    """Choose a file, mend its two bad rows on the page, and take it in."""
    page.click("text=表のファイルを取り込む")
    page.set_input_files("#file", season(PERSIMMON, NO_KIND, NO_DAY))
    page.click("main button.primary")
    expect(page.locator("main [role=alert]")).to_contain_text("2か所に誤りがあります。何も取り込んでいません。")
    page.select_option('select[name="cell:3:kind"]', "harvest")
    page.fill('input[name="cell:4:end"]', "12月10日")
    page.click("main button.primary")
    expect(page.locator("main .notice")).to_contain_text("新しい募集3件")
    page.click("main button.primary")
    expect(page.locator("main .notice")).to_contain_text("取り込みました。新しい募集3件")


def say_where(page, server):
    """Put a listing on the map by keyboard."""
    page.locator(".rows a", has_text="柿もぎ").click()
    page.locator(".actions a.button").click()
    page.wait_for_selector("#place-pick[data-ready]")
    page.focus("#place-map")
    page.keyboard.press("Enter")
    expect(page.locator("#precision")).to_have_value("district")
    assert 136 < float(page.input_value("#lng")) < 138
    page.click("main form.listing-form > button")
    expect(page.locator("main dt", has_text="経度").first).to_be_visible()


def make_map(page, server, friend):
    """Fill the map's form in, with one mistake on the way, and publish it."""
    page.goto(f"{server}/office/maps/new")
    page.fill("#title_ja", "はじめの題")
    page.fill("#slug", "walked-map")
    page.fill("#hosts", "example")
    page.click("#map-form > button")
    expect(page.locator("#hosts-wrong")).to_be_visible()
    page.fill("#hosts", friend)
    page.click("#map-form > button")
    page.get_by_role("button", name="公開する", exact=True).click()
    expect(page.locator("#snippet")).to_be_visible()
    return page.url


def seen_elsewhere(seen, friend):
    """Look at the map in another site's page, a month later than it opened with."""
    seen.page.goto(friend)
    frame = seen.page.frame_locator("iframe")
    expect(frame.locator("h1")).to_have_text("はじめの題")
    frame.locator("#rm-slider").wait_for()
    frame.locator("#rm-month").select_option("7")
    expect(frame.locator("#rm-list")).to_contain_text("7月の仕事")
    expect(frame.locator("#rm-list")).not_to_contain_text("柿もぎ")
    frame.locator("#rm-month").select_option("11")
    expect(frame.locator("#rm-list")).to_contain_text("柿もぎ")
    assert seen.context.cookies() == []


def refused(seen, foreign):
    """Find nothing of the map on a site that the office did not name."""
    seen.page.goto(foreign)
    seen.page.wait_for_function("() => window.frames.length === 1")
    body = seen.page.frame_locator("iframe").locator("body")
    body.wait_for(state="attached")
    expect(body).not_to_contain_text("はじめの題")
    assert seen.page.frames[1].url.startswith("chrome-error:")


def download(page, link):
    """Click a link to a file and give what came."""
    with page.expect_download() as waited:
        page.locator(link).first.click()
    return waited.value.path().read_bytes()


def files_tell_the_same(page, server):
    """Download the listings in each format, and the paper, and read each with a reader of its own."""
    page.goto(f"{server}/m/walked-map?month=11")
    page.wait_for_selector("body[data-map=ready]")
    titles = {"干し柿づくりの手伝い", "柿の皮むき", "柿もぎ"}
    found = json.loads(download(page, 'a[href*="/listings.geojson"]'))
    assert {one["properties"]["title_ja"] for one in found["features"]} == titles
    rows = csv.DictReader(io.StringIO(download(page, 'a[href*="/listings.csv"]').decode("utf-8-sig"), newline=""))
    assert {row["title_ja"] for row in rows} == titles
    track = gpxpy.parse(download(page, 'a[href*="/listings.gpx"]'))
    assert {point.name for point in track.waypoints} == titles
    calendar = icalendar.Calendar.from_ical(download(page, 'a[href*="/listings.ics"]'))
    assert all(any(title in event["SUMMARY"] for event in calendar.walk("VEVENT")) for title in titles)
    # a browser shows paper at once instead of keeping it
    paper_url = page.locator('a[href*="paper=a4"]').evaluate("link => link.href")
    with contextlib.closing(pypdfium2.PdfDocument(page.context.request.get(paper_url).body())) as paper:
        assert sorted(round(points * 25.4 / 72) for points in paper[0].get_size()) == [210, 297]
        text = "".join(sheet.get_textpage().get_text_bounded() for sheet in paper)
        assert "はじめの題" in text
        assert all(title in text for title in titles)


def opens_from_a_file_system(seen, folder):
    """Open the folder without any server: months, languages, nothing asked of anybody."""
    page = seen.page
    page.goto(f"{(folder / 'index.html').as_uri()}?month=11")
    page.wait_for_selector("body[data-map=ready]")
    expect(page.locator(".window:visible", has_text="柿もぎ")).to_have_count(1)
    november = page.inner_text("#rm-count")
    page.focus("#rm-slider")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#rm-count")).not_to_have_text(november)
    expect(page.locator(".window:visible")).to_have_count(int(page.inner_text("#rm-count").split()[-1]))
    page.click("text=English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.wait_for_selector("body[data-map=ready]")
    assert {url.split(":")[0] for url in seen.requests} <= {"file", "data"}
    assert seen.complaints == []


def test_an_office_walks_from_its_making_to_a_map_everywhere_and_back(server, sasurai, watched, other_sites, tmp_path):
    html, (friend, foreign) = other_sites
    sasurai("office", "create", OFFICE, "--municipality", "16210")
    told = sasurai("office", "invite", OFFICE, "hanako@walk.example", "--role", "owner")
    owner, reviewer = watched(locale="ja-JP"), watched(locale="ja-JP")
    page = owner.page
    come_in(page, server + re.search(r"/office/link/\S+", told)[0])
    expect(page.locator("#begin-title")).to_be_visible()
    take_in(page, server)
    say_where(page, server)
    all_at_once(page, server, "submit", 3)
    page.goto(f"{server}/office/people")
    page.fill("#email", "rie@walk.example")
    page.select_option("#role", "reviewer")
    page.click("main button.primary")
    come_in(reviewer.page, page.input_value("#link"))
    reviewer.page.goto(f"{server}/office/news")
    reviewer.page.get_by_text("確認を頼まれています：柿もぎ").click()
    reviewer.page.get_by_role("button", name="公開する", exact=True).click()
    expect(reviewer.page.locator("main .kind").first).to_have_text("公開中")
    all_at_once(reviewer.page, server, "publish", 2)
    kept = make_map(page, server, friend)
    html[0] = f"<!doctype html><title>x</title><h1>町のページ</h1>{page.input_value('#snippet')}"
    folder = tmp_path / "地図 folder"
    with zipfile.ZipFile(io.BytesIO(download(page, 'a[href$="/site.zip"]'))) as archive:
        archive.extractall(folder)
    visitor = watched(locale="ja-JP", reduced_motion="reduce")
    seen_elsewhere(visitor, friend)
    refused(watched(), foreign)
    files_tell_the_same(visitor.page, server)
    opens_from_a_file_system(watched(locale="ja-JP"), folder / "walked-map")
    page.goto(f"{kept}/edit")
    page.fill("#title_ja", "つぎの題")
    page.click("#map-form > button")
    expect(page.locator("h1")).to_have_text("つぎの題")
    shown = visitor.context.request.get
    assert "はじめの題" in shown(f"{server}/m/walked-map").text()
    page.get_by_role("button", name="公開する", exact=True).click()
    expect(page.locator("li", has_text="つぎの題").get_by_text("公開中")).to_be_visible()
    assert "つぎの題" in shown(f"{server}/m/walked-map").text()
    page.get_by_role("button", name="この版を公開する").last.click()
    expect(page.locator("h1")).to_have_text("はじめの題")
    assert "はじめの題" in shown(f"{server}/m/walked-map").text()
    page.get_by_role("button", name="公開をやめる").click()
    expect(page.locator("main .kind").first).to_have_text("下書き")
    gone = ("/m/walked-map", "/embed/walked-map", "/m/walked-map/listings.csv", "/m/walked-map/map.pdf")
    assert {shown(server + path).status for path in gone} == {404}
    # two forms were sent with mistakes in them
    said = [line for line in owner.complaints + reviewer.complaints if "status of 422" not in line]
    assert said == []
