"""What runs around one date: the service day itself, what is left of the day before, and the day after.

Times count from midnight of the date: a trip at 25:10 of the day before runs at 1:10, one of the day after at 24:00
and more. Trips of one pattern that never overtake each other form a route, as the search wants them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.gtfs_modes import SLACK, SLACK_ELSEWHERE
from geo.gtfs_time import DAY
from geo.gtfs_trips import BOARD
from geo.kernel import kernel

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from geo.gtfs_feed import Feed

    Ints = NDArray[np.integer[Any]]

DAYS = (-1, 0, 1)


@dataclass(frozen=True)
class Day:
    """Routes of all feeds around a date.

    Attributes
    ----------
    feed, pattern, shift : (R,) int32, where a route comes from, and the seconds its day begins after midnight
    stop_ptr : (R + 1,) int64, where its stops begin in `stops` (int32) and `flags` (uint8)
    trip_ptr : (R + 1,) int64, where its trips begin in `trips` (int32, the feed's), ascending in time
    time_ptr : (R,) int64, where its times begin in `arrive` and `depart` (int32): stop by stop, trip by trip
    board, alight : (R,) int32, seconds to be there before departure, and to be off after arrival
    calls_ptr : (S + 1,) int64; call_route, call_at : int32, the routes one may board at a stop, and which of its stops
    """

    feed: NDArray[np.int32]
    pattern: NDArray[np.int32]
    shift: NDArray[np.int32]
    stop_ptr: NDArray[np.int64]
    stops: NDArray[np.int32]
    flags: NDArray[np.uint8]
    trip_ptr: NDArray[np.int64]
    trips: NDArray[np.int32]
    time_ptr: NDArray[np.int64]
    arrive: NDArray[np.int32]
    depart: NDArray[np.int32]
    board: NDArray[np.int32]
    alight: NDArray[np.int32]
    calls_ptr: NDArray[np.int64]
    call_route: NDArray[np.int32]
    call_at: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.feed)

    def time(self, route: int, trip: int, at: int, *, arriving: bool) -> int:
        """Give when a trip of a route calls at its n-th stop."""
        count = int(self.trip_ptr[route + 1] - self.trip_ptr[route])
        times = self.arrive if arriving else self.depart
        return int(times[int(self.time_ptr[route]) + at * count + trip])


def build_day(
    feeds: Sequence[Feed],
    first_stop: NDArray[np.int64],
    date: dt.date,
    modes: Collection[str],
    days: Sequence[int] = DAYS,
) -> Day:
    """Lay out what runs on `date` by vehicles of `modes`; feeds whose calendar does not reach it give nothing."""
    parts = [
        _routes(number, feed, int(first_stop[number]), date, modes, offset)
        for number, feed in enumerate(feeds)
        for offset in days
    ]
    joined = {name: np.concatenate([part[name] for part in parts]) for name in _COLUMNS}
    stop_ptr, trip_ptr = _pointers(joined.pop("stop_count")), _pointers(joined.pop("trip_count"))
    sizes = np.diff(stop_ptr) * np.diff(trip_ptr)
    calls = _calls(stop_ptr, joined["stops"], joined["flags"], int(first_stop[-1]))
    return Day(
        **joined,
        stop_ptr=stop_ptr,
        trip_ptr=trip_ptr,
        time_ptr=_pointers(sizes)[:-1],
        calls_ptr=calls[0],
        call_route=calls[1],
        call_at=calls[2],
    )


_COLUMNS = (
    "feed", "pattern", "shift", "stop_count", "stops", "flags", "trip_count", "trips", "arrive", "depart", "board",
    "alight",
)  # fmt: skip


def _pointers(counts: NDArray[Any]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)


def _routes(
    number: int, feed: Feed, first_stop: int, date: dt.date, modes: Collection[str], offset: int
) -> dict[str, NDArray[Any]]:
    """Columns of the routes of one feed on the service day `offset` days from `date`."""
    trips, shift = feed.trips, offset * DAY
    chosen = np.flatnonzero(_running(feed, date, modes, offset))
    chain = _chains(
        chosen, trips.trip_pattern, trips.pattern_ptr, trips.trip_times, trips.trip_shift, trips.arrive, trips.depart
    )
    order = np.lexsort((np.arange(len(chosen)), chain, trips.trip_pattern[chosen]))
    chosen, chain = chosen[order], chain[order]
    key = trips.trip_pattern[chosen].astype(np.int64) * (len(chosen) + 1) + chain
    begins = np.flatnonzero(np.diff(key, prepend=-1))
    pattern = trips.trip_pattern[chosen[begins]]
    trip_count = np.diff(np.append(begins, len(chosen)))
    stop_count = np.diff(trips.pattern_ptr)[pattern]
    at = _spread(trips.pattern_ptr[pattern].astype(np.int64), stop_count.astype(np.int64))
    arrive, depart = _times(
        chosen, trip_count, stop_count, trips.trip_times, trips.trip_shift, trips.arrive, trips.depart
    )
    slack = np.array([SLACK.get(mode, SLACK_ELSEWHERE) for _, _, mode in feed.routes], dtype=np.int32) * 60
    return {
        "feed": np.full(len(pattern), number, dtype=np.int32),
        "pattern": pattern,
        "shift": np.full(len(pattern), shift, dtype=np.int32),
        "stop_count": stop_count,
        "stops": (trips.stops[at] + first_stop).astype(np.int32),
        "flags": trips.flags[at],
        "trip_count": trip_count,
        "trips": chosen.astype(np.int32),
        "arrive": arrive + np.int32(shift),
        "depart": depart + np.int32(shift),
        "board": slack[trips.routes[pattern], 0],
        "alight": slack[trips.routes[pattern], 1],
    }


def _running(feed: Feed, date: dt.date, modes: Collection[str], offset: int) -> NDArray[np.bool_]:
    """Which trips run on the service day; of the day before only those still under way after midnight."""
    trips = feed.trips
    day = date + dt.timedelta(days=offset)
    allowed = np.array([mode in modes for _, _, mode in feed.routes], dtype=np.bool_)
    runs = feed.calendar.active(day)[trips.trip_service] & allowed[trips.routes[trips.trip_pattern]]
    if offset < 0:
        length = np.diff(trips.pattern_ptr)[trips.trip_pattern]
        ends = trips.arrive[trips.trip_times + length - 1] + trips.trip_shift
        runs &= ends >= -offset * DAY
    return np.asarray(runs)


def _spread(begins: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Indices begins[0], begins[0] + 1, … for each count, one after another."""
    before = np.cumsum(counts) - counts
    return np.asarray(np.arange(int(counts.sum())) + np.repeat(begins - before, counts), dtype=np.int64)


def _calls(
    stop_ptr: NDArray[np.int64], stops: NDArray[np.int32], flags: NDArray[np.uint8], stop_count: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Routes that can be boarded at each stop."""
    counts = np.diff(stop_ptr)
    route = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    at = (np.arange(len(stops)) - np.repeat(stop_ptr[:-1], counts)).astype(np.int32)
    usable = np.flatnonzero((flags & BOARD) > 0)
    usable = usable[np.argsort(stops[usable], kind="stable")]
    ptr = _pointers(np.bincount(stops[usable], minlength=stop_count))
    return ptr, route[usable], at[usable]


@kernel
def _chains(
    chosen: Ints, pattern_of: Ints, pattern_ptr: Ints, times_at: Ints, shift: Ints, arrive: Ints, depart: Ints
) -> NDArray[np.int64]:
    """Number chains of trips of a pattern such that within a chain no trip overtakes the one before."""
    chain = np.zeros(len(chosen), dtype=np.int64)
    last = np.zeros(max(1, len(chosen)), dtype=np.int64)
    begin = 0
    while begin < len(chosen):
        pattern = pattern_of[chosen[begin]]
        length = pattern_ptr[pattern + 1] - pattern_ptr[pattern]
        count, row = 0, begin
        while row < len(chosen) and pattern_of[chosen[row]] == pattern:
            trip = chosen[row]
            found = -1
            for c in range(count):
                before = last[c]
                ahead = True
                for i in range(length):
                    a, b = times_at[trip] + i, times_at[before] + i
                    if (
                        depart[a] + shift[trip] < depart[b] + shift[before]
                        or arrive[a] + shift[trip] < arrive[b] + shift[before]
                    ):
                        ahead = False
                        break
                if ahead:
                    found = c
                    break
            if found < 0:
                found = count
                count += 1
            last[found] = trip
            chain[row] = found
            row += 1
        begin = row
    return chain


@kernel
def _times(
    chosen: Ints, trip_count: Ints, stop_count: Ints, times_at: Ints, shift: Ints, arrive: Ints, depart: Ints
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Lay times out route by route, stop by stop, trip by trip: the search compares trips at one stop."""
    size = 0
    for r in range(len(trip_count)):
        size += trip_count[r] * stop_count[r]
    arrives, departs = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    begin, base = 0, 0
    for r in range(len(trip_count)):
        m, n = trip_count[r], stop_count[r]
        for k in range(m):
            trip = chosen[begin + k]
            for i in range(n):
                arrives[base + i * m + k] = arrive[times_at[trip] + i] + shift[trip]
                departs[base + i * m + k] = depart[times_at[trip] + i] + shift[trip]
        begin += m
        base += m * n
    return arrives, departs
