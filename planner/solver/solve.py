"""Solve a Problem: prices, a certificate over all nodes, and hunts that close the gap from both sides.

1. A few subgradient steps on the active nodes, more on the best of them: prices and a guess of the bound.
2. Hunts among those: a feasible trip.
3. One programme over all nodes at these prices certifies the bound and drops every node that cannot beat the trip.
4. On what is left, in turns: hunts above a level close to the bound (a hunt that finds nothing and lost nothing lowers
   the bound to its level), and more steps.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.solver.dynamic import POSSIBLE, arrays_of
from planner.solver.hunt import Effort, hunt
from planner.solver.one_stop import one_stop
from planner.solver.prices import Ascent, no_prices, nodes_above, through_values

if TYPE_CHECKING:
    from planner.problem import Problem
    from planner.solver.dynamic import Floats, Visit
    from planner.solver.hunt import Quarry

FIRST_STEPS, MORE_STEPS = 8, 30
CANDIDATES = 220
"""Nodes on which prices are refined before the certificate."""

FEW = 60
"""Nodes among which the first trip is sought."""

PROVEN = 1e-7
"""A gap less than this, absolute, counts as closed."""


@dataclass(frozen=True)
class Limits:
    """When to stop: by the clock, or after a number of rounds for the same bytes every time."""

    seconds: float = 2.0
    iterations: int | None = None


@dataclass(frozen=True)
class Solution:
    """A trip and what no trip can exceed; `visits` is None where no trip was found."""

    visits: tuple[Visit, ...] | None
    objective: float
    bound: float
    first_ms: int
    rounds: int

    @property
    def optimal(self) -> bool:
        """Tell whether the bound proves the trip."""
        return self.bound <= self.objective + PROVEN


def solve(problem: Problem, limits: Limits) -> Solution:
    """Find a good trip and a valid bound within the limits."""
    return _Run(problem, limits).solve()


class _Run:
    def __init__(self, problem: Problem, limits: Limits) -> None:
        self.problem = problem
        self.limits = limits
        self.began = time.monotonic()
        self.visits: tuple[Visit, ...] | None = None
        self.value = POSSIBLE
        self.bound = np.inf
        self.first_ms = 0
        self.rounds = 0

    def solve(self) -> Solution:
        whole = self.problem
        self._alone()
        ascent = self._prices()
        self._first(ascent)
        self._dig(ascent, Effort(2, 60_000, 3_000_000), tries=2)
        arrays = arrays_of(whole)
        _, _, through = through_values(whole, arrays, ascent.best.on(whole))
        self._certify(float(through.max(initial=POSSIBLE)))
        if not self._reachable(through):
            return Solution(None, POSSIBLE, POSSIBLE, 0, 0)
        rest = nodes_above(through, self.value)
        ascent = ascent.on(whole.restrict(rest))
        effort = Effort(4, 100_000, 5_000_000)
        while self._go_on():
            self.rounds += 1
            ascent.steps(10, self.value, self._in_time)
            self._certify(ascent.bound)
            self._dig(ascent, effort, tries=2)
            effort = Effort(min(effort.width * 2, 256), min(effort.labels * 2, 1_000_000), effort.work * 2)
        return Solution(self.visits, self.value, self._outward(), self.first_ms, self.rounds)

    def _outward(self) -> float:
        """Round the bound up by more than all sums of the programme can err."""
        return max(self.bound, self.value) + 1e-9 * max(1.0, abs(self.bound)) if self.bound > self.value else self.value

    def _in_time(self) -> bool:
        return self.limits.iterations is not None or time.monotonic() - self.began < self.limits.seconds

    def _go_on(self) -> bool:
        if self.bound <= self.value + PROVEN:
            return False
        if self.limits.iterations is not None:
            return self.rounds < self.limits.iterations
        return self._in_time()

    def _prices(self) -> Ascent:
        """Find prices on the active nodes, then on the most promising of them."""
        problem = self.problem.restrict(np.arange(self.problem.active))
        ascent = Ascent(problem, no_prices(self.problem))
        ascent.steps(FIRST_STEPS, self.value, self._in_time)
        _, _, through = through_values(problem, arrays_of(problem), ascent.best.on(problem))
        best = np.argsort(-through.max(axis=0), kind="stable")[:CANDIDATES]
        ascent = ascent.on(problem.restrict(np.union1d(best, np.flatnonzero(problem.must))))
        ascent.steps(MORE_STEPS, self.value, self._in_time)
        return ascent

    def _alone(self) -> None:
        """Begin with the best trip of one stay, where no place must be visited."""
        found = None if self.problem.must.any() else one_stop(self.problem)
        if found:
            self.visits, self.value = (found[0],), found[1]

    def _reachable(self, through: Floats) -> bool:
        """Tell whether some trip exists for each municipality that must be visited, and one at all."""
        reached = self.problem.group[through.max(axis=0, initial=POSSIBLE) > POSSIBLE]
        return len(reached) > 0 and bool(np.isin(self.problem.group[self.problem.must], reached).all())

    def _first(self, ascent: Ascent) -> None:
        """Find some trip among the best nodes, whatever it is worth."""
        problem = ascent.problem
        _, _, through = through_values(problem, arrays_of(problem), ascent.best.on(problem))
        best = np.argsort(-through.max(axis=0), kind="stable")[:FEW]
        few = problem.restrict(np.union1d(best, np.flatnonzero(problem.must)))
        self._take(hunt(few, ascent.best, POSSIBLE, Effort(1, 100_000, 20_000_000)))

    def _certify(self, bound: float) -> None:
        self.bound = min(self.bound, max(bound, self.value))

    def _dig(self, ascent: Ascent, effort: Effort, tries: int) -> None:
        """Hunt above a level close to the bound; further down while nothing is found."""
        top = min(self.bound, ascent.bound)
        depth = 0.004 * max(abs(top), 1.0)
        for _ in range(tries):
            level = max(self.value, top - depth) if self.visits else POSSIBLE
            found = hunt(ascent.problem, ascent.best, level, effort)
            self._take(found)
            if ascent.problem.size and self.bound < np.inf:
                self._certify(found.bound)
            if found.visits is not None or level <= self.value or not self._in_time():
                return
            depth *= 3

    def _take(self, found: Quarry) -> None:
        if found.visits is not None and found.value > self.value:
            self.visits, self.value = found.visits, found.value
            self.first_ms = self.first_ms or max(1, round((time.monotonic() - self.began) * 1000))
