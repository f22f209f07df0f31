"""The standalone map, opened without a network."""

import html
import re

import numpy as np
import pypdfium2
import pytest

from planner import config
from planner.errors import DatasetMissing
from planner.render import map as trip_map
from planner.render.formats import render
from planner.render.land import land


def test_nothing_in_the_file_is_fetched(trip):
    text = render(trip, "html").decode()
    assert not re.search(r"<(script|img|link|iframe)[^>]+(src|href)=", text)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    assert "url(" not in style
    assert "@import" not in style
    assert "sourceMappingURL" not in text
    assert "default-src 'none'" in html.unescape(text)


def test_the_file_is_small_enough_to_send(trip):
    assert len(render(trip, "html")) < 1_500_000


def test_the_list_says_all_that_the_map_shows(trip):
    text = render(trip, "html", "en").decode()
    for words in (
        "Nanto",
        "Sado",
        "Naha",
        "about ¥9,614",
        "北陸新幹線",
        "Inami carving design",
        "OpenStreetMap",
        "1 night",
    ):
        assert words in text


def test_a_missing_map_library_says_how_to_mend_it(trip, tmp_path, monkeypatch):
    (tmp_path / "templates").symlink_to(config.share_dir() / "templates")
    monkeypatch.setattr(config, "share_dir", lambda: tmp_path)
    with pytest.raises(DatasetMissing, match="make setup"):
        trip_map.render_html(trip, "ja")


def test_without_boundaries_the_trip_is_still_drawn(trip, tmp_path, monkeypatch):
    assert land(tmp_path) is None
    monkeypatch.setattr(config, "data_dir", lambda: tmp_path)
    text = render(trip, "html").decode()
    assert "気象庁" not in text
    assert "南砺市" in text


def test_land_is_every_prefecture():
    codes = {feature["id"] for feature in land(config.data_dir())["features"]}
    assert {f"{number:02d}" for number in range(1, 48)} <= codes


@pytest.fixture
def opened(chromium, trip, tmp_path):
    """Open the file in a page without network; give the page and what it asked for or complained about."""
    contexts = []

    def open_file(plan=trip, width=1280, **options):
        file = tmp_path / "trip.html"
        file.write_bytes(render(plan, "html"))
        context = chromium.new_context(viewport={"width": width, "height": 800}, offline=True, **options)
        contexts.append(context)
        page, asked, complaints = context.new_page(), [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(file.as_uri())
        return page, asked, complaints

    yield open_file
    for context in contexts:
        context.close()


@pytest.mark.e2e
def test_opens_offline_and_asks_for_nothing_but_itself(opened):
    page, asked, complaints = opened()
    page.wait_for_selector(".mark.stay")
    assert [mark.inner_text() for mark in page.query_selector_all(".mark.stay")] == ["1", "2", "3"]
    assert page.locator(".mark.mode").count() == 4
    assert page.locator("path.leg").count() > 12
    assert page.locator("path.land").count() >= 47
    assert len(asked) == 1
    assert asked[0].startswith("file:")
    assert complaints == []


@pytest.mark.e2e
def test_on_paper_all_of_the_trip_is_in_view_in_light_colours(opened):
    page, _, complaints = opened(color_scheme="dark")
    page.wait_for_selector(".mark.stay")
    page.evaluate("map_trip.setView([43, 141], 9, { animate: false })")
    sheet = pypdfium2.PdfDocument(page.pdf(format="A4"))[0]
    picture = np.asarray(sheet.render().to_pil().convert("RGB")).astype(int)
    sea = abs(picture - (0xE9, 0xEF, 0xF0)).max(axis=2) < 6
    # a map of 18.2 by 12 cm, most of it sea, takes a fifth of the sheet
    assert sea.mean() > 0.15
    dark = picture[: len(picture) // 3].max(axis=2) < 60
    # its discs lie in the north and at the far end in the south
    assert dark[:120].any()
    assert dark[220:].any()
    page.wait_for_selector("body:not(.paper)")
    assert page.evaluate("map_trip.getZoom()") == 9
    assert complaints == []


@pytest.mark.e2e
def test_marks_and_list_open_the_same_card_by_keyboard(opened):
    page, _, complaints = opened()
    mark = page.locator(".mark.stay").first
    assert mark.get_attribute("aria-label") == "南砺市"
    mark.focus()
    page.keyboard.press("Enter")
    assert "井波彫刻" in page.locator(".leaflet-popup-content").inner_text()
    page.keyboard.press("Escape")
    page.locator("#leg-1 .show").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup-content:has-text('佐渡汽船')")
    assert complaints == []


@pytest.mark.e2e
@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_never_scrolls_sideways(opened, width):
    page, _, _ = opened(width=width)
    page.wait_for_selector(".mark.stay")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.e2e
def test_without_scripts_the_list_is_read(opened):
    page, _, _ = opened(java_script_enabled=False)
    assert page.locator("li.stay").count() == 3
    assert "JavaScript" in page.locator("noscript").inner_text()


@pytest.mark.e2e
def test_hostile_texts_stay_texts(opened, named_trip):
    attack = "</script><img src=x onerror=alert(1)>${alert(1)}`{{7*7}}<script>alert(1)</script>"
    page, asked, complaints = opened(named_trip(attack))
    page.locator(".mark.stay").first.focus()
    page.keyboard.press("Enter")
    assert attack in page.locator(".leaflet-popup-content").inner_text()
    assert page.locator("img").count() == 0
    assert len(asked) == 1
    assert complaints == []
