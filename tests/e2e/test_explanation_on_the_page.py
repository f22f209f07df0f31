"""Why this place, which other one, and why no trip: in a real browser on real data, by mouse and by keyboard."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PLAN_MS = 90_000


def plan(page, days="30"):
    page.fill("#f-days", days)
    page.click("form#plan [type=submit]")
    page.wait_for_selector("body:is([data-state=planned], [data-state=infeasible])", timeout=PLAN_MS)


def clean(visited):
    assert visited.foreign() == []
    assert visited.complaints == []


def layer_switched(page):
    page.click("#layer-switch [data-layer=through]")
    page.wait_for_selector("#through-body ol li", state="attached", timeout=PLAN_MS)


@pytest.mark.parametrize(("lang", "words"), [("ja", ("旅の値打ちの", "次点は")), ("en", ("worth", "runner-up"))])
def test_a_stay_tells_its_share_and_its_rival(visit, lang, words):
    visited = visit(f"/{lang}/")
    page = visited.page
    plan(page)
    told = page.locator("#stays .rival > summary, #stays .rival-none").all_inner_texts()
    assert len(told) == page.locator("#stays > li").count()
    assert all(words[0] in line and "%" in line for line in told)
    first = page.locator("details.rival").first
    assert words[1] in first.locator("summary").inner_text()
    first.locator("summary").click()
    expect(first.locator(".rival-loss")).to_be_visible()
    first.locator("button.link").click()
    page.wait_for_selector("#place .window")
    clean(visited)


def test_the_map_shows_what_a_trip_through_each_place_would_lose(visit):
    visited = visit("/ja/")
    page = visited.page
    assert page.locator("#layer-switch").is_hidden()
    plan(page)
    assert not any(url.endswith("/through") for url in visited.requests)
    layer_switched(page)
    expect(page.locator("#through-legend i")).to_have_count(5)
    expect(page.locator("#season")).to_be_hidden()
    # the same in the list, for whoever sees no map
    page.click("#through > summary")
    lines = page.locator("#through-body li")
    expect(lines).to_have_count(40)
    assert "泊" in lines.first.inner_text()
    mine = page.locator("#stays > li").evaluate_all("items => items.map((item) => item.dataset.code)")
    assert len(mine) >= 1
    page.click("#layer-switch [data-layer=season]")
    expect(page.locator("#season")).to_be_visible()
    assert sum(url.endswith("/through") for url in visited.requests) == 1
    clean(visited)


def test_a_trip_through_a_place_is_planned_from_its_card_and_keeps_its_bound(visit):
    visited = visit("/en/")
    page = visited.page
    plan(page)
    with page.expect_response(lambda answer: answer.url.endswith("/through")) as asked:
        page.click("#layer-switch [data-layer=through]")
    layer = asked.value.json()
    assert int(asked.value.headers.get("content-length") or 0) < 60_000
    page.wait_for_selector("#through-body ol li", state="attached")
    page.click("#through > summary")
    page.locator("#through-body li button").nth(30).click()
    page.wait_for_selector(".through-card button")
    code = page.evaluate("new URL(location.href).searchParams.get('place')")
    with page.expect_response(lambda answer: answer.url.split("?")[0].endswith("/api/v1/plans")) as planned:
        page.click(".through-card button")
    page.wait_for_selector("body[data-state=planned]", timeout=PLAN_MS)
    found = planned.value.json()
    codes = [stay["municipality"]["code"] for stay in found["itinerary"]["stays"]]
    assert code in codes
    most = dict(zip(layer["codes"], layer["most"], strict=True))[code]
    roles = {stay["role"] for stay in found["itinerary"]["stays"]}
    assert roles != {"work"} or found["objective"] <= most + 0.02
    clean(visited)


def test_a_conflict_is_named_and_each_way_out_is_one_press(visit):
    visited = visit("/ja/")
    page = visited.page
    page.click(".more > summary")
    for name in ("礼文", "海士町"):
        page.fill("#f-must", name)
        page.wait_for_selector("#f-must-list [role=option]")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    plan(page, "5")
    assert page.get_attribute("body", "data-state") == "infeasible"
    told = page.inner_text("#infeasible-binding")
    assert "礼文町" in told
    assert "海士町" in told
    assert "5日" in told
    ways = page.locator("#infeasible-relaxation button")
    texts = ways.all_inner_texts()
    assert any("日数" in text for text in texts)
    assert any("やめる" in text for text in texts)
    ways.nth(next(k for k, text in enumerate(texts) if "日数" in text)).click()
    page.wait_for_selector("body[data-state=planned]", timeout=PLAN_MS)
    codes = page.locator("#stays > li").evaluate_all("items => items.map((item) => item.dataset.code)")
    assert {"01517", "32525"} <= set(codes)
    assert int(page.input_value("#f-days")) > 5


def test_the_layer_is_reached_by_keyboard_alone(visit):
    visited = visit("/en/")
    page = visited.page
    plan(page)
    page.focus("#through > summary")
    page.keyboard.press("Enter")
    page.wait_for_selector("#through-body ol li button", timeout=PLAN_MS)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#through-body li') !== null")
    page.keyboard.press("Enter")
    page.wait_for_selector("#place .through-card", timeout=PLAN_MS)
    assert json.dumps(visited.complaints) == "[]"
