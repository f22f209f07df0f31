"""The fewest yen that any trip can take: a programme over days, nodes and what was done, which proves impossibility.

A path may return to a place, so that the true fewest may be more; where the programme finds no path at all, or none
within the budget, there is no trip.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from planner.kernel import kernel
from planner.solver.coarse import coarsen
from planner.solver.dynamic import POSSIBLE, night_legs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.problem import Problem

    Ints = NDArray[np.int64]

NO_WAY = 2**40
"""Yen of what cannot be; some of them can be added up."""

WORK, MORE_WORK = 3 * 10**8, 2 * 10**9
"""Legs looked at in a tenth of a second, and in about a second: a larger programme is not begun."""

REMEMBERED = 3
"""Places to visit that a path is asked for at once; the others may be left out by it."""


def impossible(problem: Problem, work: int = WORK) -> bool:
    """Tell whether it is proven that no trip keeps all constraints; false may mean that the proof would take long."""
    if too_many_musts(problem):
        return True
    coarse = coarsen(problem).problem
    layers = work // (coarse.days * coarse.size**2)
    musts = np.unique(problem.group[problem.must])[: min(REMEMBERED, max(layers, 1).bit_length() - 2)]
    if layers < 2:
        return False
    least = fewest_yen(coarse, musts)
    return least >= NO_WAY or (problem.budget is not None and least > problem.budget)


def too_many_musts(problem: Problem) -> bool:
    """Tell whether more places must be visited than there may be stops, or stays in their prefecture."""
    musts, first = np.unique(problem.group[problem.must], return_index=True)
    areas = Counter(problem.area[problem.must][first].tolist())
    crowded = problem.max_per_area is not None and max(areas.values(), default=0) > problem.max_per_area
    return crowded or len(musts) > problem.max_stops


def fewest_yen(problem: Problem, musts: Ints) -> int:
    """Give a lower bound of the yen of any trip that works once and visits some municipalities; `NO_WAY` = none."""
    legs, night = problem.legs, night_legs(problem.legs)
    bits = np.zeros(problem.size, np.int64)
    for place, group in enumerate(musts):
        bits[problem.group == group] = 2 << place
    return int(
        sweep(
            _yen(np.where(legs.nights > 0, 2 * POSSIBLE, legs.gain), legs.yen),
            _yen(legs.start_gain, legs.start_yen), legs.start_nights.astype(np.int64),
            _yen(legs.end_gain, legs.end_yen), legs.end_nights.astype(np.int64),
            night.origin, night.destination, night.nights, night.yen,
            _yen(problem.gain, problem.yen), problem.worth, _yen(problem.idle_gain, problem.idle_yen), bits,
            2 << len(musts),
        )
    )  # fmt: skip


def _yen(gain: NDArray[np.float64], yen: NDArray[np.int32]) -> Ints:
    return np.where(gain > POSSIBLE, yen.astype(np.int64), NO_WAY)


@kernel
def sweep(
    legs: Ints, start: Ints, start_nights: Ints, end: Ints, end_nights: Ints, over_from: Ints, over_to: Ints,
    over_nights: Ints, over_yen: Ints, stays: Ints, worth: NDArray[np.bool_], idle: Ints, bits: Ints, layers: int,
) -> int:  # fmt: skip
    """Follow all paths from day to day; `layers` is one more than the mask of all that has to be done."""
    active, n, days, nowhere = len(stays), len(legs), stays.shape[1], np.zeros(0, np.bool_)
    arrive, leave = (
        np.full((days + 1, layers, n), NO_WAY, np.int64),
        np.full((days + 1, layers, n), NO_WAY, np.int64),
    )
    best = NO_WAY
    for m in range(n):
        if start_nights[m] <= days:
            arrive[start_nights[m], 0, m] = start[m]
    for d in range(days + 1):
        for done in range(layers):
            _spread(arrive[d, done], legs, leave[d, done])
            for k in range(len(over_from)):
                t, m = d + over_nights[k], over_to[k]
                if t < days:
                    arrive[t, done, m] = min(arrive[t, done, m], leave[d, done, over_from[k]] + over_yen[k])
        for m in range(n):
            if d + end_nights[m] <= days:
                best = min(best, leave[d, layers - 1, m] + end[m])
            if d < days:
                row = stays[m, d] if m < active else idle[m - active, d]
                working = worth[m, d] if m < active else nowhere
                _stay(arrive[d, :, m], leave[:, :, m], d, row, working, bits[m])
    return min(best, NO_WAY)


@kernel
def _spread(row: Ints, legs: Ints, leave: Ints) -> None:
    """Follow all same-day legs."""
    for m in range(len(leave)):
        yen = leave[m]
        if yen < NO_WAY:
            for j in range(len(row)):
                row[j] = min(row[j], yen + legs[m, j])


@kernel
def _stay(arrive: Ints, leave: Ints, d: int, row: Ints, working: NDArray[np.bool_], bit: int) -> None:
    """Carry what was done on arriving at a node on day d to the days of leaving it."""
    for done in range(len(arrive)):
        if arrive[done] < NO_WAY:
            for nights in range(1, min(len(row), len(leave) - d)):
                after = done | bit
                if nights < len(working) and working[nights]:
                    after |= 1
                leave[d + nights, after] = min(leave[d + nights, after], arrive[done] + row[nights])
