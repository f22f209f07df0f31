"""The day-indexed programme: the longest priced path over (day, state), backward and forward, and its trace.

A state is a node with what it remembers (memory.py). No path goes straight back to where it came from: each value is
kept twice, of the best next municipality and of the best other one (Houck, Picard, Queyranne, Vemuganti 1980).

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
    from planner.solver.memory import States

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Yen = NDArray[np.int32]

POSSIBLE = NEVER / 2
"""Whatever is less than this came from `NEVER`."""


THE_END, THE_START, ANY = -1, -2, -3
"""No municipality, and one of several: who comes from one of several may go back to them."""


class Visit(NamedTuple):
    """A stay as the solver sees it: node, day of arrival, nights."""

    node: int
    arrive: int
    nights: int


class Trip(NamedTuple):
    """A feasible trip and its value."""

    visits: tuple[Visit, ...]
    value: float


class Arrays(NamedTuple):
    """A problem as the compiled functions take it; overnight legs are apart, so that the rest runs in one sweep."""

    gain: Floats
    yen: Yen
    at: Ints
    """Row of each active node in `gain` and `yen`."""
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


class Onward(NamedTuple):
    """Values of what is still to come.

    Attributes
    ----------
    arrive : (2, T + 1, S) float64
        Of arriving in a state on a day: the best, and the best that goes on to another municipality than
        `arrive_next` (T + 1, S), which is −1 where the trip ends.
    leave : (2, S, T + 1) float64
        Of leaving it on a day, with `leave_next` (S, T + 1).
    """

    arrive: Floats
    arrive_next: Ints
    leave: Floats
    leave_next: Ints


class Priced(NamedTuple):
    """A problem at some prices: what the programmes run over.

    `kin` (N,) is the municipality of each node, `ANY` for several taken together; `legs` (N, N) are same-day legs' gain
    less their priced fare.
    """

    x: Arrays
    states: States
    kin: Ints
    legs: Floats
    horizon: int
    yen: float
    visit: Floats


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
    """Lay a problem out for the compiled functions; without a budget the price of a yen has to be 0."""
    legs, night = problem.legs, night_legs(problem.legs)
    same_day = np.where(legs.nights > 0, NEVER, legs.gain)
    return Arrays(
        problem.gain, problem.yen, problem.stay_rows, problem.idle_gain, problem.idle_yen, same_day, legs.yen,
        legs.start_gain, legs.start_yen, legs.start_nights.astype(np.int64),
        legs.end_gain, legs.end_yen, legs.end_nights.astype(np.int64),
        night.origin, night.destination, night.nights, night.gain, night.yen,
        *nights_allowed(problem.gain, problem.stay_rows, problem.idle_gain),
    )  # fmt: skip


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
def nights_allowed(gain: Floats, at: Ints, idle_gain: Floats) -> tuple[Ints, Ints]:
    """Give the fewest and most nights allowed from each day on at each node, so that loops can be short."""
    active, n, days = len(at), len(at) + len(idle_gain), gain.shape[1]
    least, most = np.ones((n, days), np.int64), np.zeros((n, days), np.int64)
    for m in range(n):
        for d in range(days):
            row = gain[at[m], d] if m < active else idle_gain[m - active, d]
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
def push(value: float, tag: int, best: float, second: float, best_tag: int) -> tuple[float, float, int]:
    """Keep the best value and the best of another municipality."""
    if value > best:
        return value, (second if tag == best_tag >= 0 else best), tag
    if value > second and (tag != best_tag or tag < 0):
        return best, value, best_tag
    return best, second, best_tag


@kernel
def push_pair(
    value: float, other: float, tag: int, best: float, second: float, best_tag: int
) -> tuple[float, float, int]:
    """Keep the best value and the best of another municipality; `other` is one of any municipality but `tag`."""
    if value > best:
        return value, max(other, second if tag == best_tag >= 0 else best), tag
    return best, max(second, other if tag == best_tag >= 0 else value), best_tag


@kernel
def coming(out: Onward, s: int, d: int, origin: int) -> float:
    """Give the value of arriving in state s (−1 = not allowed) from municipality `origin`, without going back there."""
    if s < 0:
        return NEVER
    back = origin >= 0 and out.arrive_next[d, s] == origin
    return float(out.arrive[1 if back else 0, d, s])


@kernel
def stays_at(x: Arrays, m: int, d: int) -> tuple[Floats, Yen]:
    """Give gain and yen of the stays at node m from day d on, by nights."""
    active = len(x.at)
    if m < active:
        return x.gain[x.at[m], d], x.yen[x.at[m], d]
    return x.idle_gain[m - active, d], x.idle_yen[m - active, d]
