"""The places that matter for some view of a request's problem: what is solved again and again should be small."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planner.regions import REGIONS
from planner.scoring import Weights
from planner.solver.coarse import coarsen
from planner.solver.dynamic import POSSIBLE, arrays_of
from planner.solver.memory import Memory
from planner.solver.prices import no_prices, through_values

if TYPE_CHECKING:
    from collections.abc import Collection

    from planner.problem import Problem
    from planner.solver.dynamic import Floats, Ints
    from planner.views import Sides

USUAL, THRIFTY, ON_THE_WAY = 80, 40, 40
"""Places kept for usual views: the best at the request's weights, at dear yen and hours, and nights on the way."""

DEARER = 5.0
"""Times the usual weights of a yen and an hour, for the second of these."""

A_WEEK, OF_A_REGION = 30, 3
"""Places looked at for each week, in the country and in each region, by what they bring a night."""

TYPICAL = 10
"""Nights over which the ways there and back are spread in that."""

CUT_OFF = 0.1
"""Share of impossible legs above which nights on the way may be needed."""


def glance(problem: Problem, people: int, keep: Collection[int]) -> Ints:
    """Choose the nodes worth a look: by what they bring a night, as usual and where all costs are dear.

    Parameters
    ----------
    keep : places by their position in the data set that have to be among them
    """
    lodging = (DEARER - 1.0) * Weights().yen / people * problem.yen
    rates, thrifty = _rates(problem, problem.gain, 1.0), _rates(problem, problem.gain - lodging, DEARER)
    kept = np.flatnonzero(np.isin(problem.group, list(keep)) | problem.must)
    nodes = np.unique(
        np.concatenate([_best_by_week(rates, A_WEEK), _best_by_week(thrifty, A_WEEK), _regional(problem, rates), kept])
    )
    if _is_cut_off(problem, nodes):
        nodes = np.union1d(nodes, np.arange(problem.active, problem.size))
    return nodes


def usual(problem: Problem, sides: Sides, own: Weights, keep: Collection[int]) -> Ints:
    """Choose the nodes of the views that are not of one region, out of those glanced at."""
    dear = replace(own, yen=DEARER * Weights().yen, hour=DEARER * Weights().hour)
    order, cheap = _ranked(problem), _ranked(sides.weighed(problem, own, dear))
    active, idle = order < problem.active, order >= problem.active
    kept = np.flatnonzero(np.isin(problem.group, list(keep)) | problem.must)
    thrifty = cheap[cheap < problem.active][:THRIFTY]
    return np.unique(np.concatenate([order[active][:USUAL], thrifty, kept, order[idle][:ON_THE_WAY]]))


def _rates(problem: Problem, gain: Floats, dear: float) -> Floats:
    """Give the best gain a night of a stay from each day on, ways spread over it, (A, T)."""
    nights = np.maximum(np.arange(gain.shape[2]), 1)
    ways = np.maximum(problem.legs.start_gain, -5.0) + np.maximum(problem.legs.end_gain, -5.0)
    rates: Floats = (gain / nights).max(axis=2) + dear * ways[: problem.active, None] / TYPICAL / 2
    return rates


def _best_by_week(rates: Floats, each: int) -> Ints:
    best = [np.argsort(-rates[:, day], kind="stable")[:each] for day in range(0, rates.shape[1], 7)]
    return np.unique(np.concatenate(best))


def _regional(problem: Problem, rates: Floats) -> Ints:
    """Give the best places of each region by week."""
    inside = [np.flatnonzero(np.isin(problem.area[: problem.active], list(area))) for area in REGIONS.values()]
    return np.concatenate([nodes[_best_by_week(rates[nodes], OF_A_REGION)] for nodes in inside])


def _is_cut_off(problem: Problem, nodes: Ints) -> bool:
    legs = problem.legs.gain[np.ix_(nodes, nodes)] <= POSSIBLE
    ends = (problem.legs.start_gain[nodes] <= POSSIBLE).mean() + (problem.legs.end_gain[nodes] <= POSSIBLE).mean()
    between = (legs.sum() - len(nodes)) / max(len(nodes) ** 2, 1)
    return bool(between + ends > CUT_OFF)


def _ranked(problem: Problem) -> Ints:
    """Order nodes by the best path through them at no prices; nights on the way have the rank of their kind."""
    coarse = coarsen(problem)
    together = coarse.problem
    nothing = Memory.none(together.size).at(together.nodes, together.group)
    through = through_values(together, arrays_of(together), no_prices(problem).on(together), nothing).nodes
    order: Ints = np.argsort(-through.max(axis=0)[coarse.image], kind="stable")
    return order
