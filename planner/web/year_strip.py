"""A municipality's year as one strip: where the bars of its windows lie. The page's script draws the same."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.demand import DemandWindow, MonthDay

YEAR = 2023
"""Any ordinary year: windows recur."""
DAYS = 365
LANE, GAP = 9, 3
SEASONS = ("winter", "winter", *("spring",) * 3, *("summer",) * 3, *("autumn",) * 3, "winter")


class Bar(NamedTuple):
    """A rectangle of the strip: days across, pixels down."""

    x: int
    width: int
    y: int
    kind: str
    season: str


def bars(windows: Iterable[DemandWindow]) -> list[Bar]:
    """Lay each window in a lane of its own, and its peak over it; what runs over New Year is two bars."""
    found = []
    for lane, window in enumerate(windows):
        y, season = GAP + lane * (LANE + GAP), SEASONS[window.peak_start.month - 1]
        spans = (("need", window.start, window.end), ("peak", window.peak_start, window.peak_end))
        found += [Bar(x, width, y, kind, season) for kind, *ends in spans for x, width in _parts(*ends)]
    return found


def month_starts() -> list[int]:
    """Give the day of the year on which each month begins, counted from 0."""
    return [_day(dt.date(YEAR, month, 1)) for month in range(1, 13)]


def _parts(start: MonthDay, end: MonthDay) -> Iterator[tuple[int, int]]:
    first, after = _day(start.in_year(YEAR)), _day(end.in_year(YEAR)) + 1
    if first < after:
        yield first, after - first
        return
    yield first, DAYS - first
    yield 0, after


def _day(date: dt.date) -> int:
    return date.timetuple().tm_yday - 1
