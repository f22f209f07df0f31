"""Solve on travel matrices, route the chosen legs for their dates, and solve on where the two disagree.

Matrices are optimistic (DESIGN.md, The way of the data): a leg that turns out longer, dearer or impossible is written
into the problem, and the solver goes on from there. A leg that turns out better raises the bound by what it gains.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.booked import BOOKED
from planner.booked_legs import LEG_ARRAYS, weighed
from planner.solver.prices import yen_of
from planner.solver.solve import solve
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.itinerary import Assembler
    from planner.model import Leg, Stay
    from planner.problem import Legs, Problem
    from planner.solver.clock import Limits
    from planner.solver.dynamic import Visit

TRIES = 12
PATIENCE = 3.0
"""Seconds after the deadline that the search for any trip that holds may take."""

CLOSE_ENOUGH = 0.01
"""A trip on real legs may fall this share short of its promise before the solver tries again."""

SAME = 1e-5
"""Points by which a real leg may differ from the matrix by rounding: grams of CO2, for one."""


@dataclass(frozen=True)
class RerouteLimits:
    """The solver's limits, and the moment after which a trip that holds is good enough."""

    solver: Limits
    deadline: float


@dataclass(frozen=True)
class Settled:
    """A trip whose legs are real."""

    stays: tuple[Stay, ...]
    legs: tuple[Leg, ...]
    objective: float
    bound: float
    visits: tuple[Visit, ...]
    problem: Problem
    """With the real legs written into it."""


def settle(assembler: Assembler, limits: RerouteLimits) -> Settled | None:
    """Solve until the chosen legs hold; None where no trip keeps all constraints."""
    problem, best, bound, better = assembler.problem, None, np.inf, 0.0
    for turn in range(TRIES):
        left = max(0.2, limits.deadline - time.monotonic())
        found = solve(problem, replace(limits.solver, seconds=left))
        bound = min(bound, found.bound + better)
        if found.visits is None:
            break
        legs = assembler.legs(found.visits)
        problem, gained = corrected(assembler, problem, found.visits, legs)
        better += gained
        bound += gained
        value = value_of(problem, found.visits)
        if value is not None and (best is None or value > best.objective):
            held = tuple(leg for leg in legs if leg)
            best = Settled(assembler.stays(found.visits), held, value, bound, found.visits, problem)
        short = np.inf if value is None else found.objective - value
        if short <= CLOSE_ENOUGH * max(1.0, abs(found.objective)):
            break
        late = time.monotonic() - limits.deadline
        if limits.solver.iterations is None and late > (0.0 if best is not None else PATIENCE):
            break
        if best is not None and limits.solver.iterations is not None and turn >= TRIES // 2:
            break
    return None if best is None else replace(best, bound=max(bound, best.objective))


def corrected(
    assembler: Assembler, problem: Problem, visits: Sequence[Visit], legs: Sequence[Leg | None]
) -> tuple[Problem, float]:
    """Write the real legs of a trip into the problem; give what they gain over the matrix in all.

    The problem itself is given where they are as the matrix has them.
    """
    old, gained = problem.legs, 0.0
    real = [_real(assembler, leg) for leg in legs]
    known = [_leg(old, visits, position) for position in range(len(legs))]
    if all(abs(a[0] - b[0]) <= SAME and a[1:] == b[1:] for a, b in zip(real, known, strict=True)):
        return problem, gained
    new = replace(old, **{name: getattr(old, name).copy() for name in LEG_ARRAYS})
    for position, (found, before) in enumerate(zip(real, known, strict=True)):
        gained += max(0.0, found[0] - before[0])
        new = _write(new, problem, visits, position, found)
    return replace(problem, legs=new), gained


def _real(assembler: Assembler, leg: Leg | None) -> tuple[float, int, int]:
    """Give gain, yen and nights of a routed leg."""
    weights, request = assembler.table.weights, assembler.request
    # what is booked was long enough for its traveller
    if leg is None or (leg.basis != BOOKED and leg.minutes > round(request.max_leg_hours * 60)):
        return NEVER, 0, 0
    return weighed(leg, request.people, weights)


def _leg(legs: Legs, visits: Sequence[Visit], position: int) -> tuple[float, int, int]:
    if not visits:
        return legs.direct
    if position == 0:
        m = visits[0].node
        return float(legs.start_gain[m]), int(legs.start_yen[m]), int(legs.start_nights[m])
    a = visits[position - 1].node
    if position == len(visits):
        return float(legs.end_gain[a]), int(legs.end_yen[a]), int(legs.end_nights[a])
    b = visits[position].node
    return float(legs.gain[a, b]), int(legs.yen[a, b]), int(legs.nights[a, b])


def _write(legs: Legs, problem: Problem, visits: Sequence[Visit], position: int, real: tuple[float, int, int]) -> Legs:
    """Write a leg for all nodes of its municipalities."""
    if not visits:
        return replace(legs, direct=real)
    group = problem.group
    a = np.flatnonzero(group == group[visits[position - 1].node]) if position else None
    b = np.flatnonzero(group == group[visits[position].node]) if position < len(visits) else None
    for name, value in zip(("gain", "yen", "nights"), real, strict=True):
        if a is None:
            getattr(legs, f"start_{name}")[b] = value
        elif b is None:
            getattr(legs, f"end_{name}")[a] = value
        else:
            getattr(legs, name)[np.ix_(a, b)] = value
    return legs


def value_of(problem: Problem, visits: Sequence[Visit]) -> float | None:
    """Give the value of a trip as it is timed; None where it breaks a constraint of legs, days or budget."""
    day, total = 0, 0.0
    for position in range(len(visits) + 1):
        gain, _, nights = _leg(problem.legs, visits, position)
        day += nights
        total += gain
        if gain <= NEVER / 2:
            return None
        if position < len(visits):
            node, arrive, length = visits[position]
            if day != arrive:
                return None
            idle = node - problem.active
            total += float(problem.gain[node, day, length] if idle < 0 else problem.idle_gain[idle, day, length])
            day += length
    over = problem.budget is not None and yen_of(problem, tuple(visits)) > problem.budget
    return None if over or day > problem.days else total
