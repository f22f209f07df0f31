"""The drawn ways of random journeys by all modes: light, joined up, along their lines, and ships on water."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from geo.edges import MODES
from geo.errors import UnreachableError
from geo.paths import Router
from geo.sphere import crow_km
from geo.store import read_boundaries
from planner.config import cache_dir

if TYPE_CHECKING:
    from pathlib import Path

    from geo.model import Journey, Segment

MOST_BYTES = 20_000
PORT_DEGREES = 0.03
"""About 3 km: ports lie on land, in bays and rivers finer than what is drawn."""

MOST_LAND_KM = 1.0
"""Sakai's channel, 300 m wide, is the worst: see docs/BENCHMARKS.md."""

MODE_SETS = (("rail", "bus", "ferry", "air"), ("rail", "bus", "ferry"), ("rail",), ("car",))


@pytest.fixture(scope="module")
def network_router(data_dir: Path) -> Router:
    return Router.load(data_dir, cache_dir())


@pytest.fixture(scope="module")
def journeys(network_router: Router) -> list[Journey]:
    codes, found = network_router.network.codes, []
    pairs = np.random.default_rng(5).integers(0, len(codes), (len(MODE_SETS), 80, 2))
    for modes, drawn in zip(MODE_SETS, pairs, strict=True):
        for a, b in drawn[drawn[:, 0] != drawn[:, 1]]:
            try:
                found.append(network_router.journey(codes[a], codes[b], modes))
            except UnreachableError:
                continue
    assert len(found) > 200
    return found


def way_km(segment: Segment) -> float:
    return sum(float(crow_km(a, b)) for a, b in pairwise(segment.path))


def test_no_leg_weighs_more_than_20_kilobytes(journeys: list[Journey]) -> None:
    for journey in journeys:
        assert len(json.dumps([part.path for part in journey.segments])) <= MOST_BYTES


def test_each_vehicle_leaves_near_where_the_one_before_arrived(journeys: list[Journey]) -> None:
    for journey in journeys:
        for one, other in pairwise(journey.segments):
            assert float(crow_km(one.path[-1], other.path[0])) < 1.0, (one.destination, other.origin)


def test_trains_follow_their_stations(journeys: list[Journey]) -> None:
    """A way through the stations in another order would be longer than the line itself."""
    trains = [
        part
        for journey in journeys
        for part in journey.segments
        if part.mode in {"rail", "limited_express", "shinkansen"} and part.km > 3
    ]
    assert len(trains) > 300
    for train in trains:
        assert 0.7 < way_km(train) / train.km < 1.1, (train.line, train.origin, train.destination)
    assert sum(len(train.path) > 2 for train in trains) > 0.8 * len(trains)


def test_roads_bend_less_than_their_length(journeys: list[Journey]) -> None:
    drives = [part for journey in journeys for part in journey.segments if part.mode == "car" and part.km > 20]
    assert {bool(drive.line) for drive in drives} == {False, True}
    for drive in drives:
        assert 0.6 < way_km(drive) / drive.km < 1.1, (drive.origin, drive.destination)
    assert sum(len(drive.path) for drive in drives) > 8 * len(drives)


def test_ships_keep_to_the_water(network_router: Router, data_dir: Path) -> None:
    network = network_router.network
    ferries = np.flatnonzero((network.edges.mode == MODES.index("ferry")) & (network.edges.chain >= 0))
    lanes = [network.chains[chain] for chain in np.unique(network.edges.chain[ferries])]
    assert len(lanes) > 200
    land = read_boundaries(data_dir, "full").geometry.to_numpy()
    tree = shapely.STRtree(land)
    for lane in lanes:
        harbours = shapely.union_all(shapely.buffer(shapely.points(lane[[0, -1]]), PORT_DEGREES))
        at_sea = shapely.difference(shapely.linestrings(lane), harbours)
        crossed = shapely.get_parts(shapely.intersection(land[tree.query(at_sea)], at_sea))
        lines = [shapely.get_coordinates(part) for part in crossed if shapely.length(part) > 0]
        km = sum(float(crow_km(line[:-1], line[1:]).sum()) for line in lines)
        assert km <= MOST_LAND_KM, (lane[0].tolist(), lane[-1].tolist())
