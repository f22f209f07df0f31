"""Solve problems that differ little one after another, each from the prices and memories of those before.

What differs are gains and right-hand sides: weights, a budget, a price on nights that other trips have. The places are
few (`shortlist`), so a handful of subgradient steps and hunts close to the bound find a trip in a tenth of a second.
Everything is counted, nothing depends on the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planner.solver.dynamic import POSSIBLE, arrays_of
from planner.solver.hunt import Effort, hunt
from planner.solver.memory import Memory
from planner.solver.prices import Ascent, no_prices, through_values

if TYPE_CHECKING:
    from planner.problem import Problem
    from planner.solver.dynamic import Visit
    from planner.solver.prices import Multipliers

FIRST_STEPS, STEPS = 12, 5
"""Subgradient steps on the first problem, and on each that follows."""

DEPTHS = (0.005, 0.02, 0.06)
"""How far below the bound the hunts look, one after another, as shares of it."""

EFFORT = Effort(8, 60_000, 1_000_000)
FEW = 40
"""Places among which any trip at all is sought, where none was found close to the bound."""

ANY_TRIP = Effort(1, 60_000, 10**7)


class Found(NamedTuple):
    """A trip, its value, and what no trip of the problem can exceed; `visits` is None where none was found."""

    visits: tuple[Visit, ...] | None
    value: float
    bound: float


class Sequel:
    """Remembers prices from problem to problem; all have the same nodes in the same order."""

    def __init__(self) -> None:
        self._prices: Multipliers | None = None
        self._memory: Memory | None = None

    def solve(self, problem: Problem) -> Found:
        """Find a good trip of a problem whose `nodes` count from 0."""
        first = self._prices is None or self._memory is None
        prices, memory = self._prices or no_prices(problem), self._memory or Memory.none(problem.size)
        ascent = Ascent(problem, prices, memory)
        ascent.guess_yen()
        ascent.learning = True
        ascent.steps(FIRST_STEPS if first else STEPS, 0.0, lambda: True)
        self._prices, self._memory = ascent.best, ascent.memory
        if ascent.bound <= POSSIBLE:
            return Found(None, POSSIBLE, POSSIBLE)
        return _near_the_bound(problem, ascent) or _anywhere(problem, ascent)


def _near_the_bound(problem: Problem, ascent: Ascent) -> Found | None:
    bound = ascent.bound
    for depth in DEPTHS:
        level = bound - depth * max(abs(ascent.bound), 1.0)
        found = hunt(problem, ascent.best, level, EFFORT, _known(problem, ascent))
        bound = min(bound, max(found.bound, level))
        if found.visits is not None:
            return Found(found.visits, found.value, max(bound, found.value))
    return None


def _anywhere(problem: Problem, ascent: Ascent) -> Found:
    """Find any trip among the most promising places and those that must be visited."""
    known = _known(problem, ascent)
    through = through_values(problem, arrays_of(problem), ascent.best.on(problem), known).nodes.max(axis=0)
    few = np.union1d(np.argsort(-through, kind="stable")[:FEW], np.flatnonzero(problem.must))
    part = problem.restrict(few)
    found = hunt(part, ascent.best, POSSIBLE, ANY_TRIP, _known(part, ascent))
    return Found(found.visits, found.value, max(ascent.bound, found.value))


def _known(problem: Problem, ascent: Ascent) -> Memory:
    return ascent.memory.at(problem.nodes, problem.group)
