"""What can be asked of a plan that exists: its alternatives, its front, and one of these trips as a plan of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.alternatives import alternatives
from planner.check import check_itinerary
from planner.errors import InvalidRequest
from planner.front import front
from planner.itinerary import Assembler
from planner.passes import compare_passes
from planner.plan import answer_of, plan_of, terms_for
from planner.problem import build_problem
from planner.reroute import Settled, corrected, value_of
from planner.serial import plan_id
from planner.solver.dynamic import POSSIBLE, Visit
from planner.until import after, never
from planner.variation import Variation

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from planner.dataset import Dataset
    from planner.front import FrontPoint
    from planner.model import Alternative, Plan
    from planner.problem import Problem
    from planner.until import Late

FRONT_SECONDS = 2.6
"""Of the processor; after these no further point is begun, where a person waits."""


@dataclass(frozen=True, slots=True)
class ChosenStay:
    """A stay of a trip that was shown."""

    code: str
    arrive: dt.date
    nights: int
    lodging_jpy: int | None = None
    """Tells which of a municipality's ways to lodge was meant; None = the better one."""


def alternatives_of(plan: Plan, dataset: Dataset, count: int, seconds: float | None = None) -> tuple[Alternative, ...]:
    """Find alternatives to a plan's trip; without seconds, the same ones however busy the machine is.

    A plan in which nothing may be chosen, but what is fixed, has none.
    """
    if not plan.request.fill:
        return ()
    late = _late(seconds)
    return alternatives(_variation(plan, dataset), plan.itinerary, plan.objective, count, late)


def front_of(plan: Plan, dataset: Dataset, seconds: float | None = None) -> tuple[FrontPoint, ...]:
    """Find the front of value, cost and hours around a plan's trip; as above without seconds."""
    late = _late(seconds)
    if not plan.request.fill:
        late = after(-1.0)
    return front(_variation(plan, dataset), plan.itinerary, plan.objective, late)


def chosen(plan: Plan, dataset: Dataset, stays: Sequence[ChosenStay]) -> Plan:
    """Make a plan of the same request that has just these stays, with the bound that was proven for the request.

    Raises
    ------
    InvalidRequest
        Where the stays are no trip of the request.
    """
    request = replace(plan.request, alternatives=0)
    terms = terms_for(request, dataset)
    problem, table = build_problem(request, terms)
    assembler = Assembler(request, dataset, problem, table)
    visits = tuple(_visit(problem, stay, dataset, request.start) for stay in stays)
    legs = assembler.legs(visits)
    real, _ = corrected(assembler, problem, visits, legs)
    value = value_of(real, visits)
    if value is None:
        raise InvalidRequest("stays", "they are no trip that keeps the limits of the request.")
    held = tuple(leg for leg in legs if leg)
    settled = Settled(assembler.stays(visits), held, value, plan.upper_bound, visits, real)
    answer = answer_of(assembler, terms, settled)
    for wrong in check_itinerary(answer.itinerary, request, dataset):
        raise InvalidRequest("stays", f"{wrong}.")
    answer = replace(answer, itinerary=replace(answer.itinerary, stays=answer.rivals()))
    done = plan_of(request, dataset, answer, ())
    done = replace(done, passes=compare_passes(done.itinerary, request, dataset.pass_book))
    return replace(done, id=plan_id(done))


def _late(seconds: float | None) -> Late:
    return never if seconds is None else after(seconds)


def _variation(plan: Plan, dataset: Dataset) -> Variation:
    terms = terms_for(plan.request, dataset)
    problem, table = build_problem(plan.request, terms)
    codes = [stay.municipality.code for stay in plan.itinerary.stays if stay.municipality.code in dataset.index]
    return Variation(Assembler(plan.request, dataset, problem, table), problem, terms, codes)


def _visit(problem: Problem, stay: ChosenStay, dataset: Dataset, start: dt.date) -> Visit:
    """Find the node of a stay: of a municipality's two the one that was meant, else the better one."""
    day = (stay.arrive - start).days
    place = dataset.index.get(stay.code)
    if place is None or not 0 <= day < problem.days or not 1 <= stay.nights < problem.gain.shape[2]:
        raise InvalidRequest("stays", f"{stay.code} on {stay.arrive} is no stay of the request.")
    options: list[tuple[bool, float, int]] = []
    for node in np.flatnonzero(problem.group == place).tolist():
        idle = node - problem.active
        if idle >= 0 and stay.nights >= problem.idle_gain.shape[2]:
            continue
        at = (node, day, stay.nights) if idle < 0 else (idle, day, stay.nights)
        gain, yen = (problem.gain[at], problem.yen[at]) if idle < 0 else (problem.idle_gain[at], problem.idle_yen[at])
        if gain > POSSIBLE:
            options.append((int(yen) == stay.lodging_jpy, float(gain), node))
    if not options:
        raise InvalidRequest("stays", f"{stay.code} cannot be stayed at for {stay.nights} nights from {stay.arrive}.")
    return Visit(max(options)[2], day, stay.nights)
