"""Seasonal demand: who needs hands, where and when. Month-day windows become dates of a year here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from geo.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

FLOOR = 0.3
"""Intensity on a window's first and last day: the need is there, yet small (our assumption)."""

YEARS_KEPT = 6
"""Years of which a calendar keeps all occurrences: about a megabyte each."""

LODGINGS = ("provided", "partial", "none", "unknown")
CONFIDENCES = ("sourced", "prefecture_level", "curator_knowledge", "listing")


class MonthDay(NamedTuple):
    """A day that recurs every year."""

    month: int
    day: int

    def in_year(self, year: int) -> dt.date:
        """Give the date in `year`; 29 February is the 28th where the year has none."""
        try:
            return dt.date(year, self.month, self.day)
        except ValueError:
            return dt.date(year, self.month, 28)

    @classmethod
    def parse(cls, text: str) -> MonthDay:
        """Read `MM-DD`; raises ValueError for a day that no year has."""
        day = dt.date.fromisoformat(f"2000-{text}")
        return cls(day.month, day.day)


@dataclass(frozen=True, slots=True)
class DemandWindow:
    """A dated need at a municipality; recurring unless `only_years` says otherwise."""

    id: str
    code: str
    kind: str
    title: str
    title_en: str
    start: MonthDay
    peak_start: MonthDay
    peak_end: MonthDay
    end: MonthDay
    min_nights: int
    max_nights: int
    lodging: str = "unknown"
    """provided, partial (half the price is assumed), none or unknown."""
    exchange: str = ""
    skills: tuple[str, ...] = ()
    confidence: str = "curator_knowledge"
    source: str = ""
    as_of: str = ""
    pay_jpy_per_day: int | None = None
    """Stated in a published listing, else None: a curated window promises no pay."""
    headcount: int | None = None
    """Hands that it takes at a time; None = unknown, which counts as 1."""
    only_years: tuple[int, ...] | None = None
    """Years in which it starts; None = every year."""

    def occurrence(self, year: int) -> Occurrence | None:
        """Give the window that starts in `year`; its end may lie in the next one."""
        if self.only_years is not None and year not in self.only_years:
            return None
        days = [self.start.in_year(year)]
        for mark in (self.peak_start, self.peak_end, self.end):
            day = mark.in_year(year)
            days.append(day if day >= days[0] else mark.in_year(year + 1))
        return Occurrence(self, *days)

    def occurrences(self, first: dt.date, last: dt.date) -> Iterator[Occurrence]:
        """Give every occurrence that has a day in `first`..`last`, earliest first."""
        for year in range(first.year - 1, last.year + 1):
            found = self.occurrence(year)
            if found and found.end >= first and found.start <= last:
                yield found

    def open_between(self, first: dt.date, last: dt.date) -> bool:
        """Tell whether some occurrence has a day in `first`..`last`, however far they lie apart."""
        if self.only_years is None:
            # what recurs has recurred within a year and a day
            return any(True for _ in self.occurrences(first, min(last, first + dt.timedelta(days=366))))
        found = map(self.occurrence, self.only_years)
        return any(one is not None and one.end >= first and one.start <= last for one in found)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A window in one year; both ends are included."""

    window: DemandWindow
    start: dt.date
    peak_start: dt.date
    peak_end: dt.date
    end: dt.date

    def intensity(self, day: dt.date) -> float:
        """Give the need on `day`, 0 to 1: `FLOOR` at both ends, 1 during the peak, linear between."""
        if not self.start <= day <= self.end:
            return 0.0
        if day < self.peak_start:
            share = (day - self.start) / (self.peak_start - self.start)
        elif day > self.peak_end:
            share = (self.end - day) / (self.end - self.peak_end)
        else:
            return 1.0
        return FLOOR + (1.0 - FLOOR) * share


class YearSums(NamedTuple):
    """Sums of intensities.

    Attributes
    ----------
    months : dict
        Municipality → the mean over the days of each month, (12,) float64, where any is above 0.
    wave : array
        The whole country's sum of each day, (365,) or (366,) float64.
    """

    months: dict[str, NDArray[np.float64]]
    wave: NDArray[np.float64]


@dataclass(frozen=True)
class DemandCalendar:
    """All windows, in the order of their ids; `parts` are the calendars that it was put together of, if any."""

    windows: tuple[DemandWindow, ...]
    parts: tuple[DemandCalendar, ...] = ()

    @classmethod
    def of(cls, windows: Iterable[DemandWindow]) -> DemandCalendar:
        """Sort `windows` and refuse an id that comes twice."""
        return cls(_ordered(windows))

    def with_more(self, windows: Iterable[DemandWindow]) -> DemandCalendar:
        """Give a calendar with these on top; what is summed of this one is not summed again."""
        more = DemandCalendar.of(windows)
        return DemandCalendar(_ordered((*self.windows, *more.windows)), (self, more))

    @cached_property
    def sums(self) -> dict[tuple[int, frozenset[str] | None], YearSums]:
        """Years that were summed (demand_year.py), by year and kinds."""
        return {}

    @cached_property
    def by_code(self) -> Mapping[str, tuple[DemandWindow, ...]]:
        """Windows of each municipality that has any."""
        groups: dict[str, list[DemandWindow]] = defaultdict(list)
        for window in self.windows:
            groups[window.code].append(window)
        return {code: tuple(group) for code, group in groups.items()}

    @cached_property
    def by_id(self) -> Mapping[str, DemandWindow]:
        """Each window under its id."""
        return {window.id: window for window in self.windows}

    @cached_property
    def starting(self) -> Callable[[int], Mapping[str, Occurrence]]:
        """Gives the occurrences that start in a year by the ids of their windows; the latest years are kept."""
        return lru_cache(YEARS_KEPT)(self._of_year)

    def _of_year(self, year: int) -> dict[str, Occurrence]:
        return {window.id: found for window in self.windows if (found := window.occurrence(year))}

    def occurrences(self, first: dt.date, last: dt.date) -> Iterator[Occurrence]:
        """Give the occurrences of all windows that have a day in `first`..`last`."""
        for window in self.windows:
            yield from window.occurrences(first, last)

    def select(
        self, *, month: int | None = None, codes: Iterable[str] | None = None, kinds: Iterable[str] | None = None
    ) -> tuple[DemandWindow, ...]:
        """List the windows open in a month, at some places, of some kinds."""
        at = None if codes is None else set(codes)
        of = None if kinds is None else set(kinds)
        return tuple(
            w
            for w in self.windows
            if (month is None or open_in_month(w, month))
            and (at is None or w.code in at)
            and (of is None or w.kind in of)
        )


def _ordered(windows: Iterable[DemandWindow]) -> tuple[DemandWindow, ...]:
    ordered = tuple(sorted(windows, key=attrgetter("id")))
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise SchemaError(f"demand window id {one.id} comes twice")
    return ordered


def open_in_month(window: DemandWindow, month: int) -> bool:
    """Tell whether a window has a day in a month of an ordinary year."""
    start, end = window.start.month, window.end.month
    if window.start <= window.end:
        return start <= month <= end
    return month >= start or month <= end
