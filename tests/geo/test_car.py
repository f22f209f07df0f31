from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.car import car_sums, drive_minutes
from geo.matrix import load_matrix
from geo.model import UNREACHABLE
from geo.search import shortest_paths

if TYPE_CHECKING:
    from pathlib import Path

    from geo.paths import Router

KM = st.floats(0.0, 2500.0)


@given(KM, KM)
def test_driving_time_rises_and_is_concave(a: float, b: float) -> None:
    """So that the way of fewest kilometres is the quickest one too, and no stop in between saves time."""
    low, middle, high = drive_minutes(np.array([min(a, b), (a + b) / 2, max(a, b)]))
    assert low <= middle + 1e-9 <= high + 2e-9
    assert middle >= (low + high) / 2 - 1e-6
    apart = drive_minutes(np.array([a, b])).sum()
    assert drive_minutes(np.array([a + b]))[0] <= apart + 1e-6


def test_a_car_never_flies(data_dir: Path, warm_cache: Path, router: Router) -> None:
    from geo.sphere import crow_km

    car = load_matrix(data_dir, warm_cache, "car")
    points = router.network.points[:1741]
    hours = np.where(car.minutes == UNREACHABLE, np.inf, car.minutes / 60) + np.eye(1741)
    assert (crow_km(points[:, None, :], points[None, :, :]) / hours).max() < 100


@pytest.mark.parametrize(
    ("a", "b", "ships"),
    [
        ("33202", "37201", 0),  # Kurashiki - Takamatsu: Seto bridges
        ("34205", "38202", 0),  # Onomichi - Imabari: Shimanami Kaido
        ("35201", "40100", 0),  # Shimonoseki - Kitakyushu: Kanmon straits
        ("02201", "01202", 1),  # Aomori - Hakodate
        ("01100", "01519", 1),  # Sapporo - Rishirifuji
        ("46201", "46505", 1),  # Kagoshima - Yakushima
    ],
)
def test_straits_are_crossed_by_bridge_where_there_is_one_and_by_ship_elsewhere(
    router: Router, a: str, b: str, ships: int
) -> None:
    journey = router.journey(a, b, ("car",))
    assert sum(part.mode == "ferry" for part in journey.segments) == ships
    assert {part.mode for part in journey.segments} <= {"car", "ferry"}


def test_a_car_journey_is_its_matrix_entry(router: Router, data_dir: Path, warm_cache: Path) -> None:
    car = load_matrix(data_dir, warm_cache, "car")
    for a, b in np.random.default_rng(7).integers(0, 1741, (25, 2)):
        if a == b or car.minutes[a, b] == UNREACHABLE:
            continue
        journey = router.journey(car.codes[a], car.codes[b], ("car",))
        assert (journey.minutes, journey.fare_jpy) == (car.minutes[a, b], car.fare_jpy[a, b])
        assert sum(part.fare_jpy or 0 for part in journey.segments) == pytest.approx(journey.fare_jpy, abs=4)


def test_islands_without_a_car_ferry_are_not_reached(router: Router) -> None:
    aogashima = router.network.codes.index("13402")
    _, before = shortest_paths(router.roads.graph, [0])
    assert np.isinf(car_sums(router.roads, 0, before[0], np.array([aogashima])).km[0])
