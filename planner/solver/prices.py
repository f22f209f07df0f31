"""Lagrangian prices by subgradient steps: on a yen of the budget, a visit, a stop and a stay in a prefecture.

Every constraint that couples the stays of a trip is priced: what is used beyond its right-hand side raises its price,
what is left lowers it. Steps follow Polyak with a target level between the bound and the best trip known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from planner.solver.dynamic import POSSIBLE, Prices, Visit, arrays_of, backward, forward, priced_legs, trace

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.problem import Problem
    from planner.solver.dynamic import Arrays, Floats, Ints

YEN_UNIT = 20_000.0
"""Yen that weigh like one visit in a step."""


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
        constant = self.group.sum() + self.stop * problem.max_stops
        constant += self.area.sum() * (problem.max_per_area or 0)
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


def relax(problem: Problem, arrays: Arrays, at: Multipliers) -> Relaxed:
    """Solve the programme at some prices."""
    prices = at.on(problem)
    legs = priced_legs(arrays, prices.yen)
    arrive, leave = backward(arrays, legs, problem.days, prices.yen, prices.visit)
    path = np.zeros((problem.days + 1, 3), np.int64)
    direct, direct_yen, direct_nights = problem.legs.direct
    empty = direct - prices.yen * direct_yen if direct_nights <= problem.days else POSSIBLE
    value, count = trace(arrays, legs, problem.days, prices.yen, empty, arrive, leave, path)
    visits = tuple(Visit(*map(int, row)) for row in path[:count])
    return Relaxed(value + prices.constant, visits, yen_of(problem, visits))


def yen_of(problem: Problem, visits: tuple[Visit, ...]) -> int:
    """Give the yen that a trip takes from the budget."""
    if not visits:
        return problem.legs.direct[1]
    legs = problem.legs
    total = int(legs.start_yen[visits[0].node]) + int(legs.end_yen[visits[-1].node])
    for one, other in pairwise(visits):
        total += int(legs.yen[one.node, other.node])
    for node, day, nights in visits:
        inside = node < problem.active
        total += int(problem.yen[node, day, nights] if inside else problem.idle_yen[node - problem.active, day, nights])
    return total


@dataclass
class Ascent:
    """Subgradient descent of the bound, resumable; `best` are the prices of the lowest bound so far."""

    problem: Problem
    best: Multipliers
    bound: float = np.inf
    reach: float = 0.05
    """How far below the bound the target lies, as a share of it."""

    def __post_init__(self) -> None:
        self._arrays = arrays_of(self.problem)
        self._at = self.best
        self._stalled = 0
        numbers = np.arange(len(self.best.group))
        self._must = np.isin(numbers, self.problem.group[self.problem.must])
        # nights on the way have no price, so that they can be taken together (coarse.py)
        self._unpriced = ~np.isin(numbers, self.problem.group[: self.problem.active])

    def on(self, problem: Problem) -> Ascent:
        """Go on from the same prices with other nodes."""
        return Ascent(problem, self.best, reach=self.reach)

    def steps(self, count: int, known: float, go_on: Callable[[], bool]) -> None:
        """Take up to `count` steps; `known` is the value of the best trip so far."""
        for _ in range(count):
            found = relax(self.problem, self._arrays, self._at)
            self._note(found.bound)
            slack = self._slack(found)
            length = self._length(slack)
            if length == 0.0 or not go_on():
                return
            target = max(known, self.bound - self.reach * max(abs(self.bound), 1.0))
            step = max(found.bound - target, 1e-6) / length
            self._at = self._moved(slack, min(step, 10.0))

    def _note(self, bound: float) -> None:
        if bound < self.bound - 1e-7:
            self.bound, self.best, self._stalled = bound, self._at, 0
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


def through_values(problem: Problem, arrays: Arrays, prices: Prices) -> tuple[Floats, Floats, Floats]:
    """Give arrival values, departure values and, for each day and node, the bound of all trips that arrive then.

    Returns
    -------
    arrive : (T + 1, N) float64
    leave : (N, T + 1) float64
    through : (T + 1, N) float64
    """
    legs = priced_legs(arrays, prices.yen)
    arrive, leave = backward(arrays, legs, problem.days, prices.yen, prices.visit)
    through = forward(arrays, legs, problem.days, prices.yen, prices.visit) + arrive + prices.constant
    return arrive, leave, through


def nodes_above(through: Floats, level: float) -> Ints:
    """Give the nodes that lie on some path whose bound is above `level`."""
    return np.flatnonzero(through.max(axis=0) > level)
