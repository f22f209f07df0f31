from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import geo.gtfs_trips
from geo.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.gtfs_feed import Feed


def test_times_left_out_are_spread_between_their_neighbours(
    small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]
) -> None:
    small["stop_times.txt"] = (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "t1,8:00:00,8:10:00,a,5\nt1,,,b,10\nt1,,,c,20\nt1,8:40:00,,a,30\n"
    )
    trips = compiled(small).trips
    assert trips.depart.tolist() == [29400, 30000, 30600, 31200]
    assert trips.arrive.tolist() == [28800, 30000, 30600, 31200]


def test_rows_in_any_order_make_the_same_trips(
    small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]
) -> None:
    before = compiled(small).trips
    head, *rows = small["stop_times.txt"].splitlines()
    small["stop_times.txt"] = "\n".join([head, *reversed(rows)])
    after = compiled(small).trips
    assert after.depart.tolist() == before.depart.tolist()
    assert after.stops.tolist() == before.stops.tolist()


def test_trips_of_the_same_stops_share_a_pattern_unless_boarding_differs(
    small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]
) -> None:
    assert len(compiled(small).trips.routes) == 1
    head, *rows = small["stop_times.txt"].splitlines()
    rows = [f"{row},{1 if row.startswith('t2') and ',b,' in row else 0}" for row in rows]
    small["stop_times.txt"] = "\n".join([head + ",pickup_type", *rows])
    assert sorted(compiled(small).trips.flags.tolist()) == [2, 3, 3, 3, 3, 3]


def test_a_trip_of_one_stop_is_left_out(small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]) -> None:
    small["trips.txt"] += "r,wk,t3\n"
    small["stop_times.txt"] += "t3,9:00:00,9:00:00,a,1\n"
    assert len(compiled(small).trips) == 2


def test_frequencies_repeat_a_trip(
    small: dict[str, str], compiled: Callable[[dict[str, str]], Feed], monkeypatch: pytest.MonkeyPatch
) -> None:
    small["frequencies.txt"] = "trip_id,start_time,end_time,headway_secs\nt1,9:00:00,10:00:00,1200\n"
    trips = compiled(small).trips
    first = [int(trips.depart[at] + shift) for at, shift in zip(trips.trip_times, trips.trip_shift, strict=True)]
    assert first == [9 * 3600, 9 * 3600 + 1200, 9 * 3600 + 2400, 23 * 3600 + 3000]
    assert trips.trip_exact.tolist() == [False, False, False, True]
    monkeypatch.setattr(geo.gtfs_trips, "MAX_EXPANDED", 2)
    with pytest.raises(SchemaError, match="3 runs"):
        compiled(small)
