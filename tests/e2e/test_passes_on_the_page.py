"""The comparison of rail passes on the page: one sentence first, the figures when asked for."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PLAN_MS = 90_000

WORTH = {
    "pass": "Seishun 18",
    "name_ja": "青春18きっぷ",
    "edition": "2026 summer",
    "price_jpy": 10_000,
    "tickets": 1,
    "days": 3,
    "people": 1,
    "days_used": ["2026-08-03", "2026-08-05"],
    "legs": [1, 2],
    "fare_without_jpy": 25_000,
    "fare_with_jpy": 22_130,
    "saving_jpy": 2870,
    "estimated": False,
    "announced": True,
    "visitors_only": False,
    "status": "worth",
    "confidence": "high",
    "source": "https://example.org/pass",
    "note": "",
    "note_en": "",
}
EXPECTED = {
    **WORTH,
    "announced": False,
    "status": "last_edition",
    "note": "未発表です",
    "note_en": "not announced for these days",
}
DEAR = {**WORTH, "status": "not_worth", "saving_jpy": -320, "price_jpy": 12_050, "days": 5}


def planned_with(page, passes):
    """Plan on the page; the server's answer carries `passes` instead of its own comparison."""

    def answer(route):
        response = route.fetch()
        told = response.json()
        if "itinerary" in told:
            told["passes"] = passes
        route.fulfill(response=response, json=told)

    page.route("**/api/v1/plans**", answer)
    page.click("form#plan [type=submit]")
    page.wait_for_selector("body:is([data-state=planned], [data-state=infeasible])", timeout=PLAN_MS)
    # what is kept for later is asked for in a moment, and would be answered into a page that is closed
    page.unroute_all(behavior="wait")


@pytest.mark.parametrize(
    ("path", "width", "passes", "headline"),
    [
        ("/ja/", 1440, [WORTH, DEAR], "青春18きっぷを使うと、交通費が¥2,870安くなります。"),
        ("/en/", 390, [EXPECTED], "No pass is announced for these days yet. On the terms of the last edition"),
        ("/en/", 390, [DEAR], "No pass on sale to everyone is cheaper than this trip's fares."),
    ],
)
def test_the_answer_is_one_sentence_and_the_figures_wait(visit, path, width, passes, headline):
    visited = visit(path, width)
    planned_with(visited.page, passes)
    section = visited.page.locator("#passes")
    expect(section).to_be_visible()
    expect(section).to_contain_text(headline)
    expect(section.locator("li")).to_have_count(len(passes))
    expect(section.locator("li").first).to_be_hidden()
    section.locator("summary").click()
    expect(section.locator("li").first).to_be_visible()
    assert visited.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visited.complaints == []


def test_without_a_pass_nothing_is_said(visit):
    visited = visit("/ja/")
    planned_with(visited.page, [])
    assert not visited.page.locator("#passes").is_visible()
