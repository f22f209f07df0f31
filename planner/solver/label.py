"""Labels as columns: room for them, dominance, and pools of the best on a day and node."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planner.kernel import kernel
from planner.solver.dynamic import POSSIBLE, Onward

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
def add(x: Labels, new: int, pool: Ints, at: int, width: int, rules: Rules) -> float:
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
def room(labels: Labels, state: State, bound: float) -> int:
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
def outdone(labels: Labels, pool: Ints, at: int, bound: float, width: int, state: State) -> bool:
    """Tell whether the only label that a pool of one may hold promises more; saves writing the new one."""
    if width > 1 or pool[at] < 0 or labels.bound[pool[at]] < bound:
        return False
    state.highs[LOST] = max(state.highs[LOST], bound)
    return True


@kernel
def has(labels: Labels, i: int, b: int) -> bool:
    """Tell whether label i has visited a municipality, by its position in the masks; −1 = none."""
    return bool(b >= 0 and (labels.mask[i, b // 64] >> np.uint64(b % 64)) & np.uint64(1))
