"""The front of value against cost against hours of travel: trips of which none is better than another in everything.

Weighted sums find only the trips that some exchange rate favours. Limits find the others: a budget or most hours in the
middle of the widest gap left, with yen and hours that weigh little. Each search begins with the prices of the one
before and with every trip found so far that keeps its limits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.scoring import Weights
from planner.trips import cost_of
from planner.until import never
from planner.variation import Trip
from planner.views import View

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from planner.model import Itinerary
    from planner.until import Late
    from planner.variation import Variation

MOST_POINTS = 12

LITTLE = 0.15
"""Of the usual weights of yen and hours, where they matter least: no trip is dearer or longer for nothing."""

DEARER = ((1.0, 4.0), (4.0, LITTLE), (LITTLE, 12.0), (12.0, LITTLE), (4.0, 4.0))
"""Times the usual weights of yen and of hours, for the first trips."""

BY_YEN = (True, True, False, True, False)
"""Limits tried after that, each in the widest gap left: of yen, else of minutes."""


@dataclass(frozen=True, slots=True)
class FrontPoint:
    """A trip of the front."""

    value: float
    """Of its stays, by the request's weights of value and novelty."""
    cost_jpy: int
    """Fares and lodging of all people."""
    travel_minutes: int
    objective: float
    itinerary: Itinerary
    best: bool
    """It is the plan's own trip."""


def front(variation: Variation, best: Itinerary, objective: float, late: Late = never) -> tuple[FrontPoint, ...]:
    """Find at most `MOST_POINTS` trips, none of which dominates another, the cheapest first.

    Parameters
    ----------
    late : callable
        Tells whether no further search shall begin.
    """
    points = [_point(variation, Trip(best, objective), best)]
    for view in _views(variation, points):
        if late():
            break
        found = variation.trip(view)
        if found is not None:
            points.append(_point(variation, found, best))
    return thinned(undominated(points), MOST_POINTS)


def _views(variation: Variation, points: Sequence[FrontPoint]) -> Iterator[View]:
    """Give weighted views, then limits that fall into the gaps between the points found meanwhile."""
    usual = Weights()
    eager = replace(variation.weights, yen=LITTLE * usual.yen, hour=LITTLE * usual.hour, co2_kg=0.0)
    yield View(eager)
    for yen, hour in DEARER:
        yield View(replace(eager, yen=yen * usual.yen, hour=hour * usual.hour))
    yield View(eager, budget=min(point.cost_jpy for point in points) // 2)
    tried: set[int] = set()
    for by_yen in BY_YEN:
        limit = _gap(points, _cost_of if by_yen else _minutes_of, tried)
        if limit is None:
            continue
        tried.add(limit)
        if by_yen:
            yield View(eager, budget=limit)
        elif variation.request.budget_jpy is None:
            yield View(eager, minutes=limit)


def _gap(points: Sequence[FrontPoint], figure: Callable[[FrontPoint], int], tried: Collection[int]) -> int | None:
    """Give the middle of the widest gap in a figure where no limit was tried; value that changes across it counts."""
    front = sorted(undominated(points), key=figure)
    worth, ends = max(point.value for point in front) or 1.0, figure(front[-1]) or 1
    wide = {
        (figure(a) + figure(b)) // 2: (figure(b) - figure(a)) / ends + abs(b.value - a.value) / worth
        for a, b in pairwise(front)
        if not any(figure(a) <= limit <= figure(b) for limit in tried)
    }
    return max(wide, key=lambda limit: wide[limit], default=None)


def _cost_of(point: FrontPoint) -> int:
    return point.cost_jpy


def _minutes_of(point: FrontPoint) -> int:
    return point.travel_minutes


def _point(variation: Variation, trip: Trip, best: Itinerary) -> FrontPoint:
    weights, itinerary = variation.weights, trip.itinerary
    value = sum(
        stay.value * (weights.value + weights.novelty * variation.newness[stay.municipality.code])
        for stay in itinerary.stays
    )
    return FrontPoint(
        value, cost_of(itinerary), itinerary.totals.travel_minutes, trip.objective, itinerary, itinerary is best
    )


def dominates(one: FrontPoint, other: FrontPoint) -> bool:
    """Tell whether a trip is worth no less, costs no more and travels no longer, and is better in one of these."""
    a, b = _losses(one), _losses(other)
    return a != b and all(x <= y for x, y in zip(a, b, strict=True))


def undominated(points: Sequence[FrontPoint]) -> list[FrontPoint]:
    """Keep the points that no other dominates, one of equal ones, in order of cost."""
    unlike: dict[tuple[float, ...], FrontPoint] = {}
    for point in points:
        unlike.setdefault(_losses(point), point)
    kept = [p for p in unlike.values() if not any(dominates(other, p) for other in unlike.values())]
    return sorted(kept, key=lambda point: (point.cost_jpy, -point.value))


def thinned(points: Sequence[FrontPoint], most: int) -> tuple[FrontPoint, ...]:
    """Leave out the points closest to others until so many remain; never an extreme, never the plan's trip."""
    kept = list(points)
    while len(kept) > most:
        columns = list(zip(*map(_losses, kept), strict=True))
        spans = [max(column) - min(column) or 1.0 for column in columns]
        extremes = {column.index(min(column)) for column in columns}
        free = [i for i, point in enumerate(kept) if i not in extremes and not point.best]
        if not free:
            break
        kept.pop(min(free, key=lambda i: _room(kept, i, spans)))
    return tuple(kept)


def _room(points: Sequence[FrontPoint], at: int, spans: Sequence[float]) -> float:
    """Give the distance to the nearest other point, each axis by its span."""
    here = _losses(points[at])
    return min(
        sum(((a - b) / span) ** 2 for a, b, span in zip(here, _losses(other), spans, strict=True))
        for i, other in enumerate(points)
        if i != at
    )


def _losses(point: FrontPoint) -> tuple[float, float, float]:
    return -point.value, float(point.cost_jpy), float(point.travel_minutes)
