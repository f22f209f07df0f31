"""The last kilometres: on foot, by taxi or local bus between offices, stations, ports, airports and stops.

No bus timetable stands behind these edges: they run at average speeds and carry the basis `average`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from geo.edges import Edge
from geo.perceive import perceived_minutes
from geo.search import shortest_paths
from geo.sphere import neighbours

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.fares import FareTables
    from geo.roads import RoadNet

REACH_KM = 70.0
WALK_KMH = 4.5
WALK_LIMIT_KM = 2.0
TAXI_KMH = 40.0
TAXI_WAIT = 8.0
BUS_KMH = 27.0
BUS_WAITS = ((200_000, 10.0), (30_000, 20.0), (0, 30.0))
"""Population of the nearest municipality, and minutes of waiting for a local bus there."""
BUS_LINE_KM = 30.0
"""Few lines of local buses are longer: farther on one changes, and waits again."""


@dataclass(frozen=True)
class Hubs:
    """Places where one can change vehicles, as rows.

    Attributes
    ----------
    kind : (H,) str: municipality, station, major (a station of express trains), port, airport, bus
    points : (H, 2) float64 lng/lat
    population : (H,) int64, of the municipality it stands nearest to
    """

    kind: NDArray[np.str_]
    points: NDArray[np.float64]
    population: NDArray[np.int64]


NEAREST = {
    "municipality": {"municipality": 6, "station": 6, "major": 3, "port": 4, "airport": 2, "bus": 3},
    "port": {"station": 3, "major": 2, "port": 2, "bus": 1, "airport": 1},
    "airport": {"station": 2, "major": 2, "port": 2, "bus": 2},
    "bus": {"station": 2, "major": 1},
}
"""How many of each kind a hub is tied to, nearest by road first."""


def access_edges(hubs: Hubs, roads: RoadNet, fares: FareTables) -> list[Edge]:
    """Tie every hub to the nearest ones of each kind, within `REACH_KM` by road.

    `roads` must number the hubs first, in the order of `hubs`.
    """
    graph = csr_matrix((roads.km, (roads.tail, roads.head)), shape=(roads.size, roads.size))
    pairs: dict[tuple[int, int], float] = {}
    for kind, wanted in NEAREST.items():
        sources = np.flatnonzero(hubs.kind == kind)
        for batch in np.array_split(sources, max(1, len(sources) // 200)):
            km = shortest_paths(graph, batch, limit=REACH_KM, directed=False)[0][:, : len(hubs.kind)]
            for source, row in zip(batch, km, strict=True):
                _nearest(pairs, int(source), row, hubs.kind, wanted)
    for pair, km_on_foot in _close_stations(hubs).items():
        pairs[pair] = min(km_on_foot, pairs.get(pair, np.inf))
    edges = []
    for (a, b), km_between in sorted(pairs.items()):
        edge = best_access(a, b, km_between, int(min(hubs.population[a], hubs.population[b])), fares)
        edges += [edge, edge._replace(tail=b, head=a)]
    return edges


def _nearest(
    pairs: dict[tuple[int, int], float],
    source: int,
    km: NDArray[np.float64],
    kinds: NDArray[np.str_],
    wanted: dict[str, int],
) -> None:
    reached = np.flatnonzero(np.isfinite(km))
    reached = reached[(reached != source)]
    ordered = reached[np.argsort(km[reached], kind="stable")]
    for kind, count in wanted.items():
        alike = np.isin(kinds[ordered], ["station", "major"]) if kind == "station" else kinds[ordered] == kind
        for other in ordered[alike][:count]:
            pairs[min(source, int(other)), max(source, int(other))] = float(km[other])


def _close_stations(hubs: Hubs, limit_km: float = 0.7) -> dict[tuple[int, int], float]:
    rows = np.flatnonzero(np.isin(hubs.kind, ["station", "major", "bus", "airport", "port"]))
    a, b, km = neighbours(hubs.points[rows], hubs.points[rows], 12, limit_km)
    return {(int(rows[i]), int(rows[j])): float(d) * 1.3 for i, j, d in zip(a, b, km, strict=True) if rows[i] < rows[j]}


def best_access(a: int, b: int, km: float, population: int, fares: FareTables) -> Edge:
    """Choose the way with the least perceived cost over `km` of road: on foot, by taxi or by local bus."""
    wait = next(minutes for least, minutes in BUS_WAITS if population >= least)
    options = [
        _vehicle(a, b, km, "taxi", TAXI_WAIT, TAXI_KMH, fares),
        _vehicle(a, b, km, "local_bus", wait, BUS_KMH, fares),
    ]
    if km <= WALK_LIMIT_KM:
        on_foot = km / WALK_KMH * 60
        options.append(Edge(a, b, on_foot, "walk", ride=on_foot, km=km))
    return min(options, key=lambda edge: perceived_minutes(edge.minutes, edge.perceived_yen, edge.boardings))


def _vehicle(a: int, b: int, km: float, mode: str, wait: float, kmh: float, fares: FareTables) -> Edge:
    ride = km / kmh * 60
    buses = max(1, int(np.ceil(km / BUS_LINE_KM))) if mode == "local_bus" else 1
    yen = int(fares.yen_by_km[fares.system(mode), int(np.ceil(km))])
    # a taxi is no transfer: it waits for its passenger
    boardings = buses if mode == "local_bus" else 0
    minutes = wait * buses + ride
    return Edge(a, b, minutes, mode, ride=ride, km=km, boardings=boardings, yen=yen, estimated=True, perceived_yen=yen)
