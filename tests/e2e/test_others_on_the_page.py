"""Other trips on the page: alternatives side by side, the plot of cost and value, and one of them made one's own."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PLAN_MS = 90_000
FIND_MS = 60_000


def planned(page):
    page.click("form#plan [type=submit]")
    page.wait_for_selector("body[data-state=planned]", timeout=PLAN_MS)


def compared(page):
    planned(page)
    assert page.locator("#others-table").is_hidden()
    page.click("#others-ask")
    page.wait_for_selector("#front .plot", timeout=FIND_MS)


def stays_of(page):
    return page.locator("ol#stays > li").evaluate_all("items => items.map((item) => item.dataset.code)")


def heads(page):
    return page.locator("#others-table thead button")


def test_an_alternative_is_seen_and_made_ones_own(visit):
    visited = visit("/ja/")
    page = visited.page
    compared(page)
    best = stays_of(page)
    # as many columns as trips, each with every figure
    assert heads(page).count() >= 4
    assert page.locator("#others-table tbody tr").first.locator("td").count() == heads(page).count()
    labels = heads(page).all_inner_texts()
    assert labels[0] == "いちばんの旅"
    assert len(set(labels)) == len(labels)

    heads(page).nth(1).click()
    page.wait_for_selector("#shown-other:visible")
    other = stays_of(page)
    assert other != best
    # the map and the timeline show it too
    expect(page.locator(".disc-pin")).to_have_count(len(other))
    expect(page.locator(".gantt .bar.stay")).to_have_count(len(other))
    expect(page.locator("#shown-other")).to_contain_text(labels[1])
    expect(page.locator("#take")).to_be_hidden()

    page.click("#shown-other .link")
    expect(page.locator("#shown-other")).to_be_hidden()
    assert stays_of(page) == best

    heads(page).nth(1).click()
    address = page.url
    page.click("#shown-other .button")
    page.wait_for_function("address => location.href !== address", arg=address, timeout=FIND_MS)
    expect(page.locator("#take")).to_be_visible()
    expect(page.locator("#others-ask")).to_be_visible()
    assert stays_of(page) == other
    with page.expect_download() as event:
        page.click("a.file[href*='.gpx']")
    assert event.value.path().stat().st_size > 1000
    assert visited.complaints == []
    assert visited.foreign() == []


def test_the_plot_is_reached_by_keyboard_and_told_as_a_table(visit):
    visited = visit("/en/", 390, 844)
    page = visited.page
    compared(page)
    points = page.locator("#front .point")
    assert 2 <= points.count() <= 12
    assert page.locator("#front .point.best").count() <= 1
    told = points.evaluate_all("points => points.map((point) => point.getAttribute('aria-label'))")
    assert all("value" in line and "¥" in line and "travel" in line for line in told)

    first = points.first
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#front .point[aria-pressed=true]")
    # the focus stays where it was though the plot was drawn anew
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == told[0]
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    shown = stays_of(page)

    page.locator(".front-table summary").click()
    rows = page.locator(".front-table tbody tr")
    assert rows.count() == points.count()
    rows.last.locator("button").click()
    expect(page.locator(".front-table[open]")).to_have_count(1)
    assert stays_of(page) != shown
    # every target is large enough, and nothing makes the page wider
    sizes = points.evaluate_all("points => points.map((point) => point.getBoundingClientRect().width)")
    assert min(sizes) >= 23.9
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visited.complaints == []


def test_alternatives_wait_until_they_are_asked_for_and_trouble_is_told(visit):
    visited = visit("/en/")
    page = visited.page
    planned(page)
    assert not any(url.endswith(("/alternatives", "/front")) for url in visited.requests)
    page.route("**/alternatives", lambda route: route.fulfill(status=503, json={"error": "busy", "status": 503}))
    page.click("#others-ask")
    page.wait_for_selector("#others-said:not(:empty)")
    page.wait_for_selector("#others:not([aria-busy])")
    expect(page.locator("#others-ask")).to_be_visible()
    expect(page.locator("#others-said")).not_to_be_empty()
    expect(page.locator("#others-table")).to_be_hidden()
    assert len(stays_of(page)) >= 5
