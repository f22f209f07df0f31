"""How long one waits for a train where several patterns serve the same two stations: the first good one is taken.

Each pattern has its own nodes in the network, but a traveller from Tokyo to Nagoya boards whichever Nozomi comes. So a
pattern's wait is that of all trains of its kind which link two of its stops about as quickly, averaged over its pairs
of stops; one number a pattern, so that there and back wait alike.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from geo.perceive import seldom_yen
from geo.rail_times import SERVICE_HOURS, WAIT_CAP, rounded_wait, wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.trains import TrainService

AS_QUICK = 1.1
SLACK_MINUTES = 5.0
"""A train that takes so much longer is still boarded when it comes first."""


class Waits(NamedTuple):
    """Of one pattern."""

    wait: float
    """Minutes from reaching the platform's hub to departure."""
    seldom: float
    """Yen at which the search takes it that so few of them run."""
    trips: tuple[float, ...]
    """Trains a day that link each stop with the next about as quickly."""


def pattern_waits(trains: Sequence[TrainService], group_of: Mapping[int, int]) -> list[Waits]:
    """Give the wait for each pattern.

    Parameters
    ----------
    trains : patterns; a day's trips are those of one direction
    group_of : station_id to interchange complex
    """
    minutes = [{group_of[stop]: at for stop, at in zip(train.stops, train.minutes, strict=True)} for train in trains]
    return [_waits(train, own, trains, minutes, group_of) for train, own in zip(trains, minutes, strict=True)]


def _waits(
    train: TrainService,
    own: dict[int, float],
    trains: Sequence[TrainService],
    minutes: Sequence[dict[int, float]],
    group_of: Mapping[int, int],
) -> Waits:
    alike = [
        (other.trips_per_day, at)
        for other, at in zip(trains, minutes, strict=True)
        if (other.kind, other.overnight) == (train.kind, train.overnight) and len(at.keys() & own.keys()) > 1
    ]
    groups = [group_of[stop] for stop in train.stops]
    trips = {
        (a, b): sum(count for count, at in alike if _as_quick(at, own, groups[a], groups[b]))
        for a, b in combinations(range(len(groups)), 2)
    }
    wait = sum(wait_for(count) for count in trips.values()) / len(trips)
    seldom = sum(seldom_yen(SERVICE_HOURS * 60 / count, WAIT_CAP) for count in trips.values()) / len(trips)
    return Waits(rounded_wait(wait), seldom, tuple(trips[i, i + 1] for i in range(len(groups) - 1)))


def _as_quick(other: dict[int, float], own: dict[int, float], a: int, b: int) -> bool:
    if a not in other or b not in other:
        return False
    return abs(other[b] - other[a]) <= AS_QUICK * abs(own[b] - own[a]) + SLACK_MINUTES
