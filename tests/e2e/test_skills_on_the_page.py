"""What the traveller can do: chips and words, sent with the question and there again after a reload."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.e2e


def test_skills_are_asked_and_none_of_them_is_lost(visit):
    visited = visit("/ja/")
    page = visited.page
    page.fill("#f-days", "20")
    page.click("details.more > summary")
    page.locator("[name=skills][value=english]").focus()
    page.keyboard.press("Space")
    page.fill("#f-skills_other", "狩猟免許、 welding")
    with page.expect_response(re.compile(r"/api/v1/plans\?"), timeout=90_000) as answer:
        page.click("form#plan [type=submit]")
    assert answer.value.json()["request"]["skills"] == ["english", "狩猟免許", "welding"]
    page.wait_for_url("**plan=*")
    page.reload()
    page.wait_for_selector("body[data-state=planned]")
    checked = page.locator("[name=skills]:checked").evaluate_all("boxes => boxes.map((box) => box.value)")
    assert (checked, page.input_value("#f-skills_other")) == (["english"], "狩猟免許、welding")
    assert visited.foreign() == []
