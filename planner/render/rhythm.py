"""Rest and remote days: weekly quotas of the request, laid out over the working stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.model import Plan, Stay

# people rest at the end of the week; clients of remote work are reached at its beginning
_REST_ORDER = (6, 5, 2, 4, 3, 1, 0)
_REMOTE_ORDER = (0, 3, 1, 4, 2, 5, 6)


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A day of a working stay that is not given to local work."""

    date: dt.date
    kind: str
    """rest or remote."""
    stay: Stay


def free_days(plan: Plan) -> tuple[FreeDay, ...]:
    """Lay out the weekly quotas on days between arrival and departure, in proportion to such days in a week.

    A week of seven full days gets the whole quota; a week of three full days gets 3/7 of it, rounded. The days are
    a suggestion: the planner only knows how many there are (DESIGN.md, Days, value, money).
    """
    request = plan.request
    found: list[FreeDay] = []
    for _, days in groupby(_full_days(plan.itinerary.stays), key=lambda pair: pair[0].isocalendar()[:2]):
        found += _lay_out(list(days), request.rest_days_per_week, request.remote_days_per_week)
    return tuple(sorted(found, key=lambda day: day.date))


def _full_days(stays: Iterable[Stay]) -> Iterable[tuple[dt.date, Stay]]:
    for stay in stays:
        if stay.role == "work":
            for i in range(1, stay.nights):
                yield stay.arrive + dt.timedelta(days=i), stay


def _lay_out(week: Sequence[tuple[dt.date, Stay]], rest: int, remote: int) -> list[FreeDay]:
    left = {date.weekday(): (date, stay) for date, stay in week}
    counts = {kind: _share(quota, len(week)) for kind, quota in (("rest", rest), ("remote", remote))}
    found = []
    for kind, order in (("rest", _REST_ORDER), ("remote", _REMOTE_ORDER)):
        for weekday in [day for day in order if day in left][: counts[kind]]:
            found.append(FreeDay(left[weekday][0], kind, left.pop(weekday)[1]))
    return found


def _share(quota: int, days: int) -> int:
    return (2 * quota * days + 7) // 14
