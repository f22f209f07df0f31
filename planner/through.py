"""The best trip through each municipality: how much a trip through there would lose against a plan, at least.

The bounds are those of the programme at a certificate's prices (solver/best_through.py), on travel matrices.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.plan import terms_for
from planner.problem import build_problem
from planner.solver.best_through import best_through, most_without
from planner.solver.clock import Limits
from planner.solver.dynamic import POSSIBLE
from planner.solver.solve import certify

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.model import Plan, TripRequest

SCHEMA = "sasurai.through/1"

SECONDS, SECONDS_A_DAY = 1.0, 0.01
"""For the prices, and more of it for longer trips; the bounds take about as long again."""

ROUNDS = 4
"""Rounds at most, where a request counts rounds."""

DIGITS = 1000
"""Values are rounded up to thousandths."""


@dataclass(frozen=True, slots=True)
class ThroughTask:
    """Work for a solver's process: look at every municipality from a plan's point of view."""

    plan: Plan

    @property
    def seconds(self) -> float:
        """Seconds for the prices."""
        return SECONDS + SECONDS_A_DAY * self.plan.request.days

    def __call__(self, dataset: Dataset) -> dict[str, Any]:
        """Do it on the process's own data set."""
        return through_of(self.plan, dataset, self.seconds)


def through_of(plan: Plan, dataset: Dataset, seconds: float) -> dict[str, Any]:
    """Give the object of `GET /api/v1/plans/{id}/through`, columns by municipality.

    Returns
    -------
    dict
        `codes`, `most` (no trip through there is worth more), `arrive` (date) and `nights` of the stay of the best path
        there; places to which no trip leads are absent. `without`: for each stay of the plan, the most that a trip is
        worth which does not stay there. `objective` and `upper_bound` are the plan's.
    """
    request = _searched(plan.request)
    problem, _ = build_problem(request, terms_for(request, dataset))
    rounds = None if request.iterations is None else min(request.iterations, ROUNDS)
    _, certificate = certify(problem, Limits(seconds, rounds))
    through = best_through(certificate)
    best: dict[int, int] = {}
    for node in np.argsort(through.most, kind="stable").tolist():
        if through.most[node] > POSSIBLE:
            best[int(problem.group[node])] = node
    places = sorted(best)
    stays = [dataset.index[stay.municipality.code] for stay in plan.itinerary.stays]
    index = sorted({group for group in stays if group in best})
    # a leg that turned out better than on the matrix has raised the plan's bound, and no trip is above that
    most = {group: _up(min(float(through.most[best[group]]), plan.upper_bound)) for group in places}
    return {
        "schema": SCHEMA,
        "objective": plan.objective,
        "upper_bound": plan.upper_bound,
        "start": request.start.isoformat(),
        "codes": [dataset.municipalities[group].code for group in places],
        "most": [most[group] for group in places],
        "arrive": [int(through.arrive[best[group]]) for group in places],
        "nights": [int(through.nights[best[group]]) for group in places],
        "without": [
            {"code": dataset.municipalities[group].code, "most": None if worth <= POSSIBLE else _up(worth)}
            for group, worth in zip(index, most_without(certificate, through, index), strict=True)
        ],
    }


def _searched(request: TripRequest) -> TripRequest:
    """Give the question that was answered: without alternatives, whatever else may be filled in."""
    return replace(request, alternatives=0, fill=True)


def _up(value: float) -> float:
    return math.ceil(value * DIGITS) / DIGITS
