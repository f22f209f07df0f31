"""The whole way in a real browser on real data: open, plan, see, take along; by mouse, by keyboard, on a phone."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin

import gpxpy
import icalendar
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PLAN_MS = 90_000


def plan(page):
    page.click("form#plan [type=submit]")
    planned(page)


def planned(page):
    page.wait_for_selector("body:is([data-state=planned], [data-state=infeasible])", timeout=PLAN_MS)
    assert page.get_attribute("body", "data-state") == "planned"


def stays_of(page):
    return page.locator("ol#stays > li").evaluate_all("items => items.map((item) => item.dataset.code)")


def download(page, name):
    with page.expect_download() as event:
        page.click(f"a.file[href*='.{name}']")
    return Path(event.value.path()).read_bytes()


def clean(visited):
    assert visited.foreign() == []
    assert visited.complaints == []


def test_the_example_is_planned_seen_and_taken_along(visit):
    visited = visit("/ja/?month=4")
    page = visited.page
    assert page.get_attribute("body", "data-state") == "idle"
    assert page.locator("#month").input_value() == "4"

    plan(page)
    stays = stays_of(page)
    assert len(stays) >= 5
    assert len(set(stays)) == len(stays)
    # the map and the timeline show as many stays as the list
    expect(page.locator(".disc-pin")).to_have_count(len(stays))
    expect(page.locator(".gantt .bar.stay")).to_have_count(len(stays))
    # 24 px to hit, and lower than its row as it is drawn, so that it hides no window
    hit, drawn = page.locator(".gantt .bar.stay").first.evaluate(
        "bar => [bar.clientHeight, parseFloat(getComputedStyle(bar, '::before').height)]"
    )
    assert hit >= 24
    assert drawn <= 16
    assert page.locator("details.leg").count() >= len(stays)
    assert "¥" in page.inner_text("#totals")
    assert "%" in page.inner_text("#proof") or "ありません" in page.inner_text("#proof")

    check_gpx(download(page, "gpx"), len(stays))
    check_calendar(download(page, "ics"), len(stays))
    clean(visited)


def check_gpx(body, stays):
    gpx = gpxpy.parse(body.decode())
    assert len(gpx.waypoints) >= stays
    assert gpx.routes or gpx.tracks
    assert all(24 <= point.latitude <= 46 and 122 <= point.longitude <= 154 for point in gpx.waypoints)


def check_calendar(body, stays):
    events = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert len(events) >= stays
    assert all(event["DTSTART"].dt <= event["DTEND"].dt for event in events if "DTEND" in event)


def test_choosing_in_one_view_is_shown_in_the_others(visit):
    visited = visit("/en/")
    page = visited.page
    plan(page)
    page.click("ol#stays > li:nth-child(2) .stay-name")
    page.wait_for_selector(".disc-holder.active")
    assert page.locator(".disc-holder.active").inner_text() == "2"
    assert page.locator(".gantt .row.active").get_attribute("data-index") == "1"

    page.locator(".gantt .row[data-index='3'] .bar.stay").click()
    page.wait_for_selector("ol#stays > li:nth-child(4).active")
    assert page.locator(".disc-holder.active").inner_text() == "4"

    page.locator(".disc-pin").first.dispatch_event("click")
    page.wait_for_selector("ol#stays > li:nth-child(1).active")
    clean(visited)


def test_the_trip_comes_back_on_reload_and_by_its_link(visit):
    visited = visit("/ja/")
    page = visited.page
    plan(page)
    stays = stays_of(page)
    page.reload()
    planned(page)
    assert stays_of(page) == stays
    assert page.input_value("#f-from") == "東京都千代田区"

    link = urljoin(page.url, page.get_attribute(".share a", "href"))
    shared = visit(link.removeprefix(visited.base))
    planned(shared.page)
    assert stays_of(shared.page) == stays
    assert shared.page.locator("form#plan").count() == 0
    clean(visited)
    clean(shared)


def test_what_was_typed_is_kept_and_the_field_says_what_is_wrong(visit):
    page = visit("/ja/").page
    page.fill("#f-days", "999")
    page.click("form#plan [type=submit]")
    expect(page.locator("#f-days-error")).to_contain_text("400")
    expect(page.locator("#f-days")).to_be_focused()
    assert page.input_value("#f-days") == "999"

    page.fill("#f-days", "30")
    page.fill("#f-from", "府中市")
    page.click("form#plan [type=submit]")
    page.wait_for_selector("#f-from-error .candidate")
    page.click("#f-from-error .candidate >> text=広島県府中市")
    expect(page.locator("#f-from")).to_have_value("広島県府中市")
    expect(page.locator("#f-from-error")).to_be_hidden()


def test_an_impossible_wish_is_explained_and_mended_by_one_button(visit):
    page = visit("/ja/").page
    page.fill("#f-days", "20")
    page.click(".more > summary")
    page.fill("#f-budget", "2000")
    page.click("form#plan [type=submit]")
    page.wait_for_selector("body[data-state=infeasible]", timeout=PLAN_MS)
    assert "予算" in page.inner_text("#infeasible-binding")
    assert page.evaluate("document.activeElement.id") == "infeasible-title"
    page.click("#infeasible-relaxation button")
    planned(page)
    assert stays_of(page)
    assert int(page.input_value("#f-budget")) > 2000


def test_the_main_way_by_keyboard_alone(visit):
    visited = visit("/ja/")
    page = visited.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    tab_to(page, "#f-from")
    # as an input method hands it over: of a word typed key by key a list of its first letters may come in between
    page.keyboard.insert_text("なんと")
    page.wait_for_selector("#f-from-list [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#f-from")).to_have_value("富山県南砺市")
    tab_to(page, "form#plan [type=submit]")
    page.keyboard.press("Enter")
    planned(page)
    tab_to(page, "ol#stays > li:nth-child(1) .stay-name")
    page.keyboard.press("Enter")
    page.wait_for_selector("ol#stays > li:nth-child(1).active")
    tab_to(page, "#month")
    before = int(page.input_value("#month"))
    page.keyboard.press("ArrowRight" if before < 12 else "ArrowLeft")
    page.wait_for_url(f"**month={page.input_value('#month')}*")
    clean(visited)


def tab_to(page, selector, limit=1000):
    """Press Tab until an element has the focus; a long trip has hundreds of buttons."""
    for _ in range(limit):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} cannot be reached by keyboard")


def test_a_municipality_is_found_and_shows_its_windows(visit):
    visited = visit("/ja/?month=11")
    page = visited.page
    page.fill("#f-look", "南砺")
    page.click("#f-look-list [role=option]")
    page.wait_for_selector("#place .window")
    expect(page.locator("#place-title")).to_contain_text("南砺市")
    expect(page.locator("#place-title")).to_be_focused()
    expect(page.locator("#place")).to_contain_text("求人ではありません")
    assert "place=16210" in page.url
    page.keyboard.press("Escape")
    expect(page.locator("#place")).to_be_hidden()
    clean(visited)


def test_a_phone_shows_the_map_above_a_sheet_of_three_heights(visit):
    visited = visit("/ja/", 390, 844, has_touch=True, is_mobile=True)
    page = visited.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    plan(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    scroll = page.locator("#timeline-scroll")
    assert scroll.evaluate("(box) => box.scrollWidth > box.clientWidth")
    clean(visited)


def test_small_targets_are_large_enough(visit):
    page = visit("/en/", 390, 844, has_touch=True, is_mobile=True).page
    plan(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, a[href], input, summary")]
            .filter((node) => node.checkVisibility() && !node.closest("p, li.window, .leaflet-control-attribution"))
            .map((node) => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
            .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
    )
    assert [line for line in small if "bar stay" not in line] == []


def test_heights_fall_and_rise_in_order(visit):
    page = visit("/ja/", 390, 844).page
    seen = {}
    for press, expected in ((None, "half"), ("-1", "peek"), ("1", "half"), ("1", "full")):
        if press:
            page.click(f"[data-sheet-step='{press}']")
        assert page.get_attribute("body", "data-sheet") == expected
        seen[expected] = page.locator("#sheet").bounding_box()["height"]
    assert all(low < high for low, high in pairwise(seen[step] for step in ("peek", "half", "full")))
