"""An office from its invitation to a traveller's plan, in a real browser and without its scripts."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.e2e

WORDS = "a rather long sentence"
PROGRAM = (sys.executable, "-c", "from planner.cli.main import main; main()")
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


def sasurai(instance, *words):
    environment = {**os.environ, "SASURAI_INSTANCE": str(instance)}
    done = subprocess.run([*PROGRAM, *words], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def fill_in(page):
    for name, text in FILLED.items():
        page.fill(f"#{name}", text)
    for name, value in CHOSEN.items():
        page.select_option(f"#{name}", value)


@pytest.mark.parametrize("width", [390, 1280])
def test_from_the_invitation_to_a_plan(server, served_instance, chromium, width):
    name = f"南砺の窓口{width}"
    sasurai(served_instance, "office", "create", name, "--municipality", "16210")
    link = sasurai(served_instance, "office", "invite", name, f"h{width}@example.jp", "--role", "owner")
    context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False, locale="ja-JP")
    page = context.new_page()
    page.goto(server + re.search(r"/office/link/\S+", link)[0])
    page.fill("#password", WORDS)
    page.fill("#again", WORDS)
    page.click("main button")
    page.fill("#password", WORDS)
    page.click("main button.primary")
    page.click("main a.button")
    page.click("main form.listing-form button")
    assert page.locator(".error[id$=-wrong]").count() > 5
    fill_in(page)
    page.click("main form.listing-form button")
    page.locator(".actions button.primary").click()
    assert page.locator("main .kind", has_text="公開中").count() == 1
    listing = page.url.rsplit("/", 1)[1]
    asked = {"from": "16201", "start": "2027-10-25", "days": 21, "must": ["16210"], "kinds": ["harvest"]}
    answer = context.request.post(f"{server}/api/v1/plans", data=asked, headers={"X-Sasurai-Device": "e" * 22})
    assert answer.status == 201, answer.text()
    served = [window["id"] for stay in answer.json()["itinerary"]["stays"] for window in stay["demand"]]
    assert f"listing-{listing}" in served
    page.locator(".actions button", has_text="休止する").click()
    assert context.request.get(f"{server}/api/v1/listings").json()["features"] == []
    context.close()


def season(*rows):
    """A spreadsheet's file as it is saved in Japan: CP932, with a column that nobody knows."""
    columns = {**FILLED, **CHOSEN, "engagement": "exchange", "municipality_code": "南砺市"}
    lines = [[*columns, "メモ"], *([*{**columns, **row}.values(), "x"] for row in rows)]
    return "\r\n".join(",".join(cells) for cells in lines).encode("cp932")


def test_a_file_with_bad_rows_is_mended_looked_over_and_published(server, served_instance, chromium):
    sasurai(served_instance, "office", "create", "取り込みの窓口", "--municipality", "16210")
    link = sasurai(served_instance, "office", "invite", "取り込みの窓口", "i@example.jp", "--role", "owner")
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP")
    page = context.new_page()
    page.goto(server + re.search(r"/office/link/\S+", link)[0])
    page.fill("#password", WORDS)
    page.fill("#again", WORDS)
    page.click("main button")
    page.fill("#password", WORDS)
    page.click("main button.primary")
    page.goto(f"{server}/office/listings/import")
    bad = season({"title_ja": "柿A"}, {"title_ja": "柿B", "kind": "begging"}, {"title_ja": "柿C", "end": "2027-13-40"})
    page.set_input_files("#file", {"name": "季節.csv", "mimeType": "text/csv", "buffer": bad})
    page.click("main button.primary")
    page.select_option('select[name="cell:3:kind"]', "harvest")
    page.fill('input[name="cell:4:end"]', "2027-12-10")
    page.click("main button.primary")
    page.locator("main .notice", has_text="新しい募集3件").wait_for()
    page.click("main button.primary")
    page.locator("main .notice", has_text="取り込みました").wait_for()
    for deed in ("submit", "publish"):
        page.check("input[name=all]")
        page.select_option("#deed", deed)
        page.click("form.many button")
        page.locator("main .notice", has_text="3件を変更しました").wait_for()
    titles = [
        one["properties"]["title_ja"] for one in context.request.get(f"{server}/api/v1/listings").json()["features"]
    ]
    assert {"柿A", "柿B", "柿C"} <= set(titles)
    page.locator(".rows a", has_text="柿A").click()
    page.locator(".actions a.button").click()
    page.wait_for_selector("#place-pick[data-ready]")
    page.focus("#place-map")
    page.keyboard.press("Enter")
    assert 136 < float(page.input_value("#lng")) < 138
    assert page.input_value("#precision") == "district"
    page.click("main form.listing-form > button")
    page.locator("main dt", has_text="経度").first.wait_for()
    # other tests look at what is public
    page.goto(f"{server}/office/listings")
    page.check("input[name=all]")
    page.select_option("#deed", "trash")
    page.click("form.many button")
    page.locator("main .notice", has_text="3件を変更しました").wait_for()
    context.close()
