from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import box

from geo.access import REACH_KM, Hubs, access_edges, best_access
from geo.fares import FareTables
from geo.land import Land
from geo.roads import RoadTable

FARES = Path(__file__).parents[2] / "data" / "curated" / "fares"


@pytest.fixture(scope="module")
def fares() -> FareTables:
    return FareTables.load(FARES, dt.date(2026, 11, 1))


def test_near_places_are_walked_to_and_far_ones_are_not(fares: FareTables) -> None:
    near, far = best_access(0, 1, 0.5, 10_000, fares), best_access(0, 1, 12.0, 10_000, fares)
    assert (near.mode, near.yen) == ("walk", 0)
    assert near.minutes == pytest.approx(0.5 / 4.5 * 60)
    assert far.mode in {"taxi", "local_bus"}
    assert far.yen > 0
    assert far.estimated
    assert far.minutes > far.ride


def test_a_stop_in_front_of_the_station_is_no_bus_ride_for_nothing(fares: FareTables) -> None:
    assert best_access(0, 1, 0.0, 10_000, fares).mode == "walk"


@pytest.mark.parametrize("population", [1_000, 50_000, 500_000])
def test_a_longer_way_never_takes_less_time_and_money(fares: FareTables, population: int) -> None:
    edges = [best_access(0, 1, km, population, fares) for km in np.linspace(0.1, REACH_KM, 200)]
    cost = np.array([edge.minutes + edge.perceived_yen / 30 + 5 * edge.boardings for edge in edges])
    assert (np.diff(cost) > -0.5).all()


def test_a_taxi_does_not_drive_over_water(fares: FareTables) -> None:
    """Two stations off one office: the one across the strait, though nearer, is not tied to it."""
    points = np.array([[0.4, 0.1], [0.2, 0.1], [0.55, 0.1]])
    roads = RoadTable(np.array([[0.3, 0.1]]), np.zeros((0, 2), np.int32), *np.zeros((3, 0)))
    land = Land([box(0, 0, 0.45, 0.5), box(0.5, 0, 1, 0.5)])
    hubs = Hubs(np.array(["municipality", "station", "station"]), points, np.array([5000, 5000, 5000]))
    edges = access_edges(hubs, roads.tie(points, land), fares)
    assert {(edge.tail, edge.head) for edge in edges} == {(0, 1), (1, 0)}
