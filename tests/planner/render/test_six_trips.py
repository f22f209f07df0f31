"""Six trips in every format, read back by programs that did not write them: the same stays, legs, dates, points."""

import datetime as dt
import hashlib
import html
import io
import json
import os
import re
import runpy
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import gpxpy
import pandas as pd
import pyogrio
import pypdfium2
import pytest
from lxml import etree

from planner.render.formats import FORMATS, render
from planner.render.kml import KML
from planner.render.text import clean, leg_title, place_name, place_text
from planner.serial import plan_from_json

GOLDEN = Path(__file__).parents[2] / "golden" / "render"
NAMES = ("one_stay", "sixty_stays", "new_year", "leap_day", "night_ferry", "odd_texts")
FILES = sorted(file for name in NAMES for file in (GOLDEN / name).glob("trip.*.*"))


@pytest.fixture(scope="module")
def make():
    return runpy.run_path(str(GOLDEN / "make.py"))


@pytest.fixture(scope="module")
def trips(make):
    return make["trips"]()


@pytest.fixture(params=NAMES)
def six(request, trips):
    return trips[request.param]


def points(plan):
    return [(round(s.lnglat.lng, 5), round(s.lnglat.lat, 5)) for s in plan.itinerary.stays]


def flat(text):
    return clean(text).replace("\n", " ")


def names(plan):
    return [clean(place_text(stay.municipality, "ja")) for stay in plan.itinerary.stays]


def spans(plan):
    return [(stay.arrive, stay.depart) for stay in plan.itinerary.stays]


def test_the_plans_are_what_the_script_makes(trips):
    read = {file.parent.name: plan_from_json(json.loads(file.read_bytes())) for file in GOLDEN.glob("*/trip.json")}
    assert read == {name: trip for name, trip in trips.items() if name != "sixty_stays"}


def test_the_longest_gives_the_files_it_gave(make, trips):
    """Renewed as the others; what changed is seen in theirs."""
    kept = json.loads((GOLDEN / "sixty_stays" / "digests.json").read_bytes())
    assert make["digests"](trips["sixty_stays"]) == kept


def test_they_are_what_their_names_say(trips):
    assert [len(trips[name].itinerary.stays) for name in NAMES[:2]] == [1, 60]
    assert any(a.year < b.year for a, b in spans(trips["new_year"]))
    assert any(dt.date(2028, 2, 29) in span for span in spans(trips["leap_day"]))
    assert [leg.nights for leg in trips["night_ferry"].itinerary.legs] == [0, 1, 0]
    assert "<script>" in trips["odd_texts"].itinerary.stays[0].why


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_golden_files(file, trips):
    """Renewed by `python tests/golden/render/make.py`."""
    _, lang, fmt = file.name.split(".")
    assert render(trips[file.parent.name], fmt, lang) == file.read_bytes()


def test_each_trip_has_a_file_of_each_format():
    kinds = {(file.parent.name, file.suffix) for file in FILES}
    read = [name for name in NAMES if name != "sixty_stays"]
    assert kinds == {(name, FORMATS[fmt].suffix) for name in read for fmt in ("gpx", "ics", "geojson", "kml", "csv")}


def test_json_comes_back_equal(six):
    assert plan_from_json(json.loads(render(six, "json"))) == six


def test_gpxpy_reads_gpx(six):
    found = gpxpy.parse(render(six, "gpx").decode())
    stays = found.waypoints[: len(six.itinerary.stays)]
    assert [point.name for point in stays] == names(six)
    assert [(point.longitude, point.latitude) for point in stays] == points(six)
    dates = [{e.tag.partition("}")[2]: e.text for e in point.extensions} for point in stays]
    assert [(d["arrive"], d["depart"]) for d in dates] == [(a.isoformat(), b.isoformat()) for a, b in spans(six)]
    ends = [six.itinerary.legs[0].origin, *(leg.destination for leg in six.itinerary.legs)]
    assert [(p.longitude, p.latitude) for p in found.routes[0].points] == [
        (round(place.lnglat.lng, 5), round(place.lnglat.lat, 5)) for place in ends
    ]
    assert [track.name for track in found.tracks] == [leg_title(leg, "ja") for leg in six.itinerary.legs]
    for track, leg in zip(found.tracks, six.itinerary.legs, strict=True):
        assert len(track.segments) == len(leg.segments)
        assert {e.tag.partition("}")[2]: e.text for e in track.extensions}["date"] == leg.date.isoformat()


@pytest.mark.parametrize("fmt", ["gpx", "kml", "geojson"])
def test_gdal_reads_stays(six, fmt):
    """GDAL is what QGIS and many converters read these files with."""
    file = io.BytesIO(render(six, fmt))
    layer = {"gpx": "waypoints", "kml": 0, "geojson": 0}[fmt]
    table = pyogrio.read_dataframe(file, layer=layer).iloc[: len(six.itinerary.stays)]
    assert [(round(p.x, 5), round(p.y, 5)) for p in table.geometry] == points(six)
    code, arrive, depart = {
        "gpx": ("sasurai_code", "sasurai_arrive", "sasurai_depart"),
        "kml": ("code", "begin", "end"),
        "geojson": ("code", "arrive", "depart"),
    }[fmt]
    # it takes digits for numbers where nobody tells it otherwise
    assert [int(value) for value in table[code]] == [int(stay.municipality.code) for stay in six.itinerary.stays]
    days = [
        tuple(map(dt.date.fromisoformat, (str(a)[:10], str(b)[:10])))
        for a, b in zip(table[arrive], table[depart], strict=True)
    ]
    assert days == spans(six)


@pytest.mark.parametrize("fmt", ["gpx", "kml", "geojson"])
def test_gdal_reads_legs(six, fmt):
    content = render(six, fmt)
    legs = six.itinerary.legs
    if fmt == "gpx":
        table = pyogrio.read_dataframe(io.BytesIO(content), layer="tracks")
        assert [str(day)[:10] for day in table["sasurai_date"]] == [leg.date.isoformat() for leg in legs]
        assert [len(line.geoms) for line in table.geometry] == [len(leg.segments) for leg in legs]
    elif fmt == "kml":
        layers = [name for name, _ in pyogrio.list_layers(io.BytesIO(content))][2:]
        assert len(layers) == len(legs)
        for number, leg in enumerate(legs):
            table = pyogrio.read_dataframe(io.BytesIO(content), layer=2 + number)
            assert {str(day)[:10] for day in table["timestamp"]} == {leg.date.isoformat()}
            assert len(table) == len(leg.segments)
    else:
        table = pyogrio.read_dataframe(io.BytesIO(content))
        lines = table[table["what"] == "segment"]
        assert [int(n) for n in lines["leg"]] == [i for i, leg in enumerate(legs) for _ in leg.segments]
        assert [str(day)[:10] for day in lines["date"]] == [leg.date.isoformat() for leg in legs for _ in leg.segments]


def test_geojson_has_stable_ids_and_its_bounds(six):
    document = json.loads(render(six, "geojson"))
    ids = [feature["id"] for feature in document["features"]]
    assert len(set(ids)) == len(ids)
    west, south, east, north = document["bbox"]
    shapes = [feature["geometry"]["coordinates"] for feature in document["features"]]
    flat_points = [p for c in shapes for p in ([c] if isinstance(c[0], float) else c)]
    assert (min(p[0] for p in flat_points), max(p[1] for p in flat_points)) == (west, north)
    assert (max(p[0] for p in flat_points), min(p[1] for p in flat_points)) == (east, south)


def test_pandas_reads_csv(six):
    table = pd.read_csv(io.BytesIO(render(six, "csv", "en")), dtype={"code": str}, keep_default_na=False)
    stays, legs = table[table["what"] == "Stay"], table[table["what"] == "Travel"]
    assert list(stays["code"]) == [stay.municipality.code for stay in six.itinerary.stays]
    assert list(zip(stays["from_date"], stays["to_date"], strict=True)) == [
        (a.isoformat(), b.isoformat()) for a, b in spans(six)
    ]
    assert [(float(x), float(y)) for x, y in zip(stays["lng"], stays["lat"], strict=True)] == points(six)
    assert list(legs["from_date"]) == [leg.date.isoformat() for leg in six.itinerary.legs]
    assert [int(minutes) for minutes in legs["minutes"]] == [leg.minutes for leg in six.itinerary.legs]


def events(data):
    """Read a calendar by the letter of RFC 5545, 3.1: octets first, characters after unfolding."""
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    for line in lines:
        assert 0 < len(line) <= 75
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line)
        line.decode("utf-8", "strict")
    found, event, depth = [], None, 0
    for line in b"\r\n".join(lines).replace(b"\r\n ", b"").decode().split("\r\n"):
        head, value = re.fullmatch(r'((?:[^":]|"[^"]*")+):(.*)', line).groups()
        name = head.split(";")[0]
        depth += (name == "BEGIN") - (name == "END")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            found.append(event)
            event = None
        elif event is not None:
            assert name not in event
            event[name] = (head, re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value))
    assert depth == 0
    return found


def test_a_reader_by_the_letter_reads_ics(six):
    found = {event["UID"][1].split("-", 2)[2]: event for event in events(render(six, "ics"))}
    for stay in six.itinerary.stays:
        event = found[f"stay-{stay.municipality.code}"]
        assert event["DTSTART"] == ("DTSTART;VALUE=DATE", f"{stay.arrive:%Y%m%d}")
        assert event["DTEND"] == ("DTEND;VALUE=DATE", f"{stay.depart:%Y%m%d}")
        assert event["SUMMARY"][1] == event["LOCATION"][1] == flat(place_text(stay.municipality, "ja"))
        lat, lng = map(float, event["GEO"][1].split(";"))
        assert (lng, lat) == (round(stay.lnglat.lng, 5), round(stay.lnglat.lat, 5))
        assert clean(stay.why) in event["DESCRIPTION"][1]
    for leg in six.itinerary.legs:
        head, value = found[f"leg-{leg.destination.code}"]["DTSTART"]
        assert value.startswith(f"{leg.date:%Y%m%d}")
        assert head == ("DTSTART;VALUE=DATE" if leg.departs is None else "DTSTART;TZID=Asia/Tokyo")


def test_the_night_ferry_sails_and_lands_by_the_clock(trips):
    leg = trips["night_ferry"].itinerary.legs[1]
    (event,) = [e for e in events(render(trips["night_ferry"], "ics")) if "TZID" in e["DTSTART"][0]]
    assert event["DTSTART"][1] == "20270507T184500"
    assert event["DTEND"][1] == "20270508T143000"
    assert leg.departs + dt.timedelta(minutes=leg.minutes) == leg.segments[0].arrives


class Page(HTMLParser):
    """Collects the names and dates of the list beside the map, and what would be fetched or run."""

    def __init__(self):
        super().__init__()
        self.found, self.into, self.fetched, self.scripts = {"name": [], "dates": []}, None, [], 0

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.scripts += tag == "script"
        self.fetched += [given[key] for key in ("src", "href") if key in given and not given[key].startswith("#")]
        self.into = given.get("class") if given.get("class") in self.found else self.into
        if self.into and given.get("class") in self.found:
            self.found[self.into].append("")

    def handle_endtag(self, tag):
        self.into = None

    def handle_data(self, data):
        if self.into:
            self.found[self.into][-1] += data


def test_a_parser_reads_the_page(six):
    data = render(six, "html")
    assert len(data) <= 3_000_000
    page = Page()
    page.feed(data.decode())
    assert page.fetched == []
    assert page.scripts == 3
    shown = [name for name in page.found["name"] if name]
    for stay in six.itinerary.stays:
        assert clean(place_name(stay.municipality, "ja")) in shown
    assert "<script>alert" not in data.decode().replace(html.escape("<script>alert"), "")


def test_pdfium_reads_the_booklet(six):
    document = pypdfium2.PdfDocument(render(six, "pdf", "en"))
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    places = [item.get_dest().get_index() for item in document.get_toc()]
    assert len(places) == len(six.itinerary.stays)
    assert places == sorted(set(places))
    for page, stay, leg in zip(places, six.itinerary.stays, six.itinerary.legs, strict=False):
        for day in (stay.arrive, stay.depart, leg.date):
            assert f"{day:%a}{day.day}{day:%b}" in texts[page]


@pytest.mark.parametrize("fmt", FORMATS)
def test_reruns_are_byte_identical(six, fmt):
    assert render(six, fmt) == render(six, fmt)


def test_another_process_on_another_day_writes_the_same_bytes(trips, root):
    script = (
        "import hashlib, json; from planner.render.formats import FORMATS, render;"
        "from planner.serial import plan_from_json;"
        "plan = plan_from_json(json.load(open('tests/golden/render/night_ferry/trip.json')));"
        "print({fmt: hashlib.sha256(render(plan, fmt)).hexdigest() for fmt in FORMATS})"
    )
    here = {fmt: hashlib.sha256(render(trips["night_ferry"], fmt)).hexdigest() for fmt in FORMATS}
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "America/New_York"}
        command = [sys.executable, "-c", script]
        found = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)
        assert found.stdout.strip() == str(here)


# the order of the elements that we use, from http://schemas.opengis.net/kml/2.2.0/ogckml22.xsd
_FEATURE = "name description TimeStamp TimeSpan styleUrl Style ExtendedData"
KML_ORDER = {
    "kml": "Document",
    "Document": f"{_FEATURE} Folder",
    "Folder": f"{_FEATURE} Folder Placemark",
    "Placemark": f"{_FEATURE} Point LineString",
    "TimeSpan": "begin end",
    "TimeStamp": "when",
    "Style": "LineStyle",
    "LineStyle": "color width",
    "ExtendedData": "Data",
    "Data": "value",
    "Point": "coordinates",
    "LineString": "tessellate coordinates",
}


def test_kml_keeps_the_order_of_its_schema(six):
    root = etree.fromstring(render(six, "kml"))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    for element in root.iter():
        name = etree.QName(element).localname
        assert etree.QName(element).namespace == KML
        order = KML_ORDER.get(name, "").split()
        places = [order.index(etree.QName(child).localname) for child in element]
        assert places == sorted(places), name
    for text in root.iter(f"{{{KML}}}coordinates"):
        assert all(re.fullmatch(r"-?[\d.]+,-?[\d.]+", position) for position in text.text.split())
    for color in root.iter(f"{{{KML}}}color"):
        assert re.fullmatch(r"[0-9a-f]{8}", color.text)
