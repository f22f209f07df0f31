"""Changing a trip in a real browser: by mouse, by keyboard alone, by touch; changes are said and can be taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PLAN_MS, EDIT_MS = 90_000, 20_000


def planned(visit, path="/ja/", *size, **options):
    visited = visit(path, *size, **options)
    page = visited.page
    page.set_default_timeout(EDIT_MS)
    page.click("form#plan [type=submit]")
    page.wait_for_selector("body[data-state=planned]", timeout=PLAN_MS)
    return visited, page


def stays_of(page):
    return page.locator("ol#stays > li").evaluate_all("items => items.map((item) => item.dataset.code)")


def dates_of(page, code):
    return page.locator(f"ol#stays > li[data-code='{code}'] .dates").evaluate("node => node.firstChild.textContent")


def tool(page, code, act):
    item = page.locator(f"ol#stays > li[data-code='{code}']")
    details = item.locator("details.tools")
    if act != "lock" and details.get_attribute("open") is None:
        details.locator("summary").click()
    return item.locator(f"[data-act={act}]")


def kept(page, code):
    return page.locator(f"ol#stays > li[data-code='{code}'] [data-act=lock][aria-pressed=true]")


def clean(visited):
    assert visited.foreign() == []
    assert [line for line in visited.complaints if "409" not in line] == []


def test_locked_dropped_taken_back_and_made_again_by_mouse(visit):
    visited, page = planned(visit)
    codes = stays_of(page)
    first, second = codes[0], codes[1]
    days = dates_of(page, first)
    tool(page, first, "lock").click()
    kept(page, first).wait_for()
    tool(page, second, "drop").click()
    page.wait_for_selector(f"ol#stays > li[data-code='{second}']", state="detached")
    assert dates_of(page, first) == days
    expect(page.locator("#changes")).to_contain_text("ご指定で外しました")
    expect(page.locator("#live")).to_contain_text("か所が変わりました")
    after = stays_of(page)
    page.click("#undo")
    page.wait_for_selector(f"ol#stays > li[data-code='{second}']")
    assert stays_of(page) == codes
    page.click("#redo")
    page.wait_for_selector(f"ol#stays > li[data-code='{second}']", state="detached")
    assert stays_of(page) == after
    page.keyboard.press("Control+z")
    page.wait_for_selector(f"ol#stays > li[data-code='{second}']")
    page.reload()
    page.wait_for_selector(f"ol#stays > li[data-code='{second}']", timeout=PLAN_MS)
    kept(page, first).wait_for()
    clean(visited)


def test_a_stay_and_its_edge_are_dragged_on_the_timeline(visit):
    visited, page = planned(visit, "/en/")
    code = stays_of(page)[2]
    before = dates_of(page, code)
    drag(page, code, 0.5, 30)
    kept(page, code).wait_for()
    moved = dates_of(page, code)
    assert moved != before
    nights = page.locator(f"li[data-code='{code}'] .nights").inner_text()
    drag(page, code, 0.99, -40)
    page.locator(f"li[data-code='{code}'] .nights", has_not_text=nights).wait_for()
    assert dates_of(page, code).split("–")[0] == moved.split("–")[0]
    clean(visited)


def drag(page, code, where, by):
    bar = page.locator(f".gantt .bar.stay[data-code='{code}']")
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    x, y = box["x"] + where * box["width"] - (2 if where > 0.9 else 0), box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by / 2, y, steps=3)
    page.mouse.move(x + by, y, steps=3)
    page.mouse.up()


TWICE_RIGHT = """() => {
  const right = () => new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true });
  for (const press of [right(), right()]) document.activeElement.dispatchEvent(press);
}"""


def test_the_keyboard_alone_locks_moves_inserts_and_takes_back(visit):
    visited, page = planned(visit)
    codes = stays_of(page)
    code = codes[1]
    page.locator(f"li[data-code='{code}'] [data-act=lock]").focus()
    page.keyboard.press("Enter")
    kept(page, code).wait_for()
    focused = "document.activeElement.dataset.act + ' ' + document.activeElement.closest('[data-code]').dataset.code"
    assert page.evaluate(focused) == f"lock {code}"

    days = dates_of(page, code)
    page.locator(f".gantt .bar.stay[data-code='{code}']").focus()
    # both before a pause, which would send the first alone, and which a busy machine may make
    page.evaluate(TWICE_RIGHT)
    expect(page.locator("#live")).to_contain_text("泊")
    page.keyboard.press("Enter")
    page.wait_for_selector("#changes li.moved")
    assert dates_of(page, code) != days
    assert page.evaluate(focused) == f"bar {code}"

    page.keyboard.press("Control+z")
    page.wait_for_selector("#changes", state="hidden")
    assert dates_of(page, code) == days

    page.locator("ol#stays > li:nth-child(3) [data-act=insert]").focus()
    page.keyboard.press("Enter")
    page.keyboard.insert_text("南砺")
    page.wait_for_selector(".insert-form [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    page.wait_for_selector("ol#stays > li[data-code='16210']")
    kept(page, "16210").wait_for()
    clean(visited)


def test_a_place_of_the_map_is_added_and_a_trip_is_left_open_by_hand(visit):
    visited, page = planned(visit)
    page.fill("#f-look", "南砺")
    page.wait_for_selector("#f-look-list [role=option]")
    page.locator("#f-look-list [role=option]").first.click()
    page.click("#place-body [data-act=add]")
    page.wait_for_selector("ol#stays > li[data-code='16210']")
    expect(page.locator("#place")).to_be_hidden()

    codes = stays_of(page)
    page.uncheck("#fill")
    page.wait_for_selector(f"li[data-code='{codes[0]}'] [data-act=lock][aria-pressed=true]")
    tool(page, codes[1], "drop").click()
    page.wait_for_selector(".open-nights")
    assert stays_of(page) == [code for code in codes if code != codes[1]]
    # what was taken out can be asked for again
    page.fill("#f-look", codes[1])
    page.wait_for_selector("#f-look-list [role=option]")
    page.locator("#f-look-list [role=option]").first.click()
    page.click("#place-body [data-act=add]")
    page.wait_for_selector(f"ol#stays > li[data-code='{codes[1]}']")
    page.check("#fill")
    page.wait_for_selector(".open-nights", state="detached")
    clean(visited)


def test_conflicts_are_named_and_nothing_changes(visit):
    visited, page = planned(visit, "/en/")
    codes = stays_of(page)
    tool(page, codes[1], "lock").click()
    kept(page, codes[1]).wait_for()
    before = stays_of(page)
    tool(page, before[0], "lock").click()
    kept(page, before[0]).wait_for()
    tool(page, before[0], "longer").click()
    page.wait_for_selector("#conflicts:not([hidden])")
    assert "overlap" in page.inner_text("#conflicts")
    assert page.evaluate("document.activeElement.id") == "conflicts-title"
    assert stays_of(page) == before
    clean(visited)


def test_other_dates_are_seen_before_they_are_taken(visit):
    visited, page = planned(visit)
    codes = stays_of(page)
    page.click("#dates > summary")
    page.fill("#dates-start", "2027-09-08")
    # the last of the three, which are asked one after another
    page.wait_for_selector("#dates-park-said > span")
    expect(page.locator("#dates-shift-said")).to_contain_text("日程変更")
    assert stays_of(page) == codes
    page.click("#dates-form [type=submit]")
    page.wait_for_selector("#changes li.moved")
    assert stays_of(page) == codes
    assert "9月8日" in page.inner_text("ol#stays > li:first-child")
    clean(visited)


def test_a_stay_is_parked_and_put_back_on_a_phone(visit):
    visited, page = planned(visit, "/ja/", 390, 844, has_touch=True, is_mobile=True)
    code = stays_of(page)[1]
    tool(page, code, "park").tap()
    page.wait_for_selector(f"#parked-list li[data-code='{code}']")
    assert code not in stays_of(page)
    # what changed has the focus, and the sheet stands still
    page.wait_for_selector("#changes-title:focus")
    page.locator(f"#parked-list li[data-code='{code}'] [data-act=take-up]").scroll_into_view_if_needed()
    page.locator(f"#parked-list li[data-code='{code}'] [data-act=take-up]").tap()
    page.wait_for_selector(f"ol#stays > li[data-code='{code}']")
    heights = page.locator(".tool:visible").evaluate_all("nodes => nodes.map((n) => n.getBoundingClientRect().height)")
    assert min(heights) >= 24
    clean(visited)


def test_a_change_made_elsewhere_is_shown_and_not_overwritten(visit):
    visited, page = planned(visit, looks=False)
    codes = stays_of(page)
    change = """async (place) => {
      const id = new URLSearchParams(location.search).get('plan');
      const token = document.querySelector('meta[name=csrf-token]').content;
      const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token, 'If-Match': '*' };
      const body = JSON.stringify({ edits: [{ edit: 'lock', place }] });
      return (await fetch(`/api/v1/plans/${id}/replan`, { method: 'POST', headers, body })).status;
    }"""
    assert page.evaluate(change, codes[0]) == 200
    tool(page, codes[1], "lock").click()
    page.click("#elsewhere [data-choice=both]")
    # a lock leaves the rest as it is, so that the page's own change still fits
    kept(page, codes[1]).wait_for()
    assert kept(page, codes[0]).count() == 1
    assert visited.foreign() == []
