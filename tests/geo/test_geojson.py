from __future__ import annotations

import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import geojson


def test_coordinates_are_rounded_and_repeats_dropped() -> None:
    shape = shapely.Polygon([(0, 0), (1.00001, 0), (1.00002, 0), (1, 1.23456), (0, 0)])
    assert geojson.geometry(shape, 3) == {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1.235], [0, 0]]]}


def test_islets_and_ponds_that_round_away_are_dropped() -> None:
    pond = shapely.box(0.2, 0.2, 0.2001, 0.2001)
    land = shapely.difference(shapely.box(0, 0, 1, 1), pond)
    islet = shapely.box(5, 5, 5.0001, 5.0001)
    found = geojson.geometry(shapely.MultiPolygon([land, islet]), 2)
    assert found["type"] == "Polygon"
    assert len(found["coordinates"]) == 1


def test_what_is_smaller_than_the_grid_still_stays_on_the_map() -> None:
    found = geojson.geometry(shapely.box(5, 5, 5.0001, 5.0002), 2)
    assert len(found["coordinates"][0]) == 5


def test_lines_become_a_multi_line() -> None:
    found = geojson.geometry(shapely.LineString([(0, 0), (1, 1)]), 3)
    assert found == {"type": "MultiLineString", "coordinates": [[[0, 0], [1, 1]]]}


@given(st.lists(st.floats(0.1, 0.9), min_size=1, max_size=20, unique=True))
def test_a_shared_border_stays_shared_when_rounded(heights: list[float]) -> None:
    border = [(0.5 + 0.1 * (i % 2) + h / 37, h) for i, h in enumerate(sorted(heights))]
    west = shapely.Polygon([(0, 0), (0.5, 0), *border, (0.5, 1), (0, 1)])
    east = shapely.Polygon([(1, 0), (0.5, 0), *border, (0.5, 1), (1, 1)])
    rings = [geojson.geometry(shape, 2)["coordinates"][0] for shape in (west, east)]
    corners = [{tuple(point) for point in ring} for ring in rings]
    shared = {(0.5, 0.0), (0.5, 1.0), *((round(x, 2), round(y, 2)) for x, y in border)}
    assert corners[0] & corners[1] == shared


def test_features_are_compact_json_with_the_code_as_id() -> None:
    written = geojson.dumps(
        geojson.collection([geojson.feature("16210", shapely.box(0, 0, 1, 1), 3, {"name": "南砺市"})])
    )
    assert b" " not in written
    assert "南砺市".encode() in written
    assert json.loads(written)["features"][0]["id"] == "16210"


@pytest.mark.parametrize("decimals", [2, 3, 5])
def test_rings_are_closed(decimals: int) -> None:
    ring = geojson.geometry(shapely.Point(137, 36).buffer(0.5), decimals)["coordinates"][0]
    assert ring[0] == ring[-1]
