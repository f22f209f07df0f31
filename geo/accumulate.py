"""What a journey sums up to: carried along the shortest-path tree, node by node.

Fares are not additive: kilometres of one tariff are priced by their sum, a supplement once a train, JR once a journey.
So the tree carries open runs of kilometres and closes them where the tariff or the train ends. Only nodes on the way
to a target are visited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from geo.edges import MODE
from geo.fares import JOIN_DISCOUNT, jr_fare

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.compiled import Compiled
    from geo.fares import FareTables

TICKET_MODE = MODE["highway_bus"]
"""Vehicles from this mode number on end the run of kilometres of another tariff; walking and town buses do not."""

SHINKANSEN = MODE["shinkansen"]

ABOARD, ABOARD_SHINKANSEN, WITHIN_GATES = 1, 2, 3


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
    """(V, 3): yen of what is paid for, boardings, overnight services."""
    run: NDArray[np.int32]
    """Tariff of the open run of kilometres, -1 none."""
    train: NDArray[np.int32]
    """Supplement of the open train, -1 none."""
    stage: NDArray[np.int8]
    """Of that train: `ABOARD`, `ABOARD_SHINKANSEN`, or `WITHIN_GATES` after getting off it."""
    open_km: NDArray[np.float32]
    """(V, 2): kilometres of the run, of the train."""
    jr_km: NDArray[np.float32]
    """(V, 6): kilometres by JR company."""


class Way(NamedTuple):
    """Columns of the edges the kernel reads, in the order of the graph; units as in `geo.edges.Edges`."""

    minutes: NDArray[np.float32]
    km: NDArray[np.float32]
    mode: NDArray[np.int8]
    boardings: NDArray[np.int8]
    yen: NDArray[np.int32]
    company: NDArray[np.int8]
    system: NDArray[np.int16]
    fare_km: NDArray[np.float32]
    surcharge: NDArray[np.int16]
    surcharge_km: NDArray[np.float32]
    alight: NDArray[np.bool_]
    overnight: NDArray[np.bool_]


def accumulate(
    compiled: Compiled,
    fares: FareTables,
    g_per_km: NDArray[np.float32],
    source: int,
    before: NDArray[np.int32],
    targets: NDArray[np.int64],
) -> Sums:
    """Sum one search (predecessors: (V,)) from `source` for the target nodes.

    `g_per_km` is the CO2 factor of each mode number. Unreached targets have minutes inf.
    """
    way = Way(*(getattr(compiled.edges, name) for name in Way._fields))
    graph = compiled.graph
    sums, counts, jr_km = _sum_up(source, before, targets, graph.indptr, graph.indices, way, g_per_km, fares.yen_by_km)
    jr = jr_fare(fares.jr_trunk, fares.jr_addon, fares.jr_own, jr_km.astype(np.float64))
    return Sums(sums[:, 0], counts[:, 0] + jr, counts[:, 1], sums[:, 1], sums[:, 2], counts[:, 2])


@njit(cache=True, nogil=True)
def _price(table, system, km):  # type: ignore[no-untyped-def]
    return table[system, min(table.shape[1] - 1, int(np.ceil(km - 0.0005)))]


@njit(cache=True, nogil=True)
def _edge_of(indptr, indices, tail, head):  # type: ignore[no-untyped-def]
    low, high = indptr[tail], indptr[tail + 1]
    while low < high:
        middle = (low + high) // 2
        if indices[middle] < head:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def tree_sums(source, before, targets, indptr, indices, weights):  # type: ignore[no-untyped-def]
    """Sum the columns of `weights` (E, K) along a shortest-path tree to each target: (T, K), inf where unreached.

    `before` are the predecessors; `indptr`, `indices` are the graph's, columns sorted within each row.
    """
    total = np.zeros((len(before), weights.shape[1]))
    done = np.zeros(len(before), dtype=np.bool_)
    done[source] = True
    stack = np.empty(len(before), dtype=np.int32)
    result = np.full((len(targets), weights.shape[1]), np.inf)
    for t in range(len(targets)):
        node, height = targets[t], 0
        while node >= 0 and not done[node]:
            stack[height] = node
            height += 1
            node = before[node]
        if node < 0:
            continue
        for i in range(height - 1, -1, -1):
            parent, node = node, stack[i]
            e = _edge_of(indptr, indices, parent, node)
            for k in range(weights.shape[1]):
                total[node, k] = total[parent, k] + weights[e, k]
            done[node] = True
        result[t] = total[targets[t]]
    return result


@njit(cache=True, nogil=True)
def _sum_up(source, before, targets, indptr, indices, way, g_per_km, table):  # type: ignore[no-untyped-def]
    size, count = len(before), len(targets)
    state = _start(size, source)
    stack = np.empty(size, dtype=np.int32)
    sums = np.zeros((count, 3), dtype=np.float32)
    sums[:, 0] = np.inf
    counts = np.zeros((count, 3), dtype=np.int32)
    jr_km = np.zeros((count, 6), dtype=np.float32)
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
            e = _edge_of(indptr, indices, parent, node)
            _carry(state, way, g_per_km, parent, node, e)
            _carry_run(state, way, table, parent, node, e)
            _carry_train(state, way, table, parent, node, e)
        end = targets[t]
        sums[t], counts[t], jr_km[t] = state.sums[end], state.counts[end], state.jr_km[end]
        if state.run[end] >= 0:
            counts[t, 0] += _price(table, state.run[end], state.open_km[end, 0])
        if state.train[end] >= 0:
            counts[t, 0] += _price(table, state.train[end], state.open_km[end, 1])
    return sums, counts, jr_km


@njit(cache=True, nogil=True)
def _start(size, source):  # type: ignore[no-untyped-def]
    done = np.zeros(size, dtype=np.bool_)
    done[source] = True
    run, train = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    run[source], train[source] = -1, -1
    stage = np.zeros(size, dtype=np.int8)
    sums, counts = np.empty((size, 3), dtype=np.float32), np.empty((size, 3), dtype=np.int32)
    open_km, jr_km = np.empty((size, 2), dtype=np.float32), np.empty((size, 6), dtype=np.float32)
    sums[source], counts[source], open_km[source], jr_km[source] = 0.0, 0, 0.0, 0.0
    return State(done, sums, counts, run, train, stage, open_km, jr_km)


@njit(cache=True, nogil=True)
def _carry(state, way, g_per_km, parent, node, e):  # type: ignore[no-untyped-def]
    """Carry what simply adds up."""
    state.done[node] = True
    state.sums[node, 0] = state.sums[parent, 0] + way.minutes[e]
    state.sums[node, 1] = state.sums[parent, 1] + way.km[e]
    state.sums[node, 2] = state.sums[parent, 2] + way.km[e] * g_per_km[way.mode[e]]
    state.counts[node, 0] = state.counts[parent, 0] + way.yen[e]
    state.counts[node, 1] = state.counts[parent, 1] + way.boardings[e]
    state.counts[node, 2] = state.counts[parent, 2] + way.overnight[e]
    for company in range(6):
        state.jr_km[node, company] = state.jr_km[parent, company]
    if way.company[e] >= 0:
        state.jr_km[node, way.company[e]] += way.fare_km[e]


@njit(cache=True, nogil=True)
def _carry_run(state, way, table, parent, node, e):  # type: ignore[no-untyped-def]
    """Carry the run of kilometres of one tariff; the run before it is a finished ticket."""
    run, km = state.run[parent], state.open_km[parent, 0]
    if way.km[e] > 0 and way.mode[e] >= TICKET_MODE and way.system[e] != run:
        if run >= 0:
            state.counts[node, 0] += _price(table, run, km)
        run, km = np.int32(way.system[e]), np.float32(0.0)
    if way.system[e] >= 0:
        km += way.fare_km[e]
    state.run[node], state.open_km[node, 0] = run, km


@njit(cache=True, nogil=True)
def _carry_train(state, way, table, parent, node, e):  # type: ignore[no-untyped-def]
    """Carry the supplement: paid once a train; by Shinkansen once however often one changes within its gates."""
    train, km, stage = state.train[parent], state.open_km[parent, 1], state.stage[parent]
    supplement = np.int32(way.surcharge[e])
    if train >= 0 and stage == WITHIN_GATES and way.mode[e] > 0 and supplement != train:
        state.counts[node, 0] += _price(table, train, km)
        train = np.int32(-1)
    if supplement >= 0:
        if supplement != train:
            if train >= 0:
                # the same train under another table: seats are reserved once
                state.counts[node, 0] += max(0, _price(table, train, km) - JOIN_DISCOUNT)
            train, km = supplement, np.float32(0.0)
        km += way.surcharge_km[e]
        stage = np.int8(ABOARD_SHINKANSEN if way.mode[e] == SHINKANSEN else ABOARD)
    if way.alight[e] and train >= 0:
        if stage == ABOARD:
            state.counts[node, 0] += _price(table, train, km)
            train = np.int32(-1)
        else:
            stage = np.int8(WITHIN_GATES)
    state.train[node], state.open_km[node, 1], state.stage[node] = train, km, stage
