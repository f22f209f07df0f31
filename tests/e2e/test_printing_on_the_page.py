"""Every way of printing shows the map with the trip on it: the button, the browser's menu, a page shown as on paper."""

from __future__ import annotations

import numpy as np
import pypdfium2
import pytest

pytestmark = pytest.mark.e2e

SCALE = 2
MM = SCALE * 72 / 25.4
FRAME = (182 * MM, 105 * MM)
"""Of the map on paper, pixels."""
SEA, LAND, INK = (0xE9, 0xEF, 0xF0), (0xFB, 0xFA, 0xF5), (0x1C, 0x1C, 0x1C)


def looks_like(picture, colour):
    return abs(picture - colour).max(axis=2) < 8


def assert_map(pdf):
    """The first page has sea and land in the size of the map, and within them the lines of the legs."""
    picture = np.asarray(pypdfium2.PdfDocument(pdf)[0].render(scale=SCALE).to_pil().convert("RGB")).astype(int)
    sea, land = looks_like(picture, SEA), looks_like(picture, LAND)
    rows, columns = (np.flatnonzero((sea | land).mean(axis=axis) > 0.05) for axis in (1, 0))
    shown = np.s_[rows[0] : rows[-1], columns[0] : columns[-1]]
    width, height = columns[-1] - columns[0], rows[-1] - rows[0]
    assert width == pytest.approx(FRAME[0], rel=0.03)
    assert height == pytest.approx(FRAME[1], rel=0.03)
    assert (sea | land)[shown].mean() > 0.3
    assert land[shown].mean() > 0.1
    assert looks_like(picture[shown], INK).mean() > 0.001


def test_the_map_is_on_paper_however_one_prints(visit):
    visited = visit("/ja/", 1280, 800, color_scheme="dark")
    page = visited.page
    page.fill("#f-days", "30")
    page.click("form#plan [type=submit]")
    page.wait_for_selector("#proof:not(:empty)", timeout=90_000)
    # the timeline takes its room from the map before the next frame
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    canvases = page.locator("#map canvas").count()
    seen = page.locator(".disc-pin").first.bounding_box()
    # discs and names are not drawn on canvases: only the lines of the legs are to be counted
    page.evaluate(
        "document.styleSheets[0].insertRule('#map :is(.disc-pin, .leg-pin, .home-pin) { visibility: hidden }')"
    )
    # the browser's own menu tells the page no more than this does
    assert_map(page.pdf(format="A4", prefer_css_page_size=True))
    page.wait_for_selector("html:not([data-print])")
    page.emulate_media(media="print")
    assert_map(page.pdf(format="A4", prefer_css_page_size=True))
    assert page.get_attribute("html", "data-print") is not None
    page.emulate_media(media="screen")
    page.wait_for_selector("html:not([data-print])")
    assert page.locator("#map canvas:not([hidden])").count() == canvases
    page.wait_for_function(
        "([x, y]) => { const box = document.querySelector('.disc-pin').getBoundingClientRect();"
        " return Math.abs(box.x - x) < 2 && Math.abs(box.y - y) < 2; }",
        arg=[seen["x"], seen["y"]],
    )
    page.evaluate("window.print = () => { window.printed = true; }")
    page.click("#print")
    assert page.evaluate("window.printed")
    assert visited.complaints == []
