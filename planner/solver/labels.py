"""Labels: exact search over (day, node, places visited, yen spent), bounded by the priced programme.

A label is a partial trip that has just arrived at a node, or just finished its stay there. It is dropped when the
programme's completion proves that it cannot beat the best trip known, or when another label of the same day and node is
at least as good in every respect (dominance). What a label remembers of its visits is cut to `memory[node]`: with
everything remembered the search is exact; with less, some paths may return to a place (ng-routes) and the best of them
is still an upper bound (Baldacci, Mingozzi, Roberti 2011). Pools hold at most `width` labels; what is pushed out of a
full pool raises the bound by its own completion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.kernel import kernel
from planner.solver.dynamic import POSSIBLE, Arrays, stays_at
from planner.solver.label import BEST, EPS, LABEL, LOST, WORK, Guide, Labels, Rules, State, add, has, outdone, room

if TYPE_CHECKING:
    from planner.solver.dynamic import Floats


@kernel
def _hopeless(x: Labels, i: int, day: int, rules: Rules) -> bool:
    """Tell whether a municipality that must be visited can no longer be."""
    for k in range(len(rules.must_bit)):
        b = rules.must_bit[k]
        if day > rules.must_late[k] and not (x.mask[i, b // 64] >> np.uint64(b % 64)) & np.uint64(1):
            return True
    return False


@kernel
def _crowded(x: Labels, i: int, node: int, rules: Rules) -> bool:
    """Tell whether the prefecture of a node has had its share of stays."""
    if rules.max_per_area < 0:
        return False
    count = 0
    for w in range(x.mask.shape[1]):
        rest = x.mask[i, w] & rules.area_mask[rules.area[node], w]
        while rest:
            rest &= rest - np.uint64(1)
            count += 1
    return count >= rules.max_per_area


@kernel
def _arrive(
    x: Labels, new: int, parent: int, node: int, day: int, value: float, yen: int, rules: Rules, guide: Guide
) -> None:  # fmt: skip
    """Write the label of arriving at a node."""
    b = rules.bit[node]
    for w in range(x.mask.shape[1]):
        x.mask[new, w] = (
            x.mask[parent, w] & rules.memory[node, w] & rules.alive[day, w] if parent >= 0 else np.uint64(0)
        )
    x.mask[new, b // 64] |= np.uint64(1) << np.uint64(b % 64)
    x.value[new], x.yen[new], x.node[new], x.day[new], x.parent[new] = value, yen, node, day, parent
    x.paid[new] = (x.paid[parent] if parent >= 0 else 0.0) + guide.visit[node]
    x.stops[new] = (x.stops[parent] if parent >= 0 else 0) + 1
    x.worked[new] = x.worked[parent] if parent >= 0 else 0


@kernel
def _complete(x: Labels, i: int, yen: int, rules: Rules) -> bool:
    """Tell whether a trip may end with label i."""
    if yen > rules.budget or not x.worked[i]:
        return False
    lacking = np.uint64(0)
    for w in range(x.mask.shape[1]):
        lacking |= rules.must[w] & ~x.mask[i, w]
    return bool(lacking == np.uint64(0))


@kernel
def _go(
    labels: Labels, i: int, node: int, day: int, gain: float, fare: int, bound: float, width: int, rules: Rules,
    guide: Guide, state: State,
) -> None:  # fmt: skip
    """Extend label i (−1 = the start) to a node, if it may go there and this may still beat the best."""
    if i >= 0 and (has(labels, i, rules.bit[node]) or _crowded(labels, i, node, rules)):
        return
    value, yen, at = gain, fare, day * len(rules.bit) + node
    if i >= 0:
        value, yen = labels.value[i] + gain, labels.yen[i] + fare
    yen = yen if rules.count_yen else 0
    if yen > rules.budget or outdone(labels, state.arrivals, at, bound, width, state):
        return
    slot = room(labels, state, bound)
    if slot >= 0:
        _arrive(labels, slot, i, node, day, value, yen, rules, guide)
        labels.bound[slot] = bound
        state.highs[LOST] = max(state.highs[LOST], add(labels, slot, state.arrivals, at, width, rules))


@kernel
def _end(x: Arrays, labels: Labels, i: int, m: int, d: int, horizon: int, rules: Rules, state: State) -> None:
    """Finish a trip with label i, if that is the best so far."""
    value = labels.value[i] + x.end_gain[m]
    in_time = d + x.end_nights[m] <= horizon
    if in_time and value > state.highs[BEST] + EPS and _complete(labels, i, labels.yen[i] + x.end_yen[m], rules):
        state.highs[BEST] = value
        state.counts[LABEL] = i


@kernel
def _state(labels: Labels, i: int, node: int, guide: Guide) -> int:
    """Give the state of the programme in which label i comes to a node."""
    kept = 0
    for k in range(guide.known.shape[1]):
        b = guide.known[node, k]
        if b < 0:
            break
        if (labels.mask[i, b // 64] >> np.uint64(b % 64)) & np.uint64(1):
            kept |= 1 << k
    return int(guide.first[node] + kept - 1) if kept else node


@kernel
def _coming(labels: Labels, i: int, j: int, d: int, guide: Guide) -> float:
    """Bound what follows when label i arrives at node j: it will not go on to what it has visited."""
    s = _state(labels, i, j, guide)
    second = 1 if has(labels, i, guide.onward.arrive_next[d, s]) else 0
    return float(guide.onward.arrive[second, d, s])


@kernel
def _onward(
    x: Arrays, legs: Floats, over: tuple[int, int], labels: Labels, i: int, m: int, d: int, horizon: int, width: int,
    rules: Rules, guide: Guide, state: State,
) -> None:  # fmt: skip
    """Extend label i, which leaves node m on day d, over every leg."""
    base = labels.value[i] - labels.paid[i] + guide.constant - guide.yen_price * labels.yen[i]
    for j in range(len(legs)) if d < horizon else range(0):
        priced = base + legs[m, j] - guide.yen_price * x.leg_yen[m, j]
        if priced + guide.onward.arrive[0, d, j] > state.highs[BEST] + EPS:
            bound = priced + _coming(labels, i, j, d, guide)
            _go(labels, i, j, d, legs[m, j], x.leg_yen[m, j], bound, width, rules, guide, state)
    for k in range(over[0], over[1]):
        j, t = x.over_to[k], d + x.over_nights[k]
        if t < horizon:
            priced = base + x.over_gain[k] - guide.yen_price * x.over_yen[k]
            if priced + guide.onward.arrive[0, t, j] > state.highs[BEST] + EPS:
                bound = priced + _coming(labels, i, j, t, guide)
                _go(labels, i, j, t, x.over_gain[k], x.over_yen[k], bound, width, rules, guide, state)


@kernel
def _stay_on(
    x: Arrays, labels: Labels, i: int, m: int, d: int, width: int, rules: Rules, guide: Guide, state: State
) -> None:  # fmt: skip
    """Extend label i, which arrives at node m on day d, by every stay."""
    gains, yens = stays_at(x, m, d)
    base = labels.value[i] - labels.paid[i] + guide.constant
    s = _state(labels, i, m, guide)
    for nights in range(x.least[m, d], x.most[m, d] + 1):
        yen = labels.yen[i] + (yens[nights] if rules.count_yen else 0)
        second = 1 if has(labels, i, guide.onward.leave_next[s, d + nights]) else 0
        bound = base + gains[nights] - guide.yen_price * yen + guide.onward.leave[second, s, d + nights]
        at = (d + nights) * len(rules.bit) + m
        if bound <= state.highs[BEST] + EPS or outdone(labels, state.departures, at, bound, width, state):
            continue
        slot = room(labels, state, bound)
        if slot < 0:
            continue
        labels.mask[slot] = labels.mask[i]
        labels.value[slot], labels.paid[slot] = labels.value[i] + gains[nights], labels.paid[i]
        labels.yen[slot], labels.node[slot], labels.day[slot] = yen, m, d + nights
        labels.stops[slot], labels.parent[slot], labels.bound[slot] = labels.stops[i], i, bound
        labels.worked[slot] = 1 if m < len(x.at) and rules.worth[x.at[m], d, nights] else labels.worked[i]
        state.highs[LOST] = max(state.highs[LOST], add(labels, slot, state.departures, at, width, rules))


@kernel
def _spent(state: State, labels: Labels, i: int, work: int, effort: int) -> bool:
    """Count the work ahead; where there is too much of it, label i is lost."""
    state.counts[WORK] += work
    if state.counts[WORK] <= effort:
        return False
    state.highs[LOST] = max(state.highs[LOST], labels.bound[i])
    return True


@kernel
def search(
    x: Arrays, legs: Floats, horizon: int, rules: Rules, guide: Guide, known: float, width: int, effort: int,
    labels: Labels,
) -> tuple[float, int, float, int]:  # fmt: skip
    """Search from day to day.

    Returns
    -------
    value, label : of the best trip found that beats `known`; label −1 = none
    lost : highest completion of what full pools, full memory or spent effort pushed out
    work : legs and stays looked at
    """
    n = len(legs)
    pools = np.full((2, (horizon + 1) * n), -1, np.int64)
    state = State(pools[0], pools[1], np.array([known, POSSIBLE]), np.array([0, 0, -1]))
    over = np.searchsorted(x.over_from, np.arange(n + 1))
    for m in range(n):
        t = x.start_nights[m]
        if t < horizon and rules.max_stops > 0 and rules.max_per_area != 0:
            bound = x.start_gain[m] - guide.yen_price * x.start_yen[m] + guide.onward.arrive[0, t, m] + guide.constant
            _go(labels, -1, m, t, x.start_gain[m], x.start_yen[m], bound, width, rules, guide, state)
    for d in range(horizon + 1):
        for m in range(n):
            i = state.departures[d * n + m]
            while i >= 0:
                _end(x, labels, i, m, d, horizon, rules, state)
                may_go = labels.stops[i] < rules.max_stops and not _hopeless(labels, i, d, rules)
                if may_go and not _spent(state, labels, i, n, effort):
                    ends = (over[m], over[m + 1])
                    _onward(x, legs, ends, labels, i, m, d, horizon, width, rules, guide, state)
                i = labels.after[i]
        for m in range(n):
            i = state.arrivals[d * n + m]
            while i >= 0:
                if d < horizon and not _spent(state, labels, i, x.most[m, d], effort):
                    _stay_on(x, labels, i, m, d, width, rules, guide, state)
                i = labels.after[i]
    return float(state.highs[BEST]), int(state.counts[LABEL]), float(state.highs[LOST]), int(state.counts[WORK])
