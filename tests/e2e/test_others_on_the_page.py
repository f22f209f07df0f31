"""Other trips on the page: alternatives side by side, the plot of cost and value, and one of them made one's own."""

from __future__ import annotations

import pytest

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
    assert page.locator(".disc-pin").count() == len(other)
    assert page.locator(".gantt .bar.stay").count() == len(other)
    assert labels[1] in page.inner_text("#shown-other")
    assert page.locator("#take").is_hidden()

    page.click("#shown-other .link")
    assert stays_of(page) == best
    assert page.locator("#shown-other").is_hidden()

    heads(page).nth(1).click()
    address = page.url
    page.click("#shown-other .button")
    page.wait_for_function("address => location.href !== address", arg=address, timeout=FIND_MS)
    assert stays_of(page) == other
    assert page.locator("#take").is_visible()
    assert page.locator("#others-ask").is_visible()
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
    assert page.locator(".front-table[open]").count() == 1
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
    assert page.locator("#others-ask").is_visible()
    assert page.inner_text("#others-said")
    assert page.locator("#others-table").is_hidden()
    assert len(stays_of(page)) >= 5
