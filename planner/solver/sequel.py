"""Solve problems that differ little one after another, each from the prices and trips of those before.

What differs are gains and right-hand sides: weights, a budget, a price on nights that other trips have. The places are
few (planner/shortlist.py), so a handful of subgradient steps, a hunt among the places of good trips and one close to
the bound find a trip in about a tenth of a second. Everything is counted, nothing depends on the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planner.solver.dynamic import POSSIBLE, arrays_of
from planner.solver.hunt import Effort, hunt
from planner.solver.memory import Memory
from planner.solver.prices import Ascent, no_prices, relax, through_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.problem import Problem
    from planner.solver.dynamic import Visit
    from planner.solver.prices import Multipliers

FIRST_STEPS, STEPS = 12, 5
"""Subgradient steps on the first problem, and on each that follows."""

SHALLOW, DEEP = 0.005, 0.05
"""How far below the bound hunts over all places look at least and at most, as shares of it."""

LOOSE = 0.15
"""How far below the bound the hunt among the places of good trips looks."""

MOST_GOOD, GOOD = 36, Effort(4, 100_000, 10**8)
"""Places of good trips remembered, and how hard to hunt among them: to the end, for half a hunt finds short trips."""

CLOSE = Effort(8, 60_000, 1_000_000)
"""For hunts close to the bound."""

FEW, ANY = 40, Effort(1, 60_000, 10**7)
"""Places among which any trip at all is sought, and how hard."""


class Found(NamedTuple):
    """A trip, its value, and what no trip of the problem can exceed; `visits` is None where none was found."""

    visits: tuple[Visit, ...] | None
    value: float
    bound: float


class Sequel:
    """Remembers prices and places from problem to problem; all have the same nodes in the same order."""

    def __init__(self) -> None:
        self._prices: Multipliers | None = None
        self._memory: Memory | None = None
        self._good: dict[int, None] = {}
        """The places seen last come last."""
        self._depth = 2 * SHALLOW

    def solve(self, problem: Problem, known: Sequence[tuple[tuple[Visit, ...], float]] = ()) -> Found:
        """Find a good trip of a problem whose `nodes` count from 0.

        Parameters
        ----------
        known : trips that keep all constraints, with their values
        """
        ascent = self._ascended(problem)
        if ascent.bound <= POSSIBLE:
            return Found(None, POSSIBLE, POSSIBLE)
        trips = [Found(visits, value, ascent.bound) for visits, value in known]
        if ascent.trip is not None:
            trips.append(Found(ascent.trip.visits, ascent.trip.value, ascent.bound))
        best = max(trips, key=lambda one: one.value, default=Found(None, POSSIBLE, ascent.bound))
        found = self._near_the_bound(problem, ascent, best)
        if found.visits is best.visits:
            # there was none
            found = self._among_good(problem, ascent, found)
        if found.visits is None:
            found = self._anywhere(problem, ascent)
        self._remember(found.visits or ())
        return found

    def _remember(self, visits: Sequence[Visit]) -> None:
        for visit in visits:
            self._good.pop(visit.node, None)
            self._good[visit.node] = None
        for node in list(self._good)[:-MOST_GOOD]:
            del self._good[node]

    def _ascended(self, problem: Problem) -> Ascent:
        """Move the prices of the problem before towards those of this one."""
        if self._prices is None or self._memory is None:
            ascent = Ascent(problem, no_prices(problem), Memory.none(problem.size), learning=True)
            ascent.guess_yen()
            ascent.steps(FIRST_STEPS, 0.0, lambda: True)
        else:
            ascent = Ascent(problem, self._prices, self._memory)
            if self._prices.yen == 0.0:
                ascent.guess_yen()
            ascent.steps(STEPS, 0.0, lambda: True)
        self._prices, self._memory = ascent.best, ascent.memory
        return ascent

    def _among_good(self, problem: Problem, ascent: Ascent, best: Found) -> Found:
        """Hunt among the places of trips found before and of the best relaxed path."""
        path = relax(problem, arrays_of(problem), ascent.best, _known(problem, ascent)).visits
        self._remember(path)
        nodes = np.union1d(np.array(sorted(self._good), dtype=np.int64), np.flatnonzero(problem.must))
        few = problem.size <= MOST_GOOD
        part = problem if few else problem.part(nodes)
        level = best.value if few else max(best.value, best.bound - LOOSE * max(abs(best.bound), 1.0))
        found = hunt(part, ascent.best, level, GOOD, _known(part, ascent))
        return best if found.visits is None else best._replace(visits=found.visits, value=found.value)

    def _near_the_bound(self, problem: Problem, ascent: Ascent, best: Found) -> Found:
        """Hunt among all places for a trip above a level; deeper next time where there was none, and none was lost."""
        level = max(best.value, best.bound - self._depth * max(abs(best.bound), 1.0))
        if level >= best.bound:
            return best
        found = hunt(problem, ascent.best, level, CLOSE, _known(problem, ascent))
        bound = min(best.bound, max(found.bound, level))
        if found.visits is not None:
            return Found(found.visits, found.value, max(bound, found.value))
        self._depth = max(self._depth / 2, SHALLOW) if found.bound > level else min(self._depth * 2, DEEP)
        return best._replace(bound=max(bound, best.value))

    def _anywhere(self, problem: Problem, ascent: Ascent) -> Found:
        """Find any trip among the most promising places and those that must be visited."""
        known = _known(problem, ascent)
        through = through_values(problem, arrays_of(problem), ascent.best.on(problem), known).nodes.max(axis=0)
        few = np.union1d(np.argsort(-through, kind="stable")[:FEW], np.flatnonzero(problem.must))
        part = problem.part(few)
        found = hunt(part, ascent.best, POSSIBLE, ANY, _known(part, ascent))
        return Found(found.visits, found.value, max(ascent.bound, found.value))


def _known(problem: Problem, ascent: Ascent) -> Memory:
    return ascent.memory.at(problem.nodes, problem.group)
