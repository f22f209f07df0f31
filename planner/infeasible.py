"""Why nothing is feasible, and the smallest single change that makes it so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.errors import NoFeasibleItinerary
from planner.model import DEFAULT_MODES, MODES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.model import TripRequest

    Feasible = Callable[[TripRequest], bool]

ENOUGH = 3
"""Constraints named; more would not help and would take time."""

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
    binding: list[str] = []
    smallest: dict[str, object] | None = None
    for field, steps in _relaxations(request, cheapest):
        for told, changed in steps:
            if feasible(_quick(changed)):
                binding.append(field)
                smallest = smallest or {"field": field, "value": told}
                break
        if len(binding) == ENOUGH:
            break
    if not binding:
        several = "No single change makes a trip possible: several constraints bind together."
        return NoFeasibleItinerary(several, ["several"])
    value = (smallest or {}).get("value")
    return NoFeasibleItinerary(f"{_SAYINGS[binding[0]]}; try {binding[0]} {_said(value)}.", binding, smallest)


def _said(value: object) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value)) or "without a list"
    return "without a limit" if value is None else str(value)


def _quick(request: TripRequest) -> TripRequest:
    return replace(request, alternatives=0, seconds=0.5, iterations=1)


def _relaxations(
    request: TripRequest, cheapest: Callable[[TripRequest], int | None]
) -> Iterator[tuple[str, Iterator[tuple[object, TripRequest]]]]:
    """Give, for each constraint that is set, ever larger relaxations of it."""
    r = request
    if r.budget_jpy is not None:
        least = cheapest(replace(r, budget_jpy=None)) or 0
        steps = [
            b for b in (-(-least // 100) * 100, *(r.budget_jpy * f for f in (2, 4, 8, 16, 64))) if b > r.budget_jpy
        ]
        yield "budget", ((b, replace(r, budget_jpy=b)) for b in steps)
    if r.min_nights is not None or r.pace != "fast":
        yield "min_nights", ((n, replace(r, min_nights=n)) for n in (3, 2, 1) if n < (r.min_nights or 7))
    if r.max_nights < 60:
        yield "max_nights", ((n, replace(r, max_nights=n)) for n in (14, 30, 60) if n > r.max_nights)
    yield "days", ((d, replace(r, days=d)) for d in _more_days(r.days))
    yield "max_leg_hours", ((h, replace(r, max_leg_hours=h)) for h in (12.0, 24.0, 48.0) if h > r.max_leg_hours)
    wider = (m for m in (DEFAULT_MODES, MODES) if set(m) > set(r.modes))
    yield "modes", ((list(m), replace(r, modes=m)) for m in wider)
    if r.kinds:
        yield "kinds", iter([([], replace(r, kinds=()))])
    if r.avoid:
        yield "avoid", iter([([], replace(r, avoid=()))])
    if r.must:
        others = ([m for m in r.must if m is not one] for one in r.must)
        yield "must", (([m.code for m in kept], replace(r, must=tuple(kept))) for kept in others)
    if r.max_per_prefecture is not None:
        yield "max_per_prefecture", iter([(None, replace(r, max_per_prefecture=None))])
    if r.max_stops < len(r.must) + 2:
        yield "max_stops", iter([(60, replace(r, max_stops=60))])


def _more_days(days: int) -> list[int]:
    return sorted({min(400, days + more) for more in (*range(1, 11), 14, 21, 30, 60, 90)} - {days})
