"""The programme from the start: the best way to each state and day, and what each day and node is good for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planner.kernel import kernel
from planner.solver.dynamic import POSSIBLE, THE_START, Onward, Priced, push, push_pair, stays_at
from planner.solver.memory import state_after
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from planner.solver.dynamic import Floats, Ints, Yen
    from planner.solver.memory import States


class Ways(NamedTuple):
    """Best values of ways from the start.

    Attributes
    ----------
    arrive : (2, T + 1, S) float64
        Of ways that arrive in a state on a day, its visit not yet paid: the best, and the best that comes from another
        municipality than `origin` (T + 1, S).
    leave : (2, T + 1, S) float64
        Of ways that leave it, having arrived from `came` (T + 1, S).
    """

    arrive: Floats
    origin: Ints
    leave: Floats
    came: Ints


@kernel
def forward(p: Priced) -> Ways:
    """Follow all ways from the start, never straight back."""
    x, states, kin, legs, horizon, yen, visit = p
    n, size = len(legs), len(states.node)
    ways = Ways(
        np.full((2, horizon + 1, size), NEVER), np.full((horizon + 1, size), THE_START, np.int64),
        np.full((2, horizon + 1, size), NEVER), np.full((horizon + 1, size), THE_START, np.int64),
    )  # fmt: skip
    for m in range(n):
        if x.start_nights[m] <= horizon:
            ways.arrive[0, x.start_nights[m], m] = x.start_gain[m] - yen * x.start_yen[m]
    allowed = np.empty(n)
    for d in range(horizon):
        for s in range(size):
            if ways.leave[0, d, s] > POSSIBLE:
                m = states.node[s]
                allowed[:] = legs[m]
                _to_states(states, kin, ways, m, s, d, allowed)
                _to_nodes(kin, ways, kin[m], s, d, allowed)
        if len(x.over_from):
            _overnight(p, ways, d)
        for s in range(size):
            if ways.arrive[0, d, s] > POSSIBLE:
                m = states.node[s]
                gain, costs = stays_at(x, m, d)
                _spread(gain, costs, x.least[m, d], x.most[m, d], ways, s, d, yen, visit[m])
    return ways


@kernel
def _leaving(ways: Ways, s: int, d: int, to: int) -> float:
    """Give the best value of leaving state s on day d for municipality `to`, without going back there."""
    back = to >= 0 and ways.came[d, s] == to
    return float(ways.leave[1 if back else 0, d, s])


@kernel
def _put(ways: Ways, value: float, tag: int, d: int, s: int) -> None:
    ways.arrive[0, d, s], ways.arrive[1, d, s], ways.origin[d, s] = push(
        value, tag, ways.arrive[0, d, s], ways.arrive[1, d, s], ways.origin[d, s]
    )


@kernel
def _to_states(states: States, kin: Ints, ways: Ways, m: int, s: int, d: int, allowed: Floats) -> None:
    """Follow the legs from state s that are exceptions, and forbid them otherwise."""
    for k in range(states.begin[s], states.begin[s + 1]):
        j, into = states.other[k], states.into[k]
        if into >= 0:
            _put(ways, _leaving(ways, s, d, kin[j]) + allowed[j], kin[m], d, into)
        allowed[j] = NEVER


@kernel
def _to_nodes(kin: Ints, ways: Ways, tag: int, s: int, d: int, allowed: Floats) -> None:
    """Raise what is known of arriving at every node to what a state's legs give."""
    best, second = ways.leave[0, d, s], ways.arrive[1, d]
    for j in range(len(allowed)):
        if best + allowed[j] > second[j]:
            _put(ways, _leaving(ways, s, d, kin[j]) + allowed[j], tag, d, j)


@kernel
def _overnight(p: Priced, ways: Ways, d: int) -> None:
    """Follow the legs that cross midnight."""
    for k in range(len(p.x.over_from)):
        t, m, j = d + p.x.over_nights[k], p.x.over_from[k], p.x.over_to[k]
        if t >= p.horizon:
            continue
        priced = p.x.over_gain[k] - p.yen * p.x.over_yen[k]
        for i in range(p.states.more[m] + 1):
            s = m if i == 0 else p.states.first[m] + i - 1
            into = state_after(p.states, s, j)
            if into >= 0:
                _put(ways, _leaving(ways, s, d, p.kin[j]) + priced, p.kin[m], t, into)


@kernel
def _spread(
    gain: Floats, costs: Yen, least: int, most: int, ways: Ways, s: int, d: int, yen: float, visit: float
) -> None:  # fmt: skip
    """Carry the values of having arrived in state s on day d to the days of leaving it."""
    for nights in range(least, most + 1):
        priced, t = gain[nights] - yen * costs[nights] - visit, d + nights
        ways.leave[0, t, s], ways.leave[1, t, s], ways.came[t, s] = push_pair(
            ways.arrive[0, d, s] + priced, ways.arrive[1, d, s] + priced, ways.origin[d, s],
            ways.leave[0, t, s], ways.leave[1, t, s], ways.came[t, s],
        )  # fmt: skip


@kernel
def through_nodes(p: Priced, out: Onward, ways: Ways) -> Floats:
    """Join both ends: for each day and node the best of all ways through it, (T + 1, N)."""
    best = np.full((p.horizon + 1, len(p.legs)), 2 * NEVER)
    for d in range(p.horizon + 1):
        for s in range(len(p.states.node)):
            through = ways.arrive[0, d, s] + out.arrive[0, d, s]
            if ways.origin[d, s] >= 0 and ways.origin[d, s] == out.arrive_next[d, s]:
                through = max(ways.arrive[0, d, s] + out.arrive[1, d, s], ways.arrive[1, d, s] + out.arrive[0, d, s])
            m = p.states.node[s]
            best[d, m] = max(best[d, m], through)
    return best


@kernel
def any_way(p: Priced) -> Floats:
    """Give the best value of arriving at a node on a day, (T + 1, N), by any way, even one that returns to a place."""
    x, _, _, legs, horizon, yen, visit = p
    n = len(legs)
    arrive, leave = np.full((horizon + 1, n), NEVER), np.full((horizon + 1, n), NEVER)
    for m in range(n):
        if x.start_nights[m] <= horizon:
            arrive[x.start_nights[m], m] = x.start_gain[m] - yen * x.start_yen[m]
    for d in range(horizon):
        for m in range(n):
            if leave[d, m] > POSSIBLE:
                _raise(arrive[d], legs[m], leave[d, m])
        for k in range(len(x.over_from)):
            t, m = d + x.over_nights[k], x.over_to[k]
            if t < horizon:
                value = leave[d, x.over_from[k]] + x.over_gain[k] - yen * x.over_yen[k]
                arrive[t, m] = max(arrive[t, m], value)
        for m in range(n):
            if arrive[d, m] > POSSIBLE:
                gain, costs = stays_at(x, m, d)
                _stay_on(gain, costs, x.least[m, d], x.most[m, d], d, arrive[d, m] - visit[m], yen, leave[:, m])
    return arrive


@kernel
def _raise(row: Floats, legs: Floats, value: float) -> None:
    for j in range(len(row)):
        v = value + legs[j]
        row[j] = v if v > row[j] else row[j]


@kernel
def _stay_on(
    gain: Floats, costs: Yen, least: int, most: int, d: int, value: float, yen: float, leave: Floats
) -> None:  # fmt: skip
    for nights in range(least, most + 1):
        leave[d + nights] = max(leave[d + nights], value + gain[nights] - yen * costs[nights])
