"""A journey by car, read off the road network."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from geo.car import LOADING_MINUTES
from geo.car_sums import FERRY_KMH, car_sums, fuel_yen, toll_yen, tolls_of
from geo.expressways import NO_SYSTEM, plain
from geo.journeys import nights_of
from geo.model import Journey, LngLat, Segment
from geo.search import edge_between, path_to, shortest_paths

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from geo.car import CarNetwork
    from geo.co2 import Co2Factors
    from geo.fares import FareTables

SIMPLIFY_DEGREES = 0.001
"""About 100 m: the precision of the road data itself."""

NAMED_KM = 3.0
"""Expressways driven no further than this are not named beside longer ones."""

MOST_NAMED = 4

ORDINARY, EXPRESSWAY, SHIP = range(3)


class Piece(NamedTuple):
    """A run of edges of one kind: from place `start` to `end` in the list of nodes."""

    kind: int
    start: int
    end: int


def car_journey(
    roads: CarNetwork, origin: int, destination: int, fares: FareTables, factors: Co2Factors, date: dt.date | None
) -> Journey | None:
    """Drive from one office, port or gate to another, car ferries included; None where no road leads."""
    if origin == destination:
        return None
    before = shortest_paths(roads.graph, [origin])[1][0]
    nodes = path_to(before, origin, destination)
    if not nodes:
        return None
    targets = np.array([destination], dtype=np.int64)
    sums = car_sums(roads, origin, before, targets, fares).to_sums(fares, factors)
    minutes = int(np.ceil(sums.minutes[0] - 0.001))
    return Journey(
        origin=_name(roads, origin),
        destination=_name(roads, destination),
        date=date,
        minutes=minutes,
        nights=int(nights_of(np.array([minutes]), sums.overnight)[0]),
        fare_jpy=int(sums.fare_jpy[0]),
        transfers=int(sums.boardings[0]) - 1,
        km=round(float(sums.km[0]), 1),
        co2_kg=round(float(sums.co2_g[0]) / 1000, 2),
        basis="average",
        segments=tuple(_Drawer(roads, nodes, fares, factors).segments()),
    )


def _name(roads: CarNetwork, node: int) -> str:
    return roads.names[node] if node < len(roads.names) else ""


class _Drawer:
    """Cuts a way into segments: ordinary roads, expressways between two gates, ships."""

    def __init__(self, roads: CarNetwork, nodes: list[int], fares: FareTables, factors: Co2Factors) -> None:
        self._roads, self._nodes, self._fares, self._factors = roads, nodes, fares, factors
        self._edges = [edge_between(roads.graph, tail, head) for tail, head in itertools.pairwise(nodes)]

    def segments(self) -> Iterator[Segment]:
        for piece in self._pieces():
            yield self._sail(piece) if piece.kind == SHIP else self._drive(piece)

    def _kind(self, i: int) -> int:
        edges, edge = self._roads.edges, self._edges[i]
        if edges.ship[edge] >= 0:
            return SHIP
        return EXPRESSWAY if edges.road[edge] >= 0 or self._is_ramp(i) else ORDINARY

    def _is_ramp(self, i: int) -> bool:
        """Whether one end is a node of an expressway, which only ramps and its sections have."""
        first = len(self._roads.points) - self._roads.expressway_nodes
        return max(self._nodes[i], self._nodes[i + 1]) >= first

    def _pieces(self) -> list[Piece]:
        pieces = []
        for kind, run in itertools.groupby(range(len(self._edges)), self._kind):
            places = list(run)
            ships = [[place] for place in places] if kind == SHIP else [places]
            pieces += [Piece(kind, part[0], part[-1] + 1) for part in ships]
        return pieces

    def _name(self, node: int) -> str:
        return plain(_name(self._roads, node))

    def _drive(self, piece: Piece) -> Segment:
        rows = np.array(self._edges[piece.start : piece.end])
        nodes = self._nodes[piece.start : piece.end + 1]
        edges = self._roads.edges
        km = float(edges.km[rows].sum())
        fuel = float(fuel_yen(np.array(km), self._fares))
        points = shapely.get_coordinates(shapely.LineString(self._roads.points[nodes]).simplify(SIMPLIFY_DEGREES))
        return Segment(
            mode="car",
            line=self._line(rows) if piece.kind == EXPRESSWAY else "",
            origin=self._name(nodes[0]),
            destination=self._name(nodes[-1]),
            minutes=round(float(edges.minutes[rows].sum())),
            km=round(km, 1),
            fare_jpy=round(self._toll(rows) + fuel),
            fare_estimated=True,
            co2_kg=round(km * self._factors.rows["car_vehicle"].g_per_km / 1000, 2),
            basis="average",
            path=tuple(LngLat(round(float(lng), 5), round(float(lat), 5)) for lng, lat in points),
        )

    def _line(self, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> str:
        """Names of the expressways of a ride in their order, the longest ones where they are many."""
        edges, km = self._roads.edges, dict[str, float]()
        for row in rows[edges.road[rows] >= 0]:
            name = plain(self._roads.roads[edges.road[row]])
            km[name] = km.get(name, 0.0) + float(edges.km[row])
        longest = sorted(km, key=lambda name: -km[name])[:MOST_NAMED]
        return "・".join(name for name in km if name == longest[0] or (name in longest and km[name] > NAMED_KM))

    def _toll(self, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
        """Tolls of a ride: of each network by its run of kilometres, and of roads with one of their own."""
        edges, tolls = self._roads.edges, tolls_of(self._fares)
        yen = float(edges.yen[rows].sum())
        for system, run in itertools.groupby(rows.tolist(), lambda row: int(edges.system[row])):
            if system != NO_SYSTEM:
                part = list(run)
                yen += float(toll_yen(tolls, system, edges.km[part].sum(), edges.charged_km[part].sum()))
        return yen

    def _sail(self, piece: Piece) -> Segment:
        tail, head = self._nodes[piece.start], self._nodes[piece.end]
        edges, row = self._roads.edges, self._edges[piece.start]
        sailing = float(edges.ferry_minutes[row]) - LOADING_MINUTES
        km = sailing / 60 * FERRY_KMH
        return Segment(
            mode="ferry",
            line=self._roads.ships[edges.ship[row]],
            origin=self._name(tail),
            destination=self._name(head),
            minutes=round(sailing),
            km=round(km, 1),
            fare_jpy=round(float(edges.yen[row])),
            fare_estimated=True,
            co2_kg=round(km * self._factors.rows["car_ferry"].g_per_km / 1000, 2),
            basis="service",
            path=self._lane(int(edges.ship[row]), tail),
        )

    def _lane(self, ship: int, tail: int) -> tuple[LngLat, ...]:
        """The way of a ship from the port at `tail`."""
        lane, port = self._roads.lanes[ship], self._roads.points[tail]
        if np.abs(lane[0] - port).sum() > np.abs(lane[-1] - port).sum():
            lane = lane[::-1]
        return tuple(LngLat(float(lng), float(lat)) for lng, lat in lane)
