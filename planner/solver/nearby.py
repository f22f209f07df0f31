"""Places that would fit between two stays of a trip: where a hunt for a better one may look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.solver.dynamic import POSSIBLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.problem import Problem
    from planner.solver.dynamic import Visit

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

TYPICAL = 10
"""Nights for which a place's rate of gain is weighed against the legs to and from it."""

A_WEEK = 25
"""Promising nodes a week."""

YEN = (0.0, 1e-4, 4e-4)
"""Points a yen at which nodes are looked at where there is a budget."""

LOOKED_AT, LEAST = 420, 8
"""Promising nodes of all weeks together, and of a week at least, where a first trip is all that is sought."""

FAR = 30
"""Nights over which the ways there and back are spread where yen are dear."""


def prices_of_yen(budget: int | None) -> tuple[float, ...]:
    """Give the prices of a yen at which nodes are looked at."""
    return YEN if budget is not None else YEN[:1]


def few_a_week(weeks: int) -> int:
    """Give how many nodes a week are looked at for a first trip: the longer it is, the more each of them costs."""
    return min(A_WEEK, max(LEAST, LOOKED_AT // weeks))


def promising(problem: Problem, most: int = A_WEEK) -> Ints:
    """Give the active nodes that are among the best by gain a night in some week, where yen are dear and where not."""
    prices = prices_of_yen(problem.budget)
    legs, a = problem.legs, problem.active
    nights = np.maximum(np.arange(problem.gain.shape[2]), 1)
    far = np.where(reachable(problem)[:a], 0.0, POSSIBLE)
    ends, rates = [], np.empty((len(prices), len(range(0, problem.days, 7)), a))
    for p, yen in enumerate(prices):
        ends.append(
            legs.start_gain[:a] + legs.end_gain[:a] - yen * (legs.start_yen[:a] + legs.end_yen[:a].astype(np.int64))
        )
        for week, day in enumerate(range(0, problem.days, 7)):
            rates[p, week] = ((problem.gain[:, day] - yen * problem.yen[:, day]) / nights).max(axis=1)
    return best_by_week(rates, prices, ends, far, most)


def best_by_week(rates: Floats, prices: Sequence[float], ends: Sequence[Floats], far: Floats, most: int) -> Ints:
    """Give the nodes that are among the best of some week at some price.

    Parameters
    ----------
    rates : (P, W, A) float64
        Gain a night by price of a yen, week and node.
    prices : sequence of float, length P
    ends : sequence of (A,) float64, length P
        Gain of the ways there and back.
    far : (A,) float64
        Added to the rates of nodes: less than anything where no way leads.
    most : int
        Nodes a week, where yen are dear half of them.
    """
    best = []
    for at_price, yen, way in zip(rates, prices, ends, strict=True):
        each = most if yen == 0.0 else most // 2
        for rate in at_price:
            best.append(np.argsort(-(far + rate + (yen > 0) * way / FAR), kind="stable")[:each])
    return np.unique(np.concatenate(best))


def reachable(problem: Problem) -> NDArray[np.bool_]:
    """Tell of each node whether some way leads there from the start."""
    legs = problem.legs
    there = legs.start_gain > POSSIBLE
    new = there
    while new.any():
        new = (legs.gain[new] > POSSIBLE).any(axis=0) & ~there
        there = there | new
    return there


def fitting(problem: Problem, visits: Sequence[Visit], yen_price: float, each: int) -> Ints:
    """Give, for every gap between stays, the nodes that promise most there; `each` of them."""
    nights = np.maximum(np.arange(problem.gain.shape[2]), 1)
    found: list[Ints] = []
    for position in range(len(visits) + 1):
        before = visits[position - 1] if position else None
        after = visits[position] if position < len(visits) else None
        day = min(before.arrive + before.nights if before else 0, problem.days - 1)
        rate = ((problem.gain[:, day] - yen_price * problem.yen[:, day]) / nights).max(axis=1)
        legs = _to(problem, before, yen_price) + _back(problem, after, yen_price)
        found.append(np.argsort(-(TYPICAL * rate + legs[: problem.active]), kind="stable")[:each])
    return np.unique(np.concatenate(found))


def _to(problem: Problem, visit: Visit | None, yen_price: float) -> Floats:
    """Give the priced legs from a stay, or from the start, to every node."""
    legs = problem.legs
    if visit is None:
        return np.asarray(legs.start_gain - yen_price * legs.start_yen)
    return np.asarray(legs.gain[visit.node] - yen_price * legs.yen[visit.node])


def _back(problem: Problem, visit: Visit | None, yen_price: float) -> Floats:
    """Give the priced legs from every node to a stay, or to the end."""
    legs = problem.legs
    if visit is None:
        return np.asarray(legs.end_gain - yen_price * legs.end_yen)
    return np.asarray(legs.gain[:, visit.node] - yen_price * legs.yen[:, visit.node])
