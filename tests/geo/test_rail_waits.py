from __future__ import annotations

import pytest

from geo.rail_times import wait_for
from geo.rail_waits import pattern_waits
from geo.trains import TrainService

GROUPS = {station: station for station in range(10)}


def _train(stops: tuple[int, ...], minutes: tuple[float, ...], trips: float, kind: str = "shinkansen") -> TrainService:
    return TrainService("号", "JR", kind, stops, minutes, ("",) * len(stops), trips, False, "curator_knowledge", "high")


def test_two_patterns_as_quick_as_each_other_are_waited_for_together() -> None:
    first, second = pattern_waits([_train((0, 1), (0, 60), 16), _train((0, 1), (0, 63), 16)], GROUPS)
    assert first == second
    assert first.wait == wait_for(32)
    assert first.trips == (32,)


@pytest.mark.parametrize(
    "other",
    [
        _train((0, 1), (0, 80), 16),
        _train((0, 2), (0, 60), 16),
        _train((0, 1), (0, 60), 16, "limited_express"),
    ],
    ids=["much slower", "goes elsewhere", "another fare"],
)
def test_another_train_does_not_shorten_the_wait(other: TrainService) -> None:
    assert pattern_waits([_train((0, 1), (0, 60), 16), other], GROUPS)[0].wait == wait_for(16)


def test_a_train_on_part_of_the_way_shortens_the_wait_of_those_who_ride_there() -> None:
    whole, part = pattern_waits([_train((0, 1, 2), (0, 30, 90), 16), _train((0, 1), (0, 30), 32)], GROUPS)
    assert whole.trips == (48, 16)
    assert whole.wait == pytest.approx((wait_for(48) + 2 * wait_for(16)) / 3, abs=1 / 16)
    assert part.wait == wait_for(48)


def test_the_way_back_waits_alike() -> None:
    there, back = pattern_waits([_train((0, 1, 2), (0, 30, 90), 10), _train((2, 1, 0), (0, 60, 90), 10)], GROUPS)
    assert there.wait == back.wait
    assert there.trips == back.trips[::-1] == (20, 20)
