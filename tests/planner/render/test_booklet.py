"""The booklet, read back by another library than the one that writes it."""

import itertools
import math

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import config
from planner.errors import DatasetMissing
from planner.render import paper
from planner.render.formats import Options, render
from planner.render.paper_map import spread
from planner.render.text import stay_dates

URL = "https://sasurai.example/p/0123456789abcdefghijkl"
MM = 72 / 25.4


def pages(data):
    """Text of every page, line ends as spaces."""
    document = pypdfium2.PdfDocument(data)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(("size", "width", "height"), [("a4", 210, 297), ("a5", 148, 210)])
def test_a_cover_a_page_a_stay_the_legs_and_the_ledger(trip, lang, size, width, height):
    data = render(trip, "pdf", lang, Options(paper=size))
    document = pypdfium2.PdfDocument(data)
    assert {tuple(round(side / MM) for side in page.get_size()) for page in document} == {(width, height)}
    found = pages(data)
    assert len(found) == 1 + 3 + 2
    for stay, text in zip(trip.itinerary.stays, found[1:], strict=False):
        assert (stay.municipality.name if lang == "ja" else stay.municipality.name_en) in text
        assert "".join(stay_dates(stay, lang).split()) in "".join(text.split())
    for segment in trip.itinerary.legs[0].segments:
        assert segment.destination in found[1]
    assert ("井波彫刻" if lang == "ja" else "Inami carving") in found[1]
    assert "¥9,614" in found[4]
    assert "¥84,000" in found[5]


def test_the_outline_leads_to_every_stay(trip):
    document = pypdfium2.PdfDocument(render(trip, "pdf"))
    found = [(item.get_title(), item.get_dest().get_index()) for item in document.get_toc()]
    assert found == [("1 南砺市", 1), ("2 佐渡市", 2), ("3 那覇市", 3)]


def test_the_code_leads_to_the_live_plan(trip):
    data = render(trip, "pdf", options=Options(url=URL))
    image = pypdfium2.PdfDocument(data)[0].render(scale=3).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [URL]
    assert URL in pages(data)[0]
    assert not zxingcpp.read_barcodes(pypdfium2.PdfDocument(render(trip, "pdf"))[0].render(scale=3).to_pil())


def test_every_font_is_embedded_and_only_in_part(trip):
    data = render(trip, "pdf")
    assert data.count(b"/FontFile2") >= 2
    assert data.count(b"+BIZUDPGothic") >= 2
    assert len(data) < 1_000_000


def test_what_the_font_cannot_show_is_marked_and_explained(named_trip):
    text = pages(render(named_trip("南砺🗾שלום<b>&amp;</b>"), "pdf"))
    assert "南砺〓〓〓〓〓<b>&amp;</b>" in text[1]
    assert "〓は" in text[-1]


@given(text=st.text(max_size=40))
@settings(max_examples=12)
def test_any_text_can_be_printed(named_trip, text):
    assert len(pages(render(named_trip(text), "pdf", "en"))) >= 6


def test_a_missing_font_says_how_to_mend_it(trip, tmp_path, monkeypatch):
    monkeypatch.setattr(config, "share_dir", lambda: tmp_path)
    paper.load_fonts.cache_clear()
    with pytest.raises(DatasetMissing, match="make setup"):
        render(trip, "pdf")


@given(points=st.lists(st.tuples(st.floats(0, 300), st.floats(0, 300)), max_size=12))
def test_discs_make_way_for_each_other(points):
    placed = spread(points, 10)
    assert len(placed) == len(points)
    near = [math.dist(a, b) for a, b in itertools.combinations(placed, 2)]
    assert all(distance > 8 for distance in near)


def test_discs_with_room_stay_where_they_are():
    assert spread([(0, 0), (20, 0)], 10) == [(0, 0), (20, 0)]
