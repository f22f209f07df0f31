"""A trip by hand in a real browser: from nothing, by mouse and by keyboard alone; its notebook, and the day's view."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

WAIT_MS = 30_000


def begun(visit, path="/ja/", *size, **options):
    visited = visit(path, *size, **options)
    page = visited.page
    page.set_default_timeout(WAIT_MS)
    page.click("#begin-empty")
    page.wait_for_selector("#book:not([hidden])")
    return visited, page


def add_from_map(page, name, code):
    page.fill("#f-look", name)
    page.wait_for_selector("#f-look-list [role=option]")
    page.press("#f-look", "ArrowDown")
    page.press("#f-look", "Enter")
    page.click("#place [data-act=add]")
    page.wait_for_selector(f"ol#stays > li[data-code='{code}'] .stay-book")


def saved(page):
    page.click(".book-dialog [type=submit]")
    page.wait_for_selector(".book-dialog", state="detached")


def test_from_nothing_by_mouse_with_bookings_and_a_place_of_ones_own(visit):
    visited, page = begun(visit)
    assert page.locator("ol#stays > li").count() == 0
    add_from_map(page, "南砺市", "16210")
    page.locator("[data-again='bed-new-16210']").click()
    page.fill(".book-dialog [name=price_jpy]", "12000")
    page.fill(".book-dialog [name=link]", "nonsense")
    page.click(".book-dialog [type=submit]")
    page.locator(".book-dialog .error", has_text="https://").wait_for()
    expect(page.locator(".book-dialog [name=price_jpy]")).to_have_value("12000")
    page.fill(".book-dialog [name=link]", "https://example.org/inn")
    saved(page)
    assert "¥12,000" in page.inner_text("li[data-code='16210'] .costs")
    assert "約" not in page.inner_text("li[data-code='16210'] .costs .money")
    page.locator("details.leg").first.locator("summary").click()
    page.locator("[data-again='leg-0']").click()
    page.fill(".book-dialog [name=departs]", "08:20")
    page.fill(".book-dialog [name=arrives]", "10:50")
    page.fill(".book-dialog [name=fare_jpy]", "9990")
    saved(page)
    assert "¥9,990" in page.locator("details.leg").first.inner_text()
    page.locator("li[data-code='16210'] details.tools summary").click()
    page.locator("li[data-code='16210'] [data-act=later]").click()
    page.locator("#conflicts", has_text="予約済み").wait_for()
    page.locator("#book > summary").click()
    page.click("#book-pick")
    area = page.locator("#map").bounding_box()
    page.mouse.click(area["x"] + area["width"] * 0.55, area["y"] + area["height"] * 0.5)
    page.fill(".book-dialog [name=name]", "友人の家")
    page.fill(".book-dialog [name=lnglat]", "36.58, 136.9")
    saved(page)
    assert "富山県南砺市" in page.inner_text("#book-places li")
    page.wait_for_selector(".own-pin")
    page.click("#fill-rest")
    page.locator("ol#stays > li").nth(3).wait_for()
    assert page.locator("li[data-code='16210'] [data-act=lock][aria-pressed=true]").count() == 1
    assert visited.foreign() == []
    links = page.locator(".timetables a").first
    assert links.get_attribute("rel") == "noopener noreferrer"
    assert links.get_attribute("href").startswith("https://transit.yahoo.co.jp/search/result?from=")
    assert [line for line in visited.complaints if "40" not in line] == []


def test_from_nothing_by_keyboard_alone_in_english(visit):
    visited, page = begun(visit, "/en/")
    press = page.keyboard.press
    page.locator("#homeward [data-act=insert]").focus()
    press("Enter")
    page.keyboard.insert_text("nanto")
    page.wait_for_selector(".insert-form [role=option]")
    press("ArrowDown")
    press("Enter")
    press("Enter")
    page.wait_for_selector("li[data-code='16210'] .stay-book")
    page.locator("#book > summary").focus()
    press("Enter")
    page.locator("#book-checklist-new").focus()
    page.keyboard.type("boots")
    press("Enter")
    page.locator("#book-checklist li", has_text="boots").wait_for()
    page.locator("[data-again='task-c1']").focus()
    press("Space")
    page.wait_for_selector("#book-checklist li.done")
    page.wait_for_function("() => document.activeElement.dataset.again === 'task-c1'")
    page.locator("#book-pick").focus()
    press("Enter")
    page.wait_for_selector("#map-pick:not([hidden])")
    press("ArrowRight")
    press("Enter")
    page.wait_for_selector(".book-dialog[open]")
    page.keyboard.type("The house")
    page.locator(".book-dialog [name=lnglat]").fill("37.9, 137.2")
    press("Enter")
    page.locator(".book-dialog .error", has_text="at sea").wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.type("36.58, 136.9")
    press("Enter")
    page.wait_for_selector(".book-dialog", state="detached")
    page.locator("#book-places li", has_text="The house").wait_for()
    page.locator("#book-places li", has_text="Nanto").wait_for()
    press("Control+z")
    page.wait_for_selector("#book-places li", state="detached")
    assert visited.foreign() == []


def test_today_shows_where_one_is_also_without_a_connection(visit):
    visited, page = begun(visit, "/ja/", 390, 780, has_touch=True)
    add_from_map(page, "南砺市", "16210")
    page.evaluate("document.querySelector('#book').open = true")
    page.fill("#book-note", "駅の改札で待ち合わせ")
    page.press("#book-note", "Tab")
    page.wait_for_selector("body[data-kept$='-2']")
    page.goto(f"{page.url}&today=2027-09-02")
    page.wait_for_selector("#today:not([hidden])")
    page.context.set_offline(True)
    page.reload()
    today = page.locator("#today")
    today.locator("b", has_text="南砺市").first.wait_for()
    text = today.inner_text()
    for words in ("9月2日", "あと3泊", "南砺市 → 千代田区", "駅の改札で待ち合わせ", "ジョルダン"):
        assert words in text, words
    assert visited.foreign() == []


OTHER = """async (code) => {
  const id = new URL(location.href).searchParams.get("plan");
  const token = document.querySelector("meta[name=csrf-token]").content;
  const headers = { "Content-Type": "application/json", "If-Match": "*", "X-CSRFToken": token };
  const edits = [{ edit: "insert", place: code, arrive: "2027-09-20", nights: 3 }];
  const body = JSON.stringify({ edits });
  return (await fetch(`/api/v1/plans/${id}/replan`, { method: "POST", headers, body })).status;
}"""


def test_what_was_typed_meets_another_change_and_both_are_kept(visit):
    visited, page = begun(visit, looks=False)
    page.evaluate("document.querySelector('#book').open = true")
    page.click("#book-place")
    page.fill(".book-dialog [name=name]", "友人の家")
    page.fill(".book-dialog [name=lnglat]", "36.58, 136.9")
    assert page.evaluate(OTHER, "21217") == 200
    saved(page)
    page.click("#elsewhere [data-choice=both]")
    page.locator("#book-places li", has_text="友人の家").wait_for()
    page.wait_for_selector("ol#stays > li[data-code='21217']")
    page.fill("#book-ideas-new", "温泉")
    page.press("#book-ideas-new", "Enter")
    page.locator("[data-again='date-i1']").click()
    page.fill(".book-dialog [name=date]", "2027-09-10")
    page.select_option(".book-dialog [name=own_place]", "p1")
    saved(page)
    page.locator("#book-dates li", has_text="温泉").wait_for()
    expect(page.locator("#book-ideas li")).to_have_count(0)
    page.wait_for_selector("ol#stays > li[data-code='16210']")
    assert visited.foreign() == []
