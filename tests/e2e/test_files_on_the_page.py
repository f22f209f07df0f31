"""A calendar that follows the trip, and the reader's own tracks, in a real browser."""

from __future__ import annotations

from pathlib import Path

import icalendar
import pypdfium2
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

GPX = """<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="36.58" lon="136.9"><name>&lt;img src=x onerror=alert(1)&gt;</name></wpt>
<trk><trkseg><trkpt lat="36.5" lon="136.8"/><trkpt lat="36.6" lon="136.9"/></trkseg></trk></gpx>"""


def plan(page):
    page.click("form#plan [type=submit]")
    page.wait_for_selector("body[data-state=planned]", timeout=90_000)


def test_a_calendar_s_address_is_made_changed_and_withdrawn(visit):
    visited = visit("/en/")
    page = visited.page
    plan(page)
    page.click("details.subscribe > summary")
    page.click("text=Make an address")
    page.wait_for_selector("details.subscribe a[href^='webcal:']")
    first = page.input_value(".feed-address input")
    answer = page.request.get(first)
    assert answer.status == 200
    stays = page.locator("ol#stays > li").count()
    found = icalendar.Calendar.from_ical(answer.body()).walk("VEVENT")
    assert sum("-stay-" in event["UID"] for event in found) == stays
    page.select_option("details.subscribe select", "12")
    reminding = page.input_value(".feed-address input")
    assert b"TRIGGER:-PT12H" in page.request.get(reminding).body()
    page.click("text=Change the address")
    page.wait_for_function("old => document.querySelector('.feed-address input').value !== old", arg=reminding)
    second = page.input_value(".feed-address input")
    assert page.request.get(first).status == 410
    assert page.request.get(second).status == 200
    page.click("text=Stop the calendar")
    page.wait_for_selector("text=Make an address")
    assert page.request.get(second).status == 410
    # asking for an address that there is not yet is no trouble, though the browser notes it
    assert [line for line in visited.complaints if "404" not in line] == []
    assert visited.foreign() == []


def test_own_tracks_lie_on_the_map_until_they_are_removed(visit):
    visited = visit("/ja/")
    page = visited.page
    page.wait_for_selector("#map canvas")
    page.click("#overlay > summary")
    page.set_input_files("#overlay-file", {"name": "道.gpx", "mimeType": "", "buffer": GPX.encode()})
    expect(page.locator("#overlay-list li")).to_contain_text("地点 1、線 1（位置 3）")
    expect(page.locator(".leaflet-overlay-pane-own, .leaflet-pane[class*=overlay] canvas").first).to_be_attached()
    page.set_input_files("#overlay-file", {"name": "bomb.gpx", "mimeType": "", "buffer": b"<!DOCTYPE gpx><gpx/>"})
    page.wait_for_function("() => document.getElementById('overlay-said').textContent.includes('DOCTYPE')")
    page.click("#overlay-list button")
    expect(page.locator("#overlay-list li")).to_have_count(0)
    assert [line for line in visited.complaints if "400" not in line] == []
    assert visited.foreign() == []


def test_the_booklet_is_taken_along_in_two_sizes(visit):
    visited = visit("/en/")
    page = visited.page
    plan(page)
    sizes = []
    for name in ("PDF", "PDF A5"):
        with page.expect_download() as event:
            page.click(f"a.file:has(b:text-is('{name}'))")
        sizes.append(pypdfium2.PdfDocument(Path(event.value.path()).read_bytes())[0].get_size()[0])
    assert [round(size) for size in sizes] == [595, 420]
    assert visited.foreign() == []


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_never_scrolls_sideways_for_a_calendar(visit, width):
    visited = visit("/ja/", width, 800)
    page = visited.page
    plan(page)
    page.evaluate("document.querySelector('details.subscribe > summary').click()")
    page.click("text=購読アドレスを作る")
    page.wait_for_selector("details.subscribe a[href^='webcal:']")
    page.evaluate("document.getElementById('overlay').open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = "node => node.scrollWidth > node.clientWidth + 1"
    assert not page.eval_on_selector("#sheet-body", wide)


def test_who_has_the_link_may_subscribe_too(visit):
    page = visit("/en/").page
    plan(page)
    address = page.get_attribute("#take .share a", "href")
    shared = visit(address)
    shared.page.wait_for_selector("body[data-state=planned]")
    shared.page.click("details.subscribe > summary")
    link = shared.page.input_value(".feed-address input")
    assert shared.page.get_attribute("details.subscribe a", "href") == link.replace("http:", "webcal:")
    stays = shared.page.locator("ol#stays > li").count()
    found = icalendar.Calendar.from_ical(shared.page.request.get(link).body()).walk("VEVENT")
    assert sum("-stay-" in event["UID"] for event in found) == stays
    assert shared.page.locator("#overlay").count() == 0
    assert shared.foreign() == []
    assert shared.complaints == []
