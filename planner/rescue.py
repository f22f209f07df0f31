"""A trip for a request for which the solver found none in its time, but the quick search one that holds (quick.py)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planner.reroute import Settled, corrected, value_of
from planner.solver.clock import Limits
from planner.solver.dynamic import POSSIBLE, Visit
from planner.solver.solve import solve

if TYPE_CHECKING:
    from planner.itinerary import Assembler
    from planner.problem import Problem
    from planner.quick import Quick

BOUND = Limits(seconds=0.5)


def rescued(assembler: Assembler, quick: Quick) -> Settled | None:
    """Give the cheapest trip that is quickly found, with a bound of all; None where none is found."""
    request, index, problem = assembler.request, assembler.dataset.index, assembler.problem
    found = quick.trip(replace(request, budget_jpy=None)) if quick.feasible(request) else None
    if found is None:
        return None
    visits = tuple(_visit(problem, index[code], arrive, nights) for code, arrive, nights in found.stays)
    legs = assembler.legs(visits)
    real, gained = corrected(assembler, problem, visits, legs)
    value = value_of(real, visits)
    if value is None:
        return None
    bound = solve(problem, replace(BOUND, iterations=request.iterations)).bound + gained
    held = tuple(leg for leg in legs if leg)
    return Settled(assembler.stays(visits), held, value, max(bound, value), visits, real)


def _visit(problem: Problem, group: int, arrive: int, nights: int) -> Visit:
    """Choose the node of a municipality at which a stay is worth most."""
    nodes = np.flatnonzero(problem.group == group)

    def gain(node: int) -> float:
        inside = node < problem.active
        table = problem.gain[node] if inside else problem.idle_gain[node - problem.active]
        return float(table[arrive, nights]) if nights < table.shape[1] else 2 * POSSIBLE

    return Visit(max(nodes.tolist(), key=gain), arrive, nights)
