"""An office from its invitation to a traveller's plan, in a real browser and without its scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

WORDS = "a rather long sentence"
FILLED = {
    "title_ja": "干し柿づくりの手伝い",
    "title_en": "Drying persimmons",
    "start": "2027-10-20",
    "end": "2027-12-10",
    "min_nights": "7",
    "max_nights": "30",
    "employer": "福光の柿農家",
    "pay_jpy": "9000",
    "hours_per_day": "7",
    "duties_ja": "柿の皮をむいて吊るす",
    "workplace_ja": "福光の作業場",
    "changes_ja": "変更なし",
    "term_ja": "10月20日から12月10日まで、更新なし",
    "hours_ja": "8:30から16:30まで、休憩1時間",
    "contact_url": "https://example.jp/kaki",
}
CHOSEN = {"kind": "harvest", "host_kind": "farm", "engagement": "employment", "pay_unit": "day", "lodging": "provided"}


def fill_in(page):
    for name, text in FILLED.items():
        page.fill(f"#{name}", text)
    for name, value in CHOSEN.items():
        page.select_option(f"#{name}", value)


@pytest.mark.parametrize("width", [390, 1280])
def test_from_the_invitation_to_a_plan(server, sasurai, chromium, width):
    name = f"南砺の窓口{width}"
    sasurai("office", "create", name, "--municipality", "16210")
    link = sasurai("office", "invite", name, f"h{width}@example.jp", "--role", "owner")
    context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False, locale="ja-JP")
    page = context.new_page()
    page.goto(server + re.search(r"/office/link/\S+", link)[0])
    page.fill("#password", WORDS)
    page.fill("#again", WORDS)
    page.click("main button")
    expect(page.locator("#again")).to_have_count(0)
    page.fill("#password", WORDS)
    page.click("main button.primary")
    page.click("text=1件ずつ書く")
    page.click("main form.listing-form button")
    expect(page.locator(".error[id$=-wrong]").nth(5)).to_be_visible()
    fill_in(page)
    page.click("main form.listing-form button")
    page.locator(".actions button.primary").click()
    expect(page.locator("main .kind", has_text="公開中")).to_have_count(1)
    listing = page.url.rsplit("/", 1)[1]
    asked = {"from": "16201", "start": "2027-10-25", "days": 21, "must": ["16210"], "kinds": ["harvest"]}
    answer = context.request.post(f"{server}/api/v1/plans", data=asked, headers={"X-Sasurai-Device": "e" * 22})
    assert answer.status == 201, answer.text()
    served = [window["id"] for stay in answer.json()["itinerary"]["stays"] for window in stay["demand"]]
    assert f"listing-{listing}" in served
    page.locator(".actions button", has_text="休止する").click()
    expect(page.locator("main .kind", has_text="公開中")).to_have_count(0)
    expect(page.locator(".actions button", has_text="休止する")).to_have_count(0)
    public = {one["id"] for one in context.request.get(f"{server}/api/v1/listings").json()["features"]}
    assert f"listing-{listing}" not in public
    context.close()
