"""Links with terms, and two people in one trip, in a real browser."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PLAN_MS = 90_000


def planned(visit, lang, **options):
    visited = visit(f"/{lang}/", **options)
    page = visited.page
    page.fill("#f-days", "45")
    page.click("form#plan [type=submit]")
    page.wait_for_selector("body[data-state=planned]", timeout=PLAN_MS)
    return visited, page


def share(page, **chosen):
    """Open the panel, choose the terms, and give the new link."""
    if not page.locator("#shares[open]").count():
        page.click("#shares > summary")
    page.wait_for_selector("#shares-list > li")
    before = page.locator("#shares-list > li").count()
    if "kind" in chosen:
        page.check(f"input[name=share-kind][value={chosen['kind']}]")
    for part in chosen.get("hide", ()):
        page.uncheck(f".share-form input[value={part}]")
    if "expires" in chosen:
        page.select_option("#share-expires", chosen["expires"])
    page.click(".share-form [type=submit]")
    page.wait_for_selector(f"#shares-list > li:nth-child({before + 1})")
    return page.evaluate("document.activeElement.value")


def stays_of(page):
    return page.locator("ol#stays > li").evaluate_all("items => items.map((item) => item.dataset.code)")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_link_is_made_on_terms_listed_and_stopped(visit, chromium, server, lang):
    visited, page = planned(visit, lang)
    link = share(page, hide=["money"], expires="30")
    assert link.startswith(f"{server}/p/")
    listed = page.inner_text("#shares-list > li:last-child small")
    assert ("まで" if lang == "ja" else "until") in listed

    stranger = visit(link.removeprefix(server))
    stranger.page.wait_for_selector("body[data-state=planned]")
    assert stays_of(stranger.page) == stays_of(page)
    assert "¥" not in stranger.page.inner_text("body")
    assert stranger.page.locator("#shares, #editing, form#plan").count() == 0
    assert (stranger.foreign(), stranger.complaints) == ([], [])

    # it becomes the stranger's own, with prices that it did not show
    stranger.page.click("#adopt [type=submit]")
    stranger.page.wait_for_url("**plan=*")
    stranger.page.wait_for_selector("body[data-state=planned]", timeout=PLAN_MS)
    assert stays_of(stranger.page) == stays_of(page)
    assert "¥" in stranger.page.inner_text("#totals")
    assert stranger.page.locator("#shares, form#plan").count() == 2

    page.locator("#shares-list > li:last-child button").last.click()
    page.wait_for_selector("#shares-list > li:nth-child(2)", state="detached")
    answer = stranger.page.goto(link)
    assert answer.status == 410
    assert (visited.foreign(), visited.complaints) == ([], [])


def test_two_people_change_one_trip_and_nobody_is_overwritten_silently(visit, server):
    _, mine = planned(visit, "ja", looks=False)
    link = share(mine, kind="edits")
    friend = visit(link.removeprefix(server)).page
    friend.wait_for_selector("body[data-state=planned]")
    assert friend.locator("form#plan, #kept").count() == 0

    # what the friend saves shows here when the page is looked at again
    first, second = stays_of(mine)[:2]
    friend.locator(f"li[data-code='{first}'] [data-act=lock]").click()
    friend.wait_for_selector("#changes:not([hidden])", timeout=PLAN_MS)
    mine.evaluate("dispatchEvent(new Event('focus'))")
    mine.wait_for_selector("#elsewhere:not([hidden])")
    expect(mine.locator("#live")).not_to_be_empty()

    # both change the version that both have seen: the later one is asked, and both changes are kept
    with friend.expect_response("**/replan*"):
        friend.locator(f"li[data-code='{second}'] [data-act=lock]").click()
    friend.wait_for_selector("#editing:not([aria-busy])", state="attached")
    mine.locator(f"li[data-code='{first}'] [data-act=lock]").click()
    mine.wait_for_selector("[data-choice=both]")
    expect(mine.locator("#elsewhere-title")).to_be_focused()
    mine.click("[data-choice=both]")
    mine.wait_for_selector("#elsewhere", state="hidden")
    mine.wait_for_selector("#changes:not([hidden])", timeout=PLAN_MS)
    here = "/api/v1/plans/${new URLSearchParams(location.search).get('plan')}"
    plan = json.loads(mine.evaluate(f"fetch(`{here}`).then((answer) => answer.text())"))
    fixed = {must["place"] for must in plan["request"]["must"] if must.get("arrive")}
    assert second in fixed
    assert first not in fixed


def test_ones_own_change_becomes_a_variant(visit, server):
    _, mine = planned(visit, "en", looks=False)
    link = share(mine, kind="edits")
    friend = visit(link.removeprefix(server) + "?lang=en").page
    friend.wait_for_selector("body[data-state=planned]")
    first, second = stays_of(mine)[:2]
    with friend.expect_response("**/replan*"):
        friend.locator(f"li[data-code='{first}'] [data-act=lock]").click()
    friend.wait_for_selector("#editing:not([aria-busy])", state="attached")
    before = mine.url
    mine.locator(f"li[data-code='{second}'] [data-act=lock]").click()
    mine.click("[data-choice=variant]")
    mine.wait_for_url(lambda url: url != before)
    mine.wait_for_selector("#changes:not([hidden])", timeout=PLAN_MS)
    mine.click("#kept > summary")
    mine.wait_for_selector("#kept-list > li.variant")
    expect(mine.locator("#kept-list > li.variant b")).to_have_text("My variant")
    mine.click(".compared > summary")
    expect(mine.locator(".compared thead th")).to_have_count(2)


def test_a_link_is_made_and_stopped_by_keyboard_alone(visit):
    _, page = planned(visit, "en")
    press = page.keyboard.press
    page.focus("#shares > summary")
    press("Enter")
    page.wait_for_selector("#shares-list > li")
    press("Tab")
    press("ArrowDown")
    assert page.is_checked("input[name=share-kind][value=frozen]")
    for _ in range(3):
        press("Tab")
    press("Space")
    assert not page.is_checked(".share-form input[value=bookings]")
    press("Tab")
    press("ArrowDown")
    assert page.input_value("#share-expires") == "7"
    press("Tab")
    press("Enter")
    page.wait_for_selector("#shares-list > li:nth-child(2)")
    assert "/p/" in page.evaluate("document.activeElement.value")
    press("Tab")
    press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Stop it now"
    press("Enter")
    page.wait_for_selector("#shares-list > li:nth-child(2)", state="detached")
    expect(page.locator("#shares > summary")).to_be_focused()
    expect(page.locator("#shares-said")).to_have_text("Nobody can open that link any more.")
