"""Solve a Problem: prices, a certificate over all nodes, and searches that close the gap from both sides.

1. A few subgradient steps on all nodes (nights on the way taken together), more on the best of them: prices. No
   relaxed path goes straight back, and nodes learn to remember what relaxed paths returned to (memory.py).
2. Trips that follow the same values (rollout.py), mended stretch by stretch (mend.py); where that finds little, a hunt
   among the best few nodes (hunt.py).
3. One programme over all nodes at these prices certifies the bound and drops every node that cannot beat the trip.
4. On what is left, in turns: more steps, mending, hunts among the nodes of good trips, and hunts above a level close to
   the bound (a hunt that finds nothing and lost nothing lowers the bound to its level).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from planner.solver.clock import Clock
from planner.solver.coarse import coarsen
from planner.solver.dynamic import POSSIBLE, arrays_of
from planner.solver.hunt import Effort
from planner.solver.memory import Memory
from planner.solver.nearby import promising
from planner.solver.prices import Ascent, no_prices, nodes_above, through_values
from planner.solver.search import STRETCH, Search

if TYPE_CHECKING:
    from planner.problem import Problem
    from planner.solver.clock import Limits
    from planner.solver.coarse import Coarse
    from planner.solver.dynamic import Floats, Ints, Visit
    from planner.solver.prices import Multipliers

FIRST_STEPS, SOME_STEPS, MORE_STEPS, STEPS = 4, 5, 25, 20
"""Subgradient steps on all nodes, on the candidates before the first trip and after it, and in every round."""

CANDIDATES = 220
"""Nodes on which prices are refined."""

SHORT = 1e-4
"""Points a yen above which money is short: three times as many as a yen costs anyhow."""

IDLE = 40
"""Nodes for nights on the way among the candidates where money is short: what lies on the way decides much."""

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
    return _Run(problem, Clock(limits)).solve()


@dataclass(frozen=True)
class Certificate:
    """What proves a bound: the coarse problem, the prices, and what its nodes remember."""

    coarse: Coarse
    prices: Multipliers
    memory: Memory


def certify(problem: Problem, limits: Limits) -> tuple[Solution, Certificate]:
    """Solve, and give what proves the bound too."""
    run = _Run(problem, Clock(limits))
    found = run.solve()
    return found, Certificate(run.coarse, run.ascent.best, run.memory)


def _work(problem: Problem) -> int:
    """Give what a step of the ascent costs: days times nodes squared."""
    return problem.days * problem.size**2


class _Run:
    def __init__(self, problem: Problem, clock: Clock) -> None:
        self.problem = problem
        self.clock = clock
        self.coarse = coarsen(problem)
        self.search = Search(problem, self.coarse, clock)
        self.bound = np.inf
        self.rounds = 0
        self.depth = SHALLOW
        self.kept = self.coarse.problem
        self.memory = Memory.none(self.kept.size)
        self.ascent = Ascent(self.kept, no_prices(problem), self.memory, told=self.search.tell)
        self.glance = 0.0
        """Seconds that the last look through all kept nodes took."""
        self.through: Floats

    def solve(self) -> Solution:
        self.search.alone()
        self._prices()
        if self._unproven():
            self._certificate()
        while self._go_on():
            self.rounds += 1
            self._round()
        best = self.search
        return Solution(best.visits, best.value, self._outward(), best.first_ms, self.rounds)

    def _unproven(self) -> bool:
        """Tell whether to look through all nodes: for a bound, or for a trip where none was found."""
        if self.search.visits is None:
            return True
        return self.clock.limits.prove and (self.clock.within() or self.bound == np.inf)

    def _outward(self) -> float:
        """Round the bound up by more than all sums of the programme can err."""
        if self.bound <= self.search.value:
            return self.search.value
        return self.bound + 1e-9 * max(1.0, abs(self.bound))

    def _go_on(self) -> bool:
        if self.bound <= self.search.value + PROVEN or self.bound <= POSSIBLE:
            return False
        if not self.clock.limits.prove and self.search.visits is not None:
            return False
        rounds = self.clock.limits.iterations
        return self.clock.within() if rounds is None else self.rounds < rounds

    def _prices(self) -> None:
        """Find prices on the most promising nodes, and a first trip."""
        if self.clock.limits.chosen:
            nodes = np.arange(self.coarse.problem.size)
        elif _work(self.coarse.problem) <= LARGE:
            self._step(FIRST_STEPS, 0.3)
            self._certify(self.ascent.bound)
            self._see(self.ascent.best)
            nodes = self._best()
        else:
            nodes = np.union1d(promising(self.problem), np.flatnonzero(self.problem.must))
        self.ascent = self.ascent.on(self.coarse.problem.part(nodes))
        self.ascent.guess_yen()
        self._step(SOME_STEPS, 0.5 if self.clock.limits.chosen else 0.3)
        through = self.ascent.through()
        self.search.look(self.ascent.problem.nodes, through)
        self.search.first(self.ascent, through, self._tight())
        if self._tight() and self.clock.within(0.3):
            self._certificate()
        self.ascent.learning = _work(self.ascent.problem) < QUICK
        self._step(MORE_STEPS, 0.5)
        self._better(1)
        self.ascent.learning = True

    def _step(self, count: int, share: float = 1.0) -> None:
        """Sharpen the prices while less than a share of the time is used."""
        self.ascent.steps(count, self.search.value, partial(self.clock.within, share))
        self.memory = self.ascent.memory

    def _tight(self) -> bool:
        """Tell whether money decides more than time."""
        return self.ascent.best.yen >= SHORT

    def _values(self, problem: Problem, prices: Multipliers) -> Floats:
        known = self.memory.at(problem.nodes, problem.group)
        return through_values(problem, arrays_of(problem), prices.on(problem), known).nodes

    def _see(self, prices: Multipliers) -> None:
        """Look through all kept nodes at some prices: a certificate, and what each day and node is good for."""
        began = self.clock.used
        self.through = self._values(self.kept, prices)
        self._certify(float(self.through.max(initial=POSSIBLE)))
        self.search.look(self.kept.nodes, self.through)
        self.glance = self.clock.used - began

    def _better(self, width: int) -> None:
        """Look for better trips at the present prices."""
        if not self._tight() or self.rounds > 1:  # where money is short, a stretch can do little by itself
            self.search.mend(STRETCH + 2 * self.rounds, self.ascent.best.yen)
        self.search.among_good(self.ascent, width)

    def _best(self) -> Ints:
        """Give the coarse nodes that promise most, the active ones first, and those that must be visited."""
        top = self.through.max(axis=0)
        inside = np.flatnonzero(self.kept.nodes < self.problem.active)
        best = inside[np.argsort(-top[inside], kind="stable")[:CANDIDATES]]
        outside = np.flatnonzero(self.kept.nodes >= self.problem.active)
        idle = outside[top[outside] >= top.max() - PROVEN]
        if self._tight():
            idle = outside[np.argsort(-top[outside], kind="stable")[:IDLE]]
        chosen: Ints = self.kept.nodes[np.unique(np.concatenate([best, idle, np.flatnonzero(self.kept.must)]))]
        return chosen

    def _certificate(self) -> None:
        """Prove the bound over all nodes, and keep those that can still beat the best trip."""
        self._see(self.ascent.best)
        if self.search.visits is None and not self._reachable():
            self.bound = POSSIBLE
        self._drop()

    def _drop(self) -> None:
        """Drop the nodes that cannot beat the best trip, and refine prices on the best of the others."""
        alive = np.union1d(nodes_above(self.through, self.search.value), np.flatnonzero(self.kept.must))
        if not len(alive):
            self._certify(self.search.value)
            return
        if len(alive) < self.kept.size:
            self.kept = self.kept.part(alive)
            self.through = self.through[:, alive]
        self.ascent = self.ascent.on(self.coarse.problem.part(self._best()))

    def _reachable(self) -> bool:
        """Tell whether some way leads through each municipality that must be visited, and through one at all."""
        reached = self.kept.group[self.through.max(axis=0, initial=POSSIBLE) > POSSIBLE]
        return len(reached) > 0 and bool(np.isin(self.problem.group[self.problem.must], reached).all())

    def _certify(self, bound: float) -> None:
        self.bound = min(self.bound, max(bound, self.search.value))

    def _round(self) -> None:
        """Sharpen the prices, look for better trips, then close to the bound."""
        width = min(2 ** (self.rounds + 1), 256)
        self._step(STEPS)
        self._better(width)
        if self.glance > self.clock.left:
            self._step(STEPS)
            return
        self._see(self.ascent.best)
        if self._go_on() or self.clock.limits.iterations is not None:
            self._dig(Effort(width, min(50_000 * width, 1_000_000), 2_000_000 * width))
        self._drop()

    def _dig(self, effort: Effort) -> None:
        """Hunt above a level close to the bound; further down while nothing is found and nothing lost."""
        few = np.count_nonzero(self.through > self.search.value) <= SIMPLE
        for _ in range(3):
            depth = np.inf if few else self.depth * max(abs(self.bound), 1.0)
            level = max(self.search.value, self.bound - depth) if self.search.visits else POSSIBLE
            nodes = self.coarse.nodes(self.kept.nodes[nodes_above(self.through, level)])
            found = self.search.hunt(nodes, self.ascent.best, level, effort, self.memory)
            self._certify(found.bound)
            if found.visits is not None or level <= max(self.search.value, POSSIBLE) or not self._go_on():
                return
            if found.bound > level:
                self.depth = max(self.depth / 2, SHALLOW)
                return
            self.depth *= 3
