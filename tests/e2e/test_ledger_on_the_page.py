"""The ledger: estimates first, then what one knows; kept with the trip."""

from __future__ import annotations

import re

import pytest

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
    assert page.is_visible(f"#ledger-{code}-error")
    assert page.evaluate("document.activeElement.id") == f"ledger-{code}"

    page.fill(f"#ledger-{code}", "100000")
    page.fill("#ledger-food", "0")
    with page.expect_response(lambda answer: answer.url.split("?")[0].endswith("/notebook")):
        page.keyboard.press("Enter")
    page.wait_for_selector(".ledger-sums :text('+¥100,000')")
    after = yen(page.inner_text(".ledger-sums .balance"))
    food = yen(page.locator(".ledger-sums tr").nth(3).inner_text().replace("−¥0", "+¥0"))
    assert food == 0
    assert after > before + 100_000

    page.reload()
    page.wait_for_selector("body[data-state=planned]")
    page.wait_for_selector(".ledger-sums .balance", state="attached")
    page.click("#ledger > summary")
    assert yen(page.inner_text(".ledger-sums .balance")) == after
    assert page.input_value(f"#ledger-{code}") == "100000"
    assert visited.foreign() == []
    assert visited.complaints == []
