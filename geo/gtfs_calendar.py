"""On which days the services of a feed run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.gtfs_read import Tables

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ADDED, _REMOVED = 1, 2


@dataclass(frozen=True)
class Calendar:
    """Weekly patterns and the exceptions to them.

    Attributes
    ----------
    count : int
        Number of services.
    week_service : (W,) int32
    week_days : (W, 7) bool, Monday first
    week_first, week_last : (W,) int32, proleptic ordinals, both included
    day_service, day_date : (X,) int32
    day_kind : (X,) int32, 1 = runs, 2 = does not run
    """

    count: int
    week_service: NDArray[np.int32]
    week_days: NDArray[np.bool_]
    week_first: NDArray[np.int32]
    week_last: NDArray[np.int32]
    day_service: NDArray[np.int32]
    day_date: NDArray[np.int32]
    day_kind: NDArray[np.int32]

    @classmethod
    def of(cls, tables: Tables) -> Calendar:
        """Take the calendar out of a feed; a feed may have weeks only, exceptions only, or both."""
        none = np.zeros(0, dtype=np.int32)
        week = tables.get("calendar.txt")
        days = tables.get("calendar_dates.txt")
        return cls(
            count=len(tables.ids["services"]),
            week_service=week["service_id"] if week else none,
            week_days=(
                np.column_stack([week[day] for day in _DAYS]).astype(np.bool_) if week else np.zeros((0, 7), np.bool_)
            ),
            week_first=week["start_date"] if week else none,
            week_last=week["end_date"] if week else none,
            day_service=days["service_id"] if days else none,
            day_date=days["date"] if days else none,
            day_kind=days["exception_type"] if days else none,
        )

    def active(self, date: dt.date) -> NDArray[np.bool_]:
        """Tell which services (count,) run on a date."""
        day, runs = date.toordinal(), np.zeros(self.count, dtype=np.bool_)
        weekly = (self.week_first <= day) & (day <= self.week_last) & self.week_days[:, date.weekday()]
        runs[self.week_service[weekly]] = True
        today = self.day_date == day
        runs[self.day_service[today & (self.day_kind == _ADDED)]] = True
        runs[self.day_service[today & (self.day_kind == _REMOVED)]] = False
        return runs

    def span(self) -> tuple[dt.date, dt.date] | None:
        """Give the first and last day on which anything can run; None for a calendar without days."""
        running = self.week_days.any(axis=1)
        added = self.day_date[self.day_kind == _ADDED]
        first = np.concatenate([self.week_first[running], added])
        last = np.concatenate([self.week_last[running], added])
        if not len(first) or first.min() > last.max():
            return None
        return dt.date.fromordinal(int(first.min())), dt.date.fromordinal(int(last.max()))
