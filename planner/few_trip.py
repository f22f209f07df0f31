"""The trip among few places that was shown first, where the search of all places had no time to find a better one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from planner.few import few
from planner.itinerary import Assembler
from planner.problem import build_problem
from planner.reroute import RerouteLimits, Settled, corrected, settle, value_of
from planner.solver.clock import Limits

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.problem import Problem, Terms

LOOSE = 0.05
"""A gap, as a share, above which the trip among few places may be the better one."""


def or_the_first(assembler: Assembler, terms: Terms, found: Settled, seconds: float) -> Settled:
    """Give the better of a trip and of one among few places; none is sought where the gap is small."""
    if found.bound - found.objective <= LOOSE * max(abs(found.bound), 1.0):
        return found
    part = few(assembler.request, assembler.dataset, terms)
    if part is None:
        return found
    small = Assembler(assembler.request, part[0], *build_problem(assembler.request, part[1]), assembler.routed)
    other = settle(small, RerouteLimits(Limits(prove=False, chosen=True), time.monotonic() + seconds))
    if other is None or other.objective <= found.objective:
        return found
    visits = tuple(
        visit._replace(node=node_like(small.problem, visit.node, small.dataset, assembler)) for visit in other.visits
    )
    problem, gained = corrected(assembler, found.problem, visits, other.legs)
    value = value_of(problem, visits)
    if value is None or value <= found.objective:
        return found
    bound = max(found.bound + gained, value)
    return Settled(assembler.stays(visits), other.legs, value, bound, visits, problem)


def node_like(part: Problem, node: int, places: Dataset, whole: Assembler) -> int:
    """Give the node of the whole problem that a node of some places is: its municipality's first, or the second one."""
    group = whole.dataset.index[places.municipalities[int(part.group[node])].code]
    before = int(np.count_nonzero(part.group[:node] == part.group[node]))
    return int(np.flatnonzero(whole.problem.group == group)[before])
