"""Through the page's flows by keyboard alone: no click, no focus given; Tab, arrows, Enter, Space and Escape."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.e2e

WAIT_MS = 45_000
PLANS = re.compile(r"/api/v1/plans\?")


class Keys:
    """A reader without a mouse."""

    def __init__(self, visited):
        self.page = visited.page
        self.page.set_default_timeout(WAIT_MS)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def has(self, selector):
        return self.page.evaluate("(selector) => document.activeElement.matches(selector)", selector)

    def to(self, selector, key="Tab", limit=1000):
        """Go on until an element has the focus; it must be seen there, not under a bar or out of its box."""
        for _ in range(limit):
            if self.has(selector):
                assert self.page.evaluate(SEEN), f"{selector} is hidden"
                return
            self.press(key)
        pytest.fail(f"{selector} is not reached by {key}")

    def do(self, selector, key="Tab", by="Enter"):
        self.to(selector, key)
        self.press(by)

    def write(self, selector, words, key="Tab"):
        self.to(selector, key)
        self.press("Control+a")
        self.page.keyboard.type(words)

    def pick(self, selector, words, key="Tab"):
        """Type into a field with suggestions and take the first."""
        self.write(selector, words, key)
        listed = self.page.evaluate("document.activeElement.getAttribute('aria-controls')")
        self.page.wait_for_selector(f"#{listed} [role=option]")
        self.press("ArrowDown", "Enter")

    def said(self, words):
        """The page says it to who hears it."""
        self.page.locator("#live", has_text=words).wait_for(state="attached")

    def focused(self, selector):
        self.page.wait_for_function("(selector) => document.activeElement.matches(selector)", arg=selector)


SEEN = """() => {
  const { x, y, width, height } = document.activeElement.getBoundingClientRect();
  const at = (px, py) => document.elementFromPoint(px, py);
  const hits = [at(x + width / 2, y + height / 2), at(x + 4, y + height / 2), at(x + width / 2, y + 4)];
  const me = document.activeElement;
  return hits.some((hit) => hit && (me.contains(hit) || hit.contains(me) || hit.closest('label')?.contains(me)));
}"""


def clean(visited):
    assert visited.foreign() == []
    # no address is made yet (404), a wish that cannot be (409), a search that is called off
    expected = re.compile(r"\b(404|409)\b|^failed: .*/front$")
    assert [line for line in visited.complaints if not expected.search(line)] == []


def planned(page):
    page.wait_for_selector("body[data-state=planned]", timeout=90_000)
    page.wait_for_selector("#book:not([hidden])")


def codes_of(page):
    return page.locator("ol#stays > li").evaluate_all("items => items.map((item) => item.dataset.code)")


def test_every_wish_a_municipality_and_every_edit(visit):
    visited = visit("/ja/")
    hand, page = Keys(visited), visited.page
    hand.pick("#f-from", "toyamashi")
    hand.write("#f-days", "40")
    hand.do("[name=kinds]", by="Space")
    hand.do("details.more > summary")
    hand.write("#f-budget", "300000")
    hand.to("[name=pace]:checked")
    hand.press("ArrowRight")
    hand.do("[name=skills]", by="Space")
    hand.pick("#f-must", "21217")
    hand.do("[data-pick=avoid]")
    assert hand.has("#f-look")
    hand.pick("#f-look", "たかやまし")
    hand.said("岐阜県高山市")
    hand.press("Escape")
    assert hand.has("[data-pick=avoid]")
    assert "高山市" in page.inner_text("[data-places=avoid] .tokens")
    hand.do("form#plan [type=submit]")
    planned(page)
    hand.focused("#answer-title")
    assert "21217" in codes_of(page)
    assert "21203" not in codes_of(page)
    assert page.locator("[name=pace]:checked").get_attribute("value") == "fast"

    # a municipality by its name, its card, and into the trip
    hand.pick("#f-look", "南砺")
    hand.focused("#place-title")
    hand.do("#place .main-action [data-act=add]")
    page.wait_for_selector("ol#stays > li[data-code='16210']")
    hand.focused("#f-look")
    hand.said("南砺市")
    hand.do("#changes-close", "Shift+Tab")
    hand.focused("#undo")

    # its legs and windows stay open, whatever is done with it
    stay = "ol#stays > li[data-code='16210']"
    hand.do(f"{stay} details.leg > summary")
    hand.do(f"{stay} details.tools > summary")
    hand.do(f"{stay} [data-act=shorter]")
    hand.said("南砺市")
    page.wait_for_selector("#changes:not([hidden]) li")
    hand.focused(f"{stay} [data-act=shorter]")
    assert page.locator(f"{stay} details[open]:is(.leg, .tools)").count() == 2
    hand.do(f"{stay} [data-act=drop]")
    page.wait_for_selector(stay, state="detached")
    hand.do("#undo", "Shift+Tab")
    page.wait_for_selector(stay)
    hand.said("元に戻しました")
    hand.do("#redo")
    page.wait_for_selector(stay, state="detached")

    # other dates, seen before they are taken
    hand.do("#dates > summary")
    hand.write("#dates-days", "42")
    page.wait_for_selector("#dates-park-said > span")
    hand.to("[name=dates-mode]:checked")
    hand.press("ArrowDown", "ArrowDown", "Enter")
    page.wait_for_function("() => !document.querySelector('#dates').open")
    hand.focused("#changes-title")
    clean(visited)


def test_another_trip_is_kept_written_in_and_shared(visit):
    visited = visit("/en/")
    hand, page = Keys(visited), visited.page
    hand.do("form#plan [type=submit]")
    planned(page)
    hand.do("#others-ask")
    hand.focused("#others-table")
    hand.do("#others-table [aria-pressed=false]")
    hand.said("another trip")
    hand.do(".shown-other .link", "Shift+Tab")
    hand.focused("#others-table [aria-pressed=true]")
    hand.said("best trip")
    hand.do("#others-table [aria-pressed=false]")
    # the front is still sought: who has chosen does not wait for it
    hand.do(".shown-other .button", "Shift+Tab")
    hand.focused("#answer-title")
    hand.said("your trip now")

    code = codes_of(page)[1]
    hand.do(f"li[data-code='{code}'] [data-act=lock]")
    page.wait_for_selector(f"li[data-code='{code}'] [data-act=lock][aria-pressed=true]")
    hand.focused(f"li[data-code='{code}'] [data-act=lock]")
    hand.do("#ledger > summary")
    hand.write("#ledger-food", "1000")
    hand.press("Enter")
    hand.said("balance is updated")

    hand.do("#book > summary")
    hand.do("#book-blocked")
    hand.write(".book-dialog [name=title]", "Rest")
    hand.press("Enter")
    page.locator("#book-dates li", has_text="Rest").wait_for()
    hand.focused("#book-blocked")
    hand.write("#book-ideas-new", "Hot spring")
    hand.press("Enter")
    page.locator("#book-ideas li", has_text="Hot spring").wait_for()
    hand.focused("#book-ideas-new")

    hand.do(".subscribe > summary")
    hand.do(".feed button")
    hand.focused(".feed-address input")
    hand.do("#shares > summary")
    hand.do(".share-form [type=submit]")
    page.locator("#shares-said", has_text="The link is made").wait_for()
    hand.focused("#shares-list input")
    assert page.evaluate(SEEN)
    assert "code printed" in page.inner_text("#shares-list li:has(.hint)")
    hand.do("#kept > summary")
    hand.do("#kept-list button")
    hand.said("copied")
    hand.focused("#answer-title")
    clean(visited)


def test_the_answer_leaves_a_hand_where_it_is(visit):
    visited = visit("/ja/")
    hand, page = Keys(visited), visited.page
    waiting = []
    page.route(PLANS, lambda route: waiting.append(route) if route.request.method == "POST" else route.continue_())
    hand.do("form#plan [type=submit]")
    page.wait_for_selector(".disc-pin")
    hand.pick("#f-look", "南砺")
    hand.focused("#place-title")
    assert page.locator("#place [data-act=add]").count() == 0
    hand.do("#place [data-act=avoid]")
    while not waiting:
        page.wait_for_timeout(50)
    waiting[0].continue_()
    planned(page)
    # the card stands as it stood, and now it can take the place in
    assert hand.has("#place [data-act=avoid]")
    assert page.is_visible("#place [data-act=add]")
    hand.said("旅ができました")
    hand.press("Escape")
    assert page.is_hidden("#place")
    assert visited.foreign() == []
