import datetime as dt
import re
import runpy
from dataclasses import replace
from pathlib import Path

import gpxpy
import pytest
from lxml import etree

from planner.render.formats import Options, render
from planner.render.gpx import GPX, OWN
from planner.render.lines import leg_lines

MODIFIED = dt.datetime(2027, 1, 2, 9, tzinfo=dt.timezone(dt.timedelta(hours=9)))

# the sequences of http://www.topografix.com/GPX/1/1/gpx.xsd, a star after what may be repeated
_POINT = "ele time magvar geoidheight name cmt desc src link* sym type fix sat hdop vdop pdop ageofdgpsdata dgpsid"
_POINT += " extensions"
SCHEMA = {
    "gpx": "metadata wpt* rte* trk* extensions",
    "metadata": "name desc author copyright link* time keywords bounds extensions",
    "copyright": "year license",
    "bounds": "",
    "wpt": _POINT,
    "rte": "name cmt desc src link* number type extensions rtept*",
    "rtept": _POINT,
    "trk": "name cmt desc src link* number type extensions trkseg*",
    "trkseg": "trkpt* extensions",
    "trkpt": _POINT,
}
ATTRIBUTES = {
    "gpx": {"version", "creator"},
    "copyright": {"author"},
    "bounds": {"minlat", "minlon", "maxlat", "maxlon"},
    **{key: {"lat", "lon"} for key in ("wpt", "rtept", "trkpt")},
}
DECIMAL = r"-?\d+(\.\d+)?"
TYPES = {
    "time": r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?",
    "number": r"\d+",
    "license": r"\S+",
    "ele": DECIMAL,
}
FOLDER = Path(__file__).parents[2] / "golden" / "render"
GOLDEN = sorted(FOLDER.rglob("*.gpx"))


def check_structure(root):
    """Hold a document to the schema: names, order, number, attributes and types."""
    assert root.tag == f"{{{GPX}}}gpx"
    assert root.get("version") == "1.1"
    for element in root.iter(f"{{{GPX}}}*"):
        name = etree.QName(element).localname
        if name == "extensions":
            # whatever stands there is of another namespace (##other)
            assert all(etree.QName(child).namespace not in {None, GPX} for child in element)
            continue
        assert {key for key in element.keys() if not key.startswith("{")} == ATTRIBUTES.get(name, set())  # noqa: SIM118
        if name == "bounds":
            assert all(re.fullmatch(DECIMAL, value) for value in element.values())
        if name not in SCHEMA:
            assert len(element) == 0
            assert re.fullmatch(TYPES.get(name, r"[\s\S]*"), element.text or "")
            continue
        order = [part.rstrip("*") for part in SCHEMA[name].split()]
        repeated = {part.rstrip("*") for part in SCHEMA[name].split() if part.endswith("*")}
        children = [etree.QName(child).localname for child in element if etree.QName(child).namespace == GPX]
        assert len(children) == len(element)
        places = [order.index(child) for child in children]
        assert places == sorted(places), name
        assert all(children.count(child) == 1 for child in set(children) - repeated), name
    for point in root.iter(*(f"{{{GPX}}}{name}" for name in ("wpt", "rtept", "trkpt"))):
        assert re.fullmatch(DECIMAL, point.get("lat"))
        assert re.fullmatch(DECIMAL, point.get("lon"))
        assert -90 <= float(point.get("lat")) <= 90
        assert -180 <= float(point.get("lon")) < 180


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_golden_files_follow_the_schema(file):
    check_structure(etree.fromstring(file.read_bytes()))


def test_so_does_the_longest_trip():
    longest = runpy.run_path(str(FOLDER / "make.py"))["trips"]()["sixty_stays"]
    check_structure(etree.fromstring(render(longest, "gpx")))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<rte>", b"<rte/><metadata/><rte>"),
        (b"<number>1<", b"<number>one<"),
        (b"<license>", b"<license>two words "),
        (b'lat="', b'lat="1e1'),
        (b"<name>", b"<name/><name>"),
        (b"<type>", b"<kind/><type>"),
    ],
)
def test_the_check_of_the_schema_finds_faults(trip, old, new):
    data = render(trip, "gpx")
    assert old in data
    with pytest.raises((AssertionError, ValueError)):
        check_structure(etree.fromstring(data.replace(old, new, 1)))


def own(element, name):
    return element.findtext(f"{{{GPX}}}extensions/{{{OWN}}}{name}")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_follows_the_schema(trip, lang):
    check_structure(etree.fromstring(render(trip, "gpx", lang)))


def test_gpxpy_reads_stays_route_and_tracks(trip):
    gpx = gpxpy.parse(render(trip, "gpx").decode())
    kinds = [point.type for point in gpx.waypoints]
    assert [point.name for point in gpx.waypoints[:3]] == ["富山県南砺市", "新潟県佐渡市", "沖縄県那覇市"]
    assert kinds == sorted(kinds, key=lambda kind: kind not in {"work", "must", "transit"})
    assert [len(route.points) for route in gpx.routes] == [5]
    assert [len(track.segments) for track in gpx.tracks] == [4, 3, 4, 1]
    assert gpx.time == dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def test_stations_ports_and_airports_are_waypoints_once_each(trip):
    gpx = gpxpy.parse(render(trip, "gpx").decode())
    stops = [(point.type, point.name) for point in gpx.waypoints[3:]]
    assert len(set(stops)) == len(stops)
    for stop in (("station", "東京"), ("port", "小木港"), ("airport", "羽田空港"), ("bus stop", "新潟駅")):
        assert stop in stops
    # a car has no stops, and nobody knows where the taxi's are
    assert ("station", "南砺市") not in stops


def test_the_licence_is_that_of_the_strictest_source(trip):
    assert gpxpy.parse(render(trip, "gpx").decode()).copyright_license.endswith("odbl/1-0/")
    flight = replace(trip, itinerary=replace(trip.itinerary, legs=trip.itinerary.legs[3:]))
    assert gpxpy.parse(render(flight, "gpx").decode()).copyright_license.endswith("licenses/by/4.0/")


def test_every_segment_is_marked_with_mode_and_whether_it_is_a_sketch(trip):
    root = etree.fromstring(render(trip, "gpx"))
    marks = [(own(part, "mode"), own(part, "estimated")) for part in root.iter(f"{{{GPX}}}trkseg")]
    lines = [line for leg in trip.itinerary.legs for line in leg_lines(leg)]
    assert marks == [(line.segment.mode, str(line.estimated).lower()) for line in lines]
    assert ("car", "false") in marks
    assert ("ferry", "true") in marks


def test_stays_carry_dates_and_nights(trip):
    first = etree.fromstring(render(trip, "gpx")).find(f"{{{GPX}}}wpt")
    assert [own(first, key) for key in ("code", "arrive", "depart", "nights")] == [
        "16210",
        "2027-09-01",
        "2027-09-25",
        "24",
    ]


def test_the_record_gives_the_time(trip):
    root = etree.fromstring(render(trip, "gpx", options=Options(MODIFIED)))
    assert root.findtext(f"{{{GPX}}}metadata/{{{GPX}}}time") == "2027-01-02T00:00:00Z"


def test_legs_without_segments_have_no_track(trip):
    legs = tuple(replace(leg, segments=(), minutes=0) for leg in trip.itinerary.legs)
    still = replace(trip, itinerary=replace(trip.itinerary, legs=legs))
    root = etree.fromstring(render(still, "gpx"))
    assert root.find(f"{{{GPX}}}trk") is None
    check_structure(root)
