"""What each stay brings, and what would come of another place in its days: share of the value, and the rival.

The rival is the best other municipality that fills just the days between the stays before and after; nothing else of
the trip changes. Its legs are of the travel matrix (the trip's own are real), so its loss is an estimate as times are.
Beside it stands the same place on the best other days, for which the stays before and after give or take the nights.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.explain import brief
from planner.model import Rival
from planner.solver.shift import best_shift
from planner.solver.swap import best_swap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.itinerary import Assembler
    from planner.model import Stay
    from planner.problem import Problem
    from planner.solver.dynamic import Visit


def with_rivals(
    assembler: Assembler, problem: Problem, visits: Sequence[Visit], stays: Sequence[Stay]
) -> tuple[Stay, ...]:
    """Give the stays of a trip with their share of its value and their rivals.

    Parameters
    ----------
    problem : Problem
        With the trip's real legs written into it (reroute.py).
    """
    total = sum(stay.value for stay in stays)
    return tuple(
        replace(
            stay,
            share=round(stay.value / total, 4) if total > 0 else 0.0,
            rival=_rival(assembler, problem, visits, position),
            shifted=_shifted(assembler, problem, visits, position),
        )
        for position, stay in enumerate(stays)
    )


def _rival(assembler: Assembler, problem: Problem, visits: Sequence[Visit], position: int) -> Rival | None:
    found = best_swap(problem, visits, position)
    return None if found is None else _told(assembler, found.visit, found.loss)


def _shifted(assembler: Assembler, problem: Problem, visits: Sequence[Visit], position: int) -> Rival | None:
    found = best_shift(problem, visits, position)
    return None if found is None else _told(assembler, found.visits[position], found.loss)


def _told(assembler: Assembler, visit: Visit, loss: float) -> Rival:
    (stay,) = assembler.stays([visit])
    return Rival(stay.municipality, stay.arrive, stay.depart, round(loss, 6), *brief(stay.role, stay.demand))
