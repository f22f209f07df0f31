"""Whatever a person or a source writes, every file stays whole and gives the text back."""

import csv
import html
import io
import json
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import etree

from planner.render.csv import guard
from planner.render.formats import FORMATS, render
from planner.render.gpx import GPX
from planner.render.kml import KML
from planner.render.text import clean

# ends of scripts and sections, templates of three languages, line ends, controls, surrogates, long characters
_PIECES = (
    "</script>", "<!--", "]]>", "${x}", "{{ 7*7 }}", "{% raw %}", "`", "\\", '"', "'", "&amp;", "<b>", ";", ",", ":",
    "\r\n", "\n", "\\n", "\x00", "\x1b", "\x7f", "\x85", "\u2028", "\ud83d", "\ufffe", "=1+1", "@a", "👨‍👩‍👧", "🗾",
    "南砺", "か\u3099", "é", " ", "\t", "%0A", "^n", "x" * 74,
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=5)), min_size=1, max_size=30).map("".join)
EDGES = st.tuples(st.integers(60, 80), st.sampled_from("a南🗾")).map(lambda pair: "x" * pair[0] + pair[1] * 40)
ODD = TEXTS | EDGES
few = settings(max_examples=60)


@given(text=ODD)
@few
def test_gpx(named_trip, text):
    root = etree.fromstring(render(named_trip(text), "gpx"))
    assert root.find(f"{{{GPX}}}wpt").findtext(f"{{{GPX}}}name") == clean(text + text)


@given(text=ODD)
@few
def test_kml(named_trip, text):
    root = etree.fromstring(render(named_trip(text), "kml"))
    mark = root.find(f".//{{{KML}}}Placemark")
    assert mark.findtext(f"{{{KML}}}name") == "1 " + clean(text + text)
    # a description is HTML for its viewers: no tag of the text may reach them
    shown = mark.findtext(f"{{{KML}}}description").replace("<br>", "\n")
    assert "<" not in shown
    assert clean(text) in html.unescape(shown)


@given(text=ODD)
@few
def test_ics(named_trip, text):
    data = render(named_trip(text), "ics")
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 and line.decode() is not None and b"\n" not in line for line in lines)
    events = Calendar.from_ical(data).walk("VEVENT")
    stay = next(event for event in events if event["UID"].endswith("stay-16210"))
    assert str(stay["LOCATION"]) == clean(text + text).replace("\n", " ")
    assert clean(text) in str(stay["DESCRIPTION"])


@given(text=ODD)
@few
def test_geojson(named_trip, text):
    stay = json.loads(render(named_trip(text), "geojson"))["features"][0]
    assert stay["properties"]["why"] == clean(text)


@given(text=ODD)
@few
def test_csv(named_trip, text):
    table = list(csv.DictReader(io.StringIO(render(named_trip(text), "csv").decode("utf-8-sig"), newline="")))
    assert len(table) == 7
    assert table[0]["市区町村"] in {clean(text + text), "'" + clean(text + text)}
    assert all(not (cell or "").lstrip().startswith(tuple("=+-@＝＋－＠")) for row in table for cell in row.values())


class _Page(HTMLParser):
    """Collects what a browser would run and show."""

    def __init__(self):
        super().__init__()
        self.scripts, self.names, self.tags, self._into = [], [], [], None

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self._into = None
        if tag == "script":
            self._into = self.scripts
        elif ("class", "name") in attributes:
            self._into = self.names
        if self._into is not None:
            self._into.append("")

    def handle_endtag(self, tag):
        self._into = None

    def handle_data(self, data):
        if self._into is not None:
            self._into[-1] += data


def _page(data):
    page = _Page()
    page.feed(data.decode())
    page.close()
    return page


@given(text=ODD)
@settings(max_examples=15)
def test_html(named_trip, text):
    plain, odd = _page(render(named_trip("x"), "html")), _page(render(named_trip(text), "html"))
    # no text of others enters a script or makes an element
    assert odd.scripts == plain.scripts
    assert [tag for tag in odd.tags if tag != "p"] == [tag for tag in plain.tags if tag != "p"]
    assert clean(text) in odd.names


@pytest.mark.parametrize("text", ["=1+1", "+81", "-2", "@SUM(A1)", "\t=1", " =1", "　=1", "＝1", "\n=1"])
def test_formulas_are_guarded(text):
    assert guard(text).startswith("'")


def test_ordinary_texts_are_not_guarded():
    assert guard("南砺市 = Nanto") == "南砺市 = Nanto"


@pytest.mark.parametrize("fmt", FORMATS)
def test_lone_surrogates_never_stop_a_file(named_trip, fmt):
    data = render(named_trip("a\ud800b"), fmt)
    assert data.startswith(b"%PDF-") if fmt == "pdf" else data.decode()
