"""What a journey sums up to: carried along the shortest-path tree, node by node.

Minutes, kilometres and grams simply add up; what is paid does not (`geo.fare_carry`). Only nodes on the way to a target
are visited.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

import geo.compiled as layout
from geo import edges, fare_carry, fare_jr, fare_tariff
from geo.compiled import BOARDED, BY, LENGTH, MINUTES, OVERNIGHT
from geo.fare_carry import empty_purse, paid, pay
from geo.kernel import inlined, kernel

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.compiled import Compiled, Way
    from geo.fare_tariff import Tariff


class Sums(NamedTuple):
    """Sums along the best journey from one source to each target; arrays of shape (T,)."""

    minutes: NDArray[np.float32]
    fare_jpy: NDArray[np.int32]
    boardings: NDArray[np.int32]
    km: NDArray[np.float32]
    co2_g: NDArray[np.float32]
    overnight: NDArray[np.int32]


class State(NamedTuple):
    """What is carried to each node, (V,) unless said otherwise."""

    done: NDArray[np.bool_]
    sums: NDArray[np.float32]
    """(V, 3): minutes, km, g of CO2."""
    counts: NDArray[np.int32]
    """(V, 2): boardings, overnight services."""


def accumulate(
    compiled: Compiled,
    tariff: Tariff,
    g_per_km: NDArray[np.float32],
    source: int,
    before: NDArray[np.int32],
    targets: NDArray[np.int64],
) -> Sums:
    """Sum one search (predecessors: (V,)) from `source` for the target nodes.

    `g_per_km` is the CO2 factor of each mode number. Unreached targets have minutes inf.
    """
    graph = compiled.graph
    sums, yen, counts = _sum_up(source, before, targets, graph.indptr, graph.indices, compiled.way, g_per_km, tariff)
    return Sums(sums[:, 0], yen, counts[:, 0], sums[:, 1], sums[:, 2], counts[:, 1])


@inlined
def edge_of(indptr: NDArray[np.int32], indices: NDArray[np.int32], tail: int, head: int) -> int:
    """Give the position of an edge in a graph whose columns are sorted within each row."""
    low, high = indptr[tail], indptr[tail + 1]
    while low < high:
        middle = (low + high) // 2
        if indices[middle] < head:
            low = middle + 1
        else:
            high = middle
    return int(low)


@kernel
def _start(size: int, source: int) -> State:
    done = np.zeros(size, dtype=np.bool_)
    done[source] = True
    sums, counts = np.empty((size, 3), dtype=np.float32), np.empty((size, 2), dtype=np.int32)
    sums[source], counts[source] = 0.0, 0
    return State(done, sums, counts)


@inlined
def _carry(state: State, way: Way, g_per_km: NDArray[np.float32], parent: int, node: int, e: int) -> None:
    """Carry what simply adds up."""
    state.done[node] = True
    state.sums[node, 0] = state.sums[parent, 0] + way.real[e, MINUTES]
    state.sums[node, 1] = state.sums[parent, 1] + way.real[e, LENGTH]
    state.sums[node, 2] = state.sums[parent, 2] + way.real[e, LENGTH] * g_per_km[way.whole[e, BY]]
    state.counts[node, 0] = state.counts[parent, 0] + way.whole[e, BOARDED]
    state.counts[node, 1] = state.counts[parent, 1] + way.whole[e, OVERNIGHT]


def _rules() -> str:
    """Hash the modules whose compiled rules `_sum_up` takes in."""
    digest = hashlib.sha256()
    for module in (edges, layout, fare_carry, fare_jr, fare_tariff):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()


def _kernel(rules: str) -> Callable[..., tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int32]]]:
    """Compile the walk through a tree; what is kept of it is kept for these `rules` only.

    Numba keeps machine code by the text of a function's own module and by its closure, not by what it calls.
    """

    @kernel
    def sum_up(
        source: int,
        before: NDArray[np.int32],
        targets: NDArray[np.int64],
        indptr: NDArray[np.int32],
        indices: NDArray[np.int32],
        way: Way,
        g_per_km: NDArray[np.float32],
        tariff: Tariff,
    ) -> tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int32]]:
        assert len(rules) > 0
        size, count = len(before), len(targets)
        state, purse = _start(size, source), empty_purse(size, source)
        stack = np.empty(size, dtype=np.int32)
        sums = np.zeros((count, 3), dtype=np.float32)
        sums[:, 0] = np.inf
        yen, counts = np.zeros(count, dtype=np.int32), np.zeros((count, 2), dtype=np.int32)
        for t in range(count):
            node, height = targets[t], 0
            while node >= 0 and not state.done[node]:
                stack[height] = node
                height += 1
                node = before[node]
            if node < 0:
                continue
            for i in range(height - 1, -1, -1):
                parent, node = node, stack[i]
                e = edge_of(indptr, indices, parent, node)
                _carry(state, way, g_per_km, parent, node, e)
                pay(purse, way, tariff, parent, node, e)
            end = targets[t]
            sums[t], counts[t], yen[t] = state.sums[end], state.counts[end], paid(purse, tariff, end)
        return sums, yen, counts

    return sum_up


_sum_up = _kernel(_rules())
