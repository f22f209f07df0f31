"""A municipality's card: its year, the way there, the trip through it; and places picked on the map or by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

HIROSAKI, FURANO = "02202", "01229"
PLAN_MS = 90_000


def tokens(page, name):
    return page.locator(f"[data-places={name}] .tokens li").all_text_contents()


def asked(page):
    """The next request that is sent for a plan."""
    return page.expect_request(
        lambda request: request.method == "POST" and request.url.split("?")[0].endswith("/plans")
    )


def test_the_card_tells_the_year_and_the_way_from_my_place(visit):
    visited = visit(f"/en/?month=10&place={HIROSAKI}")
    page = visited.page
    page.wait_for_selector(".year-strip .peak")
    assert page.locator(".year-strip .need").count() >= page.locator("#place .window").count()
    assert page.inner_text(".year-months .now") == "Oct"
    assert "Chiyoda" in page.inner_text(".way-here > summary")
    page.click(".way-here > summary")
    page.wait_for_selector(".way-here .segments > li")
    told = page.inner_text(".way-here")
    assert "¥" in told
    assert " min" in told
    page.focus("#month")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".year-months .now")).to_have_text("Sep")
    assert visited.foreign() == []
    assert visited.complaints == []


def test_back_closes_the_card(visit):
    page = visit("/ja/").page
    page.fill("#f-look", "ひろさき")
    page.wait_for_selector("#f-look-list [role=option]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#place:not([hidden]) .year-strip")
    assert f"place={HIROSAKI}" in page.url
    page.go_back()
    page.wait_for_selector("#place", state="hidden")


@pytest.mark.parametrize(("typed", "width"), [("Furano", 1440), ("ふらの", 390), ("富良野", 390), (FURANO, 1440)])
def test_places_are_picked_by_keyboard_alone(visit, typed, width):
    page = visit("/ja/", width, 844).page
    page.eval_on_selector("[data-pick=avoid]", "button => { button.closest('details').open = true; button.focus(); }")
    page.keyboard.press("Enter")
    expect(page.locator("#picking")).to_be_visible()
    page.keyboard.insert_text(typed)
    page.wait_for_selector("#f-look-list [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-places=avoid] .tokens li", has_text="富良野市")).to_have_count(1)
    expect(page.locator("#picking-said")).to_contain_text("富良野市")
    page.keyboard.press("Escape")
    expect(page.locator("#picking")).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.pick") == "avoid"


def test_a_click_on_the_map_picks_and_unpicks(visit):
    visited = visit(f"/ja/?place={HIROSAKI}", reduced_motion="reduce")
    page = visited.page
    page.wait_for_selector("#place:not([hidden]) .year-strip")
    page.click("#place [data-picks=must]")
    expect(page.locator("#place [data-picks=must]")).to_have_attribute("aria-pressed", "true")
    page.click("#place [data-picks=avoid]")
    expect(page.locator("#place [data-picks=must]")).to_have_attribute("aria-pressed", "false")
    assert tokens(page, "must") == []
    page.click("#place-close")
    page.click("details.more > summary")
    page.click("[data-pick=must]")
    box = page.locator("#map").bounding_box()
    # the card's place stands in the middle of what the card leaves free
    x, y = box["x"] + (60 + box["width"] - 440) / 2, box["y"] + box["height"] / 2
    page.mouse.click(x, y)
    expect(page.locator("[data-places=must] .tokens li")).to_have_count(1)
    expect(page.locator("#place")).to_be_hidden()
    page.mouse.click(x, y)
    expect(page.locator("[data-places=must] .tokens li")).to_have_count(0)
    assert visited.complaints == []


def test_the_best_trip_through_a_place_is_one_press_away(visit):
    page = visit(f"/ja/?place={HIROSAKI}").page
    page.wait_for_selector("#place [data-act=through]")
    page.evaluate("document.querySelector('#f-days').value = '21'")
    with asked(page) as sent:
        page.click("#place [data-act=through]")
    assert sent.value.post_data_json["must"] == [HIROSAKI]
    page.wait_for_selector("body[data-state=planned]", timeout=PLAN_MS)
    expect(page.locator(f"ol#stays > li[data-code='{HIROSAKI}']")).to_have_count(1)


def test_a_places_own_page_leads_to_a_trip_through_it(visit):
    page = visit(f"/ja/?must={HIROSAKI}").page
    expect(page.locator("[data-places=must] .tokens li")).to_have_text(["青森県弘前市×"])
    page.wait_for_url(lambda address: "must=" not in address)
