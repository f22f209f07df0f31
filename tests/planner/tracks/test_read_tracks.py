"""What people's devices write is read: every shape, name and position, and our own files too."""

import io
import json
import zipfile
from pathlib import Path

import gpxpy.gpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.render.formats import render
from planner.serial import plan_from_json
from planner.tracks.model import MOST_POINTS
from planner.tracks.outline import MOST_DRAWN, outline
from planner.tracks.read import read_tracks

DEGREES = st.tuples(
    st.floats(-180, 180, allow_nan=False).map(lambda x: round(x, 6)),
    st.floats(-90, 90, allow_nan=False).map(lambda y: round(y, 6)),
)
LINES = st.lists(DEGREES, min_size=2, max_size=8)


class Trickle(io.RawIOBase):
    """A stream that gives a few bytes at a time, as networks do."""

    def __init__(self, content, size):
        self.content, self.size, self.at = content, size, 0

    def read(self, size=-1):
        part = self.content[self.at : self.at + min(self.size, size)]
        self.at += len(part)
        return part


def read(content, size=None):
    return read_tracks(Trickle(content, size) if size else io.BytesIO(content))


def golden_trip():
    file = Path(__file__).parents[2] / "golden" / "render" / "trip.json"
    return plan_from_json(json.loads(file.read_bytes()))


def told(file):
    return [(shape.what, shape.name, list(zip(shape.lngs, shape.lats, strict=True))) for shape in file.shapes]


@given(
    points=st.lists(DEGREES, max_size=3),
    routes=st.lists(LINES, max_size=2),
    tracks=st.lists(LINES, min_size=1, max_size=3),
)
@settings(max_examples=60)
def test_what_gpxpy_writes_is_read(points, routes, tracks):
    gpx = gpxpy.gpx.GPX()
    for i, (lng, lat) in enumerate(points):
        gpx.waypoints.append(gpxpy.gpx.GPXWaypoint(lat, lng, name=f"点{i}", comment="<b>"))
    for i, line in enumerate(routes):
        route = gpxpy.gpx.GPXRoute(name=f"r{i}")
        route.points = [gpxpy.gpx.GPXRoutePoint(lat, lng, name="no line's name") for lng, lat in line]
        gpx.routes.append(route)
    track = gpxpy.gpx.GPXTrack(name="道")
    for line in tracks:
        segment = gpxpy.gpx.GPXTrackSegment()
        segment.points = [gpxpy.gpx.GPXTrackPoint(lat, lng, elevation=3) for lng, lat in line]
        track.segments.append(segment)
    gpx.tracks.append(track)
    expected = [("wpt", f"点{i}", [point]) for i, point in enumerate(points)]
    expected += [("rte", f"r{i}", line) for i, line in enumerate(routes)]
    expected += [("trk", "道", line) for line in tracks]
    for version in ("1.0", "1.1"):
        content = gpx.to_xml(version).encode()
        assert read(content).format == "gpx"
        assert told(read(content)) == expected
        assert told(read(content, 7)) == expected


@given(points=st.lists(DEGREES, min_size=1, max_size=3), lines=st.lists(LINES, max_size=3), pack=st.booleans())
@settings(max_examples=60)
def test_kml_and_kmz_are_read(points, lines, pack):
    marks = [f"<Point><coordinates> {lng},{lat},0 </coordinates></Point>" for lng, lat in points]
    marks += [
        "<LineString><coordinates>\n" + "\n".join(f"{lng},{lat}" for lng, lat in line) + "</coordinates></LineString>"
        for line in lines
    ]
    folder = "".join(f"<Placemark><name>印{i}</name>{mark}</Placemark>" for i, mark in enumerate(marks))
    content = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>x</name>{folder}</Document></kml>'.encode()
    if pack:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("files/icon.png", b"")
            archive.writestr("doc.kml", content)
        content = packed.getvalue()
    shapes = [("wpt", [point]) for point in points] + [("trk", line) for line in lines]
    expected = [(what, f"印{i}", line) for i, (what, line) in enumerate(shapes)]
    assert read(content).format == "kml"
    assert told(read(content)) == expected
    assert told(read(content, 5)) == expected


def test_a_track_of_google_s_is_read():
    content = (
        b'<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Placemark><gx:Track>'
        b"<when>2026-01-01T00:00:00Z</when><when>2026-01-01T00:01:00Z</when>"
        b"<gx:coord>137 36 5</gx:coord><gx:coord>137.5 36.5 5</gx:coord></gx:Track></Placemark></kml>"
    )
    assert told(read(content)) == [("trk", "", [(137, 36), (137.5, 36.5)])]


def test_every_geometry_of_geojson_is_read():
    ring = [[137, 36], [138, 36], [138, 37], [137, 36]]
    geometries = [
        {"type": "Point", "coordinates": [1, 2, 3]},
        {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]},
        {"type": "LineString", "coordinates": ring},
        {"type": "MultiLineString", "coordinates": [ring, ring]},
        {"type": "Polygon", "coordinates": [ring]},
        {"type": "MultiPolygon", "coordinates": [[ring], [ring]]},
    ]
    document = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"name": "名"}, "geometry": geometry} for geometry in geometries]
        + [
            {
                "type": "Feature",
                "properties": None,
                "geometry": {"type": "GeometryCollection", "geometries": geometries},
            },
            {"type": "Feature", "properties": {}, "geometry": None},
        ],
    }
    found = told(read("\ufeff".encode() + json.dumps(document).encode()))
    assert [what for what, _, _ in found] == (["wpt"] * 3 + ["trk"] * 6) * 2
    assert [name for _, name, _ in found] == ["名"] * 9 + [""] * 9


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "shift_jis", "euc-jp"])
def test_encodings_of_old_devices(encoding):
    text = '<?xml version="1.0" encoding="{}"?><gpx><wpt lat="36" lon="137"><name>Nantó</name></wpt></gpx>'
    content = text.format(encoding.removesuffix("-sig")).encode(encoding, "replace")
    if encoding in {"shift_jis", "euc-jp"}:
        # the parser knows no encoding of several bytes but Unicode's
        with pytest.raises(ValueError, match="encoding"):
            read(content)
    else:
        assert told(read(content)) == [("wpt", "Nantó", [(137, 36)])]


@pytest.mark.parametrize("fmt", ["gpx", "kml", "geojson"])
def test_our_own_files_are_read(fmt):
    file = read(render(golden_trip(), fmt))
    assert file.format == fmt
    points = {(round(x, 5), round(y, 5)) for shape in file.shapes for x, y in zip(shape.lngs, shape.lats, strict=True)}
    for stay in golden_trip().itinerary.stays:
        assert (round(stay.lnglat.lng, 5), round(stay.lnglat.lat, 5)) in points


def test_a_large_file_is_drawn_with_few_points_that_stay_near():
    count = MOST_POINTS // 3
    points = "".join(
        f'<trkpt lat="{36 + i / (count - 1):.6f}" lon="{137 + (i % 7) * 1e-6:.6f}"/>' for i in range(count)
    )
    found = outline(read(f"<gpx><trk><trkseg>{points}</trkseg></trk></gpx>".encode()))
    line = found["features"][0]
    assert line["properties"] == {"what": "trk", "name": "", "positions": count}
    assert 2 <= len(line["geometry"]["coordinates"]) <= MOST_DRAWN
    assert found["bbox"] == [137, 36, 137.00001, 37]
    assert found["read"] == {"points": 0, "lines": 1, "positions": count}
    assert all(abs(lng - 137) < 0.001 for lng, _ in line["geometry"]["coordinates"])


def test_a_small_file_is_drawn_as_it_is():
    found = outline(read(render(golden_trip(), "gpx")))
    assert found["format"] == "gpx"
    assert found["read"]["positions"] == sum(f["properties"]["positions"] for f in found["features"])
    json.dumps(found, allow_nan=False)
