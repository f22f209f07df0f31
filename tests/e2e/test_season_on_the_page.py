"""The year on the map in a real browser: slider, film, kind of work, and the address that leads back to them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

DRAWN = """() => { const canvas = document.querySelector(".leaflet-season-pane canvas");
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const data = copy.getImageData(0, 0, canvas.width, canvas.height).data;
  const seen = new Set(); for (let at = 0; at < data.length; at += 4)
    if (data[at + 3] === 255) seen.add([data[at], data[at + 1], data[at + 2]].join()); return [...seen]; }"""


def query(page, name):
    found = re.search(rf"[?&]{name}=([^&]*)", page.url)
    return found and found[1]


def rests(page, name, value):
    """Wait until the address has taken what the page shows."""
    page.wait_for_function(
        "([name, value]) => (new URLSearchParams(location.search).get(name) ?? '') === value", arg=[name, value]
    )


def test_the_slider_colours_the_map_and_back_leads_to_the_month_before(visit):
    visited = visit("/ja/?month=1")
    page = visited.page
    winter = page.evaluate(DRAWN)
    page.focus("#month")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    rests(page, "month", "4")
    expect(page.locator("#month-name")).to_contain_text("4月")
    # spring has a hue of its own
    page.wait_for_function(f"(winter) => ({DRAWN})().some((hue) => !winter.includes(hue))", arg=winter)
    page.keyboard.press("ArrowRight")
    rests(page, "month", "5")
    page.go_back()
    page.wait_for_function("() => document.getElementById('month').value === '4'")
    page.go_back()
    page.wait_for_function("() => document.getElementById('month').value === '1'")
    # once the hand rests the map is painted as if it had never moved
    page.wait_for_function(f"(winter) => ({DRAWN})().sort().join() === winter", arg=",".join(sorted(winter)))
    page.go_forward()
    page.wait_for_function("() => document.getElementById('month').value === '4'")
    assert visited.complaints == []


def test_one_kind_of_work_alone_has_an_address(visit):
    visited = visit("/en/?month=9")
    page = visited.page
    every = page.inner_text("#month-name")
    page.select_option("#kind", "harvest")
    rests(page, "kind", "harvest")
    page.wait_for_function("(text) => document.getElementById('month-name').textContent !== text", arg=every)
    harvest = page.inner_text("#month-name")
    page.reload()
    page.wait_for_selector("#map-area[data-ready]")
    page.wait_for_function("(text) => document.getElementById('month-name').textContent === text", arg=harvest)
    assert page.input_value("#kind") == "harvest"
    page.go_back()
    page.wait_for_function("(text) => document.getElementById('month-name').textContent === text", arg=every)
    assert visited.foreign() == []
    assert visited.complaints == []


def test_a_kind_that_does_not_exist_shows_all(visit):
    visited = visit("/ja/?kind=nonsense&month=77")
    assert visited.page.input_value("#kind") == ""
    assert visited.complaints == []


def test_the_year_plays_until_a_hand_takes_part(visit):
    page = visit("/en/?month=11").page
    page.click("#play")
    assert page.get_attribute("#play", "aria-label") == "Pause"
    page.wait_for_function("() => Number(document.getElementById('month').value) < 11")
    page.keyboard.press("Tab")
    expect(page.locator("#play")).to_have_attribute("aria-label", "Play the year")
    month = page.input_value("#month")
    # longer than a step of the film takes
    page.wait_for_timeout(1200)
    assert page.input_value("#month") == month
    rests(page, "month", month)


def test_who_asks_for_less_motion_has_no_film(visit):
    page = visit("/ja/", reduced_motion="reduce").page
    assert not page.is_visible("#play")
    assert page.is_visible("#month")


NAMED = """() => { const canvas = document.querySelector(".leaflet-labels-pane canvas");
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  return copy.getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0); }"""


def test_names_appear_as_the_map_comes_nearer(visit):
    page = visit("/ja/", 1280, 800, reduced_motion="reduce").page
    assert not page.evaluate(NAMED), "the whole country needs no names"
    for _ in range(3):
        page.click(".leaflet-control-zoom-in")
    page.wait_for_function(NAMED)
