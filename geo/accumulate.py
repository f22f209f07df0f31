"""What a journey sums up to: carried along the shortest-path tree, node by node.

Fares are not additive: kilometres of one tariff are priced by their sum, a supplement once a train, JR once a journey.
So the tree carries open runs of kilometres and closes them where the tariff or the train ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from geo.fares import JOIN_DISCOUNT, jr_fare

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.compiled import Compiled
    from geo.fares import FareTables


class Sums(NamedTuple):
    """Sums along the best journey from one source to each target; arrays of shape (T,)."""

    minutes: NDArray[np.float32]
    fare_jpy: NDArray[np.int32]
    boardings: NDArray[np.int32]
    km: NDArray[np.float32]
    co2_g: NDArray[np.float32]
    overnight: NDArray[np.int32]

    def take(self, targets: NDArray[np.int64]) -> Sums:
        """Keep some targets."""
        return Sums(*(values[targets] for values in self))  # type: ignore[arg-type]


def accumulate(
    compiled: Compiled,
    fares: FareTables,
    g_per_km: NDArray[np.float32],
    cost: NDArray[np.float64],
    before: NDArray[np.int32],
    targets: int,
) -> Sums:
    """Sum one search (cost, before: (V,)) for the first `targets` nodes.

    `g_per_km` is the CO2 factor of each mode number. Unreached targets have minutes inf.
    """
    edges = compiled.edges
    order = np.argsort(cost, kind="stable")[: int(np.isfinite(cost).sum())]
    minutes, yen, boardings, km, co2, overnight, jr_km = _walk(
        order,
        before,
        compiled.graph.indptr,
        compiled.graph.indices,
        edges.minutes,
        edges.km,
        edges.mode,
        edges.boardings,
        edges.yen,
        edges.company,
        edges.system,
        edges.fare_km,
        edges.surcharge,
        edges.alight,
        edges.overnight,
        g_per_km,
        fares.yen_by_km,
        targets,
    )
    jr = jr_fare(fares.jr_trunk, fares.jr_addon, fares.jr_own, jr_km.astype(np.float64))
    return Sums(minutes, yen + jr, boardings, km, co2, overnight)


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
def tree_sums(order, before, indptr, indices, weights):  # type: ignore[no-untyped-def]
    """Sum the columns of `weights` (E, K) along a shortest-path tree: (V, K).

    `order` lists the reached nodes by distance, `before` the predecessors; `indptr`, `indices` are the graph's,
    columns sorted within each row.
    """
    total = np.zeros((len(before), weights.shape[1]))
    for i in range(1, len(order)):
        node = order[i]
        total[node] = total[before[node]] + weights[_edge_of(indptr, indices, before[node], node)]
    return total


@njit(cache=True, nogil=True)
def _walk(  # type: ignore[no-untyped-def]
    order,
    before,
    indptr,
    indices,
    edge_minutes,
    edge_km,
    edge_mode,
    edge_boardings,
    edge_yen,
    edge_company,
    edge_system,
    edge_fare_km,
    edge_surcharge,
    edge_alight,
    edge_overnight,
    g_per_km,
    table,
    targets,
):
    size = len(before)
    minutes = np.full(size, np.inf, dtype=np.float32)
    km = np.zeros(size, dtype=np.float32)
    co2 = np.zeros(size, dtype=np.float32)
    yen = np.zeros(size, dtype=np.int32)
    boardings = np.zeros(size, dtype=np.int32)
    overnight = np.zeros(size, dtype=np.int32)
    system = np.full(size, -1, dtype=np.int32)
    system_km = np.zeros(size, dtype=np.float32)
    surcharge = np.full(size, -1, dtype=np.int32)
    surcharge_km = np.zeros(size, dtype=np.float32)
    jr_km = np.zeros((size, 6), dtype=np.float32)
    minutes[order[0]] = 0.0
    for i in range(1, len(order)):
        node = order[i]
        parent = before[node]
        e = _edge_of(indptr, indices, parent, node)
        minutes[node] = minutes[parent] + edge_minutes[e]
        km[node] = km[parent] + edge_km[e]
        co2[node] = co2[parent] + edge_km[e] * g_per_km[edge_mode[e]]
        boardings[node] = boardings[parent] + edge_boardings[e]
        overnight[node] = overnight[parent] + edge_overnight[e]
        total = yen[parent] + edge_yen[e]
        run, run_km = system[parent], system_km[parent]
        train, train_km = surcharge[parent], surcharge_km[parent]
        jr_km[node] = jr_km[parent]
        if edge_company[e] >= 0:
            jr_km[node, edge_company[e]] += edge_fare_km[e]
        if edge_km[e] > 0 and edge_mode[e] >= 4 and edge_system[e] != run:
            # another tariff begins: the run before it is a finished ticket
            if run >= 0:
                total += _price(table, run, run_km)
            run, run_km = edge_system[e], np.float32(0.0)
        if edge_system[e] >= 0:
            run_km += edge_fare_km[e]
        if edge_surcharge[e] >= 0 and edge_surcharge[e] != train:
            if train >= 0:
                # the same train under another table: seats are reserved once
                total += max(0, _price(table, train, train_km) - JOIN_DISCOUNT)
            train, train_km = edge_surcharge[e], np.float32(0.0)
        if edge_surcharge[e] >= 0:
            train_km += edge_km[e]
        if edge_alight[e] and train >= 0:
            total += _price(table, train, train_km)
            train, train_km = -1, np.float32(0.0)
        yen[node] = total
        system[node], system_km[node] = run, run_km
        surcharge[node], surcharge_km[node] = train, train_km
    for node in range(targets):
        if system[node] >= 0:
            yen[node] += _price(table, system[node], system_km[node])
        if surcharge[node] >= 0:
            yen[node] += _price(table, surcharge[node], surcharge_km[node])
    return (
        minutes[:targets],
        yen[:targets],
        boardings[:targets],
        km[:targets],
        co2[:targets],
        overnight[:targets],
        jr_km[:targets],
    )
