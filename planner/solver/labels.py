"""Labels: exact search over (day, node, places visited, yen spent), bounded by the priced programme.

A label is a partial trip that has just arrived at a node, or just finished its stay there. It is dropped when the
programme's completion proves that it cannot beat the best trip known, or when another label of the same day and node is
at least as good in every respect (dominance). What a label remembers of its visits is cut to `memory[node]`: with
everything remembered the search is exact; with less, some paths may return to a place (ng-routes) and the best of them
is still an upper bound (Baldacci, Mingozzi, Roberti 2011). Pools hold at most `width` labels; what is pushed out of a
full pool raises the bound by its own completion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planner.kernel import kernel
from planner.solver.dynamic import POSSIBLE, Arrays, Onward, stays_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.solver.dynamic import Floats, Ints

    Masks = NDArray[np.uint64]

EPS = 1e-9
"""Labels that cannot gain more than this are not worth keeping."""


class Rules(NamedTuple):
    """What holds for labels beside the arrays of the programme.

    `bit` is the position of a node's municipality in the masks; `memory` what is remembered at a node; `alive` what is
    worth remembering on a day, because a later visit could still be part of a better trip; `exact` says that nothing
    else is ever forgotten. Yen count where there is a budget. `late` is the last day on which a municipality that must
    be visited can be reached.
    """

    bit: Ints
    area: Ints
    area_mask: Masks
    memory: Masks
    alive: Masks
    must: Masks
    must_bit: Ints
    must_late: Ints
    exact: bool
    count_yen: bool
    budget: int
    max_stops: int
    count_stops: bool
    max_per_area: int
    worth: NDArray[np.bool_]


class Guide(NamedTuple):
    """The priced programme that bounds completions; a municipality's position in the masks is −1 for the end.

    `onward` names the next municipalities by these positions. `known` (N, K) are the bits of what each node remembers
    in its states, −1 = nothing more; `first` (N,) is the first of its further states (memory.py).
    """

    yen_price: float
    visit: Floats
    constant: float
    onward: Onward
    known: Ints
    first: Ints


class Labels(NamedTuple):
    """Labels as columns; `parent` and `node` let a trip be read back."""

    value: Floats
    paid: Floats
    yen: Ints
    mask: Masks
    node: Ints
    day: Ints
    stops: Ints
    worked: Ints
    parent: Ints
    after: Ints
    bound: Floats
    free: Ints
    """Slots given back, as a stack; the last entry holds its height."""


@kernel
def new_labels(capacity: int, words: int) -> Labels:
    """Make room for labels."""
    return Labels(
        np.empty(capacity), np.empty(capacity), np.empty(capacity, np.int64), np.empty((capacity, words), np.uint64),
        np.empty(capacity, np.int64), np.empty(capacity, np.int64), np.empty(capacity, np.int64),
        np.empty(capacity, np.int64), np.empty(capacity, np.int64), np.empty(capacity, np.int64),
        np.empty(capacity), np.zeros(capacity + 1, np.int64),
    )  # fmt: skip


@kernel
def _slot(x: Labels, count: int) -> int:
    """Give a slot for a new label: one given back, else the next unused one; −1 = none left."""
    height = x.free[-1]
    if height:
        x.free[-1] = height - 1
        return int(x.free[height - 1])
    return count if count < len(x.value) else -1


@kernel
def _give_back(x: Labels, i: int) -> None:
    """Free the slot of a label that has no children yet."""
    x.free[x.free[-1]] = i
    x.free[-1] += 1


@kernel
def _dominates(x: Labels, a: int, b: int, rules: Rules) -> bool:
    """Tell whether label a makes label b superfluous."""
    if x.value[a] < x.value[b] or x.yen[a] > x.yen[b] or x.worked[a] < x.worked[b]:
        return False
    if not rules.exact and x.value[a] - x.paid[a] < x.value[b] - x.paid[b]:
        return False
    if rules.count_stops and x.stops[a] > x.stops[b]:
        return False
    for w in range(x.mask.shape[1]):
        extra = x.mask[a, w] & ~x.mask[b, w]
        if extra & ~rules.must[w]:
            return False
        if (x.mask[a, w] ^ x.mask[b, w]) & rules.must[w]:
            return False
    return True


@kernel
def _add(x: Labels, new: int, pool: Ints, at: int, width: int, rules: Rules) -> float:
    """Put a label into a pool unless dominated; give the bound of what a full pool lost, or a very small number.

    Labels that leave a pool give their slot back: they are not expanded before their pool is complete.
    """
    size, worst, before_worst, previous, i = 0, -1, -1, -1, pool[at]
    while i >= 0:
        if _dominates(x, i, new, rules):
            _give_back(x, new)
            return POSSIBLE
        after = x.after[i]
        if _dominates(x, new, i, rules):
            if previous < 0:
                pool[at] = after
            else:
                x.after[previous] = after
            _give_back(x, i)
        else:
            size += 1
            if worst < 0 or x.bound[i] < x.bound[worst]:
                worst, before_worst = i, previous
            previous = i
        i = after
    lost = POSSIBLE
    if size >= width:
        if x.bound[worst] >= x.bound[new]:
            _give_back(x, new)
            return float(x.bound[new])
        lost = x.bound[worst]
        if before_worst < 0:
            pool[at] = x.after[worst]
        else:
            x.after[before_worst] = x.after[worst]
        _give_back(x, worst)
    x.after[new] = pool[at]
    pool[at] = new
    return lost


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


class State(NamedTuple):
    """A running search: its pools by day and node, the highs `best` and `lost`, the counts of slots, work and label."""

    arrivals: Ints
    departures: Ints
    highs: Floats
    counts: Ints


A_LABEL, A_WORD = 20, 3
"""Making a label is as much work as looking at this many legs, and so is each word of its mask."""

BEST, LOST = 0, 1
SLOTS, WORK, LABEL = 0, 1, 2


@kernel
def _room(labels: Labels, state: State, bound: float) -> int:
    """Give a slot for a label that may beat the best; −1 = not worth one, or none left."""
    if bound <= state.highs[BEST] + EPS:
        return -1
    state.counts[WORK] += A_LABEL + A_WORD * labels.mask.shape[1]
    slot = _slot(labels, state.counts[SLOTS])
    if slot < 0:
        state.highs[LOST] = max(state.highs[LOST], bound)
    elif slot == state.counts[SLOTS]:
        state.counts[SLOTS] += 1
    return slot


@kernel
def _outdone(labels: Labels, pool: Ints, at: int, bound: float, width: int, state: State) -> bool:
    """Tell whether the only label that a pool of one may hold promises more; saves writing the new one."""
    if width > 1 or pool[at] < 0 or labels.bound[pool[at]] < bound:
        return False
    state.highs[LOST] = max(state.highs[LOST], bound)
    return True


@kernel
def _has(labels: Labels, i: int, b: int) -> bool:
    """Tell whether label i has visited a municipality, by its position in the masks; −1 = none."""
    return bool(b >= 0 and (labels.mask[i, b // 64] >> np.uint64(b % 64)) & np.uint64(1))


@kernel
def _go(
    labels: Labels, i: int, node: int, day: int, gain: float, fare: int, bound: float, width: int, rules: Rules,
    guide: Guide, state: State,
) -> None:  # fmt: skip
    """Extend label i (−1 = the start) to a node, if it may go there and this may still beat the best."""
    if i >= 0 and (_has(labels, i, rules.bit[node]) or _crowded(labels, i, node, rules)):
        return
    value, yen, at = gain, fare, day * len(rules.bit) + node
    if i >= 0:
        value, yen = labels.value[i] + gain, labels.yen[i] + fare
    yen = yen if rules.count_yen else 0
    if yen > rules.budget or _outdone(labels, state.arrivals, at, bound, width, state):
        return
    slot = _room(labels, state, bound)
    if slot >= 0:
        _arrive(labels, slot, i, node, day, value, yen, rules, guide)
        labels.bound[slot] = bound
        state.highs[LOST] = max(state.highs[LOST], _add(labels, slot, state.arrivals, at, width, rules))


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
    second = 1 if _has(labels, i, guide.onward.arrive_next[d, s]) else 0
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
        second = 1 if _has(labels, i, guide.onward.leave_next[s, d + nights]) else 0
        bound = base + gains[nights] - guide.yen_price * yen + guide.onward.leave[second, s, d + nights]
        at = (d + nights) * len(rules.bit) + m
        if bound <= state.highs[BEST] + EPS or _outdone(labels, state.departures, at, bound, width, state):
            continue
        slot = _room(labels, state, bound)
        if slot < 0:
            continue
        labels.mask[slot] = labels.mask[i]
        labels.value[slot], labels.paid[slot] = labels.value[i] + gains[nights], labels.paid[i]
        labels.yen[slot], labels.node[slot], labels.day[slot] = yen, m, d + nights
        labels.stops[slot], labels.parent[slot], labels.bound[slot] = labels.stops[i], i, bound
        labels.worked[slot] = 1 if m < len(x.at) and rules.worth[x.at[m], d, nights] else labels.worked[i]
        state.highs[LOST] = max(state.highs[LOST], _add(labels, slot, state.departures, at, width, rules))


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
