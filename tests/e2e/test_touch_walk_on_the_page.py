"""Through the page's flows on a phone by fingers alone: taps and strokes, no hover, no mouse, no keys but for words."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.e2e

WAIT_MS = 45_000
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
SMALL = """() => [...document.querySelectorAll("button, summary, select, input, a[href]")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }))
  .filter((node) => !node.closest("p, .leaflet-control-attribution"))
  .map((node) => [node, (node.matches("[type=checkbox], [type=radio]") ? node.closest("label") ?? node : node)])
  .map(([node, target]) => [node.outerHTML.slice(0, 90), target.getBoundingClientRect()])
  .filter(([, { width, height }]) => width && (width < 24 || height < 24))
  .map(([html, { width, height }]) => `${html} ${width}x${height}`)"""
"""What one presses and is smaller than 24 px; links within a sentence may be."""


class Finger:
    """A reader with a phone in the hand."""

    def __init__(self, visited):
        self.page = visited.page
        self.page.set_default_timeout(WAIT_MS)
        self.wire = self.page.context.new_cdp_session(self.page)

    def tap(self, selector, **where):
        # a tap that something else would receive fails
        self.page.locator(selector).first.tap(**where)

    def write(self, selector, words):
        self.tap(selector)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def open(self, selector):
        self.tap(f"{selector} > summary")

    def stroke(self, x, y, by):
        """Draw a finger over the glass."""
        self.touch("touchStart", x, y)
        for step in range(1, 6):
            self.touch("touchMove", x + by * step / 5, y)
        self.touch("touchEnd")

    def touch(self, kind, *at):
        points = [dict(zip("xy", at, strict=True))] if at else []
        self.wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def is_large_enough(self):
        assert self.page.evaluate(SMALL) == []
        assert self.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def clean(visited):
    assert visited.foreign() == []
    assert [line for line in visited.complaints if not re.search(r"\b(404|409)\b", line)] == []


def planned(page):
    page.wait_for_selector("body[data-state=planned]", timeout=90_000)
    page.wait_for_selector("#book:not([hidden])")


def codes_of(page):
    return page.locator("ol#stays > li").evaluate_all("items => items.map((item) => item.dataset.code)")


def test_the_year_a_place_and_the_trip(visit):
    visited = visit("/ja/?month=4", **PHONE)
    hand, page = Finger(visited), visited.page
    hand.tap("#play")
    page.wait_for_function("() => document.querySelector('#month').value !== '4'")
    hand.tap("#play")
    assert page.get_attribute("#play", "data-playing") == "false"
    track = page.locator("#month").bounding_box()
    hand.tap("#month", position={"x": track["width"] / 24, "y": track["height"] / 2})
    page.wait_for_url("**month=1*")
    # the map itself is tapped, in the middle of Honshu, and opens a card
    page.locator("#map").tap(position={"x": 210, "y": 186})
    page.wait_for_selector("#place .main-action [data-act=through]")
    hand.tap("#place-close")
    hand.tap("form#plan [type=submit]")
    planned(page)
    hand.is_large_enough()
    month = page.input_value("#month")
    hand.tap("#play")
    page.wait_for_function("(month) => document.querySelector('#month').value !== month", arg=month)
    hand.tap("#play")
    drag(hand, codes_of(page)[1])
    hand.tap("#undo")
    page.locator("#live", has_text="元に戻しました").wait_for(state="attached")

    hand.write("#f-look", "南砺")
    hand.tap("#f-look-list [role=option]")
    page.wait_for_selector("#place .year-strip")
    hand.tap(".year-strip svg", position={"x": 120, "y": 8})
    page.wait_for_selector(".year-told b")
    hand.is_large_enough()
    # the main button is seen without scrolling the card
    box = page.locator("#place [data-act=add]").bounding_box()
    assert box["y"] + box["height"] < PHONE["height"]
    assert box["height"] >= 44
    hand.tap("#place [data-act=add]")
    stay = "ol#stays > li[data-code='16210']"
    page.wait_for_selector(stay)

    hand.tap("[data-sheet-step='1']")
    hand.open(f"{stay} details.leg")
    page.wait_for_selector(f"{stay} .segments li")
    hand.open(f"{stay} details.tools")
    hand.is_large_enough()
    hand.tap(f"{stay} [data-act=shorter]")
    page.wait_for_selector("#changes li", state="attached")
    assert page.locator(f"{stay} details.leg[open]").count() == 1
    clean(visited)


def drag(hand, code):
    """A stay is drawn to other days on the timeline, whose rows keep scrolling under a finger elsewhere."""
    page = hand.page
    bar = page.locator(f".gantt .bar.stay[data-code='{code}']")
    bar.scroll_into_view_if_needed()
    before = bar.get_attribute("aria-label")
    box = bar.bounding_box()
    hand.stroke(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, 24)
    page.wait_for_function(
        """([code, before]) => {
          const bar = document.querySelector(`.bar.stay[data-code='${code}']`);
          return bar && !bar.matches('.dragging') && bar.getAttribute('aria-label') !== before;
        }""",
        arg=[code, before],
    )


def test_another_trip_the_notebook_and_the_link(visit):
    visited = visit("/en/", **PHONE)
    hand, page = Finger(visited), visited.page
    hand.tap("form#plan [type=submit]")
    planned(page)
    best = codes_of(page)
    hand.tap("#others-ask")
    page.wait_for_selector(".point")
    hand.tap("#others-table [aria-pressed=false]")
    page.locator("#live", has_text="another trip").wait_for(state="attached")
    assert codes_of(page) != best
    hand.tap(".point[aria-pressed=false]")
    hand.is_large_enough()
    hand.tap(".shown-other .button")
    page.locator("#live", has_text="your trip now").wait_for(state="attached")
    planned(page)

    hand.open("#ledger")
    hand.write("#ledger-food", "1000")
    hand.tap("#ledger-form [type=submit]")
    page.locator("#live", has_text="balance is updated").wait_for(state="attached")
    hand.open("#book")
    hand.tap("#book-pick")
    page.wait_for_selector("#map-pick:not([hidden])")
    # a point of the map, below the search and above the sheet
    page.locator("#map").tap(position={"x": 200, "y": 230})
    hand.write(".book-dialog [name=name]", "A friend's")
    hand.write(".book-dialog [name=lnglat]", "36.58, 136.9")
    hand.tap(".book-dialog [type=submit]")
    page.locator("#book-places li", has_text="A friend's").wait_for()
    hand.tap("#book-blocked")
    hand.tap(".book-dialog [type=submit]")
    page.locator("#book-dates li").wait_for()
    hand.write("#book-checklist-new", "Boots")
    hand.tap("#book-checklist-form [type=submit]")
    page.locator("#book-checklist li", has_text="Boots").wait_for()
    hand.tap("#book-checklist label")
    page.wait_for_selector("#book-checklist li.done")
    hand.is_large_enough()

    hand.open("#dates")
    hand.write("#dates-days", "96")
    page.wait_for_selector("#dates-park-said > span")
    hand.tap("#dates-form [type=submit]")
    page.wait_for_function("() => !document.querySelector('#dates').open")
    hand.open("#shares")
    hand.tap(".share-form [type=submit]")
    page.locator("#shares-said", has_text="The link is made").wait_for()
    assert page.locator("#shares-list li").count() == 2
    hand.is_large_enough()
    hand.tap("#shares-list li:not(:has(.hint)) button:nth-of-type(2)")
    page.locator("#shares-said", has_text="Nobody can open").wait_for()
    clean(visited)
