"""The day-indexed programme: the longest priced path over (day, node), backward and forward, and its trace.

Priced means: each yen costs `price`, each visit to node m costs `visit[m]`. For any price ≥ 0 the value found plus the
priced right-hand sides is an upper bound of every feasible trip (Lagrange).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planner.kernel import kernel
from planner.problem import NightLegs
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.problem import Legs, Problem

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Yen = NDArray[np.int32]

POSSIBLE = NEVER / 2
"""Whatever is less than this came from `NEVER`."""


class Visit(NamedTuple):
    """A stay as the solver sees it: node, day of arrival, nights."""

    node: int
    arrive: int
    nights: int


class Arrays(NamedTuple):
    """A problem as the compiled functions take it; overnight legs are apart, so that the rest runs in one sweep."""

    gain: Floats
    yen: Yen
    idle_gain: Floats
    idle_yen: Yen
    leg_gain: Floats
    leg_yen: Yen
    start_gain: Floats
    start_yen: Yen
    start_nights: Ints
    end_gain: Floats
    end_yen: Yen
    end_nights: Ints
    over_from: Ints
    over_to: Ints
    over_nights: Ints
    over_gain: Floats
    over_yen: Ints
    least: Ints
    """(N, T) fewest nights of any stay allowed from a day on; `most` = the most, 0 = none."""
    most: Ints


@dataclass(frozen=True)
class Prices:
    """Lagrange multipliers.

    Attributes
    ----------
    yen : float
        Points a yen; ≥ 0.
    visit : (N,) float64
        Points a visit to a node: the price of its municipality, of its prefecture and of a stop together.
    constant : float
        Priced right-hand sides: what must be added to the programme's value to make a bound.
    """

    yen: float
    visit: Floats
    constant: float


def arrays_of(problem: Problem) -> Arrays:
    """Lay a problem out for the compiled functions; without a budget, yen are out of their sight."""
    legs, night = problem.legs, night_legs(problem.legs)
    same_day = np.where(legs.nights > 0, NEVER, legs.gain)
    x = Arrays(
        problem.gain, problem.yen, problem.idle_gain, problem.idle_yen, same_day, legs.yen,
        legs.start_gain, legs.start_yen, legs.start_nights.astype(np.int64),
        legs.end_gain, legs.end_yen, legs.end_nights.astype(np.int64),
        night.origin, night.destination, night.nights, night.gain, night.yen,
        *nights_allowed(problem.gain, problem.idle_gain),
    )  # fmt: skip
    if problem.budget is not None:
        return x
    return x._replace(**{name: np.zeros_like(getattr(x, name)) for name in x._fields if name.endswith("yen")})


def night_legs(legs: Legs) -> NightLegs:
    """Give all legs that cross midnight, ordered by their first node."""
    if legs.extra is not None:
        return legs.extra
    a, b = np.nonzero((legs.nights > 0) & (legs.gain > POSSIBLE))
    return NightLegs(
        a.astype(np.int64),
        b.astype(np.int64),
        legs.nights[a, b].astype(np.int64),
        legs.gain[a, b].astype(np.float64),
        legs.yen[a, b].astype(np.int64),
    )


@kernel
def nights_allowed(gain: Floats, idle_gain: Floats) -> tuple[Ints, Ints]:
    """Give the fewest and most nights allowed from each day on at each node, so that loops can be short."""
    active, n, days = len(gain), len(gain) + len(idle_gain), gain.shape[1]
    least, most = np.ones((n, days), np.int64), np.zeros((n, days), np.int64)
    for m in range(n):
        for d in range(days):
            row = gain[m, d] if m < active else idle_gain[m - active, d]
            for nights in range(1, min(len(row), days - d + 1)):
                if row[nights] > POSSIBLE:
                    if most[m, d] == 0:
                        least[m, d] = nights
                    most[m, d] = nights
    return least, most


@kernel
def priced_legs(x: Arrays, yen_price: float) -> Floats:
    """Give same-day legs' gain less their priced fare."""
    if yen_price == 0.0:
        return x.leg_gain
    n = len(x.leg_gain)
    out = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            out[i, j] = x.leg_gain[i, j] - yen_price * x.leg_yen[i, j]
    return out


@kernel
def _best_sum(a: Floats, b: Floats) -> float:
    """Give max(a + b); four maxima at a time, because one chain of comparisons would wait for itself."""
    n = len(a)
    k = n // 4 * 4
    b0, b1, b2, b3 = NEVER, NEVER, NEVER, NEVER
    for j in range(0, k, 4):
        v = a[j] + b[j]
        b0 = v if v > b0 else b0
        v = a[j + 1] + b[j + 1]
        b1 = v if v > b1 else b1
        v = a[j + 2] + b[j + 2]
        b2 = v if v > b2 else b2
        v = a[j + 3] + b[j + 3]
        b3 = v if v > b3 else b3
    for j in range(k, n):
        b0 = max(b0, a[j] + b[j])
    return max(max(b0, b1), max(b2, b3))


@kernel
def _stays(x: Arrays, m: int, d: int) -> tuple[Floats, Yen]:
    """Give gain and yen of the stays at node m from day d on, by nights."""
    active = len(x.gain)
    if m < active:
        return x.gain[m, d], x.yen[m, d]
    return x.idle_gain[m - active, d], x.idle_yen[m - active, d]


@kernel
def _stay(x: Arrays, m: int, d: int, leave: Floats, yen_price: float) -> float:
    """Give the best of all stays at m from day d on, and what follows."""
    best = NEVER
    gain, yen = _stays(x, m, d)
    for nights in range(x.least[m, d], x.most[m, d] + 1):
        best = max(best, gain[nights] - yen_price * yen[nights] + leave[d + nights])
    return best


@kernel
def backward(x: Arrays, legs: Floats, horizon: int, yen_price: float, visit: Floats) -> tuple[Floats, Floats]:
    """Give the value of arriving at a node on a day, (T + 1, N), and of leaving it on a day, (N, T + 1)."""
    n = len(legs)
    arrive, leave = np.full((horizon + 1, n), NEVER), np.full((n, horizon + 1), NEVER)
    onward = np.empty(n)
    for d in range(horizon, -1, -1):
        if d < horizon:
            for m in range(n):
                arrive[d, m] = max(_stay(x, m, d, leave[m], yen_price) - visit[m], NEVER)
        row = arrive[d]
        for m in range(n):
            best = _best_sum(legs[m], row)
            onward[m] = best
            if d + x.end_nights[m] <= horizon:
                onward[m] = max(best, x.end_gain[m] - yen_price * x.end_yen[m])
        for k in range(len(x.over_from)):
            t = d + x.over_nights[k]
            if t < horizon:
                through = x.over_gain[k] - yen_price * x.over_yen[k] + arrive[t, x.over_to[k]]
                onward[x.over_from[k]] = max(onward[x.over_from[k]], through)
        for m in range(n):
            leave[m, d] = max(onward[m], NEVER)
    return arrive, leave


@kernel
def forward(x: Arrays, legs: Floats, horizon: int, yen_price: float, visit: Floats) -> Floats:
    """Give the best value of any way that arrives at a node on a day, its visit not yet paid, (T + 1, N)."""
    n = len(legs)
    back = legs.T.copy()
    arrive, leave = np.full((horizon + 1, n), NEVER), np.full((horizon + 1, n), NEVER)
    for m in range(n):
        if x.start_nights[m] <= horizon:
            arrive[x.start_nights[m], m] = x.start_gain[m] - yen_price * x.start_yen[m]
    for d in range(horizon):
        for m in range(n):
            arrive[d, m] = max(arrive[d, m], _best_sum(back[m], leave[d]))
        for k in range(len(x.over_from)):
            t, m = d + x.over_nights[k], x.over_to[k]
            if t < horizon:
                through = leave[d, x.over_from[k]] + x.over_gain[k] - yen_price * x.over_yen[k]
                arrive[t, m] = max(arrive[t, m], through)
        for m in range(n):
            if arrive[d, m] > POSSIBLE:
                _spread(x, m, d, arrive[d, m] - visit[m], horizon, yen_price, leave)
    return arrive


@kernel
def _spread(x: Arrays, m: int, d: int, value: float, horizon: int, yen_price: float, leave: Floats) -> None:
    """Carry the value of having arrived at m on day d to the days of leaving it."""
    gain, yen = _stays(x, m, d)
    for nights in range(x.least[m, d], x.most[m, d] + 1):
        leave[d + nights, m] = max(leave[d + nights, m], value + gain[nights] - yen_price * yen[nights])


@kernel
def _first(x: Arrays, horizon: int, yen_price: float, empty: float, arrive: Floats) -> tuple[float, int, int]:
    """Give the best value of all, the first node (−1 = the empty trip) and the day of arriving there."""
    best, node, day = empty, -1, 0
    for m in range(len(x.start_gain)):
        t = x.start_nights[m]
        if t < horizon and x.start_gain[m] - yen_price * x.start_yen[m] + arrive[t, m] > best:
            best, node, day = x.start_gain[m] - yen_price * x.start_yen[m] + arrive[t, m], m, t
    return best, node, day


@kernel
def _nights(x: Arrays, m: int, d: int, yen_price: float, leave: Floats) -> int:
    """Give the best number of nights at m from day d on."""
    gain, yen = _stays(x, m, d)
    best, nights = 2 * NEVER, 1
    for k in range(x.least[m, d], x.most[m, d] + 1):
        value = gain[k] - yen_price * yen[k] + leave[m, d + k]
        if value > best:
            best, nights = value, k
    return nights


@kernel
def _next(
    x: Arrays, legs: Floats, m: int, d: int, horizon: int, yen_price: float, arrive: Floats
) -> tuple[int, int]:  # fmt: skip
    """Give the best next node (−1 = the trip ends) and the day of arriving there."""
    best, node, day = POSSIBLE, -1, d
    if d + x.end_nights[m] <= horizon:
        best = max(best, x.end_gain[m] - yen_price * x.end_yen[m])
    for j in range(len(legs)):
        if legs[m, j] + arrive[d, j] > best:
            best, node = legs[m, j] + arrive[d, j], j
    for k in range(len(x.over_from)):
        t = d + x.over_nights[k]
        if x.over_from[k] == m and t < horizon:
            value = x.over_gain[k] - yen_price * x.over_yen[k] + arrive[t, x.over_to[k]]
            if value > best:
                best, node, day = value, x.over_to[k], t
    return node, day


@kernel
def trace(
    x: Arrays, legs: Floats, horizon: int, yen_price: float, empty: float, arrive: Floats, leave: Floats, out: Ints
) -> tuple[float, int]:
    """Follow the best path; give its value and number of stays, `out[i] = node, arrival, nights`."""
    total, node, day = _first(x, horizon, yen_price, empty, arrive)
    count = 0
    while node >= 0:
        nights = _nights(x, node, day, yen_price, leave)
        out[count, 0], out[count, 1], out[count, 2] = node, day, nights
        count += 1
        node, day = _next(x, legs, node, day + nights, horizon, yen_price, arrive)
    return total, count
