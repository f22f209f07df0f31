from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import box

from geo.sea_lanes import lane_km, sea_lane
from geo.sphere import crow_km

A, B = np.array([135.0, 34.0]), np.array([136.0, 34.0])
AFAR = box(100, 0, 101, 1)


def test_open_water_is_crossed_straight() -> None:
    assert sea_lane(AFAR, A, B).tolist() == [A.tolist(), B.tolist()]


def test_a_cape_is_rounded() -> None:
    cape = box(135.4, 33.0, 135.6, 34.3)
    lane = sea_lane(cape, A, B)
    assert not shapely.linestrings(lane).crosses(cape.buffer(-0.01))
    assert 1.1 < lane_km(lane) / float(crow_km(A, B)) < 1.35
    assert 3 <= len(lane) <= 12


def test_a_port_may_lie_on_land() -> None:
    coast = box(134.0, 33.0, 135.01, 35.0)
    lane = sea_lane(coast, A, B)
    assert lane[0].tolist() == A.tolist()
    assert lane[-1].tolist() == B.tolist()


def test_a_long_way_leaps_over_no_narrow_neck() -> None:
    """A wall thinner than a cell of the coarse grid, on a crossing of 900 km."""
    wall = box(139.5, 30.0, 139.506, 34.8)
    lane = sea_lane(wall, A, np.array([144.0, 34.0]))
    assert not shapely.linestrings(lane).crosses(wall.buffer(-0.001))
    assert lane_km(lane) < 1.1 * float(crow_km(A, np.array([144.0, 34.0])))


def test_an_island_is_left_by_the_side_that_leads_on() -> None:
    """The port stands nearer to a bay on the wrong side of its land: a wider harbour is far shorter, and believed."""
    island = box(134.90, 33.4, 135.02, 34.6) - box(134.95, 33.9, 134.994, 34.1)
    lane = sea_lane(island, A, np.array([135.3, 34.0]))
    assert lane_km(lane) < 1.2 * float(crow_km(A, np.array([135.3, 34.0])))


def test_where_land_closes_the_way_the_straight_line_is_drawn() -> None:
    wall = box(135.4, 30.0, 135.6, 40.0)
    assert len(sea_lane(wall, A, B)) == 2


def test_a_lane_is_the_same_both_ways() -> None:
    cape = box(135.4, 33.0, 135.6, 34.3)
    there, back = sea_lane(cape, A, B), sea_lane(cape, B, A)
    assert lane_km(there) == pytest.approx(lane_km(back), rel=0.02)
    assert there[0].tolist() == back[-1].tolist() == A.tolist()
