"""The quickest proofs that something is feasible: trips of a single stay, and trips of what must be visited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.solver.dynamic import POSSIBLE, Visit
from planner.solver.hunt import Effort, hunt
from planner.solver.prices import no_prices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.problem import Problem


def one_stop(problem: Problem) -> tuple[Visit, float] | None:
    """Find the best trip of one stay within the budget, with its value; None where there is none.

    Nothing is said of musts and of nights on the way.
    """
    values, yen = _trips(problem)
    if problem.budget is not None:
        values = np.where(yen > problem.budget, POSSIBLE, values)
    best = int(values.argmax()) if values.size else 0
    if not values.size or values.flat[best] <= POSSIBLE or problem.max_stops < 1:
        return None
    node, nights = np.unravel_index(best, values.shape)
    return Visit(int(node), int(problem.legs.start_nights[node]), int(nights)), float(values.flat[best])


def feasible(problem: Problem) -> bool:
    """Tell whether a trip is easily found; nothing proves that there is none where it is not."""
    if not problem.must.any():
        # where the cheapest trip of one stay is too dear, a longer one will hardly be cheaper
        return one_stop(problem) is not None or (cheapest(problem) is None and _found(problem, np.arange(problem.size)))
    musts = np.flatnonzero(problem.must)
    idle = np.arange(problem.active, problem.size)
    return _found(problem, musts) or _found(problem, np.concatenate([musts, idle]))


def _found(problem: Problem, nodes: NDArray[np.int64]) -> bool:
    part = problem.part(nodes)
    return hunt(part, no_prices(part), POSSIBLE, Effort(8, 50_000, 4_000_000)).visits is not None


def cheapest(problem: Problem) -> int | None:
    """Give the yen of the cheapest trip of one stay."""
    values, yen = _trips(problem)
    possible = values > POSSIBLE
    return int(yen[possible].min()) if possible.any() else None


def _trips(problem: Problem) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Give value and yen of staying n nights at each node, going there on day 0 and straight on to the end."""
    legs, active = problem.legs, problem.active
    nodes, day = np.arange(active), legs.start_nights[:active].astype(np.int64)
    inside = day < problem.days
    at = np.minimum(day, problem.days - 1)
    values = problem.gain[nodes, at] + legs.start_gain[:active, None] + legs.end_gain[:active, None]
    yen = problem.yen[nodes, at].astype(np.int64) + legs.start_yen[:active, None] + legs.end_yen[:active, None]
    nights = np.arange(values.shape[1])[None, :]
    over = at[:, None] + nights + legs.end_nights[:active, None] > problem.days
    wrong = over | ~inside[:, None] | ~problem.worth[nodes, at]
    return np.where(wrong, 2 * POSSIBLE, values), yen
