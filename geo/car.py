"""The network for cars: ordinary roads, expressways with their tolls, fixed links and car ferries.

Expressways are a network of their own beside the ordinary roads (`geo.expressways`), joined to them by a ramp at each
interchange. The search minimises the time at the wheel with toll, fuel and fares at a driver's price of time, edge by
edge, so each way is the best by that measure; exact tolls, which are not additive, follow along it (`geo.car_sums`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from geo.cache import load, save
from geo.car_speed import built_up, ordinary_kmh
from geo.compiled import cheapest_edges
from geo.expressways import NO_SYSTEM
from geo.fare_tolls import TOLL_SYSTEMS
from geo.sea_lanes import lane_key, sea_lanes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.expressways import Expressways
    from geo.land import Land
    from geo.model import Municipality
    from geo.roads import RoadTable
    from geo.services import Crossing

YEN_PER_MINUTE = 90.0
"""What drivers pay to save a minute: most take the expressway where it is clearly quicker. An assumption. (The state
counts 40 yen for a car's minute, without the ease of driving there.)"""

FUEL_YEN_PER_KM = 10.0
PERCEIVED_TOLL = dict(zip(TOLL_SYSTEMS, (22.0, 27.0, 31.0, 31.0, 31.0, 40.0, 35.0), strict=True))
"""Yen a charged km that the search counts: about what the tariffs come to over middle distances."""

RAMP_MINUTES, RAMP_KM, RAMP_YEN = 1.5, 0.6, 82.0
"""Gate and ramp at each end of a ride on an expressway, and half of its terminal charge."""

LOADING_MINUTES = 60.0
"""Being there before the ship sails, driving on and off."""

CAR_FARE_FACTOR = 6.0
"""Fare of a car of 4-5 m with its driver over the fare of a foot passenger; an estimate for
ships that car_ferries.csv does not name."""


class CarEdges(NamedTuple):
    """Columns of the edges, (E,) each.

    `minutes` at the wheel and `km` driven; `ferry_minutes` at sea with loading; `yen` of fares and tolls that are known
    for the edge alone; `charged_km` and `system` of tolls by distance (`geo.expressways`); `road` index into `roads` of
    an expressway, -1 elsewhere; `ship` index into `ships`, -1 on land.
    """

    minutes: NDArray[np.float64]
    km: NDArray[np.float64]
    ferry_minutes: NDArray[np.float64]
    yen: NDArray[np.float64]
    charged_km: NDArray[np.float64]
    system: NDArray[np.int8]
    road: NDArray[np.int16]
    ship: NDArray[np.int16]

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> CarEdges:
        """Keep some of them."""
        return CarEdges(**{name: column[rows] for name, column in self._asdict().items()})


@dataclass(frozen=True)
class CarNetwork:
    """Offices first, then ports and the gates of interchanges, road nodes, and the nodes of expressways.

    Attributes
    ----------
    graph : (V, V) csr_matrix, generalised minutes, both directions
    edges : in the order of `graph.data`
    ships : names of shipping lines
    roads : names of expressways
    lanes : the way of each ship, (n, 2) lng/lat
    points : (V, 2) lng/lat
    codes : of the offices, the first nodes
    names : of the offices, ports and gates, the first nodes
    expressway_nodes : how many of the last nodes lie on expressways
    """

    graph: csr_matrix
    edges: CarEdges
    ships: tuple[str, ...]
    roads: tuple[str, ...]
    lanes: tuple[NDArray[np.float64], ...]
    points: NDArray[np.float64]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    expressway_nodes: int

    def write(self, folder: Path) -> None:
        """Keep it in a folder of the cache."""
        arrays = {**self.edges._asdict(), "points": self.points}
        arrays["lane_sizes"] = np.array([len(lane) for lane in self.lanes], dtype=np.int64)
        arrays["lane_points"] = np.concatenate([*self.lanes, np.zeros((0, 2))])
        arrays |= {"cost": self.graph.data, "indices": self.graph.indices, "indptr": self.graph.indptr}
        arrays["expressway_nodes"] = np.array(self.expressway_nodes)
        texts = {"ships": self.ships, "roads": self.roads, "codes": self.codes, "names": self.names}
        save(folder, arrays, texts)

    @classmethod
    def read(cls, folder: Path) -> CarNetwork:
        """Load what `write` kept."""
        arrays, texts = load(folder)
        size = len(arrays["points"])
        return cls(
            graph=csr_matrix((arrays["cost"], arrays["indices"], arrays["indptr"]), shape=(size, size)),
            edges=CarEdges(**{name: arrays[name] for name in CarEdges._fields}),
            points=arrays["points"],
            expressway_nodes=int(arrays["expressway_nodes"]),
            lanes=tuple(np.split(arrays["lane_points"], np.cumsum(arrays["lane_sizes"])[:-1])),
            **{name: tuple(values) for name, values in texts.items()},
        )

    def toll_free(self) -> CarNetwork:
        """Leave out all roads with a toll; ships stay."""
        edges = self.edges
        kept = (edges.system == NO_SYSTEM) & ((edges.yen == 0) | (edges.ship >= 0))
        counts = np.add.reduceat(kept, self.graph.indptr[:-1]) * (np.diff(self.graph.indptr) > 0)
        indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        graph = csr_matrix((self.graph.data[kept], self.graph.indices[kept], indptr), shape=self.graph.shape)
        return replace(self, graph=graph, edges=edges.take(kept))

    def quickest(self) -> CarNetwork:
        """Count minutes alone, as published times by car do; fares of ships still tell similar crossings apart."""
        ships = self.edges.ship >= 0
        minutes = self.edges.minutes + self.edges.ferry_minutes + ships * self.edges.yen / YEN_PER_MINUTE
        cost = (np.maximum(minutes, 0.01), self.graph.indices, self.graph.indptr)
        return replace(self, graph=csr_matrix(cost, shape=self.graph.shape))


class _Part(NamedTuple):
    """Edges of one kind before they are joined: (n, 2) nodes and columns of `CarEdges`; others are empty."""

    ends: NDArray[np.int32]
    columns: dict[str, Any]


def build_car_network(
    municipalities: Sequence[Municipality],
    crossings: Sequence[Crossing],
    roads: RoadTable,
    expressways: Expressways,
    land: Land,
) -> CarNetwork:
    """Tie offices, the ports of car ferries and the gates of expressways to the ordinary roads."""
    offices = np.array([municipality.lnglat for municipality in municipalities])
    ferries = [crossing for crossing in crossings if crossing.car]
    ports = {end: i for i, end in enumerate(dict.fromkeys(e for f in ferries for e in (f.origin, f.destination)))}
    gates = np.flatnonzero(expressways.access)
    anchors = np.vstack([offices, *[np.array([port.lnglat]) for port in ports], expressways.points[gates]])
    ground, size = _ground(anchors, roads, land)
    parts = [
        ground,
        _ferries(ferries, {end: len(offices) + i for end, i in ports.items()}),
        _sections(expressways, gates, len(offices) + len(ports), size),
        _ramps(expressways, gates, len(offices) + len(ports), size),
    ]
    points = np.vstack([anchors, roads.points, expressways.points])
    graph, edges = _compile(parts, len(points))
    lanes = sea_lanes(ferries, land.shape)
    gate_names = (expressways.names[gate] for gate in gates)
    return CarNetwork(
        graph=graph,
        edges=edges,
        ships=tuple(ferry.line for ferry in ferries),
        roads=expressways.lines,
        lanes=tuple(lanes[lane_key(ferry)] for ferry in ferries),
        points=points,
        codes=tuple(municipality.code for municipality in municipalities),
        names=(*(place.name for place in municipalities), *(port.name for port in ports), *gate_names),
        expressway_nodes=len(expressways.points),
    )


def _ground(anchors: NDArray[np.float64], roads: RoadTable, land: Land) -> tuple[_Part, int]:
    """Ordinary roads with the anchors tied to them, and the number of nodes."""
    net = roads.tie(anchors, land)
    points = np.vstack([anchors, roads.points])
    middle = (points[net.tail] + points[net.head]) / 2
    minutes = net.km / ordinary_kmh(built_up(middle, roads.points), middle) * 60
    known, yen = np.flatnonzero(np.isfinite(roads.minutes)), np.zeros(len(minutes))
    minutes[known] = roads.minutes[known]
    yen[: len(roads.yen)] = roads.yen
    ends = np.column_stack([net.tail, net.head]).astype(np.int32)
    return _Part(ends, {"minutes": minutes, "km": net.km, "yen": yen}), net.size


def _ferries(ferries: Sequence[Crossing], nodes: dict[object, int]) -> _Part:
    ends = np.array([[nodes[f.origin], nodes[f.destination]] for f in ferries], dtype=np.int32).reshape(-1, 2)
    sailing = np.array([f.minutes + LOADING_MINUTES for f in ferries])
    fares = np.array([f.car_fare_jpy or CAR_FARE_FACTOR * (f.fare_jpy or 800 + 18 * f.km) for f in ferries])
    return _Part(ends, {"ferry_minutes": sailing, "yen": fares, "ship": np.arange(len(ferries), dtype=np.int32)})


def _sections(ways: Expressways, gates: NDArray[np.int64], gate: int, first: int) -> _Part:
    """Sections between interchanges; `gate` and `first` are the nodes of the first gate and the first interchange.

    Bypasses of national roads lie among the ordinary roads: they lead from gate to gate.
    """
    nodes = np.arange(len(ways.names)) + first
    at_gate = nodes.copy()
    at_gate[gates] = gate + np.arange(len(gates))
    ends = np.where(ways.bypass[:, None], at_gate[ways.ends], nodes[ways.ends]).astype(np.int32)
    tolls = {"charged_km": ways.charged_km, "system": ways.system, "yen": ways.yen}
    return _Part(ends, {"minutes": ways.minutes, "km": ways.km, "road": ways.line, **tolls})


def _ramps(ways: Expressways, gates: NDArray[np.int64], gate: int, first: int) -> _Part:
    """Join each gate, a node among the ordinary roads, to its node on the expressway."""
    ends = np.column_stack([gate + np.arange(len(gates)), first + gates]).astype(np.int32)
    return _Part(ends, {"minutes": RAMP_MINUTES, "km": RAMP_KM})


def _compile(parts: Sequence[_Part], size: int) -> tuple[csr_matrix, CarEdges]:
    """Lay the edges out both ways, the cheapest of parallel ones."""
    ends = np.concatenate([part.ends for part in parts])
    ends = np.concatenate([ends, ends[:, ::-1]])
    empty: dict[str, Any] = dict.fromkeys(CarEdges._fields, np.float64(0.0))
    empty |= {"system": np.int8(NO_SYSTEM), "road": np.int16(-1), "ship": np.int16(-1)}
    columns = {}
    for name, default in empty.items():
        one_way = [np.broadcast_to(part.columns.get(name, default), len(part.ends)) for part in parts]
        columns[name] = np.tile(np.concatenate(one_way).astype(default.dtype), 2)
    edges = CarEdges(**columns)
    cost = _generalised(edges, ends)
    rows = cheapest_edges(ends[:, 0], ends[:, 1], cost)
    indptr = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(np.bincount(ends[rows, 0], minlength=size), out=indptr[1:])
    return csr_matrix((cost[rows], ends[rows, 1], indptr), shape=(size, size)), edges.take(rows)


def _generalised(edges: CarEdges, ends: NDArray[np.int32]) -> NDArray[np.float64]:
    """Minutes with money at a driver's price of time; a ramp bears half a terminal charge where its road has one."""
    rate = np.array([*PERCEIVED_TOLL.values(), 0.0])
    yen = edges.yen + edges.charged_km * rate[edges.system] + edges.km * FUEL_YEN_PER_KM
    charged = np.zeros(ends.max(initial=0) + 1, dtype=np.bool_)
    charged[ends[edges.system != NO_SYSTEM].ravel()] = True
    ramps = (edges.road < 0) & (charged[ends[:, 0]] | charged[ends[:, 1]])
    return np.asarray(np.maximum(edges.minutes + edges.ferry_minutes + (yen + ramps * RAMP_YEN) / YEN_PER_MINUTE, 0.01))
