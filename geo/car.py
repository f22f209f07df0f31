"""Journeys by car: national roads, fixed links and car ferries.

The road data knows no class and no speed, so time is a function of the kilometres driven: the first ones on town
and country roads, the rest on expressways where they help. The function is concave, so a detour never saves time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix

from geo.accumulate import Sums, tree_sums
from geo.cache import load, save
from geo.compiled import cheapest_edges
from geo.journeys import BATCH, MatrixRows, no_progress
from geo.perceive import YEN_PER_MINUTE
from geo.sea_lanes import lane_key, sea_lanes
from geo.search import shortest_paths
from geo.services import OVERNIGHT_FERRY_MINUTES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.co2 import Co2Factors
    from geo.fares import FareTables
    from geo.land import Land
    from geo.model import Municipality
    from geo.roads import RoadTable
    from geo.services import Crossing

COUNTRY_KM = 15.0
COUNTRY_KMH = 32.0
EXPRESSWAY_KMH = 86.0
"""To and from the expressway through the towns at both ends, and on it."""

TOLL_FREE_KMH = 49.0
"""Medians of published journeys are 76 km/h by expressway, its ends included, and 51 on toll-free roads (DESIGN.md)."""

LOADING_MINUTES = 60.0
"""Being there before the ship sails, driving on and off."""

CAR_FARE_FACTOR = 6.0
"""Fare of a car of 4-5 m with its driver over the fare of a foot passenger; an estimate for
ships that car_ferries.csv does not name."""

FERRY_KMH = 33.0
SEARCH_MINUTES_PER_KM = 1.35
"""What the search counts for a kilometre: its time at 60 km/h and about 11 yen of fuel and toll."""


@dataclass(frozen=True)
class CarNetwork:
    """Offices first, then ports, then road nodes.

    Attributes
    ----------
    graph : (V, V) csr_matrix, generalised minutes, both directions
    km, ferry_minutes, yen : (E,) float64 in the order of `graph.data`: driven, at sea with loading, the ship's fare
    line : (E,) int32, index into `lines`, -1 on roads
    lines : names of shipping lines
    lanes : the way of each ship, (n, 2) lng/lat
    points : (V, 2) lng/lat
    codes : of the offices, the first nodes
    names : of the offices and ports, the first nodes
    """

    graph: csr_matrix
    km: NDArray[np.float64]
    ferry_minutes: NDArray[np.float64]
    yen: NDArray[np.float64]
    line: NDArray[np.int32]
    lines: tuple[str, ...]
    lanes: tuple[NDArray[np.float64], ...]
    points: NDArray[np.float64]
    codes: tuple[str, ...]
    names: tuple[str, ...]

    def write(self, folder: Path) -> None:
        """Keep it in a folder of the cache."""
        arrays = {name: getattr(self, name) for name in ("km", "ferry_minutes", "yen", "line", "points")}
        arrays["lane_sizes"] = np.array([len(lane) for lane in self.lanes], dtype=np.int64)
        arrays["lane_points"] = np.concatenate([*self.lanes, np.zeros((0, 2))])
        arrays |= {"cost": self.graph.data, "indices": self.graph.indices, "indptr": self.graph.indptr}
        save(folder, arrays, {"lines": self.lines, "codes": self.codes, "names": self.names})

    @classmethod
    def read(cls, folder: Path) -> CarNetwork:
        """Load what `write` kept."""
        arrays, texts = load(folder)
        size = len(arrays["points"])
        graph = csr_matrix((arrays.pop("cost"), arrays.pop("indices"), arrays.pop("indptr")), shape=(size, size))
        names = {name: tuple(values) for name, values in texts.items()}
        return cls(
            graph=graph,
            km=arrays["km"],
            ferry_minutes=arrays["ferry_minutes"],
            yen=arrays["yen"],
            line=arrays["line"],
            points=arrays["points"],
            lines=names["lines"],
            lanes=tuple(np.split(arrays["lane_points"], np.cumsum(arrays["lane_sizes"])[:-1])),
            codes=names["codes"],
            names=names["names"],
        )


def build_car_network(
    municipalities: Sequence[Municipality], crossings: Sequence[Crossing], roads: RoadTable, land: Land
) -> CarNetwork:
    """Tie offices and the ports of car ferries to the roads."""
    offices = np.array([municipality.lnglat for municipality in municipalities])
    ferries = [crossing for crossing in crossings if crossing.car]
    ports = {end: i for i, end in enumerate(dict.fromkeys(e for f in ferries for e in (f.origin, f.destination)))}
    anchors = np.vstack([offices, *[np.array([port.lnglat]) for port in ports]])
    net = roads.tie(anchors, land)
    lanes = sea_lanes(ferries, land.shape)
    first = len(offices)
    a = np.array([first + ports[f.origin] for f in ferries], dtype=np.int32)
    b = np.array([first + ports[f.destination] for f in ferries], dtype=np.int32)
    sailing = np.array([f.minutes + LOADING_MINUTES for f in ferries])
    fares = np.array([f.car_fare_jpy or CAR_FARE_FACTOR * (f.fare_jpy or 800 + 18 * f.km) for f in ferries])
    roads_count = len(net.km)
    columns = {
        "tail": np.concatenate([net.tail, a, net.head, b]),
        "head": np.concatenate([net.head, b, net.tail, a]),
        "km": np.tile(np.concatenate([net.km, np.zeros(len(a))]), 2),
        "ferry_minutes": np.tile(np.concatenate([np.zeros(roads_count), sailing]), 2),
        "yen": np.tile(np.concatenate([np.zeros(roads_count), fares]), 2),
        "line": np.tile(np.concatenate([np.full(roads_count, -1), np.arange(len(ferries))]), 2),
    }
    cost = columns["km"] * SEARCH_MINUTES_PER_KM + columns["ferry_minutes"] + columns["yen"] / YEN_PER_MINUTE
    rows = cheapest_edges(columns["tail"], columns["head"], cost)
    indptr = np.zeros(net.size + 1, dtype=np.int32)
    np.cumsum(np.bincount(columns["tail"][rows], minlength=net.size), out=indptr[1:])
    graph = csr_matrix((cost[rows], columns["head"][rows], indptr), shape=(net.size, net.size))
    return CarNetwork(
        graph=graph,
        km=columns["km"][rows],
        ferry_minutes=columns["ferry_minutes"][rows],
        yen=columns["yen"][rows],
        line=columns["line"][rows].astype(np.int32),
        lines=tuple(ferry.line for ferry in ferries),
        lanes=tuple(lanes[lane_key(ferry)] for ferry in ferries),
        points=np.vstack([anchors, roads.points]),
        codes=tuple(municipality.code for municipality in municipalities),
        names=(*(municipality.name for municipality in municipalities), *(port.name for port in ports)),
    )


def drive_minutes(km: NDArray[np.float64]) -> NDArray[np.float64]:
    """Minutes at the wheel for kilometres of one journey, by expressway where that is quicker."""
    town = np.minimum(km, COUNTRY_KM)
    by_expressway = town / COUNTRY_KMH * 60 + (km - town) / EXPRESSWAY_KMH * 60
    return np.asarray(np.minimum(by_expressway, km / TOLL_FREE_KMH * 60))


def toll_free_minutes(km: float) -> float:
    """Minutes at the wheel where expressways are avoided."""
    return km / TOLL_FREE_KMH * 60


def drive_yen(km: NDArray[np.float64], fares: FareTables) -> NDArray[np.int64]:
    """Toll of the kilometres on expressways and fuel of all, a car."""
    last = fares.yen_by_km.shape[1] - 1
    whole = np.minimum(np.ceil(km), last).astype(np.int64)
    quicker = drive_minutes(km) < km / TOLL_FREE_KMH * 60
    paid = np.minimum(np.ceil(np.where(quicker, km - COUNTRY_KM, 0.0)), last).astype(np.int64)
    toll, fuel = fares.yen_by_km[fares.system("toll")], fares.yen_by_km[fares.system("fuel")]
    return np.asarray(toll[paid].astype(np.int64) + fuel[whole])


@dataclass(frozen=True)
class CarSums:
    """Sums along the ways from one source: (T,) each."""

    km: NDArray[np.float64]
    ferry_minutes: NDArray[np.float64]
    ferry_yen: NDArray[np.float64]
    ferries: NDArray[np.float64]

    def to_sums(self, fares: FareTables, factors: Co2Factors) -> Sums:
        """Turn kilometres into minutes, yen and CO2; `boardings` counts the car and each ship."""
        at_sea_km = np.where(np.isfinite(self.km), self.ferry_minutes / 60 * FERRY_KMH, 0.0)
        road_km = np.where(np.isfinite(self.km), self.km, 0.0)
        ferry_g = factors.rows["car_ferry"].g_per_km
        return Sums(
            minutes=np.where(np.isfinite(self.km), drive_minutes(road_km) + self.ferry_minutes, np.inf).astype("f4"),
            fare_jpy=(drive_yen(road_km, fares) + self.ferry_yen).astype(np.int32),
            boardings=(1 + self.ferries).astype(np.int32),
            km=(road_km + at_sea_km).astype(np.float32),
            co2_g=(road_km * factors.rows["car_vehicle"].g_per_km + at_sea_km * ferry_g).astype(np.float32),
            overnight=(self.ferry_minutes >= OVERNIGHT_FERRY_MINUTES + LOADING_MINUTES).astype(np.int32),
        )


def car_sums(network: CarNetwork, source: int, before: NDArray[np.int32], targets: NDArray[np.int64]) -> CarSums:
    """Sum up the ways of a finished search (predecessors: (V,)) from one office to target nodes."""
    ships = (network.line >= 0).astype(np.float64)
    weights = np.column_stack([network.km, network.ferry_minutes, network.yen, ships])
    total = tree_sums(source, before, targets, network.graph.indptr, network.graph.indices, weights)
    total[~np.isfinite(total[:, 0]), 1:] = 0.0
    return CarSums(total[:, 0], total[:, 1], total[:, 2], total[:, 3])


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
            matrix.put(int(source), car_sums(network, int(source), before[i], columns).to_sums(fares, factors))
        progress(len(batch))
    return matrix.arrays()
