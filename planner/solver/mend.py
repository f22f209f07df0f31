"""Mend a trip: search one stretch of it after another anew, until none can be bettered.

A stretch of a few stays is a small problem (span.py). A few steps of its own prices prove most stretches to be as good
as can be, or roll out a better one; labels search the rest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planner.solver.dynamic import Trip
from planner.solver.hunt import Effort, hunt
from planner.solver.memory import Memory
from planner.solver.prices import Ascent, no_prices
from planner.solver.span import gain_and_yen, span

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.problem import Problem
    from planner.solver.dynamic import Floats, Visit
    from planner.solver.prices import Multipliers
    from planner.solver.span import Span

AROUND = 120
"""Nodes among which a stretch is searched anew."""

STEPS = 12
"""Steps of a stretch's own prices."""

EFFORT = Effort(4, 100_000, 1_000_000)

DAYS = 120
"""Days of a stretch at most."""

BETTER = 1e-6
"""What makes a trip better, in points."""


class Mender:
    """Betters trips of one problem; stretches that were found to be as good as can be are not searched again.

    Parameters
    ----------
    hopes : (T + 1, A) float64
        What each day and active node is good for: a stretch looks at the best nodes of its days.
    """

    def __init__(self, problem: Problem, hopes: Floats) -> None:
        self.problem = problem
        self.hopes = hopes
        self._known: set[tuple[bool, tuple[Visit, ...]]] = set()

    def mend(self, trip: Trip, length: int, yen: float, go_on: Callable[[], bool]) -> Trip:
        """Better a trip, in stretches of `length` stays, while there is time; `yen` is a yen's price to begin with.

        Where yen have a price, stretches are first made worth their yen: what one saves another may spend.
        """
        thrifty = self._pass(trip, length, yen, yen, go_on) if yen else trip
        found = self._pass(thrifty, length, yen, 0.0, go_on)
        return found if found.value > trip.value else trip

    def _pass(self, trip: Trip, length: int, yen: float, price: float, go_on: Callable[[], bool]) -> Trip:
        first, idle = 0, 0
        step = max(1, length // 2)
        while idle < len(trip.visits) + step and go_on():
            last = min(first + length, len(trip.visits)) - 1
            better = self._search(trip, *self._fitting(trip, max(0, last + 1 - length), last), yen, price)
            idle = idle + step if better is trip else 0
            trip = better
            first = 0 if last + 1 >= len(trip.visits) else first + step
        return trip

    def _fitting(self, trip: Trip, first: int, last: int) -> tuple[int, int]:
        """Shorten a stretch from its end until it is short enough to be quick."""
        while last > first and _days(self.problem, trip, first, last) > DAYS:
            last -= 1
        return first, last

    def _search(self, trip: Trip, first: int, last: int, yen: float, price: float) -> Trip:
        """Search one stretch; the same trip where nothing better was found."""
        stretch = price > 0.0, trip.visits[max(0, first - 1) : last + 2]
        if stretch in self._known or _days(self.problem, trip, first, last) > DAYS:
            return trip
        begin, end = trip.visits[first].arrive, trip.visits[last].arrive + trip.visits[last].nights
        nodes = np.sort(np.argsort(-self.hopes[begin:end].max(axis=0), kind="stable")[:AROUND])
        cut = span(self.problem, trip.visits, first, last, nodes, price)
        found = None if cut is None else best_of(cut, replace(no_prices(self.problem), yen=0.0 if price else yen))
        if cut is None or found is None:
            self._known.add(stretch)
            return trip
        visits = cut.joined(found.visits)
        return Trip(visits, gain_and_yen(self.problem, visits, 0, len(visits) - 1)[0])


def _days(problem: Problem, trip: Trip, first: int, last: int) -> int:
    """Give the days that a stretch takes; at the ends of the trip it takes all there are."""
    one, other = trip.visits[first], trip.visits[last]
    end = problem.days if last + 1 == len(trip.visits) else other.arrive + other.nights
    return end - (one.arrive if first else 0)


def best_of(cut: Span, prices: Multipliers) -> Trip | None:
    """Give a better way through a stretch; None where none was found."""
    problem, level = cut.problem, cut.value + BETTER
    ascent = Ascent(problem, prices, Memory.none(int(problem.nodes.max()) + 1), learning=True)
    ascent.steps(STEPS, cut.value, lambda: ascent.bound > level)
    best = ascent.trip if ascent.trip is not None and ascent.trip.value > level else None
    level = best.value + BETTER if best else level
    if ascent.bound <= level:
        return best
    found = hunt(problem, ascent.best, level, EFFORT, ascent.memory.at(problem.nodes, problem.group))
    return best if found.visits is None else Trip(found.visits, found.value)
