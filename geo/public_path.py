"""A journey by public transport, read off a search: the edges of its path become segments."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.accumulate import accumulate
from geo.edges import MODES
from geo.fare_path import Pricing
from geo.journeys import co2_by_mode, nights_of
from geo.model import Journey, LngLat, Segment
from geo.search import edge_between, path_to

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

    from geo.co2 import Co2Factors
    from geo.compiled import Compiled
    from geo.fare_path import Ticket
    from geo.fare_tariff import Tariff
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
    ticket_to: str = ""
    supplement: int | None = None
    supplement_to: str = ""
    included: bool = False
    points: list[LngLat] = field(default_factory=list)


def path_edges(compiled: Compiled, before: NDArray[np.int32], origin: int, destination: int) -> list[int]:
    """Give the edge numbers from origin to destination, in travelling order."""
    nodes = path_to(before, origin, destination)
    return [edge_between(compiled.graph, tail, head) for tail, head in itertools.pairwise(nodes)]


def public_journey(
    network: Network,
    compiled: Compiled,
    fares: tuple[FareTables, Tariff],
    factors: Co2Factors,
    before: NDArray[np.int32],
    ends: tuple[int, int],
    date: dt.date | None,
) -> Journey:
    """Describe the path between two nodes of a finished search; `fares` are those of its day, twice."""
    origin, destination = ends
    path = path_edges(compiled, before, origin, destination)
    parts = _parts(network, compiled, path)
    for ticket in Pricing(compiled.edges, network.names, fares[0]).tickets(path):
        _book(parts, ticket, network)
    segments = tuple(_segment(network, part, factors) for part in parts.kept())
    sums = _sums(compiled, fares[1], factors, before, ends)
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
    compiled: Compiled, tariff: Tariff, factors: Co2Factors, before: NDArray[np.int32], ends: tuple[int, int]
) -> dict[str, float]:
    """Sum along the tree as the matrices do, so that a leg and its matrix entry agree to the yen."""
    targets = np.array([ends[1]], dtype=np.int64)
    sums = accumulate(compiled, tariff, co2_by_mode(factors), ends[0], before, targets)
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
    # one mapped array is slow at giving single numbers, its plain view is not
    lng, lat = np.asarray(network.points)[node].tolist()
    return LngLat(round(lng, 5), round(lat, 5))


def _geometry(network: Network, chain: int, tail: int, head: int) -> list[LngLat]:
    """Points after `tail` up to `head`: the stations passed where a train's way is known."""
    if chain < 0:
        return [_point(network, head)]
    points = np.asarray(network.chains[chain]).tolist()
    lng, lat = np.asarray(network.points)[tail].tolist()
    first, last = points[0], points[-1]
    if abs(first[0] - lng) + abs(first[1] - lat) > abs(last[0] - lng) + abs(last[1] - lat):
        points = points[::-1]
    return [LngLat(round(x, 5), round(y, 5)) for x, y in points[1:]]


def _book(parts: _Parts, ticket: Ticket, network: Network) -> None:
    """Book a ticket on the segment where it begins; on the others it is valid on it is included."""
    valid = list({id(part): part for edge in ticket.edges if (part := parts.of_edge.get(edge))}.values())
    if not valid or valid[0].mode == "walk":
        return
    first, end = valid[0], network.names[valid[-1].head]
    first.fare = (first.fare or 0) + ticket.yen
    first.estimated = first.estimated or ticket.estimated
    if ticket.kind == "supplement":
        first.supplement = (first.supplement or 0) + ticket.yen
    for part in valid[1:]:
        part.included = True
        if ticket.kind == "supplement":
            first.supplement_to = end
        else:
            first.ticket_to = end


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
        ticket_to=part.ticket_to,
        supplement_jpy=part.supplement,
        supplement_to=part.supplement_to,
        fare_included=part.included,
    )
