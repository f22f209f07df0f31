"""A journey by public transport, read off a search: the edges of its path become segments."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.accumulate import ABOARD, ABOARD_SHINKANSEN, SHINKANSEN, TICKET_MODE, WITHIN_GATES, accumulate
from geo.edges import MODES
from geo.fare_jr import jr_fare
from geo.fares import JOIN_DISCOUNT
from geo.journeys import co2_by_mode, nights_of
from geo.model import Journey, LngLat, Segment
from geo.search import edge_between, path_to

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

    from geo.co2 import Co2Factors
    from geo.compiled import Compiled
    from geo.edges import Edges
    from geo.fares import FareTables
    from geo.network import Network

BASES = ("average", "service", "timetable")
"""From the weakest knowledge of times to the strongest."""

FEW_POINTS = 60
SIMPLIFY_DEGREES = 0.0005
"""About 50 m: stations are drawn to 10 m, the track between them is straight."""

SHORT_WALK_KM = 0.3
"""A change within a station is part of the waiting, not a walk of its own."""


@dataclass
class _Part:
    """A segment while edges are added to it."""

    mode: str
    line: str
    basis: str
    tail: int
    head: int
    minutes: float = 0.0
    km: float = 0.0
    trips: float | None = None
    fare: int | None = None
    estimated: bool = False
    points: list[LngLat] = field(default_factory=list)


def path_edges(compiled: Compiled, before: NDArray[np.int32], origin: int, destination: int) -> list[int]:
    """Give the edge numbers from origin to destination, in travelling order."""
    nodes = path_to(before, origin, destination)
    return [edge_between(compiled.graph, tail, head) for tail, head in itertools.pairwise(nodes)]


def public_journey(
    network: Network,
    compiled: Compiled,
    fares: FareTables,
    factors: Co2Factors,
    before: NDArray[np.int32],
    ends: tuple[int, int],
    date: dt.date | None,
) -> Journey:
    """Describe the path between two nodes of a finished search."""
    origin, destination = ends
    path = path_edges(compiled, before, origin, destination)
    parts = _parts(network, compiled, path)
    _put_fares(parts, compiled, fares, path)
    segments = tuple(_segment(network, part, factors) for part in parts.kept())
    sums = _sums(compiled, fares, factors, before, ends)
    vehicles = [segment.basis for segment in segments if segment.mode != "walk"]
    minutes = int(np.ceil(sums["minutes"] - 0.001))
    return Journey(
        origin=network.names[origin],
        destination=network.names[destination],
        date=date,
        minutes=minutes,
        nights=int(nights_of(np.array([minutes]), np.array([sums["overnight"]]))[0]),
        fare_jpy=int(sums["fare_jpy"]),
        transfers=max(0, int(sums["boardings"]) - 1),
        km=round(sums["km"], 1),
        co2_kg=round(sums["co2_g"] / 1000, 2),
        basis=min(vehicles, key=BASES.index, default="average"),
        segments=segments,
    )


def _sums(
    compiled: Compiled, fares: FareTables, factors: Co2Factors, before: NDArray[np.int32], ends: tuple[int, int]
) -> dict[str, float]:
    """Sum along the tree as the matrices do, so that a leg and its matrix entry agree to the yen."""
    targets = np.array([ends[1]], dtype=np.int64)
    sums = accumulate(compiled, fares, co2_by_mode(factors), ends[0], before, targets)
    return {name: float(values[0]) for name, values in zip(sums._fields, sums, strict=True)}


class _Parts(list[_Part]):
    """Segments in order; `of_edge` tells which one an edge belongs to."""

    def __init__(self) -> None:
        super().__init__()
        self.of_edge: dict[int, _Part] = {}

    def kept(self) -> list[_Part]:
        """Leave out walks within a station."""
        return [part for part in self if not (part.mode == "walk" and part.km < SHORT_WALK_KM and len(self) > 1)]


def _parts(network: Network, compiled: Compiled, path: list[int]) -> _Parts:
    edges, parts, boarded = compiled.edges, _Parts(), False
    for edge in path:
        mode = MODES[edges.mode[edge]]
        if mode == "none":
            boarded = boarded or edges.boardings[edge] > 0
            continue
        line = network.lines[edges.line[edge]]
        tail, head = int(edges.tail[edge]), int(edges.head[edge])
        same = parts and not boarded and (parts[-1].mode, parts[-1].line) == (mode, line.name) and mode != "local_bus"
        if not same:
            parts.append(_Part(mode, line.name, line.basis, tail, tail, points=[_point(network, tail)]))
        part = parts[-1]
        part.head = head
        part.minutes += float(edges.ride[edge])
        part.km += float(edges.km[edge])
        part.trips = _rarer(part.trips, float(edges.trips[edge]))
        part.points += _geometry(network, int(edges.chain[edge]), tail, head)
        parts.of_edge[edge] = part
        boarded = False
    return parts


def _rarer(trips: float | None, more: float) -> float | None:
    """The fewer trips a day of two; 0 tells nothing."""
    if more <= 0:
        return trips
    return round(more, 1) if trips is None else min(trips, round(more, 1))


def _point(network: Network, node: int) -> LngLat:
    lng, lat = network.points[node]
    return LngLat(round(float(lng), 5), round(float(lat), 5))


def _geometry(network: Network, chain: int, tail: int, head: int) -> list[LngLat]:
    """Points after `tail` up to `head`: the stations passed where a train's way is known."""
    if chain < 0:
        return [_point(network, head)]
    points = network.chains[chain]
    if np.abs(points[0] - network.points[tail]).sum() > np.abs(points[-1] - network.points[tail]).sum():
        points = points[::-1]
    return [LngLat(round(float(lng), 5), round(float(lat), 5)) for lng, lat in points[1:]]


@dataclass
class _Train:
    """An open supplement, as `geo.accumulate.State` carries it."""

    system: int
    part: _Part
    km: float = 0.0
    stage: int = 0


def _put_fares(parts: _Parts, compiled: Compiled, fares: FareTables, path: list[int]) -> None:
    """Price the runs of the path as `geo.accumulate` does and book each on the segment where it begins."""
    edges = compiled.edges
    for edge in path:
        part = parts.of_edge.get(edge)
        if part is not None:
            _book(part, int(edges.yen[edge]), estimated=bool(edges.estimated[edge]), known=part.mode != "rail")
    _put_jr(parts, edges, fares, path)
    _put_runs(parts, edges, fares, path)
    _put_supplements(parts, edges, fares, path)


def _put_jr(parts: _Parts, edges: Edges, fares: FareTables, path: list[int]) -> None:
    jr_km, first = np.zeros(6), None
    for edge in path:
        company, part = int(edges.company[edge]), parts.of_edge.get(edge)
        if part is not None and company >= 0:
            jr_km[company] += edges.fare_km[edge]
            first = first or part
    if first is not None:
        yen = int(jr_fare(fares.jr_trunk, fares.jr_addon, fares.jr_own, jr_km[None, :])[0])
        _book(first, yen, estimated=False, known=True)


def _put_runs(parts: _Parts, edges: Edges, fares: FareTables, path: list[int]) -> None:
    run: tuple[int, float, _Part] | None = None
    for edge in path:
        system, part = int(edges.system[edge]), parts.of_edge.get(edge)
        if part is not None and edges.mode[edge] >= TICKET_MODE and (run is None or system != run[0]):
            _close(run, fares)
            run = (system, 0.0, part) if system >= 0 else None
        if run is not None and system >= 0:
            run = (run[0], run[1] + float(edges.fare_km[edge]), run[2])
    _close(run, fares)


def _put_supplements(parts: _Parts, edges: Edges, fares: FareTables, path: list[int]) -> None:
    train: _Train | None = None
    for edge in path:
        system, part = int(edges.surcharge[edge]), parts.of_edge.get(edge)
        if train is not None and train.stage == WITHIN_GATES and part is not None and system != train.system:
            _close_train(train, fares)
            train = None
        if system >= 0 and part is not None:
            if train is None or train.system != system:
                # as in the kernel, the earlier part of a through train bears the discount
                _close_train(train, fares, JOIN_DISCOUNT)
                train = _Train(system, part)
            train.km += float(edges.surcharge_km[edge])
            train.stage = ABOARD_SHINKANSEN if edges.mode[edge] == SHINKANSEN else ABOARD
        if edges.alight[edge] and train is not None:
            if train.stage == ABOARD:
                _close_train(train, fares)
                train = None
            else:
                train.stage = WITHIN_GATES
    _close_train(train, fares)


def _book(part: _Part, yen: int, *, estimated: bool, known: bool) -> None:
    if part.mode == "walk" or (yen == 0 and not known):
        return
    part.fare = (part.fare or 0) + yen
    part.estimated = part.estimated or estimated


def _close(run: tuple[int, float, _Part] | None, fares: FareTables) -> None:
    if run is not None:
        system, km, part = run
        yen = int(fares.yen_by_km[system, int(np.ceil(km - 0.0005))])
        _book(part, yen, estimated=bool(fares.estimated[system]), known=True)


def _close_train(train: _Train | None, fares: FareTables, discount: int = 0) -> None:
    if train is not None:
        yen = max(0, int(fares.yen_by_km[train.system, int(np.ceil(train.km - 0.0005))]) - discount)
        _book(train.part, yen, estimated=bool(fares.estimated[train.system]), known=True)


def _drawn(points: list[LngLat]) -> tuple[LngLat, ...]:
    """The points of a segment, simplified to what can be seen on a map of the leg."""
    if len(points) <= FEW_POINTS:
        return tuple(points)
    line = shapely.LineString(points).simplify(SIMPLIFY_DEGREES)
    return tuple(LngLat(round(lng, 5), round(lat, 5)) for lng, lat in line.coords)


def _segment(network: Network, part: _Part, factors: Co2Factors) -> Segment:
    return Segment(
        mode=part.mode,
        line=part.line,
        origin=network.names[part.tail],
        destination=network.names[part.head],
        minutes=round(part.minutes),
        km=round(part.km, 1),
        fare_jpy=0 if part.mode == "walk" else part.fare,
        fare_estimated=part.estimated,
        co2_kg=round(part.km * factors.g_per_km(part.mode) / 1000, 2),
        basis=part.basis,
        path=_drawn(part.points),
        trips_per_day=part.trips,
    )
