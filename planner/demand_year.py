"""The demand of a year: each window's course over its days, and the sums by municipality, month and day."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from planner.demand import DemandWindow, MonthDay, YearSums

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from planner.demand import DemandCalendar

MOST_COURSES = 20_000
"""Courses that are kept: many windows have the same days."""
Days = tuple[MonthDay, MonthDay, MonthDay, MonthDay, tuple[int, ...] | None]


def sums_of(calendar: DemandCalendar, year: int, kinds: Iterable[str] | None = None) -> YearSums:
    """Sum all windows of a calendar, or those of some kinds, over a year; what lies beneath others is summed once."""
    chosen = None if kinds is None else frozenset(kinds)
    key = year, chosen
    if key not in calendar.sums:
        if calendar.parts:
            calendar.sums[key] = _together(*(sums_of(part, year, chosen) for part in calendar.parts))
        else:
            calendar.sums[key] = _sum(calendar.select(kinds=chosen), year)
    return calendar.sums[key]


def _sum(windows: Iterable[DemandWindow], year: int) -> YearSums:
    months: dict[str, NDArray[np.float64]] = {}
    counts: dict[Days, int] = {}
    for window in windows:
        days = window.start, window.peak_start, window.peak_end, window.end, window.only_years
        counts[days] = counts.get(days, 0) + 1
        row = _course(days, year)[0]
        if window.code in months:
            months[window.code] += row
        else:
            months[window.code] = row.copy()
    wave = np.zeros(_length(year))
    for days, count in counts.items():
        wave += count * _course(days, year)[1]
    return YearSums({code: row for code, row in months.items() if row.any()}, wave)


def _together(*parts: YearSums) -> YearSums:
    months: dict[str, NDArray[np.float64]] = {}
    for part in parts:
        for code, row in part.months.items():
            months[code] = months[code] + row if code in months else row
    return YearSums(months, np.sum([part.wave for part in parts], axis=0))


@lru_cache(maxsize=MOST_COURSES)
def _course(days: Days, year: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give a window's mean intensity in each month of a year, and the intensity of each of its days."""
    start, peak_start, peak_end, end, only_years = days
    window = DemandWindow(
        "", "", "", "", "", start, peak_start, peak_end, end, min_nights=1, max_nights=1, only_years=only_years
    )
    first, length = dt.date(year, 1, 1), _length(year)
    course = np.zeros(length)
    for found in window.occurrences(first, dt.date(year, 12, 31)):
        for at in range(max(0, (found.start - first).days), min(length, (found.end - first).days + 1)):
            course[at] += found.intensity(first + dt.timedelta(days=at))
    edges = [(dt.date(year, month, 1) - first).days for month in range(1, 13)]
    lengths = np.diff([*edges, length])
    return np.add.reduceat(course, edges) / lengths, course


def _length(year: int) -> int:
    return (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days
