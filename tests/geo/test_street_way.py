from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.model import LngLat
from geo.sphere import crow_km
from geo.street_net import SNAP_METRES, StreetNet
from geo.street_osm import pieces_within, read_osm
from geo.street_pieces import simplify
from geo.street_way import find_way

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EVERYWHERE = shapely.box(136, 36, 138, 38)


@pytest.fixture(scope="module")
def lay(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], StreetNet]:
    """Make a network of a file's text."""

    def make(text: str) -> StreetNet:
        file: Path = tmp_path_factory.mktemp("streets") / "town.osm"
        file.write_text(text, encoding="utf-8")
        streets = read_osm(file, "xml", EVERYWHERE, lambda *_: None)
        return StreetNet(simplify(pieces_within(streets, EVERYWHERE, "town")))

    return make


def road(tags: dict[str, str], *places: tuple[float, float]) -> str:
    """One street and nothing else."""
    nodes = "".join(f'<node id="{i}" lon="{x}" lat="{y}"/>' for i, (x, y) in enumerate(places, 1))
    refs = "".join(f'<nd ref="{i}"/>' for i in range(1, len(places) + 1))
    said = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
    return f'<osm version="0.6">{nodes}<way id="1">{refs}{said}</way></osm>'


WEST, EAST = (137.0, 36.5), (137.02, 36.5)
KM = float(crow_km(WEST, EAST))


@pytest.mark.parametrize(("mode", "kmh"), [("walk", 4.5), ("cycle", 15.0), ("car", 20.0)])
def test_a_part_of_one_street(lay, mode: str, kmh: float) -> None:
    net = lay(road({"highway": "residential"}, WEST, EAST)).mode(mode)
    for a, b in ((0.25, 0.75), (0.75, 0.25)):
        way = find_way(net, LngLat(WEST[0] + 0.02 * a, 36.5), LngLat(WEST[0] + 0.02 * b, 36.5))
        assert way is not None
        assert way.km == pytest.approx(KM / 2, rel=1e-3)
        assert way.minutes == pytest.approx(KM / 2 / kmh * 60, rel=1e-3)
        assert way.path[0].lng == pytest.approx(WEST[0] + 0.02 * a)
        assert way.path[-1].lng == pytest.approx(WEST[0] + 0.02 * b)


def test_against_a_one_way_street_people_walk_and_cars_do_not(lay) -> None:
    net = lay(road({"highway": "residential", "oneway": "yes"}, WEST, EAST))
    west, east = LngLat(137.005, 36.5), LngLat(137.015, 36.5)
    assert find_way(net.mode("car"), west, east) is not None
    assert find_way(net.mode("car"), east, west) is None
    assert find_way(net.mode("walk"), east, west) is not None


def test_nothing_begins_on_a_motorway(lay) -> None:
    net = lay(road({"highway": "motorway"}, WEST, EAST))
    assert find_way(net.mode("car"), LngLat(*WEST), LngLat(*EAST)) is None


def test_a_scrap_of_a_street_is_no_network(lay) -> None:
    net = lay(road({"highway": "service"}, WEST, (137.002, 36.5)))
    assert net.mode("walk").footholds(LngLat(*WEST)) == []


def test_far_from_every_street_there_is_no_way(lay) -> None:
    net = lay(road({"highway": "residential"}, WEST, EAST)).mode("walk")
    degrees = SNAP_METRES / 111_195
    near, far = LngLat(137.01, 36.5 + degrees * 0.98), LngLat(137.01, 36.5 + degrees * 1.02)
    assert find_way(net, near, LngLat(*EAST)) is not None
    assert find_way(net, far, LngLat(*EAST)) is None


def test_walking_to_the_street_takes_its_time(lay) -> None:
    net = lay(road({"highway": "residential"}, WEST, EAST)).mode("car")
    off = find_way(net, LngLat(137.005, 36.503), LngLat(137.015, 36.5))
    on = find_way(net, LngLat(137.005, 36.5), LngLat(137.015, 36.5))
    assert off is not None
    assert on is not None
    walked = float(crow_km((137.005, 36.503), (137.005, 36.5))) * 1.3
    assert off.minutes - on.minutes == pytest.approx(walked / 4.5 * 60, rel=0.01)
    assert off.km - on.km == pytest.approx(walked, rel=0.01)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    seed=st.integers(0, 3),
    mode=st.sampled_from(["walk", "cycle", "car"]),
    places=st.lists(st.tuples(st.floats(0, 7), st.floats(0, 7)), min_size=3, max_size=3),
)
def test_ways_are_continuous_and_obey_the_triangle(lay, street_town, seed: int, mode: str, places) -> None:
    town = street_town(seed)
    net = lay(town.xml()).mode(mode)
    a, b, c = (LngLat(town.west + x * town.step, town.south + y * town.step) for x, y in places)
    way = find_way(net, a, b)
    if way is None:
        assert mode != "walk"
        return
    points = np.array(way.path)
    assert (points[0] == a).all()
    assert (points[-1] == b).all()
    assert float(crow_km(points[1:-2], points[2:-1]).sum()) <= way.km + 1e-3
    assert way.km >= float(crow_km(a, b)) - 1e-3
    if mode == "walk":
        assert way.minutes == pytest.approx(way.km / 4.5 * 60, rel=1e-3, abs=1e-3)
        back, first, second = find_way(net, b, a), find_way(net, a, c), find_way(net, c, b)
        assert back is not None
        assert first is not None
        assert second is not None
        assert back.minutes == pytest.approx(way.minutes, rel=1e-4, abs=1e-3)
        assert way.minutes <= first.minutes + second.minutes + 1e-3
