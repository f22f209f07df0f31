"""The quick search: the best trip around what is fixed, among the places that promise most, and a bound of all trips.

1. Candidates: what the trip had, what must be visited, what would fit into its gaps, and what promises most in each
   week.
2. Prices on these by a few subgradient steps, from those of the edit before; then hunts, narrow to wide.
3. One programme backward over all places at these prices: no trip is worth more.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.solver.dynamic import POSSIBLE, arrays_of
from planner.solver.hunt import Effort, hunt
from planner.solver.memory import Memory
from planner.solver.nearby import fitting
from planner.solver.prices import Ascent, Multipliers, no_prices, relax

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.problem import Problem
    from planner.solver.coarse import Coarse
    from planner.solver.dynamic import Visit

    Ints = NDArray[np.int64]

A_WEEK, A_GAP, MOST = 14, 6, 200
"""Candidates for a week and for a gap between stays; of so few places all are candidates."""

STEPS, AGAIN = 12, 6
"""Subgradient steps before the first hunt, and before each later one."""

MOST_ROUNDS = 4
"""Hunts, each twice as wide as the one before."""

PROVEN = 1e-7
"""A gap less than this, absolute, counts as closed."""


@dataclass(frozen=True)
class Found:
    """A trip, what no trip can exceed, and the prices that say so."""

    visits: tuple[Visit, ...] | None
    value: float
    bound: float
    prices: Multipliers


class QuickSearch:
    """Looks for a trip until a moment of the thread's clock, or for some rounds."""

    def __init__(self, whole: Problem, coarse: Coarse, until: float, rounds: int | None = None) -> None:
        self.whole, self.coarse, self.until, self.rounds = whole, coarse, until, rounds
        self.visits: tuple[Visit, ...] | None = None
        self.value, self.bound = POSSIBLE, np.inf

    def run(self, had: Sequence[Visit], prices: Multipliers | None) -> Found:
        """Search; `had` are the stays of the trip so far, whether they still are a trip or not."""
        nodes = self._candidates(had)
        begin = no_prices(self.whole) if prices is None else self._allowed(prices)
        few = self.coarse.problem.part(np.unique(self.coarse.image[nodes]))
        ascent = Ascent(few, begin, Memory.none(self.coarse.problem.size), learning=True)
        if prices is None:
            ascent.guess_yen()
        ascent.steps(STEPS if prices is None else AGAIN, self.value, self._in_time)
        near = self._near(had, ascent)
        self._hunt(near, ascent, self.value, Effort(1, 100_000, 10**8))
        if self.visits is None:
            near = nodes
            self._hunt(near, ascent, POSSIBLE, Effort(4, 100_000, 8_000_000))
        width, done = 4, 0
        while self._go_on(ascent, done):
            ascent.steps(AGAIN, self.value, self._in_time)
            # what is far from the trip so far comes last: by then few of it can still be part of a better one
            near = np.union1d(near, nodes if done else self._near(self.visits or (), ascent))
            self._hunt(near, ascent, self.value, Effort(width, 100_000, 4_000_000))
            width, done = width * 2, done + 1
        self._certify(ascent)
        return Found(self.visits, self.value, max(self.bound, self.value), ascent.best)

    def _allowed(self, prices: Multipliers) -> Multipliers:
        """Make another edit's prices valid: only a must may have a negative one, and nights on the way have none."""
        p = self.whole
        free = np.isin(np.arange(len(prices.group)), p.group[p.must])
        priced = np.isin(np.arange(len(prices.group)), p.group[: p.active])
        group = np.where(priced, np.where(free, prices.group, np.maximum(prices.group, 0.0)), 0.0)
        return replace(prices, group=group)

    def _in_time(self) -> bool:
        # by the thread's own clock: on a busy machine an answer comes later, but is no worse
        return self.rounds is not None or time.thread_time() < self.until

    def _go_on(self, ascent: Ascent, done: int) -> bool:
        if ascent.bound <= self.value + PROVEN:
            return False
        return done < (MOST_ROUNDS if self.rounds is None else self.rounds) and self._in_time()

    def _candidates(self, had: Sequence[Visit]) -> Ints:
        """Give the nodes of the whole problem among which prices are sought."""
        p = self.whole
        if p.size <= MOST:
            return np.arange(p.size)
        kept = np.union1d(np.flatnonzero(p.must), np.array([v.node for v in had], np.int64))
        return np.unique(
            np.concatenate([kept, fitting(p, had, 0.0, A_GAP), self._seasonal(), self._between(had)]).astype(np.int64)
        )

    def _between(self, had: Sequence[Visit]) -> Ints:
        """Give nodes on the way where no leg leads straight from one stay to the next."""
        legs, idle = self.whole.legs, np.arange(self.whole.active, self.whole.size)
        found: list[Ints] = []
        for position in range(1, len(had)):
            a, b = had[position - 1].node, had[position].node
            if legs.gain[a, b] <= POSSIBLE:
                there_and_on = legs.gain[a, idle] + legs.gain[idle, b]
                best = np.argsort(-there_and_on, kind="stable")[:A_GAP]
                found.append(idle[best[there_and_on[best] > POSSIBLE]])
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def _seasonal(self) -> Ints:
        """Give the nodes that promise most a night in each week."""
        p = self.whole
        nights = np.maximum(np.arange(p.gain.shape[2]), 1)
        best = [
            np.argsort(-(p.gain[:, day] / nights).max(axis=1), kind="stable")[:A_WEEK] for day in range(0, p.days, 7)
        ]
        return np.unique(np.concatenate(best))

    def _near(self, had: Sequence[Visit], ascent: Ascent) -> Ints:
        """Give what the trip has, what relaxed paths visit, and what would fit in between."""
        nodes = np.array([v.node for v in had], dtype=np.int64)
        relaxed = self.coarse.nodes(ascent.path())
        fits = fitting(self.whole, had, ascent.best.yen, A_GAP)
        return np.unique(np.concatenate([nodes, relaxed, np.flatnonzero(self.whole.must), fits]))

    def _hunt(self, nodes: Ints, ascent: Ascent, level: float, effort: Effort) -> None:
        part = self.whole.part(nodes)
        found = hunt(part, ascent.best, level, effort, ascent.memory.at(self.coarse.image[nodes], part.group))
        if found.visits is not None and found.value > self.value:
            self.visits, self.value = found.visits, found.value

    def _certify(self, ascent: Ascent) -> None:
        """Prove a bound over all nodes."""
        p = self.coarse.problem
        bound = relax(p, arrays_of(p), ascent.best, ascent.memory.at(p.nodes, p.group)).bound
        self.bound = min(self.bound, bound + 1e-9 * max(1.0, abs(bound)))
