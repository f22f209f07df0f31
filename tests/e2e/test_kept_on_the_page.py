"""This device's trips in a real browser: copied, opened again, let go."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PLAN_MS = 90_000


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_trip_is_copied_and_the_first_one_let_go(visit, lang):
    visited = visit(f"/{lang}/")
    page = visited.page
    page.fill("#f-days", "20")
    page.click("form#plan [type=submit]")
    page.wait_for_selector("body[data-state=planned]", timeout=PLAN_MS)
    first = page.url.split("plan=")[1][:32]
    page.click("#kept > summary")
    expect(page.locator("#kept-list > li")).to_have_count(1)

    page.locator("#kept-list button").first.click()
    page.wait_for_url(lambda address: first not in address)
    expect(page.locator("#kept-list > li")).to_have_count(2)
    expect(page.locator("#kept-list b")).to_have_count(1)
    expect(page.locator("#kept-list a")).to_have_attribute("href", re.compile(first))

    page.locator("#kept-list li:has(a) button").last.click()
    page.wait_for_selector("#kept-list > li:nth-child(2)", state="detached")
    expect(page.locator("#kept-list a")).to_have_count(0)
    assert visited.foreign() == []
    assert visited.complaints == []
