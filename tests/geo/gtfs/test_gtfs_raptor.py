"""The search against a plain one that tries every trip again and again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.gtfs_day import Day, build_day
from geo.gtfs_modes import SLACK_ELSEWHERE
from geo.gtfs_raptor import NEVER, ROUNDS, Labels, earliest, rides_to, search, seeds_at
from geo.gtfs_stops import Stops, join_stops
from geo.gtfs_time import DAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.gtfs_feed import Feed

DATE = dt.date(2026, 5, 13)
BUS = frozenset({"local_bus"})


def one_land(points: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.zeros(len(points), dtype=np.int32)


def plain_search(feed: Feed, stops: Stops, seeds: dict[int, int]) -> list[dict[int, int]]:
    """Earliest arrivals by at most k vehicles, k = 1 …: every trip of three days is tried in every round."""
    trips, size = feed.trips, len(feed.points)
    before = {stop: seeds.get(stop, NEVER) for stop in range(size)}
    after: dict[int, int] = dict.fromkeys(range(size), NEVER)
    rounds = []
    for _ in range(ROUNDS):
        ridden = dict.fromkeys(range(size), NEVER)
        for offset in (-1, 0, 1):
            runs = feed.calendar.active(DATE + dt.timedelta(days=offset))[trips.trip_service]
            for trip in np.flatnonzero(runs):
                _take(feed, int(trip), offset * DAY, before, ridden)
        after = {stop: min(after[stop], ridden[stop]) for stop in range(size)}
        for stop, time in ridden.items():
            for way in range(stops.walk_ptr[stop], stops.walk_ptr[stop + 1]):
                other = int(stops.walk_stop[way])
                if time < NEVER:
                    after[other] = min(after[other], time + int(stops.walk_seconds[way]))
        rounds.append(after)
        before = after
    return rounds


def _take(feed: Feed, trip: int, shift: int, before: dict[int, int], ridden: dict[int, int]) -> None:
    trips = feed.trips
    pattern, at = trips.trip_pattern[trip], int(trips.trip_times[trip])
    aboard, shift = False, shift + int(trips.trip_shift[trip])
    for i, stop in enumerate(trips.stops[trips.pattern_ptr[pattern] : trips.pattern_ptr[pattern + 1]].tolist()):
        if aboard:
            ridden[stop] = min(ridden[stop], int(trips.arrive[at + i]) + shift)
        ready = before[stop] + SLACK_ELSEWHERE[0] * 60
        aboard = aboard or ready <= int(trips.depart[at + i]) + shift


def laid_out(feed: Feed) -> tuple[Day, Stops]:
    stops = join_stops([feed], one_land)
    return build_day([feed], stops.first, DATE, BUS), stops


@pytest.mark.parametrize("seed", range(6))
def test_arrivals_are_those_of_a_plain_search(
    seed: int, random_feed: Callable[..., object], compiled: Callable[[dict[str, str]], Feed]
) -> None:
    made = random_feed(seed, lines=12, stops=40, trips=6, length=7, spread=0.01)
    feed = compiled(made.files())  # type: ignore[attr-defined]
    day, stops = laid_out(feed)
    for start, leave in ((0, 6 * 3600), (11, 9 * 3600), (23, 23 * 3600)):
        there, seconds = seeds_at(stops, start, leave)
        labels = search(day, stops, there, seconds, Labels.empty(len(stops.points)))
        expected = plain_search(feed, stops, dict(zip(there.tolist(), seconds.tolist(), strict=True)))
        for vehicles, arrivals in enumerate(expected, start=1):
            assert labels.arrive[vehicles].tolist() == list(arrivals.values())
        assert earliest(day, stops, start, leave)[start] == leave


@pytest.mark.parametrize("seed", range(3))
def test_the_vehicles_told_lead_there_in_time(
    seed: int, random_feed: Callable[..., object], compiled: Callable[[dict[str, str]], Feed]
) -> None:
    feed = compiled(random_feed(seed, lines=12, stops=60, trips=6, length=7, spread=0.02).files())  # type: ignore[attr-defined]
    day, stops = laid_out(feed)
    labels = search(day, stops, *seeds_at(stops, 0, 7 * 3600), Labels.empty(len(stops.points)))
    reached = np.flatnonzero(labels.arrive[ROUNDS] < NEVER)
    assert len(reached) > 20
    for stop in reached.tolist():
        begin, rides = rides_to(day, labels, ROUNDS, stop)
        assert 1 <= len(rides) <= ROUNDS
        now, here = int(labels.arrive[0, begin]), begin
        for ride in rides:
            called = day.stops[day.stop_ptr[ride.route] :][[ride.board, ride.alight]].tolist()
            now += 0 if here == called[0] else _walk(stops, here, called[0])
            assert now + 120 <= ride.departs < ride.arrives
            now, here = ride.arrives, called[1]
        assert now + (0 if here == stop else _walk(stops, here, stop)) == labels.arrive[ROUNDS, stop]


def _walk(stops: Stops, a: int, b: int) -> int:
    ways = range(stops.walk_ptr[a], stops.walk_ptr[a + 1])
    return next(int(stops.walk_seconds[way]) for way in ways if stops.walk_stop[way] == b)


def test_labels_of_later_departures_shorten_the_search_and_change_nothing(
    random_feed: Callable[..., object], compiled: Callable[[dict[str, str]], Feed]
) -> None:
    feed = compiled(random_feed(9, lines=12, stops=40, trips=6, length=7).files())  # type: ignore[attr-defined]
    day, stops = laid_out(feed)
    carried = Labels.empty(len(stops.points))
    for leave in range(20 * 3600, 5 * 3600, -1800):
        search(day, stops, *seeds_at(stops, 3, leave), carried)
        alone = search(day, stops, *seeds_at(stops, 3, leave), Labels.empty(len(stops.points)))
        assert np.array_equal(carried.arrive, alone.arrive)


def test_a_faster_trip_that_overtakes_is_found(
    small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]
) -> None:
    small["stop_times.txt"] = (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "t1,8:00:00,8:00:00,a,1\nt1,9:00:00,9:00:00,c,2\nt2,8:10:00,8:10:00,a,1\nt2,8:30:00,8:30:00,c,2\n"
    )
    day, stops = laid_out(compiled(small))
    assert earliest(day, stops, 0, 7 * 3600)[2] == 8 * 3600 + 1800


def test_one_may_not_board_or_alight_everywhere(
    small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]
) -> None:
    head, *rows = small["stop_times.txt"].splitlines()
    small["stop_times.txt"] = "\n".join(
        [head + ",pickup_type,drop_off_type", *(f"{row},{int(',b,' in row)},0" for row in rows)]
    )
    day, stops = laid_out(compiled(small))
    assert earliest(day, stops, 0, 7 * 3600)[1] < NEVER
    assert earliest(day, stops, 1, 7 * 3600)[2] == NEVER
    small["stop_times.txt"] = "\n".join(
        [head + ",pickup_type,drop_off_type", *(f"{row},0,{int(',b,' in row)}" for row in rows)]
    )
    day, stops = laid_out(compiled(small))
    assert earliest(day, stops, 0, 7 * 3600)[1] == NEVER
    assert earliest(day, stops, 1, 7 * 3600)[2] < NEVER
