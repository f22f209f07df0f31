"""What of a request can stand in the way of a trip, one by one: how to leave it out, and how to give way a little.

Start, origin, destination, people and the calendar are taken as they are.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.model import MODES, PACE_MIN_NIGHTS, Must

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from planner.model import TripRequest

LONGEST_HOURS, MOST_NIGHTS, MOST_STOPS, MOST_DAYS = 48.0, 60, 60, 400
"""So much is as good as no limit."""

MORE_DAYS, MORE_DAYS_FOR_MUSTS = 120, 45
"""Days added to a trip, at most: work may begin in another season, what must be visited is only far away."""


LATER = (7, 14, 30, 60, 90, 120, 150, 180, 240, 300)
"""Days by which a start is put off in search of work."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One limit or wish of a request; `code` is the municipality of a must."""

    field: str
    code: str = ""


def constraints_of(request: TripRequest) -> list[Constraint]:
    """List what a request asks for, what one would soonest forget first."""
    r, found = request, list[Constraint]()
    found += [Constraint("avoid")] * bool(r.avoid)
    found += [Constraint("max_per_prefecture")] * (r.max_per_prefecture is not None)
    found += [Constraint("max_stops")] * (r.max_stops < MOST_STOPS)
    found += [Constraint("max_nights")] * (r.max_nights < MOST_NIGHTS)
    found += [Constraint("max_leg_hours")] * (r.max_leg_hours < LONGEST_HOURS)
    found += [Constraint("modes")] * (set(r.modes) < set(MODES))
    found += [Constraint("min_nights")] * (floor_of(r) > 1)
    found += [Constraint("must_nights", must.code) for must in r.must if must.nights is not None]
    found += [Constraint("kinds")] * bool(r.kinds)
    found += [Constraint("must_date", must.code) for must in r.must if must != undated(must)]
    found += [Constraint("must", must.code) for must in r.must]
    found += [Constraint("days")] * (r.days < MOST_DAYS)
    found += [Constraint("budget")] * (r.budget_jpy is not None)
    return found


def floor_of(request: TripRequest) -> int:
    """Give the fewest nights of a working stay."""
    return PACE_MIN_NIGHTS[request.pace] if request.min_nights is None else request.min_nights


def undated(must: Must) -> Must:
    """Give a must for any day."""
    return Must(must.code, None, must.nights)


def without(request: TripRequest, constraint: Constraint) -> TripRequest:
    """Leave one constraint out."""
    r, code = request, constraint.code
    plain = {
        "avoid": lambda: replace(r, avoid=()),
        "max_per_prefecture": lambda: replace(r, max_per_prefecture=None),
        "max_stops": lambda: replace(r, max_stops=MOST_STOPS),
        "max_nights": lambda: replace(r, max_nights=MOST_NIGHTS),
        "max_leg_hours": lambda: replace(r, max_leg_hours=LONGEST_HOURS),
        "modes": lambda: replace(r, modes=MODES),
        "min_nights": lambda: replace(r, min_nights=1),
        "kinds": lambda: replace(r, kinds=()),
        "days": lambda: replace(r, days=_most_days(r)),
        "budget": lambda: replace(r, budget_jpy=None),
        "must": lambda: replace(r, must=tuple(m for m in r.must if m.code != code)),
        "must_date": lambda: _changed(r, code, undated),
        "must_nights": lambda: _changed(r, code, lambda m: replace(m, nights=None)),
    }
    return plain[constraint.field]()


def _most_days(request: TripRequest) -> int:
    return min(MOST_DAYS, request.days + (MORE_DAYS_FOR_MUSTS if request.must else MORE_DAYS))


def without_all(request: TripRequest, constraints: Iterable[Constraint]) -> TripRequest:
    """Leave several constraints out."""
    for constraint in constraints:
        request = without(request, constraint)
    return request


def value_in(request: TripRequest, constraint: Constraint) -> object:
    """Give what a request says of a constraint, as JSON has it."""
    r, field = request, constraint.field
    if field.startswith("must"):
        must = next((m for m in r.must if m.code == constraint.code), None)
        if field == "must" or must is None:
            return constraint.code
        day = must.date or must.arrive
        return must.nights if field == "must_nights" else day and day.isoformat()
    if field == "min_nights":
        return floor_of(r)
    value = r.budget_jpy if field == "budget" else getattr(r, field)
    return list(value) if isinstance(value, tuple) else value


def smaller_steps(request: TripRequest, constraint: Constraint) -> Iterator[TripRequest]:
    """Give way step by step where a limit is a number: each step allows more than the one before."""
    r = request
    match constraint.field:
        case "days":
            yield from (replace(r, days=d) for d in range(r.days + 1, _most_days(r) + 1))
        case "max_leg_hours":
            halves = range(int(2 * r.max_leg_hours) + 1, 2 * 24 + 1)
            yield from (replace(r, max_leg_hours=h / 2) for h in halves)
            yield replace(r, max_leg_hours=LONGEST_HOURS)
        case "min_nights":
            yield from (replace(r, min_nights=n) for n in range(floor_of(r) - 1, 0, -1))
        case "max_nights":
            yield from (replace(r, max_nights=n) for n in range(r.max_nights + 1, MOST_NIGHTS + 1))
        case "max_stops":
            yield from (replace(r, max_stops=n) for n in range(r.max_stops + 1, MOST_STOPS + 1))
        case "max_per_prefecture":
            yield from (replace(r, max_per_prefecture=n) for n in range((r.max_per_prefecture or 0) + 1, 21))


def moved(request: TripRequest, code: str, days: int) -> TripRequest:
    """Move the date of a must."""
    by = dt.timedelta(days=days)
    return _changed(request, code, lambda m: replace(m, date=m.date and m.date + by, arrive=m.arrive and m.arrive + by))


def _changed(request: TripRequest, code: str, change: Callable[[Must], Must]) -> TripRequest:
    return replace(request, must=tuple(change(m) if m.code == code else m for m in request.must))


def later_starts(request: TripRequest) -> Iterator[TripRequest]:
    """Give the request with other days of departure, the nearest first; none where a date is asked for."""
    if any(must != undated(must) for must in request.must):
        return
    for days in LATER:
        yield replace(request, start=request.start + dt.timedelta(days=days))
