"""The programme from the end: what is still to come from each state and day, and the best path read off it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.kernel import kernel
from planner.solver.dynamic import POSSIBLE, THE_END, THE_START, Onward, Priced, coming, push, push_pair, stays_at
from planner.solver.memory import state_after
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from planner.solver.dynamic import Floats, Ints, Yen
    from planner.solver.memory import States


@kernel
def backward(p: Priced) -> Onward:
    """Give the value of arriving in each state and of leaving it, by day."""
    # what the loops need is taken out of `p` once: handing all of it on costs more than the work
    x, states, kin, legs, horizon, yen, visit = p
    n, size = len(legs), len(states.node)
    out = no_onward(horizon, size)
    first, after = np.empty(_top(kin) + 1, np.int64), np.empty(n, np.int64)
    row, hint = np.empty(n), np.zeros((size, 2), np.int64)
    for d in range(horizon, -1, -1):
        if d < horizon:
            for s in range(size):
                m = states.node[s]
                gain, costs = stays_at(x, m, d)
                _arrive(gain, costs, x.least[m, d], x.most[m, d], out, s, d, yen, visit[m])
        _who_goes_on(out, d, first, after)
        somewhere = False  # on the days of a fixed stay nobody arrives anywhere
        for m in range(n):
            somewhere = somewhere or out.arrive[0, d, m] > POSSIBLE
        for s in range(size):
            m = states.node[s]
            best, second, tag = NEVER, NEVER, THE_END
            if somewhere:
                row[:] = out.arrive[0, d, :n]
                _not_back(kin[m], states, out, s, d, first, after, row)
                best, second = _best_two(legs[m], row, kin, hint[s])
                tag = kin[hint[s, 0]]
            if d + x.end_nights[m] <= horizon:
                best, second, tag = push(x.end_gain[m] - yen * x.end_yen[m], THE_END, best, second, tag)
            out.leave[0, s, d], out.leave[1, s, d], out.leave_next[s, d] = max(best, NEVER), max(second, NEVER), tag
        if len(x.over_from):
            _overnight(p, out, d)
    return out


@kernel
def _top(kin: Ints) -> int:
    top = -1
    for k in kin:
        top = max(top, k)
    return top


@kernel
def no_onward(horizon: int, size: int) -> Onward:
    """Give the values with which the programme begins."""
    return Onward(
        np.full((2, horizon + 1, size), NEVER), np.full((horizon + 1, size), THE_END, np.int64),
        np.full((2, size, horizon + 1), NEVER), np.full((size, horizon + 1), THE_END, np.int64),
    )  # fmt: skip


@kernel
def _arrive(
    gain: Floats, costs: Yen, least: int, most: int, out: Onward, s: int, d: int, yen: float, visit: float
) -> None:  # fmt: skip
    """Find the best stays in state s from day d on, and what follows."""
    best, second, tag = NEVER, NEVER, THE_END
    for nights in range(least, most + 1):
        priced, t = gain[nights] - yen * costs[nights] - visit, d + nights
        best, second, tag = push_pair(
            priced + out.leave[0, s, t], priced + out.leave[1, s, t], out.leave_next[s, t], best, second, tag
        )
    out.arrive[0, d, s], out.arrive[1, d, s], out.arrive_next[d, s] = max(best, NEVER), max(second, NEVER), tag


@kernel
def _who_goes_on(out: Onward, d: int, first: Ints, after: Ints) -> None:
    """List, for each municipality, the nodes from which the best way goes on to it."""
    first[:] = -1
    for j in range(len(after)):
        tag = out.arrive_next[d, j]
        if tag >= 0:
            after[j], first[tag] = first[tag], j


@kernel
def _not_back(
    origin: int, states: States, out: Onward, s: int, d: int, first: Ints, after: Ints, row: Floats
) -> None:  # fmt: skip
    """Change the values of arriving at nodes to those for who comes from state s."""
    j = first[origin] if origin >= 0 else -1
    while j >= 0:
        row[j] = out.arrive[1, d, j]
        j = after[j]
    for k in range(states.begin[s], states.begin[s + 1]):
        row[states.other[k]] = coming(out, states.into[k], d, origin)


@kernel
def _overnight(p: Priced, out: Onward, d: int) -> None:
    """Raise the values of leaving on day d to what legs that cross midnight give."""
    for k in range(len(p.x.over_from)):
        t, m, j = d + p.x.over_nights[k], p.x.over_from[k], p.x.over_to[k]
        if t >= p.horizon:
            continue
        priced = p.x.over_gain[k] - p.yen * p.x.over_yen[k]
        for i in range(p.states.more[m] + 1):
            s = m if i == 0 else p.states.first[m] + i - 1
            value = priced + coming(out, state_after(p.states, s, j), t, p.kin[m])
            out.leave[0, s, d], out.leave[1, s, d], out.leave_next[s, d] = push(
                value, p.kin[j], out.leave[0, s, d], out.leave[1, s, d], out.leave_next[s, d]
            )


@kernel
def _best_two(a: Floats, b: Floats, group: Ints, hint: Ints) -> tuple[float, float]:
    """Give the best of a + b, and the best of another municipality; `hint` is their positions, at first a guess.

    Four sums at a time: after a good guess hardly any of them needs a closer look.
    """
    first, other = hint[0], hint[1]
    best, second = a[first] + b[first], NEVER
    if group[other] != group[first] or (group[first] < 0 and other != first):
        second = a[other] + b[other]
        if second > best:
            first, other, best, second = other, first, second, best
    k = len(a) // 4 * 4
    for j in range(0, k, 4):
        v0, v1, v2, v3 = a[j] + b[j], a[j + 1] + b[j + 1], a[j + 2] + b[j + 2], a[j + 3] + b[j + 3]
        if max(max(v0, v1), max(v2, v3)) > second:
            for i in range(j, j + 4):
                best, second, first, other = _better(a[i] + b[i], i, group, best, second, first, other)
    for i in range(k, len(a)):
        best, second, first, other = _better(a[i] + b[i], i, group, best, second, first, other)
    hint[0], hint[1] = first, other
    return best, second


@kernel
def _better(
    value: float, i: int, group: Ints, best: float, second: float, first: int, other: int
) -> tuple[float, float, int, int]:  # fmt: skip
    """Do as `push` does, with positions."""
    if value > best:
        return (value, second, i, other) if group[i] == group[first] >= 0 else (value, best, i, first)
    if value > second and (group[i] != group[first] or group[i] < 0):
        return best, value, first, i
    return best, second, first, other


@kernel
def _first(p: Priced, empty: float, out: Onward) -> tuple[float, int, int]:
    """Give the best value of all, the first node (−1 = the empty trip) and the day of arriving there."""
    best, node, day = empty, -1, 0
    for m in range(len(p.x.start_gain)):
        t = p.x.start_nights[m]
        if t < p.horizon and p.x.start_gain[m] - p.yen * p.x.start_yen[m] + out.arrive[0, t, m] > best:
            best, node, day = p.x.start_gain[m] - p.yen * p.x.start_yen[m] + out.arrive[0, t, m], m, t
    return best, node, day


@kernel
def _next(p: Priced, s: int, d: int, before: int, floor: float, out: Onward) -> tuple[float, int, int]:
    """Give the best way on from state s on day d but to `before`: value above `floor`, state (−1 = home) and day."""
    m = p.states.node[s]
    best, after, day = floor, -1, d
    if d + p.x.end_nights[m] <= p.horizon:
        best = max(best, p.x.end_gain[m] - p.yen * p.x.end_yen[m])
    for j in range(len(p.legs)):
        if p.legs[m, j] + out.arrive[0, d, j] > best and (p.kin[j] < 0 or p.kin[j] != before):
            into = state_after(p.states, s, j)
            value = p.legs[m, j] + coming(out, into, d, p.kin[m])
            if value > best:
                best, after, day = value, into, d
    for k in range(len(p.x.over_from)):
        t, j = d + p.x.over_nights[k], p.x.over_to[k]
        if p.x.over_from[k] == m and t < p.horizon and (before < 0 or p.kin[j] != before):
            into = state_after(p.states, s, j)
            value = p.x.over_gain[k] - p.yen * p.x.over_yen[k] + coming(out, into, t, p.kin[m])
            if value > best:
                best, after, day = value, into, t
    return best, after, day


@kernel
def trace(p: Priced, empty: float, out: Onward, path: Ints) -> tuple[float, int]:
    """Follow the best path; give its value and number of stays, `path[i] = node, arrival, nights`."""
    total, s, day = _first(p, empty, out)
    count, before = 0, THE_START
    while s >= 0:
        m, best, nights, after, then = p.states.node[s], 2 * NEVER, 1, -1, day
        gain, yen = stays_at(p.x, m, day)
        for stay in range(p.x.least[m, day], p.x.most[m, day] + 1):
            priced = gain[stay] - p.yen * yen[stay]
            floor = best - priced
            value, into, t = _next(p, s, day + stay, before, floor, out)
            if value > floor:
                best, nights, after, then = value + priced, stay, into, t
        path[count, 0], path[count, 1], path[count, 2] = m, day, nights
        count, before, s, day = count + 1, p.kin[m], after, then
    return total, count
