from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from geo.model import LngLat
from geo.street_net import StreetNet
from geo.street_osm import pieces_within, read_osm
from geo.street_pieces import simplify
from geo.street_plane import Plane
from geo.street_reach import BESIDE_METRES, MINUTES, SMOOTH_METRES, isochrones, reach
from geo.street_way import find_way

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EVERYWHERE = shapely.box(136, 36, 138, 38)
ROUNDING = 1e-5
"""Degrees by which a line between two points of the grid may pass a third one."""


@pytest.fixture(scope="module")
def lay(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], StreetNet]:
    """Make a network of a file's text."""

    def make(text: str) -> StreetNet:
        file: Path = tmp_path_factory.mktemp("streets") / "town.osm"
        file.write_text(text, encoding="utf-8")
        streets = read_osm(file, "xml", EVERYWHERE, lambda *_: None)
        return StreetNet(simplify(pieces_within(streets, EVERYWHERE, "town")))

    return make


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), x=st.floats(0, 7), y=st.floats(0, 7))
def test_each_area_lies_in_the_next(lay, street_town, seed: int, x: float, y: float) -> None:
    town = street_town(seed, step=0.004)
    origin = LngLat(town.west + x * town.step, town.south + y * town.step)
    found = isochrones(lay(town.xml()), origin)
    for areas in found.values():
        shapes = [shape(areas[str(minutes)]) for minutes in MINUTES]
        assert all(one.is_valid for one in shapes)
        for inner, outer in pairwise(shapes):
            assert outer.buffer(ROUNDING).contains(inner)
        assert shapes[0].buffer(ROUNDING).contains(shapely.Point(origin))


def test_what_lies_inside_is_reached_in_time_and_what_lies_outside_is_not(lay, street_town) -> None:
    """Junctions are inside exactly when the way to them is short enough, but for the strip beside the streets."""
    town = street_town(21, step=0.004)
    net = lay(town.xml()).mode("walk")
    origin = LngLat(*town.CENTRE)
    (area,) = reach(net, origin, [20])
    plane = Plane(*origin)
    flat = plane.flat_shape(area)
    # the area reaches this much beyond the end of a way, in minutes on foot
    strip = (BESIDE_METRES + SMOOTH_METRES) / 75
    found = {True: 0, False: 0}
    for place in (LngLat(*at) for at in net.table.lnglat.tolist()):
        way = find_way(net, origin, place)
        if way is not None and not 20 <= way.minutes <= 20 + strip:
            assert flat.contains(shapely.Point(plane.flat(place))) == (way.minutes < 20)
            found[way.minutes < 20] += 1
    assert min(found.values()) > 5


def test_the_far_bank_is_reached_by_the_bridge_only(lay, street_town) -> None:
    town = street_town(2, step=0.002)
    at = town.junction(0 if town.bridge_column > 3 else 7, town.rows // 2 - 1)
    (area,) = reach(lay(town.xml()).mode("walk"), LngLat(*at), [5])
    north = shapely.box(136, town.south + (town.rows // 2 - 0.2) * town.step, 138, 38)
    assert area.intersection(north).area == pytest.approx(0, abs=1e-7)


def test_no_street_near_no_area(lay, street_town) -> None:
    net = lay(street_town(4).xml())
    assert isochrones(net, LngLat(137.5, 36.2)) == {}
