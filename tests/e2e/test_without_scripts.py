"""The planner in a real browser with scripts switched off: plan, read, correct, search, take along."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PLAN_MS = 90_000


@pytest.fixture
def plain(server, chromium):
    """A page of a browser that runs no scripts, and every address it asks for."""
    contexts = []

    def open_page(path, width=1280):
        context = chromium.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(server + path)
        return page, asked

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("lang", "width"), [("ja", 1280), ("en", 390)])
def test_a_trip_is_planned_by_form_and_read_in_tables(plain, server, lang, width):
    page, asked = plain(f"/{lang}/", width)
    page.fill("[name=days]", "999")
    page.fill("[name=from]", "南砺市")
    page.click("form#plan [type=submit]")
    expect(page.locator("#f-days-error")).to_contain_text("400")
    expect(page.locator("#f-days-error")).to_be_visible()
    expect(page.locator("[name=from]")).to_have_value("南砺市")

    page.fill("[name=days]", "30")
    page.set_default_timeout(PLAN_MS)
    page.click("form#plan [type=submit]")
    page.wait_for_url("**/trips/*")
    for heading in ("plain-stays", "plain-legs", "plain-ledger"):
        expect(page.locator(f"#{heading}")).to_be_visible()
    expect(page.locator("table").first.locator("tbody tr").first).to_be_visible()
    expect(page.locator("[name=days]")).to_have_value("30")
    with page.expect_download() as download:
        page.locator(".plain-files a").nth(1).click()
    assert download.value.suggested_filename.endswith(".gpx")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [url for url in asked if not url.startswith(server)] == []


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_places_and_the_calendar_are_found_by_form(plain, lang):
    page, _ = plain(f"/{lang}/")
    page.click(f"noscript a[href='/{lang}/places']")
    page.fill("[name=q]", "nanto")
    page.click("main [type=submit]")
    page.click("main a[href$='/places/16210']")
    expect(page.locator("h1")).to_have_text(re.compile("^(南砺市|Nanto)$"))
    page.goto(page.url.split(f"/{lang}/")[0] + f"/{lang}/calendar")
    page.select_option("[name=month]", "9")
    page.click(".filters [type=submit]")
    expect(page).to_have_url(re.compile("month=9"))
    expect(page.locator(".calendar-table tbody tr").nth(10)).to_be_visible()
