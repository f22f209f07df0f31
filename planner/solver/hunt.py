"""Hunt for a trip above a level: set up the label search on the nodes that matter and read its answer back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.solver.dynamic import POSSIBLE, Visit, arrays_of
from planner.solver.forward import any_way
from planner.solver.label import Guide, Rules, new_labels
from planner.solver.labels import search
from planner.solver.memory import Memory
from planner.solver.prices import nodes_above, through_values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from planner.problem import Problem
    from planner.solver.dynamic import Arrays, Floats, Ints, Prices
    from planner.solver.prices import Multipliers, Through

ALL = np.uint64(2**64 - 1)
NO_BUDGET = 2**60


@dataclass(frozen=True)
class Effort:
    """How hard to search."""

    width: int
    """Labels kept for each day and node."""
    labels: int
    work: int
    """Legs and stays looked at."""


@dataclass(frozen=True)
class Quarry:
    """What a hunt brought home.

    `visits` is None where nothing better than the level was found; no trip is worth more than `bound` and no more than
    the best one found, unless `bound` is less than that: then it is the best of all.
    """

    visits: tuple[Visit, ...] | None
    value: float
    bound: float


def hunt(problem: Problem, at: Multipliers, level: float, effort: Effort, memory: Memory | None = None) -> Quarry:
    """Look for the best trip worth more than `level`; visits are nodes of the whole problem."""
    memory = memory or Memory.none(problem.size)
    nodes = nodes_above(through_values(problem, arrays_of(problem), at.on(problem), memory).nodes, level)
    lacking = np.setdiff1d(problem.group[problem.must], problem.group[nodes])
    if not len(nodes) or len(lacking):
        return Quarry(None, level, level)
    part = problem.part(nodes)
    arrays, prices, memory = arrays_of(part), at.on(part), memory.at(nodes, part.group)
    through = through_values(part, arrays, prices, memory)
    hopes = any_way(through.priced) + through.onward.arrive[0, :, : part.size] + prices.constant
    rules = rules_of(part, arrays, hopes, level)
    guide = guide_of(part, prices, through, memory)
    labels = new_labels(effort.labels, rules.memory.shape[1])
    value, label, lost, _ = search(
        arrays, arrays.leg_gain, part.days, rules, guide, level, effort.width, effort.work, labels
    )  # fmt: skip
    if label < 0:
        return Quarry(None, level, max(level, lost))
    visits: list[Visit] = []
    while label >= 0:
        arrival = int(labels.parent[label])
        day = int(labels.day[arrival])
        visits.append(Visit(int(part.nodes[labels.node[label]]), day, int(labels.day[label]) - day))
        label = int(labels.parent[arrival])
    return Quarry(tuple(reversed(visits)), value, max(value, lost))


def guide_of(problem: Problem, prices: Prices, through: Through, memory: Memory) -> Guide:
    """Name municipalities as the masks of labels do."""
    bit = np.full(problem.group.max() + 4, -1)
    bit[np.unique(problem.group)] = np.arange(len(np.unique(problem.group)))  # the last ones are for no municipality
    onward = through.onward._replace(
        arrive_next=bit[through.onward.arrive_next], leave_next=bit[through.onward.leave_next]
    )
    return Guide(prices.yen, prices.visit, prices.constant, onward, bit[memory.groups], through.priced.states.first)


def rules_of(problem: Problem, arrays: Arrays, through: Floats, level: float) -> Rules:
    """Number the municipalities, and find what is worth remembering on each day, by ways that may return to a place."""
    groups, bit = np.unique(problem.group, return_inverse=True)
    areas, area = np.unique(problem.area, return_inverse=True)
    words = (len(groups) + 63) // 64
    must = np.unique(bit[problem.must])
    late = [int(np.flatnonzero((through[:, bit == b] > POSSIBLE).any(axis=1)).max(initial=-1)) for b in must]
    return Rules(
        bit.astype(np.int64),
        area.astype(np.int64),
        np.array([_mask(np.unique(bit[area == a]), words) for a in range(len(areas))]).reshape(-1, words),
        np.full((problem.size, words), ALL),
        _alive(problem, through > level, bit, must, words),
        _mask(must, words),
        must.astype(np.int64),
        np.array(late, dtype=np.int64),
        True,
        problem.budget is not None,
        NO_BUDGET if problem.budget is None else problem.budget,
        problem.max_stops,
        _stops_may_bind(problem, arrays),
        -1 if problem.max_per_area is None else problem.max_per_area,
        problem.worth,
    )


def _alive(problem: Problem, hopeful: NDArray[np.bool_], bit: Ints, must: Ints, words: int) -> NDArray[np.uint64]:
    """Give, for each day, the municipalities that a better trip may still visit on that day or later."""
    alive = np.full((problem.days + 1, words), ALL)
    if problem.max_per_area is not None:
        return alive
    later = np.logical_or.accumulate(hopeful[::-1], axis=0)[::-1]
    for day in range(problem.days + 1):
        alive[day] = _mask(np.union1d(bit[later[day]], must), words)
    return alive


def _mask(bits: Iterable[int], words: int) -> NDArray[np.uint64]:
    mask = np.zeros(words, np.uint64)
    for b in bits:
        mask[int(b) // 64] |= np.uint64(1) << np.uint64(int(b) % 64)
    return mask


def _stops_may_bind(problem: Problem, arrays: Arrays) -> bool:
    """Tell whether a trip could have more stops than allowed."""
    shortest = int(arrays.least[arrays.most > 0].min(initial=problem.days))
    return problem.max_stops < problem.days // max(shortest, 1)
