"""Hunt for a trip above a level: set up the label search on the nodes that matter and read its answer back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.solver.dynamic import POSSIBLE, Visit, arrays_of
from planner.solver.labels import Guide, Rules, new_labels, search
from planner.solver.prices import nodes_above, through_values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from planner.problem import Problem
    from planner.solver.dynamic import Floats, Ints
    from planner.solver.prices import Multipliers

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


def hunt(problem: Problem, at: Multipliers, level: float, effort: Effort) -> Quarry:
    """Look for the best trip worth more than `level`; visits are nodes of the whole problem."""
    prices = at.on(problem)
    arrive, leave, through = through_values(problem, arrays_of(problem), prices)
    nodes = nodes_above(through, level)
    lacking = np.setdiff1d(problem.group[problem.must], problem.group[nodes])
    if not len(nodes) or len(lacking):
        return Quarry(None, level, level)
    part = problem.restrict(nodes)
    arrive, leave, through = (np.ascontiguousarray(a) for a in (arrive[:, nodes], leave[nodes], through[:, nodes]))
    arrays = arrays_of(part)
    guide = Guide(prices.yen, prices.visit[nodes], prices.constant, arrive, leave)
    rules = rules_of(part, through, level)
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


def rules_of(problem: Problem, through: Floats, level: float) -> Rules:
    """Number the municipalities, and find what is worth remembering on each day."""
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
        NO_BUDGET if problem.budget is None else problem.budget,
        problem.max_stops,
        _stops_may_bind(problem),
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


def _stops_may_bind(problem: Problem) -> bool:
    """Tell whether a trip could have more stops than allowed."""
    possible = (problem.gain > POSSIBLE).any(axis=(0, 1))
    shortest = int(np.argmax(possible)) if possible.any() else 1
    if problem.size > problem.active:
        shortest = 1
    return problem.max_stops < problem.days // max(shortest, 1)
