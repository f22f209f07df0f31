"""What a way by car sums up to: carried along the shortest-path tree, with tolls closed where their network ends.

Tolls are not additive: each use of a network costs a terminal charge and its kilometres, the further the cheaper. So
the tree carries the open run of charged kilometres and closes it at the ramp, or where another network begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.accumulate import Sums, edge_of
from geo.car import LOADING_MINUTES
from geo.fare_tolls import TOLL_SYSTEMS
from geo.journeys import BATCH, MatrixRows, no_progress
from geo.kernel import kernel
from geo.search import shortest_paths
from geo.services import OVERNIGHT_FERRY_MINUTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.car import CarNetwork
    from geo.co2 import Co2Factors
    from geo.fares import FareTables

    Ways = tuple[NDArray[Any], ...]
    """Of each edge: minutes, km, minutes at sea, yen, charged km, system of tolls, ship."""

FERRY_KMH = 33.0


@dataclass(frozen=True)
class CarSums:
    """Sums along the ways from one source: (T,) float64 each, inf minutes where unreached.

    `yen` are fares and tolls without fuel; `ferry_minutes` lie beside `minutes` at the wheel.
    """

    minutes: NDArray[np.float64]
    km: NDArray[np.float64]
    ferry_minutes: NDArray[np.float64]
    yen: NDArray[np.float64]
    ferries: NDArray[np.float64]

    def to_sums(self, fares: FareTables, factors: Co2Factors) -> Sums:
        """Add fuel, CO2 and the way at sea; `boardings` counts the car and each ship."""
        at_sea_km = (self.ferry_minutes - self.ferries * LOADING_MINUTES) / 60 * FERRY_KMH
        ferry_g = factors.rows["car_ferry"].g_per_km
        return Sums(
            minutes=(self.minutes + self.ferry_minutes).astype(np.float32),
            fare_jpy=np.rint(self.yen + fuel_yen(self.km, fares)).astype(np.int32),
            boardings=(1 + self.ferries).astype(np.int32),
            km=(self.km + at_sea_km).astype(np.float32),
            co2_g=(self.km * factors.rows["car_vehicle"].g_per_km + at_sea_km * ferry_g).astype(np.float32),
            overnight=(self.ferry_minutes >= OVERNIGHT_FERRY_MINUTES + LOADING_MINUTES).astype(np.int32),
        )


def fuel_yen(km: NDArray[np.float64], fares: FareTables) -> NDArray[np.float64]:
    """Petrol of an average car."""
    table = fares.yen_by_km[fares.system("fuel")]
    return np.asarray(np.interp(km, np.arange(len(table)), table))


def tolls_of(fares: FareTables) -> NDArray[np.int32]:
    """Tolls by whole km of each network of `TOLL_SYSTEMS`, (7, 3001)."""
    first = fares.system(f"toll_{TOLL_SYSTEMS[0]}")
    return fares.yen_by_km[first : first + len(TOLL_SYSTEMS)]


def car_sums(
    network: CarNetwork, source: int, before: NDArray[np.int32], targets: NDArray[np.int64], fares: FareTables
) -> CarSums:
    """Sum up the ways of a finished search (predecessors: (V,)) from one office to target nodes."""
    edges, graph = network.edges, network.graph
    ways = (edges.minutes, edges.km, edges.ferry_minutes, edges.yen, edges.charged_km, edges.system, edges.ship)
    total = _sum_up(source, before, targets, graph.indptr, graph.indices, ways, tolls_of(fares))
    return CarSums(*total.T)


def car_rows(
    network: CarNetwork,
    rows: range,
    fares: FareTables,
    factors: Co2Factors,
    progress: Callable[[int], None] = no_progress,
) -> dict[str, NDArray[Any]]:
    """Search from each office of `rows` by car, as `geo.journeys.public_rows` does."""
    matrix, columns = MatrixRows(network.codes, rows), np.arange(len(network.codes))
    for start in range(rows.start, rows.stop, BATCH):
        batch = np.arange(start, min(start + BATCH, rows.stop))
        _, before = shortest_paths(network.graph, batch)
        for i, source in enumerate(batch):
            sums = car_sums(network, int(source), before[i], columns, fares)
            matrix.put(int(source), sums.to_sums(fares, factors))
        progress(len(batch))
    return matrix.arrays()


@kernel
def toll_yen(tolls: NDArray[np.int32], system: int, km: float, charged_km: float) -> float:
    """Toll of a run: of its km between whole ones of its table (S, K), the part by distance scaled to the charged km.

    So the discount goes by real kilometres. To 10 yen, above 10,000 cut to 100.
    """
    low = min(max(int(km), 1), tolls.shape[1] - 2)
    share = min(max(km - low, 0.0), 1.0)
    yen = tolls[system, low] * (1 - share) + tolls[system, low + 1] * share
    terminal = max(2 * tolls[system, 10] - tolls[system, 20], 0)
    if km > 0:
        yen = terminal + (yen - terminal) * charged_km / km
    # a hair more, so that sums in another order round alike
    return float(np.floor(yen / 100 + 1e-5) * 100 if yen > 10000 else np.rint(yen / 10 + 1e-5) * 10)


@kernel
def _sum_up(
    source: int,
    before: NDArray[np.int32],
    targets: NDArray[np.int64],
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    ways: Ways,
    tolls: NDArray[np.int32],
) -> NDArray[np.float64]:
    size = len(before)
    sums, open_km = np.zeros((size, 5)), np.zeros((size, 2))
    run, done = np.full(size, np.int8(-1)), np.zeros(size, dtype=np.bool_)
    done[source] = True
    stack = np.empty(size, dtype=np.int32)
    result = np.zeros((len(targets), 5))
    for t in range(len(targets)):
        node, height = targets[t], 0
        while node >= 0 and not done[node]:
            stack[height] = node
            height += 1
            node = before[node]
        if node < 0:
            result[t, 0] = np.inf
            continue
        for i in range(height - 1, -1, -1):
            parent, node = node, stack[i]
            e = edge_of(indptr, indices, parent, node)
            _carry(sums, open_km, run, ways, tolls, parent, node, e)
            done[node] = True
        end = targets[t]
        result[t] = sums[end]
        if run[end] >= 0:
            result[t, 3] += toll_yen(tolls, run[end], open_km[end, 0], open_km[end, 1])
    return result


@kernel
def _carry(
    sums: NDArray[np.float64],
    open_km: NDArray[np.float64],
    run: NDArray[np.int8],
    ways: Ways,
    tolls: NDArray[np.int32],
    parent: int,
    node: int,
    e: int,
) -> None:
    """Carry the sums over an edge; the run of tolls ends where the next edge belongs to no network or another."""
    minutes, km, ferry_minutes, yen, charged_km, system, ship = ways
    sums[node, 0] = sums[parent, 0] + minutes[e]
    sums[node, 1] = sums[parent, 1] + km[e]
    sums[node, 2] = sums[parent, 2] + ferry_minutes[e]
    sums[node, 3] = sums[parent, 3] + yen[e]
    sums[node, 4] = sums[parent, 4] + (ship[e] >= 0)
    open_km[node], run[node] = open_km[parent], run[parent]
    if system[e] != run[parent]:
        if run[parent] >= 0:
            sums[node, 3] += toll_yen(tolls, run[parent], open_km[parent, 0], open_km[parent, 1])
        open_km[node], run[node] = 0.0, system[e]
    if system[e] >= 0:
        open_km[node, 0] += km[e]
        open_km[node, 1] += charged_km[e]
