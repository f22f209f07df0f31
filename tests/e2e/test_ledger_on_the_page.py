"""The ledger: estimates first, then what one knows; kept with the trip."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PLAN_MS = 90_000


def yen(text):
    found = re.search(r"([+−])¥([\d,]+)", text)
    return int(found[2].replace(",", "")) * (1 if found[1] == "+" else -1)


def test_what_one_knows_takes_the_place_of_estimates_and_stays(visit):
    visited = visit("/en/")
    page = visited.page
    page.fill("#f-days", "30")
    page.click("form#plan [type=submit]")
    page.wait_for_selector("body[data-state=planned]", timeout=PLAN_MS)
    page.click("#ledger > summary")
    before = yen(page.inner_text(".ledger-sums .balance"))
    assert before < 0
    stays = page.locator("ol#stays > li")
    code = stays.first.get_attribute("data-code")

    page.fill(f"#ledger-{code}", "-5")
    page.click("#ledger-form [type=submit]")
    expect(page.locator(f"#ledger-{code}-error")).to_be_visible()
    expect(page.locator(f"#ledger-{code}")).to_be_focused()

    page.fill(f"#ledger-{code}", "100000")
    page.fill("#ledger-food", "0")
    with page.expect_response(lambda answer: answer.url.split("?")[0].endswith("/notebook")):
        page.keyboard.press("Enter")
    page.wait_for_selector(".ledger-sums :text('+¥100,000')")
    after = yen(page.inner_text(".ledger-sums .balance"))
    food = page.locator(".ledger-sums tr").nth(3).inner_text()
    assert food.endswith("¥0")
    assert "−" not in food
    assert after > before + 100_000

    page.reload()
    page.wait_for_selector("body[data-state=planned]")
    page.wait_for_selector(".ledger-sums .balance", state="attached")
    page.click("#ledger > summary")
    assert yen(page.inner_text(".ledger-sums .balance")) == after
    assert page.input_value(f"#ledger-{code}") == "100000"
    assert visited.foreign() == []
    assert visited.complaints == []


def test_paper_is_light_and_has_the_map_and_every_leg(visit):
    page = visit("/ja/", 1280, 800, color_scheme="dark").page
    page.fill("#f-days", "30")
    page.click("form#plan [type=submit]")
    page.wait_for_selector("body[data-state=planned]", timeout=PLAN_MS)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.click("#print")
    page.wait_for_function("() => window.printed")
    page.emulate_media(media="print")
    expect(page.locator("#map-area canvas").first).to_be_visible()
    legs = page.locator("#stays details.leg .segments")
    assert legs.count() >= 1
    assert all(leg.evaluate("node => node.getBoundingClientRect().height") > 0 for leg in legs.all())
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--land')") == "#fbfaf5"
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("html")).to_have_css("--land", "#1d2426")
