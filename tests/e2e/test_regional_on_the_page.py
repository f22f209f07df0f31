"""A regional map in a real browser: its months, on its page and without scripts; test_office_walk.py goes further."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


def test_the_month_changes_map_list_and_address(server, watched):
    seen = watched(locale="ja-JP", reduced_motion="reduce")
    page = seen.page
    page.goto(f"{server}/m/nanto?month=9")
    page.wait_for_selector("body[data-map=ready]")
    expect(page.locator("#rm-list")).to_contain_text("9月の仕事")
    before = page.locator(".rm-pin .many").first.inner_text()
    page.focus("#rm-slider")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#rm-list")).to_contain_text("12月の仕事")
    expect(page).to_have_url(re.compile("month=12"))
    expect(page.locator(".rm-pin .many").first).not_to_have_text(before)
    page.locator(".rm-pin").first.click()
    page.locator(".rm-card a").first.click()
    expect(page.locator("li.rm-wanted")).to_be_focused()
    page.goto(f"{server}/m/nanto?month=9&lang=en")
    page.wait_for_selector("body[data-map=ready]")
    page.locator(".rm-kinds summary").click()
    page.locator("[name=kind][value=harvest]").check()
    expect(page.locator("#rm-list .window")).to_have_count(2)
    page.get_by_role("button", name="Show on the map").first.click()
    assert [url for url in seen.requests if not url.startswith((f"{server}/", "data:"))] == []
    assert seen.complaints == []
    assert seen.context.cookies() == []


def test_without_scripts_the_list_tells_the_same(server, watched):
    page = watched(java_script_enabled=False).page
    page.goto(f"{server}/embed/nanto?month=9")
    page.select_option("#rm-month", "1")
    page.click("#rm-controls button")
    expect(page).to_have_url(re.compile("/embed/nanto.*month=1(&|$)"))
    expect(page.locator("#rm-list")).to_contain_text("1月の仕事")
