from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import SchemaError
from geo.gtfs_calendar import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.gtfs_feed import Feed

NONE = np.zeros(0, dtype=np.int32)


def test_weekdays_exceptions_and_the_ends(small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]) -> None:
    feed = compiled(small)
    runs = {
        "2026-04-01": True,  # Wednesday, the first day
        "2026-03-31": False,
        "2026-05-04": False,  # Monday, taken out
        "2026-05-09": True,  # Saturday, put in
        "2026-05-10": False,
        "2027-03-31": True,  # the last day
        "2027-04-01": False,
    }
    assert {day: bool(feed.calendar.active(dt.date.fromisoformat(day))[0]) for day in runs} == runs
    assert (feed.first, feed.last) == (dt.date(2026, 4, 1), dt.date(2027, 3, 31))
    assert feed.runs_on(dt.date(2026, 5, 10))
    assert not feed.runs_on(dt.date(2027, 4, 1))


def test_a_feed_of_single_days_only(small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]) -> None:
    del small["calendar.txt"]
    feed = compiled(small)
    assert (feed.first, feed.last) == (dt.date(2026, 5, 9), dt.date(2026, 5, 9))
    assert feed.calendar.active(dt.date(2026, 5, 9)).tolist() == [True]


def test_a_feed_that_never_runs_is_refused(small: dict[str, str], compiled: Callable[[dict[str, str]], Feed]) -> None:
    small["calendar.txt"] = small["calendar.txt"].replace("1,1,1,1,1,0,0", "0,0,0,0,0,0,0")
    small["calendar_dates.txt"] = "service_id,date,exception_type\nwk,20260504,2\n"
    with pytest.raises(SchemaError, match="no trip of this feed runs on any day"):
        compiled(small)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1)), st.integers(0, 400), st.lists(st.booleans(), min_size=7))
def test_nothing_runs_outside_the_span(first: dt.date, length: int, week: list[bool]) -> None:
    last = first + dt.timedelta(days=length)
    calendar = Calendar(
        1,
        np.zeros(1, dtype=np.int32),
        np.array([week[:7]]),
        np.array([first.toordinal()], dtype=np.int32),
        np.array([last.toordinal()], dtype=np.int32),
        NONE,
        NONE,
        NONE,
    )
    span = calendar.span()
    assert (span is None) == (not any(week[:7]))
    for day in range(-8, length + 9, max(1, length // 9)):
        date = first + dt.timedelta(days=day)
        inside = 0 <= day <= length
        assert bool(calendar.active(date)[0]) == (inside and week[date.weekday()])
