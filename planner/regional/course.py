"""Model courses: planned by the planner's own engine within an area, or laid out by hand with its legs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.model import DEFAULT_MODES, Must, TripRequest
from planner.plan import plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.dataset import Dataset
    from planner.model import Plan

MOST_DAYS = 60
MOST_STOPS = 20
SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class CourseTask:
    """Work for a solver's process: a trip that stays in some municipalities only."""

    request: TripRequest
    codes: frozenset[str]

    @property
    def seconds(self) -> float:
        """Seconds that it may take."""
        return self.request.seconds

    def __call__(self, dataset: Dataset) -> Plan:
        """Plan it; NoFeasibleItinerary where nothing in the area fits."""
        wanted = {must.code for must in self.request.must}
        outside = tuple(p.code for p in dataset.municipalities if p.code not in self.codes and p.code not in wanted)
        return plan(replace(self.request, avoid=outside), dataset)


def course_request(
    origin: str, start: dt.date, days: int, musts: Sequence[str], kinds: Sequence[str], *, car: bool = False
) -> TripRequest:
    """Ask for a course from a place outside or inside the area and back, with stays of a night or more."""
    return TripRequest(
        start=start,
        days=days,
        origin=origin,
        modes=("car", "ferry") if car else DEFAULT_MODES,
        must=tuple(Must(code) for code in musts),
        kinds=tuple(kinds),
        pace="fast",
        min_nights=1,
        max_nights=days,
        rest_days_per_week=0,
        max_stops=MOST_STOPS,
        seconds=SECONDS,
    )


def by_hand(before: TripRequest, stays: Sequence[tuple[str, int]], start: dt.date) -> TripRequest:
    """Ask for the legs between stays that somebody put into an order, each with its nights."""
    musts, day = [], start
    for code, nights in stays:
        musts.append(Must(code, arrive=day, nights=nights))
        day += dt.timedelta(days=nights)
    days = max(1, (day - start).days)
    return replace(before, start=start, days=days, must=tuple(musts), avoid=(), fill=False, max_nights=max(days, 1))


def next_day(month: int, day: int, today: dt.date) -> dt.date:
    """Give the next date of a day of the year, today at the earliest; ValueError for a day that no year has."""
    dt.date(2000, month, day)
    for year in range(today.year, today.year + 9):
        try:
            found = dt.date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError("there is no such day")
