"""The first trip is on the map while the search for a better one goes on; who calls it off has nothing of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PLANS = re.compile(r"/api/v1/plans\?")


def held(page):
    """Hold the answer back until the test lets it come: what the page shows before is what is tested."""
    waiting = []
    page.route(PLANS, lambda route: waiting.append(route) if route.request.method == "POST" else route.continue_())
    return waiting


def sent(page, waiting):
    """Give the question that is held, once it has been sent."""
    while not waiting:
        page.wait_for_timeout(50)
    return waiting[0]


def test_a_first_trip_is_seen_before_the_answer(visit):
    visited = visit("/ja/")
    page = visited.page
    waiting = held(page)
    page.click("form#plan [type=submit]")
    page.wait_for_selector(".disc-pin")
    assert page.get_attribute("body", "data-state") == "loading"
    assert "最初の案" in page.inner_text("#first-trip")
    first = page.locator(".disc-pin").count()
    assert first >= 5
    sent(page, waiting).continue_()
    page.wait_for_selector("body[data-state=planned]", timeout=60_000)
    expect(page.locator(".disc-pin")).to_have_count(page.locator("ol#stays > li").count())
    expect(page.locator("#first-trip")).to_be_hidden()
    assert visited.foreign() == []
    assert visited.complaints == []


def test_a_first_trip_goes_with_the_search_that_is_called_off(visit):
    visited = visit("/en/", 390, 844)
    page = visited.page
    waiting = held(page)
    page.click("form#plan [type=submit]")
    page.wait_for_selector(".disc-pin")
    expect(page.locator("#first-trip")).to_contain_text("A first trip")
    sent(page, waiting)
    page.click("#cancel")
    page.wait_for_selector("body[data-state=idle]")
    expect(page.locator(".disc-pin")).to_have_count(0)
