from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.model import UNREACHABLE

if TYPE_CHECKING:
    from geo.model import TravelMatrix
    from geo.paths import Router

PUBLIC = ("rail", "bus", "ferry", "air")
FASTEST = {
    "walk": 6, "taxi": 60, "local_bus": 80, "highway_bus": 100, "rail": 130, "limited_express": 160,
    "shinkansen": 320, "ferry": 85, "air": 900,
}  # fmt: skip
"""Kilometres an hour in the vehicle that no service exceeds."""


def _pairs(count: int, size: int, seed: int) -> list[tuple[int, int]]:
    draw = np.random.default_rng(seed).integers(0, size, (count, 2))
    return [(int(a), int(b)) for a, b in draw if a != b]


def test_a_leg_is_the_matrix_entry_to_the_minute_and_yen(router: Router, public: TravelMatrix) -> None:
    for a, b in _pairs(60, len(public.codes), 1):
        journey = router.journey(public.codes[a], public.codes[b], PUBLIC)
        assert journey.minutes == public.minutes[a, b]
        assert journey.fare_jpy == public.fare_jpy[a, b]
        assert journey.transfers == public.transfers[a, b]
        assert journey.co2_kg == pytest.approx(public.co2_g[a, b] / 1000, abs=0.01)
        assert journey.nights == public.nights[a, b]


def test_segments_add_up_to_their_journey(router: Router) -> None:
    """The kernel of the matrices and the description of a leg price the same path alike, each in its own code."""
    codes = router.network.codes
    for a, b in _pairs(120, len(codes), 2):
        journey = router.journey(codes[a], codes[b], PUBLIC)
        assert sum(part.fare_jpy or 0 for part in journey.segments) == journey.fare_jpy, (a, b)
        assert sum(part.minutes for part in journey.segments) <= journey.minutes + len(journey.segments)
        assert sum(part.km for part in journey.segments) == pytest.approx(journey.km, abs=1.0 + 0.003 * journey.km)


def test_no_segment_is_faster_than_its_mode_can_go(router: Router) -> None:
    codes = router.network.codes
    for a, b in _pairs(120, len(codes), 3):
        for part in router.journey(codes[a], codes[b], PUBLIC).segments:
            # whole minutes: a ride of 2.6 minutes is written as 3, one of 0.4 as 0
            assert part.km <= FASTEST[part.mode] * (part.minutes + 0.5) / 60 + 0.1, part


def test_segments_can_be_drawn(router: Router) -> None:
    codes = router.network.codes
    for a, b in _pairs(40, len(codes), 4):
        journey = router.journey(codes[a], codes[b], PUBLIC)
        for part in journey.segments:
            assert len(part.path) >= 2
            assert part.mode in FASTEST
        assert journey.origin == router.network.names[a]


def test_a_long_train_carries_its_base_fare_and_supplement_on_one_segment(router: Router, public: TravelMatrix) -> None:
    journey = router.between(router.find("東京駅"), router.find("新大阪駅"), ("rail",))
    trains = [part for part in journey.segments if part.mode == "shinkansen"]
    assert len(trains) == 1
    assert 13_500 <= journey.fare_jpy <= 15_500
    assert UNREACHABLE > journey.minutes > 140


def test_a_segment_tells_how_often_its_service_runs(router: Router) -> None:
    parts = router.between(router.find("稚内港"), router.find("香深港"), ("ferry",)).segments
    assert [part.trips_per_day for part in parts if part.mode == "ferry"] == [pytest.approx(3, abs=2)]
    assert all(part.trips_per_day is None for part in parts if part.mode in ("walk", "taxi"))
