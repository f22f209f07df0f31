"""Why nothing is feasible, and the smallest single change that makes it so."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.errors import NoFeasibleItinerary
from planner.model import DEFAULT_MODES, MODES, PACE_MIN_NIGHTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.model import TripRequest

    Feasible = Callable[[TripRequest], bool]

ENOUGH = 3
"""Constraints named; more would not help and would take time."""

PATIENCE = 1.5
"""Seconds after which no more is tried, but whether to leave out a place that must be visited: that is quick to see."""

MORE = 0.6
"""Seconds after which one constraint that binds is enough."""

_SAYINGS = {
    "budget": "The budget is too small for any trip",
    "days": "The days are too few for any stay and the way to it",
    "min_nights": "The fewest nights a stay are more than any window and the days allow",
    "max_nights": "The most nights a stay are fewer than any window asks for",
    "max_leg_hours": "No place with work lies within the longest leg",
    "modes": "The modes of travel do not lead to any place with work",
    "kinds": "No work of these kinds is open on these days",
    "must": "A place that must be visited cannot be reached as asked",
    "avoid": "Every place with work is on the list to avoid",
    "max_per_prefecture": "The places to visit are more than a prefecture may have",
    "max_stops": "The places to visit are more than the stops allowed",
}


def explain_infeasible(
    request: TripRequest, feasible: Feasible, cheapest: Callable[[TripRequest], int | None]
) -> NoFeasibleItinerary:
    """Try each constraint's relaxation alone; name those that help and the smallest value that does.

    Parameters
    ----------
    feasible : callable
        Tells whether a request has a trip.
    cheapest : callable
        Gives the yen of the cheapest trip of one stay, whatever the budget; None where there is none.
    """
    began = time.monotonic()
    binding: list[str] = []
    smallest: dict[str, object] | None = None
    for field, steps in _relaxations(request, cheapest):
        spent = time.monotonic() - began
        if len(binding) == ENOUGH or (binding and spent > MORE):
            break
        if spent > PATIENCE and field != "must":
            continue
        told = _least(steps, feasible, careful=field == "days" and bool(request.must)) if steps else None
        if told:
            binding += [field] * (field not in binding)
            smallest = smallest or {"field": field, "value": told[0]}
    if not binding:
        several = "No single change was found that makes a trip possible: several constraints seem to bind together."
        return NoFeasibleItinerary(several, ["several"])
    value = (smallest or {}).get("value")
    said = _SAYINGS[binding[0]]
    if request.must and binding[0] in {"max_leg_hours", "modes", "days", "kinds"}:
        said = "The places to visit cannot all be reached in time"
    return NoFeasibleItinerary(f"{said}; try {binding[0]} {_said(value)}.", binding, smallest)


Steps = list[tuple[object, "TripRequest"]]


def _least(steps: Steps, feasible: Feasible, *, careful: bool) -> tuple[object] | None:
    """Find the first step that has a trip, by halving: whatever a smaller relaxation allows, a larger one does.

    A trip of many more days may be too hard to find in a moment: where care is taken, smaller steps are tried first.
    """
    low, last = 0, len(steps) - 1
    for high in (last // 4, last // 2, last) if careful else (last,):
        if feasible(_quick(steps[high][1])):
            break
        low = high + 1
    else:
        return None
    while low < high:
        middle = (low + high) // 2
        if feasible(_quick(steps[middle][1])):
            high = middle
        else:
            low = middle + 1
    return (steps[low][0],)


def _said(value: object) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value)) or "without a list"
    return "without a limit" if value is None else str(value)


def _quick(request: TripRequest) -> TripRequest:
    return replace(request, alternatives=0, seconds=0.5, iterations=1)


def _relaxations(request: TripRequest, cheapest: Callable[[TripRequest], int | None]) -> Iterator[tuple[str, Steps]]:
    """Give, for each constraint that is set, ever larger relaxations of it."""
    r = request
    if r.budget_jpy is not None:
        least = cheapest(replace(r, budget_jpy=None)) or 0
        budgets = {-(-least // 100) * 100, *(max(r.budget_jpy, 1000) * f for f in (2, 3, 4, 6, 8, 12, 16, 32, 64))}
        yield "budget", [(b, replace(r, budget_jpy=b)) for b in sorted(budgets) if b > r.budget_jpy]
    yield "max_leg_hours", [(h, replace(r, max_leg_hours=h)) for h in _LONGER if h > r.max_leg_hours]
    if any(must.date for must in r.must):
        yield from _fewer_musts(r)
    yield "days", [(d, replace(r, days=d)) for d in _more_days(r.days)]
    if r.min_nights is not None or r.pace != "fast":
        floor = PACE_MIN_NIGHTS[r.pace] if r.min_nights is None else r.min_nights
        yield "min_nights", [(n, replace(r, min_nights=n)) for n in (6, 5, 4, 3, 2, 1) if n < floor]
    yield "max_nights", [(n, replace(r, max_nights=n)) for n in (7, 14, 30, 60) if n > r.max_nights]
    if r.kinds:
        yield "kinds", [([], replace(r, kinds=()))]
    yield "modes", [(list(m), replace(r, modes=m)) for m in (DEFAULT_MODES, MODES) if set(m) > set(r.modes)]
    if r.max_per_prefecture is not None:
        yield "max_per_prefecture", [(None, replace(r, max_per_prefecture=None))]
    if r.max_stops < len(r.must) + 2:
        yield "max_stops", [(60, replace(r, max_stops=60))]
    if r.avoid:
        yield "avoid", [([], replace(r, avoid=()))]
    if not any(must.date for must in r.must):
        yield from _fewer_musts(r)


def _fewer_musts(request: TripRequest) -> Iterator[tuple[str, Steps]]:
    for one in request.must:
        kept = tuple(m for m in request.must if m is not one)
        yield "must", [([m.code for m in kept], replace(request, must=kept))]


_LONGER = (2.0, 3.0, 4.0, 6.0, 8.0, 10.0, 12.0, 16.0, 24.0, 48.0)


def _more_days(days: int) -> list[int]:
    return sorted({min(400, days + more) for more in (*range(1, 11), 14, 21, 30, 60, 90)} - {days})
