"""A trip from the programme's values: always on to what promises most of what was not visited and can be paid.

A relaxed path may return to places and overspend; the trip that follows the same values and does neither is found in a
millisecond, and is often close to the best (Bertsekas, Tsitsiklis, Wu 1997).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.kernel import kernel
from planner.solver.dynamic import POSSIBLE, Trip, Visit, stays_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.problem import Problem
    from planner.solver.dynamic import Arrays, Floats, Ints, Onward, Priced


DEARER = (0.0, 2e-5, 6e-5, 2e-4, 6e-4)
"""Points a yen by which what is bought next is dearer than what is bought later: money has to last."""


def roll_out(problem: Problem, p: Priced, onward: Onward) -> Trip | None:
    """Give a feasible trip and its value; None where the greedy way leads to none or something must be visited.

    Nights on the way are left to the search: the trip goes to active nodes only.
    """
    if problem.must.any():
        return None
    budget = 2**60 if problem.budget is None else problem.budget
    per_area = problem.size if problem.max_per_area is None else problem.max_per_area
    best: Trip | None = None
    for dearer in DEARER if problem.budget is not None else DEARER[:1]:
        path = np.zeros((problem.days + 1, 3), np.int64)
        count, value = _follow(
            p._replace(yen=p.yen + dearer), onward.arrive[0], problem.area, problem.worth, budget,
            min(problem.max_stops, problem.days), per_area, path,
        )  # fmt: skip
        if count and (best is None or value > best.value):
            best = Trip(tuple(Visit(*map(int, row)) for row in path[:count]), float(value))
    return best


@kernel
def _follow(
    p: Priced, hopes: Floats, area: Ints, worth: NDArray[np.bool_], budget: int, stops: int, per_area: int, path: Ints
) -> tuple[int, float]:  # fmt: skip
    """Write `path[i] = node, arrival, nights`; give the number of stays, 0 = no trip, and the value."""
    x, m, count, worked = p.x, _first(p, hopes, budget), 0, False
    if m < 0:
        return 0, 0.0
    free, seen = np.ones(len(p.kin), np.bool_), np.zeros(area.max() + 1, np.int64)
    value, yen, day = x.start_gain[m], x.start_yen[m], x.start_nights[m]
    while m >= 0:
        _close(p, m, area, seen, per_area, free)
        nights, after, then = _step(p, hopes, m, day, free, budget - yen, count + 1 < stops)
        if nights == 0:
            return 0, 0.0
        gain, costs = stays_at(x, m, day)
        path[count, 0], path[count, 1], path[count, 2] = m, day, nights
        worked = worked or worth[x.at[m], day, nights]
        value, yen, count = value + gain[nights], yen + costs[nights], count + 1
        value, yen = _gone(p, m, after, then - day - nights, value, yen)
        m, day = after, then
    return (count, value) if worked else (0, 0.0)


@kernel
def _first(p: Priced, hopes: Floats, budget: int) -> int:
    """Choose where to begin; −1 where nothing can be paid."""
    x, best, first = p.x, POSSIBLE, -1
    for j in range(len(x.at)):
        day = x.start_nights[j]
        if day < p.horizon and x.start_yen[j] + _back(x, j, day) <= budget:
            priced = x.start_gain[j] - p.yen * x.start_yen[j] + hopes[day, j]
            if priced > best:
                best, first = priced, j
    return first


@kernel
def _close(p: Priced, m: int, area: Ints, seen: Ints, per_area: int, free: NDArray[np.bool_]) -> None:
    """Close the municipality of node m, and its prefecture once it is full."""
    seen[area[m]] += 1
    for j in range(len(free)):
        free[j] = free[j] and p.kin[j] != p.kin[m] and seen[area[j]] < per_area


@kernel
def _back(x: Arrays, m: int, day: int) -> int:
    """Give the fewest yen for a stay at node m from a day on and the way home."""
    _, costs = stays_at(x, m, day)
    least = 2**31
    for nights in range(x.least[m, day], x.most[m, day] + 1):
        if day + nights + x.end_nights[m] <= len(x.least[m]):
            least = min(least, costs[nights])
    return int(least + x.end_yen[m])


@kernel
def _gone(p: Priced, m: int, j: int, nights: int, value: float, yen: int) -> tuple[float, int]:
    """Add the leg from node m to j (−1 = home) that takes so many nights."""
    if j < 0:
        return value + p.x.end_gain[m], yen
    if nights == 0:
        return value + p.x.leg_gain[m, j], yen + p.x.leg_yen[m, j]
    for k in range(len(p.x.over_from)):
        if p.x.over_from[k] == m and p.x.over_to[k] == j and p.x.over_nights[k] == nights:
            return value + p.x.over_gain[k], yen + p.x.over_yen[k]
    return value + 2 * POSSIBLE, yen


@kernel
def _step(
    p: Priced, hopes: Floats, m: int, day: int, free: NDArray[np.bool_], left: int, more: bool
) -> tuple[int, int, int]:  # fmt: skip
    """Choose nights at node m (0 = nothing is possible), where to go next (−1 = home), and the day there."""
    x, active = p.x, len(p.x.at)
    gain, costs = stays_at(x, m, day)
    best, nights, after, then = POSSIBLE, 0, -1, day
    for stay in range(x.least[m, day], x.most[m, day] + 1):
        priced, d = gain[stay] - p.yen * costs[stay], day + stay
        if d + x.end_nights[m] <= p.horizon and costs[stay] + x.end_yen[m] <= left:
            home = priced + x.end_gain[m] - p.yen * x.end_yen[m]
            if home > best:
                best, nights, after, then = home, stay, -1, d
        for j in range(active if more and d < p.horizon else 0):
            value = priced + x.leg_gain[m, j] - p.yen * x.leg_yen[m, j] + hopes[d, j]
            if value > best and free[j] and costs[stay] + x.leg_yen[m, j] + _back(x, j, d) <= left:
                best, nights, after, then = value, stay, j, d
        for k in range(len(x.over_from) if more else 0):
            j, t = x.over_to[k], d + x.over_nights[k]
            if x.over_from[k] == m and j < active and free[j] and t < p.horizon:
                value = priced + x.over_gain[k] - p.yen * x.over_yen[k] + hopes[t, j]
                if value > best and costs[stay] + x.over_yen[k] + _back(x, j, t) <= left:
                    best, nights, after, then = value, stay, j, t
    return nights, after, then
