"""Solve a Problem: prices, a certificate over all nodes, and hunts that close the gap from both sides.

1. A few subgradient steps on all nodes (nights on the way taken together), more on the best of them: prices. No
   relaxed path goes straight back, and nodes learn to remember what relaxed paths returned to (memory.py).
2. A hunt among the best few: a feasible trip.
3. One programme over all nodes at these prices certifies the bound and drops every node that cannot beat the trip.
4. On what is left, in turns: hunts above a level close to the bound (a hunt that finds nothing and lost nothing lowers
   the bound to its level), hunts among the nodes of good trips, and more steps.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from planner.solver.coarse import coarsen
from planner.solver.dynamic import POSSIBLE, arrays_of
from planner.solver.hunt import Effort, Quarry, hunt
from planner.solver.memory import Memory
from planner.solver.nearby import fitting, promising
from planner.solver.one_stop import one_stop
from planner.solver.prices import Ascent, no_prices, nodes_above, relax, through_values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.problem import Problem
    from planner.solver.coarse import Coarse
    from planner.solver.dynamic import Floats, Ints, Visit
    from planner.solver.prices import Multipliers

FIRST_STEPS, SOME_STEPS, MORE_STEPS, STEPS = 4, 5, 25, 20
"""Subgradient steps on all nodes, on the candidates before the first trip and after it, and in every round."""

CANDIDATES, FEW = 220, 60
"""Nodes on which prices are refined before the certificate, and among which the first trip is sought."""

DEAR = (1e-5, 3e-5, 1e-4)
"""Points a yen that are added where the first trip spent its budget badly."""

SPEED = 10_000_000
"""Legs a second that a hunt looks at, about: what is left of the time bounds its effort."""

FITTING = 5
"""Nodes tried for every gap of the best trip."""

LARGE = 3 * 10**7
"""Days times nodes squared above which the first prices are sought on promising nodes only."""

QUICK = 10**7
"""The same, below which the first prices are sought with what paths remember."""

SHALLOW = 0.004
"""How far below the bound the first hunts look, as a share of it."""

SIMPLE = 3000
"""Days and nodes left for better trips that are few enough to search all at once."""

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


@dataclass(frozen=True)
class Certificate:
    """What proves a bound: the coarse problem, the prices, and what its nodes remember."""

    coarse: Coarse
    prices: Multipliers
    memory: Memory


def certify(problem: Problem, limits: Limits) -> tuple[Solution, Certificate]:
    """Solve, and give what proves the bound too."""
    run = _Run(problem, limits)
    found = run.solve()
    return found, Certificate(run.coarse, run.ascent.best, run.memory)


def nodes_and_days(problem: Problem) -> int:
    """Give what a step of the ascent costs: days times nodes squared."""
    return problem.days * problem.size**2


class _Run:
    def __init__(self, problem: Problem, limits: Limits) -> None:
        self.began = time.monotonic()
        self.problem = problem
        self.coarse = coarsen(problem)
        self.limits = limits
        self.visits: tuple[Visit, ...] | None = None
        self.value = POSSIBLE
        self.bound = np.inf
        self.first_ms = 0
        self.rounds = 0
        self.good: set[int] = set()
        self.depth = SHALLOW
        self.kept = self.coarse.problem
        self.memory = Memory.none(self.kept.size)
        self.look = 0.0
        """Seconds that the last look through all kept nodes took."""
        self.ascent: Ascent
        self.through: Floats

    def solve(self) -> Solution:
        self._alone()
        self._prices()
        if self._in_time() or self.visits is None or self.bound == np.inf:
            self._certificate()
        while self._go_on():
            self.rounds += 1
            self._round()
        return Solution(self.visits, self.value, self._outward(), self.first_ms, self.rounds)

    def _outward(self) -> float:
        """Round the bound up by more than all sums of the programme can err."""
        if self.bound <= self.value:
            return self.value
        return self.bound + 1e-9 * max(1.0, abs(self.bound))

    def _in_time(self, share: float = 1.0) -> bool:
        """Tell whether a share of the time is left to use; rounds have all the time there is."""
        return self.limits.iterations is not None or time.monotonic() - self.began < share * self.limits.seconds

    def _go_on(self) -> bool:
        if self.bound <= self.value + PROVEN or self.bound <= POSSIBLE:
            return False
        if self.limits.iterations is not None:
            return self.rounds < self.limits.iterations
        return self._in_time()

    def _alone(self) -> None:
        """Begin with the best trip of one stay, where no place must be visited."""
        found = None if self.problem.must.any() else one_stop(self.problem)
        if found:
            self.visits, self.value = (found[0],), found[1]

    def _prices(self) -> None:
        """Find prices on the most promising nodes, and a first trip."""
        ascent = Ascent(self.coarse.problem, no_prices(self.problem), self.memory)
        if nodes_and_days(self.coarse.problem) <= LARGE:
            ascent.steps(FIRST_STEPS, self.value, partial(self._in_time, 0.3))
            self._certify(ascent.bound)
            self._see(ascent.best)
            nodes = self._best(CANDIDATES)
        else:
            nodes = np.union1d(promising(self.problem), np.flatnonzero(self.problem.must))
        self.ascent = ascent.on(self.coarse.problem.part(nodes))
        self.ascent.guess_yen()
        self.ascent.steps(SOME_STEPS, self.value, partial(self._in_time, 0.3))
        self._first()
        self.ascent.learning = nodes_and_days(self.ascent.problem) < QUICK
        self.ascent.steps(MORE_STEPS, self.value, partial(self._in_time, 0.5))
        self.memory = self.ascent.memory
        self._among_good(1)
        self.ascent.learning = True

    def _see(self, prices: Multipliers) -> None:
        """Look through all kept nodes at some prices: a certificate, and what each day and node is good for."""
        problem, began = self.kept, time.monotonic()
        known = self.memory.at(problem.nodes, problem.group)
        self.through = through_values(problem, arrays_of(problem), prices.on(problem), known).nodes
        self._certify(float(self.through.max(initial=POSSIBLE)))
        self.look = time.monotonic() - began

    def _first(self) -> None:
        """Find some trip among the best few nodes, whatever it is worth."""
        problem, prices = self.ascent.problem, self.ascent.best
        known = self.ascent.memory.at(problem.nodes, problem.group)
        through = through_values(problem, arrays_of(problem), prices.on(problem), known).nodes
        few = problem.nodes[np.argsort(-through.max(axis=0), kind="stable")]
        few = few[few < self.problem.active][:FEW]
        few = np.union1d(few, np.flatnonzero(self.problem.must))
        dearer = replace(prices, yen=prices.yen + DEAR[0] * (self.problem.budget is not None))
        self._hunt(few, dearer, POSSIBLE, Effort(1, 100_000, 10**8))
        if self.visits is None:
            self._hunt(self._expand(problem, range(problem.size)), prices, POSSIBLE, Effort(4, 100_000, 8 * 10**6))
        if self.visits is not None and self.problem.budget is not None:
            self._thrifty(few, prices)

    def _thrifty(self, few: Ints, prices: Multipliers) -> None:
        """Hunt again as if yen were dearer: a tight budget may have been spent badly by the first trip."""
        for yen in DEAR[1:]:
            if self.value > 0.97 * self.bound or not self._in_time(0.8):
                return
            dearer = replace(prices, yen=prices.yen + yen)
            self._hunt(few, dearer, self.value, Effort(1, 100_000, 10**8))

    def _best(self, count: int) -> Ints:
        """Give the coarse nodes that promise most, the active ones first, and those that must be visited."""
        top = self.through.max(axis=0)
        inside = np.flatnonzero(self.kept.nodes < self.problem.active)
        best = inside[np.argsort(-top[inside], kind="stable")[:count]]
        idle = np.flatnonzero((self.kept.nodes >= self.problem.active) & (top >= top.max() - PROVEN))
        chosen: Ints = self.kept.nodes[np.unique(np.concatenate([best, idle, np.flatnonzero(self.kept.must)]))]
        return chosen

    def _certificate(self) -> None:
        """Prove the bound over all nodes, and keep those that can still beat the best trip."""
        self._see(self.ascent.best)
        if not self._reachable():
            self.visits, self.value, self.bound = None, POSSIBLE, POSSIBLE
        self._drop()

    def _drop(self) -> None:
        """Drop the nodes that cannot beat the best trip, and refine prices on the best of the others."""
        alive = np.union1d(nodes_above(self.through, self.value), np.flatnonzero(self.kept.must))
        if not len(alive):
            self._certify(self.value)
            return
        if len(alive) < self.kept.size:
            self.kept = self.kept.part(alive)
            self.through = self.through[:, alive]
        self.ascent = self.ascent.on(self.coarse.problem.part(self._best(CANDIDATES)))

    def _reachable(self) -> bool:
        """Tell whether some way leads through each municipality that must be visited, and through one at all."""
        reached = self.kept.group[self.through.max(axis=0, initial=POSSIBLE) > POSSIBLE]
        return len(reached) > 0 and bool(np.isin(self.problem.group[self.problem.must], reached).all())

    def _certify(self, bound: float) -> None:
        self.bound = min(self.bound, max(bound, self.value))

    def _round(self) -> None:
        """Sharpen the prices, hunt among good nodes, then close to the bound."""
        width = min(2 ** (self.rounds + 1), 256)
        self.ascent.steps(STEPS, self.value, self._in_time)
        self.memory = self.ascent.memory
        self._among_good(width)
        if self.limits.iterations is None and time.monotonic() + self.look > self.began + self.limits.seconds:
            self.ascent.steps(STEPS, self.value, self._in_time)
            return
        self._see(self.ascent.best)
        if self._go_on() or self.limits.iterations is not None:
            self._dig(Effort(width, min(50_000 * width, 1_000_000), 2_000_000 * width))
        self._drop()

    def _among_good(self, width: int) -> None:
        """Hunt among the nodes of good trips, of relaxed paths, and of what would fit into the best trip."""
        problem = self.ascent.problem
        known = self.memory.at(problem.nodes, problem.group)
        path = relax(problem, arrays_of(problem), self.ascent.best, known).visits
        self.good.update(self._expand(problem, [v.node for v in path]).tolist())
        self.good.update(v.node for v in self.visits or ())
        nodes = np.union1d(np.array(sorted(self.good), dtype=np.int64), np.flatnonzero(self.problem.must))
        if self.visits is not None:
            nodes = np.union1d(nodes, fitting(self.problem, self.visits, self.ascent.best.yen, FITTING))
        self._hunt(nodes, self.ascent.best, self.value, Effort(2 * width, 200_000, 8_000_000))

    def _expand(self, problem: Problem, nodes: Iterable[int]) -> Ints:
        """Give the nodes of the whole problem behind some of a part of the coarse one."""
        return self.coarse.nodes(problem.nodes[np.array(list(nodes), dtype=np.int64)])

    def _dig(self, effort: Effort) -> None:
        """Hunt above a level close to the bound; further down while nothing is found and nothing lost."""
        few = np.count_nonzero(self.through > self.value) <= SIMPLE
        for _ in range(3):
            depth = np.inf if few else self.depth * max(abs(self.bound), 1.0)
            level = max(self.value, self.bound - depth) if self.visits else POSSIBLE
            nodes = self._expand(self.kept, nodes_above(self.through, level))
            found = self._hunt(nodes, self.ascent.best, level, effort)
            self._certify(found.bound)
            if found.visits is not None or level <= max(self.value, POSSIBLE) or not self._go_on():
                return
            if found.bound > level:
                self.depth = max(self.depth / 2, SHALLOW)
                return
            self.depth *= 3

    def _hunt(self, nodes: Ints, prices: Multipliers, level: float, effort: Effort) -> Quarry:
        if len(np.setdiff1d(self.problem.group[self.problem.must], self.problem.group[nodes])):
            return Quarry(None, level, level)
        if level > POSSIBLE and self.limits.iterations is None:
            left = max(0.05, self.limits.seconds - (time.monotonic() - self.began))
            effort = replace(effort, work=min(effort.work, round(left * SPEED)))
        part = self.problem.part(nodes)
        found = hunt(part, prices, level, effort, self.memory.at(self.coarse.image[nodes], part.group))
        if found.visits is not None and found.value > self.value:
            self.visits, self.value = found.visits, found.value
            self.first_ms = self.first_ms or max(1, round((time.monotonic() - self.began) * 1000))
        return found
