"""The first trip is on the map while the search for a better one goes on; who calls it off has nothing of it."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.e2e

PLANS = re.compile(r"/api/v1/plans\?")


def held(page):
    """Hold the answer back until the test lets it come: what the page shows before is what is tested."""
    waiting = []
    page.route(PLANS, lambda route: waiting.append(route) if route.request.method == "POST" else route.continue_())
    return waiting


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
    waiting[0].continue_()
    page.wait_for_selector("body[data-state=planned]", timeout=60_000)
    assert page.locator(".disc-pin").count() == page.locator("ol#stays > li").count()
    assert not page.is_visible("#first-trip")
    assert visited.foreign() == []
    assert visited.complaints == []


def test_a_first_trip_goes_with_the_search_that_is_called_off(visit):
    visited = visit("/en/", 390, 844)
    page = visited.page
    held(page)
    page.click("form#plan [type=submit]")
    page.wait_for_selector(".disc-pin")
    assert "A first trip" in page.text_content("#first-trip")
    page.click("#cancel")
    page.wait_for_selector("body[data-state=idle]")
    assert page.locator(".disc-pin").count() == 0
