"""Earliest arrivals with few transfers over one day of all feeds.

Round-based public transit routing: round k finds what k vehicles reach (Delling, Pajor, Werneck: Round-Based Public
Transit Routing, 2012). Labels may be carried from a later departure to an earlier one (range RAPTOR, ibid. 4.1), so
that a whole day of departures costs little more than a few searches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geo.gtfs_trips import ALIGHT, BOARD
from geo.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.gtfs_day import Day
    from geo.gtfs_stops import Stops

    Ints = NDArray[np.integer[Any]]
    Many = tuple[Ints, ...]
    Known = tuple[Ints, Ints, Ints, Many]
    """Of `Labels`: arrive, ride, walked, and the vehicle's four."""

ROUNDS = 6
"""Vehicles at most: five transfers."""

NEVER = np.iinfo(np.int32).max
"""Arrival at stops that are not reached."""


@dataclass(frozen=True)
class Labels:
    """What a search found; row k of each array: with at most k vehicles.

    Attributes
    ----------
    arrive : (K + 1, S) int32, seconds after midnight of the date; row 0 before any vehicle, the others after one
    ride : (K + 1, S) int32, arrival by the k-th vehicle itself
    route, trip, board, alight : (K + 1, S) int32, that vehicle: the day's route, its trip, and stops of the route
    walked : (K + 1, S) int32, the stop one walked from after it, -1 = did not walk
    """

    arrive: NDArray[np.int32]
    ride: NDArray[np.int32]
    route: NDArray[np.int32]
    trip: NDArray[np.int32]
    board: NDArray[np.int32]
    alight: NDArray[np.int32]
    walked: NDArray[np.int32]

    @classmethod
    def empty(cls, stops: int, rounds: int = ROUNDS) -> Labels:
        """Make labels that know nothing."""
        size = (rounds + 1, stops)
        never = (np.full(size, NEVER, dtype=np.int32) for _ in range(2))
        nothing = (np.full(size, -1, dtype=np.int32) for _ in range(5))
        return cls(*never, *nothing)


class Ride(NamedTuple):
    """One vehicle of a journey; times in seconds after midnight of the date."""

    route: int
    trip: int
    board: int
    """Which stop of the route."""
    alight: int
    departs: int
    arrives: int


def search(day: Day, stops: Stops, seeds: NDArray[np.int32], seconds: NDArray[np.int32], labels: Labels) -> Labels:
    """Search from stops (Q,) that are reached at given seconds (Q,), on top of what `labels` know.

    Labels of a search that began later only shorten this one: nothing that leaves now has to be worse than them. Give
    empty ones where the vehicles taken are wanted.
    """
    lines = (day.stop_ptr, day.stops, day.flags, day.trip_ptr, day.time_ptr, day.arrive, day.depart)
    calls = (day.calls_ptr, day.call_route, day.call_at)
    walks = (stops.walk_ptr, stops.walk_stop, stops.walk_seconds)
    ridden = (labels.route, labels.trip, labels.board, labels.alight)
    known = (labels.arrive, labels.ride, labels.walked, ridden)
    _search(seeds, seconds, lines, (day.board, day.alight), calls, walks, known)
    return labels


def seeds_at(stops: Stops, stop: int, seconds: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Give the stops, and when one is there, for who stands at `stop` at a time: that stop and those near it."""
    near = slice(int(stops.walk_ptr[stop]), int(stops.walk_ptr[stop + 1]))
    there = np.append(np.int32(stop), stops.walk_stop[near]).astype(np.int32)
    return there, (seconds + np.append(np.int32(0), stops.walk_seconds[near])).astype(np.int32)


def earliest(day: Day, stops: Stops, stop: int, seconds: int) -> NDArray[np.int32]:
    """Give the earliest arrival (S,) at every stop for who stands at `stop` at a time; `NEVER` where none."""
    labels = search(day, stops, *seeds_at(stops, stop, seconds), Labels.empty(len(stops.points)))
    return np.asarray(np.minimum(labels.arrive[0], labels.arrive[-1]))


def rides_to(day: Day, labels: Labels, vehicles: int, stop: int) -> tuple[int, list[Ride]]:
    """Give the stop where one begins and the vehicles to `stop`, `vehicles` of them at most.

    `labels` must come from one search on empty labels, and reach the stop with that many vehicles.
    """
    rides: list[Ride] = []
    for k in range(vehicles, 0, -1):
        if k > 1 and labels.arrive[k, stop] == labels.arrive[k - 1, stop]:
            continue
        if labels.walked[k, stop] >= 0:
            stop = int(labels.walked[k, stop])
        route, trip, board, alight = (
            int(part[k, stop]) for part in (labels.route, labels.trip, labels.board, labels.alight)
        )
        leaves, arrives = (day.time(route, trip, at, arriving=at == alight) for at in (board, alight))
        rides.append(Ride(route, trip, board, alight, leaves, arrives))
        stop = int(day.stops[int(day.stop_ptr[route]) + board])
    return stop, rides[::-1]


@kernel
def _first_trip(depart: Ints, begin: int, count: int, ready: int) -> int:
    """First of `count` trips that leaves at `ready` or later, by bisection; `count` = none."""
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        if depart[begin + middle] < ready:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def _half(marks: Ints) -> int:
    return len(marks) // 2


@kernel
def _mark(stop: int, marks: Ints) -> None:
    """Add a stop to a set: its members, then a flag for each stop, then how many there are."""
    if not marks[_half(marks) + stop]:
        marks[_half(marks) + stop] = 1
        marks[marks[-1]] = stop
        marks[-1] += 1


@kernel
def _sow(seeds: Ints, seconds: Ints, first: Ints, marks: Ints) -> None:
    """Mark the stops that are reached earlier than known."""
    for q in range(len(seeds)):
        if seconds[q] < first[seeds[q]]:
            first[seeds[q]] = seconds[q]
            _mark(seeds[q], marks)


@kernel
def _gather(calls: Many, marks: Ints, begins_at: Ints, queue: Ints) -> int:
    """Queue the routes that call at marked stops, each from the first such stop; unmark them."""
    calls_ptr, call_route, call_at = calls
    queued = 0
    for q in range(marks[-1]):
        stop = marks[q]
        marks[_half(marks) + stop] = 0
        for c in range(calls_ptr[stop], calls_ptr[stop + 1]):
            r = call_route[c]
            if begins_at[r] < 0:
                queue[queued] = r
                queued += 1
            if begins_at[r] < 0 or call_at[c] < begins_at[r]:
                begins_at[r] = call_at[c]
    marks[-1] = 0
    return queued


@kernel
def _scan(k: int, r: int, first: int, lines: Many, slack: Many, known: Known, marks: Ints, fresh: Ints) -> None:
    """Ride route r from its n-th stop on, always in the earliest trip that can be caught.

    A ride that is late for a stop but the first by vehicle still counts: only who came by vehicle may walk on.
    """
    stop_ptr, stops, flags, trip_ptr, time_ptr, arrive, depart = lines
    best, ride, walked, (by_route, by_trip, by_board, by_alight) = known
    start, m = stop_ptr[r], trip_ptr[r + 1] - trip_ptr[r]
    trip, boarded = m, -1
    for i in range(first, stop_ptr[r + 1] - start):
        stop, row = stops[start + i], time_ptr[r] + i * m
        if trip < m and flags[start + i] & ALIGHT:
            there = arrive[row + trip] + slack[1][r]
            if there < ride[k, stop]:
                ride[k, stop] = there
                by_route[k, stop], by_trip[k, stop] = r, trip
                by_board[k, stop], by_alight[k, stop] = boarded, i
                _mark(stop, fresh)
                if there < best[k, stop]:
                    best[k, stop], walked[k, stop] = there, -1
                    _mark(stop, marks)
        if flags[start + i] & BOARD and best[k - 1, stop] < NEVER:
            earlier = _first_trip(depart, row, trip, best[k - 1, stop] + slack[0][r])
            if earlier < trip:
                trip, boarded = earlier, i


@kernel
def _walk(k: int, walks: Many, known: Known, marks: Ints, fresh: Ints) -> None:
    """Walk on from the stops that vehicles reached in this round."""
    walk_ptr, walk_stop, walk_seconds = walks
    best, ride, walked = known[0], known[1], known[2]
    for q in range(fresh[-1]):
        stop = fresh[q]
        fresh[_half(fresh) + stop] = 0
        for w in range(walk_ptr[stop], walk_ptr[stop + 1]):
            other, there = walk_stop[w], ride[k, stop] + walk_seconds[w]
            if there < best[k, other]:
                best[k, other], walked[k, other] = there, stop
                _mark(other, marks)
    fresh[-1] = 0


@kernel
def _search(seeds: Ints, seconds: Ints, lines: Many, slack: Many, calls: Many, walks: Many, known: Known) -> None:
    best, ride = known[0], known[1]
    rounds, size, routes = best.shape[0] - 1, best.shape[1], len(lines[0]) - 1
    # reached in the round before; reached by vehicle in this one
    marks, fresh = np.zeros(2 * size + 1, dtype=np.int32), np.zeros(2 * size + 1, dtype=np.int32)
    begins_at, queue = np.full(routes, -1, dtype=np.int32), np.empty(routes, dtype=np.int32)
    _sow(seeds, seconds, best[0], marks)
    for k in range(1, rounds + 1):
        # row 1 keeps to those who ride: where one walked to already, a timetable may still be wanted
        if k > 1:
            best[k] = np.minimum(best[k], best[k - 1])
            ride[k] = np.minimum(ride[k], ride[k - 1])
        for q in range(_gather(calls, marks, begins_at, queue)):
            first = begins_at[queue[q]]
            begins_at[queue[q]] = -1
            _scan(k, queue[q], first, lines, slack, known, marks, fresh)
        _walk(k, walks, known, marks, fresh)
