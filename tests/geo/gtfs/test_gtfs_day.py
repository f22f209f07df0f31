from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from geo.gtfs_day import build_day
from geo.gtfs_feed import compile_feed
from geo.gtfs_raptor import NEVER, earliest
from geo.gtfs_read import read_feed
from geo.gtfs_stops import join_stops

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.gtfs_feed import Feed

BUS = frozenset({"local_bus"})


def one_land(points: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.zeros(len(points), dtype=np.int32)


def arrival(feed: Feed, date: str, start: int, end: int, clock: int, modes: frozenset[str] = BUS) -> int:
    stops = join_stops([feed], one_land)
    day = build_day([feed], stops.first, dt.date.fromisoformat(date), modes)
    return int(earliest(day, stops, start, clock)[end])


def test_a_trip_after_midnight_belongs_to_the_day_before(
    small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]
) -> None:
    """t2 leaves b at 24:10. On a Saturday it is Friday's; on a Monday there is none, as Sunday has no service."""
    feed = compiled(small)
    assert arrival(feed, "2026-05-16", 1, 2, 0) == 30 * 60
    assert arrival(feed, "2026-05-18", 1, 2, 0) == 8 * 3600 + 40 * 60
    assert arrival(feed, "2026-05-13", 1, 2, 23 * 3600) == 24 * 3600 + 30 * 60
    assert arrival(feed, "2026-05-13", 0, 2, 23 * 3600) == 24 * 3600 + 30 * 60


def test_the_day_after_follows(small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]) -> None:
    feed = compiled(small)
    assert arrival(feed, "2026-05-13", 0, 1, 23 * 3600 + 3000) == (24 + 8) * 3600 + 20 * 60
    assert arrival(feed, "2026-05-16", 0, 1, 3600) == NEVER, "Saturday, and Sunday after it"


def test_modes_that_are_not_wanted_do_not_run(
    small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]
) -> None:
    assert arrival(compiled(small), "2026-05-13", 0, 1, 0, frozenset({"ferry"})) == NEVER


def test_outside_the_calendar_nothing_runs(small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]) -> None:
    assert arrival(compiled(small), "2028-05-15", 0, 1, 0) == NEVER


def test_the_ferry_runs_over_midnight_with_time_to_check_in(shared_data: Path) -> None:
    feed, sea = compile_feed(read_feed(shared_data / "gtfs" / "muroran_miyako_ferry.zip")), frozenset({"ferry"})
    assert arrival(feed, "2019-05-01", 0, 1, 19 * 3600 + 2400, sea) == 30 * 3600 + 600, "20:00, off ten minutes later"
    assert arrival(feed, "2019-05-01", 0, 1, 19 * 3600 + 2401, sea) == 54 * 3600 + 600, "too late to check in"
    assert arrival(feed, "2019-05-01", 1, 0, 0, sea) == 18 * 3600 + 600
    assert arrival(feed, "2019-07-01", 0, 1, 0, sea) == NEVER, "the calendar ended the day before"
