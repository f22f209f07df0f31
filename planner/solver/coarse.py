"""Nights on the way, taken together: one node for neighbours in a prefecture where one could only rest.

A leg to or from such a node is the best of the legs to or from its municipalities, so every trip has an image that is
worth no less and costs no more: what the programme proves of the coarse problem holds for the whole one, at a third of
its nodes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.kernel import kernel
from planner.problem import Legs, NightLegs
from planner.solver.dynamic import POSSIBLE
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.problem import Problem

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


NEAR = -0.15
"""Neighbours are at most this far apart, in points: an hour or two, a thousand yen or two."""


@dataclass(frozen=True)
class Coarse:
    """A coarse problem; `image[m]` is the coarse node of node m."""

    problem: Problem
    image: Ints

    def nodes(self, kept: Ints) -> Ints:
        """Give all nodes of the whole problem whose image is kept."""
        return np.flatnonzero(np.isin(self.image, kept))


def coarsen(problem: Problem) -> Coarse:
    """Merge neighbours among the nodes that are only nights on the way."""
    active, legs, days = problem.active, problem.legs, problem.days
    # neighbours are as many nights from the start and from the end
    ends = legs.start_nights[active:].astype(np.int64) * 100 + legs.end_nights[active:].astype(np.int64)
    kind = problem.area[active:].astype(np.int64) * 10_000 + ends
    leaders = lead(kind, legs.gain[active:, active:])
    keys, first, number = np.unique(leaders, return_index=True, return_inverse=True)
    image = np.concatenate([np.arange(active), active + number.astype(np.int64)])
    n = active + len(keys)
    gain, yen = merge(image, n, legs.gain, legs.yen, legs.nights, 0)
    idle_gain = np.full((len(keys), days, problem.idle_gain.shape[2]), NEVER)
    idle_yen = np.full(idle_gain.shape, np.iinfo(np.int32).max, np.int32)
    np.maximum.at(idle_gain, number, problem.idle_gain)
    np.minimum.at(idle_yen, number, problem.idle_yen)
    together = replace(
        problem,
        group=np.concatenate([problem.group[:active], problem.group[active:][first]]),
        area=np.concatenate([problem.area[:active], problem.area[active:][first]]),
        idle_gain=idle_gain,
        idle_yen=idle_yen,
        legs=Legs(
            gain,
            yen,
            np.zeros((n, n), np.uint8),
            *merge_ends(image, n, legs.start_gain, legs.start_yen, legs.start_nights),
            *merge_ends(image, n, legs.end_gain, legs.end_yen, legs.end_nights),
            legs.direct,
            _merged_nights(image, n, legs),
        ),
        must=np.concatenate([problem.must[:active], np.zeros(len(keys), np.bool_)]),
        nodes=np.arange(n),
        merged=True,
    )
    return Coarse(together, image)


def _merged_nights(image: Ints, n: int, legs: Legs) -> NightLegs:
    """Merge the legs that cross midnight, by their number of nights."""
    columns: list[tuple[NDArray[Any], ...]] = []
    for nights in range(1, int(legs.nights.max(initial=0)) + 1):
        gain, yen = merge(image, n, legs.gain, legs.yen, legs.nights, nights)
        a, b = np.nonzero(gain > POSSIBLE)
        columns.append((a, b, np.full(len(a), nights), gain[a, b], yen[a, b].astype(np.int64)))
    if not columns:
        empty = np.zeros(0, np.int64)
        return NightLegs(empty, empty, empty, np.zeros(0), empty)
    joined = [np.concatenate(parts) for parts in zip(*columns, strict=True)]
    order = np.argsort(joined[0], kind="stable")
    return NightLegs(*(column[order] for column in joined))


@kernel
def lead(kind: Ints, gain: Floats) -> Ints:
    """Give each node the first node before it of its kind that is near both ways, or itself."""
    leader = np.arange(len(kind))
    for i in range(len(kind)):
        for j in range(i):
            if leader[j] == j and kind[j] == kind[i] and gain[i, j] > NEAR and gain[j, i] > NEAR:
                leader[i] = j
                break
    return leader


@kernel
def merge(
    image: Ints, n: int, gain: Floats, yen: NDArray[np.int32], nights: NDArray[np.uint8], of: int
) -> tuple[Floats, NDArray[np.int32]]:
    """Give the best gain and fewest yen between coarse nodes over the legs of so many nights."""
    best, least = np.full((n, n), NEVER), np.zeros((n, n), np.int32)
    for i in range(len(image)):
        for j in range(len(image)):
            if gain[i, j] <= NEVER or nights[i, j] != of:
                continue
            a, b = image[i], image[j]
            least[a, b] = yen[i, j] if best[a, b] <= NEVER else min(least[a, b], yen[i, j])
            best[a, b] = max(best[a, b], gain[i, j])
    return best, least


@kernel
def merge_ends(
    image: Ints, n: int, gain: Floats, yen: NDArray[np.int32], nights: NDArray[np.uint8]
) -> tuple[Floats, NDArray[np.int32], NDArray[np.uint8]]:
    """Give the same for legs from the start or to the end."""
    best, least, over = np.full(n, NEVER), np.zeros(n, np.int32), np.zeros(n, np.uint8)
    for i in range(len(image)):
        if gain[i] <= NEVER:
            continue
        a = image[i]
        least[a] = yen[i] if best[a] <= NEVER else min(least[a], yen[i])
        best[a] = max(best[a], gain[i])
        over[a] = nights[i]
    return best, least, over
