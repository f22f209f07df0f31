"""The search for good trips: take what prices roll out, mend it, and hunt among nodes that promise much."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from planner.solver.dynamic import POSSIBLE, Trip
from planner.solver.hunt import Effort, Quarry, hunt
from planner.solver.mend import Mender
from planner.solver.nearby import fitting
from planner.solver.one_stop import one_stop

if TYPE_CHECKING:
    from planner.problem import Problem
    from planner.solver.clock import Clock
    from planner.solver.coarse import Coarse
    from planner.solver.dynamic import Floats, Ints, Visit
    from planner.solver.memory import Memory
    from planner.solver.prices import Ascent, Multipliers

FEW = 60
"""Nodes among which the first trip is hunted."""

DEAR = (0.0, 3e-5, 1e-4)
"""Points a yen that are added where the first trips spent their budget badly."""

NEARLY = 0.95
"""A first trip worth this share of the bound needs no hunt."""

SPEED = 10_000_000
"""Legs a second that a hunt looks at, about: what is left of the time bounds its effort."""

FITTING = 5
"""Nodes tried for every gap of the best trip."""

STRETCH = 6
"""Stays searched together when a trip is mended; trips of twice as many are mended faster than hunted."""

MEND_UNTIL = 0.7
"""Share of the time after which trips are not mended any more: the bound needs its own."""

ROUGH = 2
"""Trips beside the best one that are mended too."""


class Search:
    """The best trip so far, and ways to find better ones.

    `hopes` (T + 1, A) is what each day and active node is good for, as far as it was looked at.
    """

    def __init__(self, problem: Problem, coarse: Coarse, clock: Clock) -> None:
        self.problem = problem
        self.coarse = coarse
        self.clock = clock
        self.visits: tuple[Visit, ...] | None = None
        self.value = POSSIBLE
        self.first_ms = 0
        self.hopes = np.full((problem.days + 1, problem.active), -np.inf)
        self._mender = Mender(problem, self.hopes)
        self._rough: list[Trip] = []
        self._good: set[int] = set()

    def alone(self) -> None:
        """Begin with the best trip of one stay, where no place must be visited."""
        found = None if self.problem.must.any() else one_stop(self.problem)
        if found:
            self.visits, self.value = (found[0],), found[1]

    def take(self, trip: Trip) -> None:
        """Keep a trip that is better than the best one."""
        if trip.value > self.value:
            self.visits, self.value = trip
            self.first_ms = self.first_ms or max(1, round(self.clock.used * 1000))

    def tell(self, trip: Trip) -> None:
        """Hear of a trip on the way to better prices."""
        self._rough.append(trip)
        self.take(trip)

    def look(self, nodes: Ints, through: Floats) -> None:
        """Learn what days and coarse nodes are good for."""
        inside = nodes < self.problem.active
        self.hopes[:, nodes[inside]] = through[:, inside]

    def mend(self, length: int, yen: float, rough: int = ROUGH) -> None:
        """Search the best trip, and the best rough ones, anew: a stretch of so many stays after another."""
        others = sorted(self._rough, key=lambda trip: -trip.value)[:rough]
        self._rough = []
        in_time = partial(self.clock.within, MEND_UNTIL)
        for trip in ([] if self.visits is None else [Trip(self.visits, self.value)]) + others:
            if len(trip.visits) > length and in_time():
                self.take(self._mender.mend(trip, length, yen, in_time))

    def first(self, ascent: Ascent, through: Floats, tight: bool) -> None:
        """Find some trip among the best few nodes, whatever it is worth; mending is dear where money is short."""
        problem, prices = ascent.problem, ascent.best
        few = problem.nodes[np.argsort(-through.max(axis=0), kind="stable")]
        few = np.union1d(few[few < self.problem.active][:FEW], np.flatnonzero(self.problem.must))
        if not tight:
            self.mend(STRETCH, prices.yen, 0)
        for yen in DEAR if self.problem.budget is not None else DEAR[:1]:
            if self.value > NEARLY * ascent.bound or (self.visits is not None and not self.clock.within(0.5)):
                break
            self.hunt(few, replace(prices, yen=prices.yen + yen), self.value, Effort(1, 100_000, 10**8), ascent.memory)
        if self.visits is None:
            nodes = self.coarse.nodes(problem.nodes)
            self.hunt(nodes, prices, POSSIBLE, Effort(4, 100_000, 8 * 10**6), ascent.memory)
        if not tight:
            self.mend(STRETCH, prices.yen, 0)

    def among_good(self, ascent: Ascent, width: int) -> None:
        """Hunt among the nodes of good trips, of relaxed paths, and of what would fit into the best one.

        Long trips are mended faster than hunted.
        """
        if self.visits is not None and len(self.visits) > 2 * STRETCH:
            return
        self._good.update(self.coarse.nodes(ascent.path()).tolist())
        self._good.update(v.node for v in self.visits or ())
        nodes = np.union1d(np.array(sorted(self._good), dtype=np.int64), np.flatnonzero(self.problem.must))
        if self.visits is not None:
            nodes = np.union1d(nodes, fitting(self.problem, self.visits, ascent.best.yen, FITTING))
        self.hunt(nodes, ascent.best, self.value, Effort(2 * width, 200_000, 8_000_000), ascent.memory)

    def hunt(self, nodes: Ints, prices: Multipliers, level: float, effort: Effort, memory: Memory) -> Quarry:
        """Hunt among some nodes of the whole problem for a trip above a level."""
        if len(np.setdiff1d(self.problem.group[self.problem.must], self.problem.group[nodes])):
            return Quarry(None, level, level)
        if level > POSSIBLE:
            effort = replace(effort, work=int(min(effort.work, max(0.05, self.clock.left) * SPEED)))
        part = self.problem.part(nodes)
        found = hunt(part, prices, level, effort, memory.at(self.coarse.image[nodes], part.group))
        if found.visits is not None:
            self.take(Trip(found.visits, found.value))
        return found
