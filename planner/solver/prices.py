"""Lagrangian prices by subgradient steps: on a yen of the budget, a visit, a stop and a stay in a prefecture.

Every constraint that couples the stays of a trip is priced: what is used beyond its right-hand side raises its price,
what is left lowers it. Steps follow Polyak with a target level between the bound and the best trip known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planner.solver.backward import backward, trace
from planner.solver.dynamic import ANY, POSSIBLE, Priced, Prices, Trip, Visit, arrays_of, priced_legs
from planner.solver.forward import forward, through_nodes
from planner.solver.rollout import roll_out

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.problem import Problem
    from planner.solver.dynamic import Arrays, Floats, Ints, Onward
    from planner.solver.memory import Memory, States

YEN_UNIT = 20_000.0
"""Yen that weigh like one visit in a step."""


YEN_GUESSES = (0.0, 2e-5, 5e-5, 1e-4, 2e-4, 4e-4)
"""Points a yen."""

ROOM = 5 * 10**7
"""Days times nodes times states of the programme that are still quick."""

NEAREST = 8
"""Neighbours of a place that remember it when a relaxed path returned to it."""


SLOW, PATIENCE = 0.02, 10
"""Steps that together close less than this share of what is left to close, and how many of them are enough."""


@dataclass(frozen=True)
class Multipliers:
    """Prices by constraint: yen, groups (by number), stops, areas (by number)."""

    yen: float
    group: Floats
    stop: float
    area: Floats

    def on(self, problem: Problem) -> Prices:
        """Give the prices of a problem's nodes and the constant that makes a bound."""
        visit = self.group[problem.group] + self.area[problem.area] + self.stop
        constant = self.group[np.unique(problem.group)].sum() + self.stop * problem.max_stops
        constant += self.area[np.unique(problem.area)].sum() * (problem.max_per_area or 0)
        return Prices(self.yen, visit, float(constant + self.yen * (problem.budget or 0)))


def no_prices(problem: Problem) -> Multipliers:
    """Give the prices to begin with."""
    return Multipliers(0.0, np.zeros(problem.group.max(initial=0) + 1), 0.0, np.zeros(problem.area.max(initial=0) + 1))


@dataclass(frozen=True)
class Relaxed:
    """The best priced path and what it proves."""

    bound: float
    visits: tuple[Visit, ...]
    yen: int
    trip: Trip | None
    """A feasible trip along the same values, and what it is worth."""
    priced: Priced
    onward: Onward


def priced(problem: Problem, arrays: Arrays, prices: Prices, states: States) -> Priced:
    """Lay a problem out at some prices."""
    together = problem.merged & (np.arange(problem.size) >= problem.active)
    kin, legs = np.where(together, ANY, problem.group), priced_legs(arrays, prices.yen)
    return Priced(arrays, states, kin, legs, problem.days, prices.yen, prices.visit)


def relax(problem: Problem, arrays: Arrays, at: Multipliers, memory: Memory) -> Relaxed:
    """Solve the programme at some prices."""
    prices = at.on(problem)
    p = priced(problem, arrays, prices, memory.states(problem.group))
    path = np.zeros((problem.days + 1, 3), np.int64)
    direct, direct_yen, direct_nights = problem.legs.direct
    empty = direct - prices.yen * direct_yen if direct_nights <= problem.days else POSSIBLE
    onward = backward(p)
    value, count = trace(p, empty, onward, path)
    visits = tuple(Visit(*map(int, row)) for row in path[:count])
    trip = roll_out(problem, p, onward)
    return Relaxed(value + prices.constant, visits, yen_of(problem, visits), trip, p, onward)


def yen_of(problem: Problem, visits: tuple[Visit, ...]) -> int:
    """Give the yen that a trip takes from the budget."""
    if not visits:
        return problem.legs.direct[1]
    legs, rows = problem.legs, problem.stay_rows
    total = int(legs.start_yen[visits[0].node]) + int(legs.end_yen[visits[-1].node])
    for one, other in pairwise(visits):
        total += int(legs.yen[one.node, other.node])
    for node, day, nights in visits:
        idle = node - problem.active
        total += int(problem.yen[rows[node], day, nights] if idle < 0 else problem.idle_yen[idle, day, nights])
    return total


@dataclass
class Ascent:
    """Subgradient descent of the bound, resumable; `best` are the prices of the lowest bound so far."""

    problem: Problem
    best: Multipliers
    memory: Memory
    """By the nodes that `problem.nodes` counts."""
    bound: float = np.inf
    reach: float = 0.05
    """How far below the bound the target lies, as a share of it."""
    trip: Trip | None = None
    """The best trip on the way, by nodes that `problem.nodes` counts."""
    told: Callable[[Trip], None] | None = None
    """Who wants to know of every trip at once."""
    learning: bool = False
    """Whether relaxed paths that return to places teach the nodes to remember them: better bounds, slower steps."""

    def __post_init__(self) -> None:
        self._arrays = arrays_of(self.problem)
        self._known = self.memory.at(self.problem.nodes, self.problem.group)
        self._at = self.best
        self._seen: tuple[Memory, Relaxed] | None = None
        self._stalled = 0
        numbers = np.arange(len(self.best.group))
        self._must = np.isin(numbers, self.problem.group[self.problem.must])
        # nights on the way have no price, so that they can be taken together (coarse.py)
        self._unpriced = ~np.isin(numbers, self.problem.group[: self.problem.active])

    def on(self, problem: Problem) -> Ascent:
        """Go on from the same prices with other nodes."""
        return Ascent(problem, self.best, self.memory, reach=self.reach, told=self.told, learning=self.learning)

    def guess_yen(self) -> None:
        """Try some prices of a yen, where the budget binds: the first steps would take long to get there."""
        for yen in YEN_GUESSES if self.problem.budget is not None else ():
            at = replace(self.best, yen=yen)
            found = relax(self.problem, self._arrays, at, self._known)
            self._keep(found)
            if found.bound >= self.bound:
                return
            self._take(at, found)
            self._at = at
            if found.yen <= (self.problem.budget or 0):
                return

    def learn(self, visits: Sequence[Visit]) -> bool:
        """Remember what a relaxed path returned to; tell whether there was something to learn."""
        nodes = self.problem.nodes
        # who rests twice at a node of several municipalities may have been in two of them
        single = [v.node for v in visits if not self.problem.merged or v.node < self.problem.active]
        group = {int(nodes[node]): int(self.problem.group[node]) for node in single}
        room = ROOM // (self.problem.days * self.problem.size) + len(self.memory.groups)
        memory = self.memory.taught([int(nodes[v.node]) for v in visits], group, self._near, room)
        if memory is self.memory:
            return False
        self.memory = memory
        self._known = memory.at(nodes, self.problem.group)
        return True

    def _near(self, node: int) -> Ints:
        """Give the nodes from which, and to which, one comes most cheaply."""
        m = int(np.searchsorted(self.problem.nodes, node))
        there_and_back = self.problem.legs.gain[m] + self.problem.legs.gain[:, m]
        return self.problem.nodes[np.argsort(-there_and_back, kind="stable")[:NEAREST]]

    def steps(self, count: int, known: float, go_on: Callable[[], bool]) -> None:
        """Take up to `count` steps; `known` is the value of the best trip so far, below which no bound is sought."""
        before, since = self.bound, 0
        for _ in range(count):
            found = relax(self.problem, self._arrays, self._at, self._known)
            self._note(found)
            self._keep(found)
            if self.learning:
                self.learn(found.visits)
            slack = self._slack(found)
            length = self._length(slack)
            better = before - self.bound > SLOW * (self.bound - known)
            before, since = (self.bound, 0) if better else (before, since + 1)
            if length == 0.0 or self.bound <= known or since >= PATIENCE or not go_on():
                return
            target = max(known, self.bound - self.reach * max(abs(self.bound), 1.0))
            step = max(found.bound - target, 1e-6) / length
            self._at = self._moved(slack, min(step, 10.0))

    def _keep(self, found: Relaxed) -> None:
        """Keep the best trip, and tell of every one."""
        if found.trip is None:
            return
        nodes = self.problem.nodes
        trip = Trip(tuple(v._replace(node=int(nodes[v.node])) for v in found.trip.visits), found.trip.value)
        if self.trip is None or trip.value > self.trip.value:
            self.trip = trip
        if self.told is not None:
            self.told(trip)

    def path(self) -> Ints:
        """Give what the relaxed path at the best prices visits, with what is remembered by now, as `nodes` count."""
        return self.problem.nodes[np.array([v.node for v in self._relaxed().visits], dtype=np.int64)]

    def through(self) -> Floats:
        """Give what each day and node is good for at the best prices, (T + 1, N): the bound of all trips there then."""
        p, onward = self._relaxed().priced, self._relaxed().onward
        return through_nodes(p, onward, forward(p)) + self.best.on(self.problem).constant

    def _relaxed(self) -> Relaxed:
        """Give the programme at the best prices, with what is remembered by now; mostly it was solved just before."""
        if self._seen is None or self._seen[0] is not self._known:
            self._seen = self._known, relax(self.problem, self._arrays, self.best, self._known)
        return self._seen[1]

    def _take(self, at: Multipliers, found: Relaxed) -> None:
        self.best, self.bound, self._seen = at, found.bound, (self._known, found)

    def _note(self, found: Relaxed) -> None:
        if found.bound < self.bound - 1e-7:
            self._take(self._at, found)
            self._stalled = 0
            return
        self._stalled += 1
        if self._stalled >= 4:
            self.reach, self._stalled, self._at = self.reach * 0.6, 0, self.best

    def _slack(self, found: Relaxed) -> Multipliers:
        """Give right-hand side less use of every constraint."""
        nodes = np.array([v.node for v in found.visits], dtype=np.int64)
        p, at = self.problem, self._at
        group = 1.0 - np.bincount(p.group[nodes], minlength=len(at.group)).astype(np.float64)
        free = (at.group <= 0) & (group > 0)
        group[(free & ~self._must) | self._unpriced] = 0.0
        yen = 0.0 if p.budget is None else (p.budget - found.yen) / YEN_UNIT
        stop = float(p.max_stops - len(nodes))
        area = np.zeros(len(at.area))
        if p.max_per_area is not None:
            area = p.max_per_area - np.bincount(p.area[nodes], minlength=len(at.area)).astype(np.float64)
            area[(at.area <= 0) & (area > 0)] = 0.0
        return Multipliers(
            0.0 if yen > 0 and at.yen <= 0 else yen, group, 0.0 if stop > 0 and at.stop <= 0 else stop, area
        )

    def _length(self, slack: Multipliers) -> float:
        return float(slack.yen**2 + (slack.group**2).sum() + slack.stop**2 + (slack.area**2).sum())

    def _moved(self, slack: Multipliers, step: float) -> Multipliers:
        group = self._at.group - step * slack.group
        return replace(
            self._at,
            yen=max(0.0, self._at.yen - step * slack.yen / YEN_UNIT),
            group=np.where(self._must, group, np.maximum(group, 0.0)),
            stop=max(0.0, self._at.stop - step * slack.stop),
            area=np.maximum(self._at.area - step * slack.area, 0.0),
        )


class Through(NamedTuple):
    """What the programme says; `nodes` (T + 1, N) is, for each day and node, the bound of all trips there then."""

    priced: Priced
    onward: Onward
    nodes: Floats


def through_values(problem: Problem, arrays: Arrays, prices: Prices, memory: Memory) -> Through:
    """Solve the programme from both ends."""
    p = priced(problem, arrays, prices, memory.states(problem.group))
    onward = backward(p)
    return Through(p, onward, through_nodes(p, onward, forward(p)) + prices.constant)


def nodes_above(through: Floats, level: float) -> Ints:
    """Give the nodes that lie on some path whose bound is above `level`."""
    return np.flatnonzero(through.max(axis=0) > level)
