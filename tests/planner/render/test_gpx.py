import datetime as dt
from dataclasses import replace

import gpxpy
import pytest
from lxml import etree

from planner.render.formats import Options, render
from planner.render.gpx import GPX, OWN
from planner.render.lines import leg_lines

MODIFIED = dt.datetime(2027, 1, 2, 9, tzinfo=dt.timezone(dt.timedelta(hours=9)))

# the sequences of http://www.topografix.com/GPX/1/1/gpx.xsd
_POINT = "ele time magvar geoidheight name cmt desc src link sym type fix sat hdop vdop pdop ageofdgpsdata dgpsid"
SCHEMA = {
    "gpx": "metadata wpt rte trk extensions",
    "metadata": "name desc author copyright link time keywords bounds extensions",
    "wpt": f"{_POINT} extensions",
    "rte": "name cmt desc src link number type extensions rtept",
    "rtept": f"{_POINT} extensions",
    "trk": "name cmt desc src link number type extensions trkseg",
    "trkseg": "trkpt extensions",
    "trkpt": f"{_POINT} extensions",
}


def check_structure(root):
    for element in root.iter(f"{{{GPX}}}*"):
        order = SCHEMA.get(etree.QName(element).localname)
        if order is None or etree.QName(element).localname == "extensions":
            continue
        places = [order.split().index(etree.QName(child).localname) for child in element]
        assert places == sorted(places), etree.QName(element).localname
    for point in root.iter(*(f"{{{GPX}}}{name}" for name in ("wpt", "rtept", "trkpt"))):
        assert -90 <= float(point.get("lat")) <= 90
        assert -180 <= float(point.get("lon")) < 180


def own(element, name):
    return element.findtext(f"{{{GPX}}}extensions/{{{OWN}}}{name}")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_follows_the_schema(trip, lang):
    check_structure(etree.fromstring(render(trip, "gpx", lang)))


def test_gpxpy_reads_stays_route_and_tracks(trip):
    gpx = gpxpy.parse(render(trip, "gpx").decode())
    assert [point.name for point in gpx.waypoints] == ["富山県南砺市", "新潟県佐渡市", "沖縄県那覇市"]
    assert [len(route.points) for route in gpx.routes] == [5]
    assert [len(track.segments) for track in gpx.tracks] == [4, 3, 4, 1]
    assert gpx.time == dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


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
