"""The best completion of what is fixed, on real legs, in the time of a glance."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from planner.itinerary import Assembler
from planner.plan import answer_of
from planner.replan.by_hand import visit_of
from planner.replan.search import QuickSearch
from planner.replan.workshop import edited
from planner.reroute import RerouteLimits, Settled, corrected, settle, value_of
from planner.solver.clock import Limits
from planner.solver.dynamic import POSSIBLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.dataset import Dataset
    from planner.model import Must, TripRequest
    from planner.plan import Answer
    from planner.problem import Problem
    from planner.replan.workshop import Base
    from planner.solver.dynamic import Visit

CERTIFICATE = 0.4
"""Share of the seconds kept for what comes after the search: the bound, routing the legs, rivals."""

TURNS = 4
LONGER, HURRY = 1.5, 2.0
"""Seconds of the ordinary solver, where the quick search found nothing; how much less it may try again and again."""

SHORT = 0.01
"""A trip on real legs may fall this share short of its promise before the search tries again."""


def complete(
    request: TripRequest,
    dataset: Dataset,
    base: Base,
    had: Sequence[Must],
    seconds: float,
    rounds: int | None = None,
    *,
    patient: bool = False,
) -> Answer | None:
    """Find the best trip that keeps what a request fixes; None where none is found.

    Parameters
    ----------
    had : sequence of Must
        Stays of the trip so far, as far as they may stay: where the search begins.
    rounds : int, optional
        Instead of the clock: the same edit gives the same trip.
    patient : bool
        Where the quick search finds nothing, ask the ordinary solver too.
    """
    until = time.thread_time() + (1.0 - CERTIFICATE) * seconds
    whole, coarse = edited(base, request, dataset)
    visits = _visits(whole, had, request, dataset)
    bound, better, best = np.inf, 0.0, None
    for _ in range(TURNS):
        search = QuickSearch(whole, coarse, until, rounds)
        if best is None and (value := _still_a_trip(whole, visits)) is not None:
            search.visits, search.value = tuple(visits), value
        found = search.run(visits, base.prices)
        base.prices = found.prices
        bound = min(bound, found.bound + better)
        if found.visits is None:
            break
        assembler = Assembler(request, dataset, whole, base.table)
        legs = assembler.legs(found.visits)
        whole, gained = corrected(assembler, whole, found.visits, legs)
        if all(visit.node < whole.active for visit in found.visits):
            # nights on the way, taken together, keep the best of their legs
            coarse = replace(coarse, problem=corrected(assembler, coarse.problem, found.visits, legs)[0])
        better, bound = better + gained, bound + gained
        value = value_of(whole, found.visits)
        if value is not None and (best is None or value > best.objective):
            held = tuple(leg for leg in legs if leg)
            best = Settled(assembler.stays(found.visits), held, value, bound, found.visits, whole)
        if value is not None and found.value - value <= SHORT * max(1.0, abs(found.value)):
            break
        visits = list(found.visits)
    assembler = Assembler(request, dataset, whole, base.table)
    if best is None and patient:
        limits = RerouteLimits(Limits(LONGER, 1 if rounds else None), time.monotonic() - HURRY)
        best = settle(assembler, limits)
    if best is None:
        return None
    return answer_of(assembler, base.terms, replace(best, bound=max(best.objective, min(bound, best.bound))))


def _visits(problem: Problem, had: Sequence[Must], request: TripRequest, dataset: Dataset) -> list[Visit]:
    """Give the stays so far as nodes and days, as far as they lie within the trip and have a node of their own."""
    found: list[Visit] = []
    active = set(problem.group[: problem.active].tolist())
    for stay in had:
        arrive, depart = stay.span
        day, nights, place = (arrive - request.start).days, (depart - arrive).days, dataset.index[stay.code]
        inside = day >= 0 and day + nights <= problem.days and nights < problem.gain.shape[2]
        if inside and place in active and stay.code not in request.left_out:
            found.append(visit_of(problem, stay, request.start, place))
    return found


def _still_a_trip(problem: Problem, visits: Sequence[Visit]) -> float | None:
    """Give the value of the stays so far where they are a trip that keeps everything."""
    if not visits or any(a.arrive + a.nights > b.arrive for a, b in pairwise(visits)):
        return None
    nodes = np.array([visit.node for visit in visits])
    groups, areas = problem.group[nodes], problem.area[nodes]
    kept = len(set(groups.tolist())) == len(nodes) <= problem.max_stops
    kept &= bool(np.isin(problem.group[problem.must], groups).all())
    kept &= problem.max_per_area is None or int(np.bincount(areas).max()) <= problem.max_per_area
    kept &= any(problem.worth[visit] for visit in visits)
    value = value_of(problem, visits) if kept else None
    return value if value is not None and value > POSSIBLE else None
