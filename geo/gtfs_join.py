"""Timetables joined to the static network: on dates that a feed serves, its vehicles take the place of averages.

Three attempts, the first that holds is taken:

1. A connection from end to end, with short ways to the first stop and from the last one. Where it stands for averages
   it may be slower than they are by `TOLERANCE`: its times are known, theirs are not.
2. The network, then a connection, then the network again, wherever stops and hubs meet: only where that is better.
3. Each stretch of the static journey by road or sea on its own, as in 1, the trains between kept.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from geo.gtfs_onward import Around, Trip, ride, told
from geo.gtfs_static import ON_FOOT, Piece, piece_of
from geo.perceive import BOARDING_MINUTES, YEN_PER_MINUTE
from geo.sphere import crow_km

if TYPE_CHECKING:
    from geo.gtfs_static import Static
    from geo.model import Journey, Segment

TOLERANCE = (1.15, 15.0)
"""A timetabled journey may cost this many times the average one, and these generalised minutes more."""

ACCESS_MINUTES = 30.0
"""Generalised minutes of a short way to the first stop and from the last one."""

KNOWN_WAIT = 15.0
"""Minutes of first wait in the times of trains that are known: who looks up when they leave saves them as well."""

NEAR_KM = 30.0
"""Crow kilometres to the nearest hub of any feed beyond which no short way leads there."""

_ROAD_OR_SEA = frozenset({"walk", "taxi", "local_bus", "highway_bus", "ferry"})
_EPS = 1e-4


def timetabled(around: Around, origin: int, destination: int, static: Journey | None) -> Journey | None:
    """Give the journey by timetable that should stand for the static one; None where that stays."""
    if static is not None and all(segment.mode == "walk" for segment in static.segments):
        return None
    cost = around.static.cost(origin), around.static.cost(destination)
    bounds = _bound(static, TOLERANCE), _bound(static, (1.0, 0.0))
    if (cost[0] + cost[1])[around.links.hub].min(initial=np.inf) > max(bounds[0], cost[0][destination]):
        return None
    for limit, bound in ((ACCESS_MINUTES, bounds[0]), (np.inf, bounds[1])):
        trip = Trip(Piece())
        if ride(around, trip, (origin, destination), cost, min(limit, bound)):
            journey = told(around, trip, origin, destination)
            if journey is not None and burden(journey) < bound:
                return journey
    return _by_stretches(around, origin, destination, static) if static is not None else None


def _bound(static: Journey | None, tolerance: tuple[float, float]) -> float:
    """Generalised minutes that a journey by timetable may cost; known trains and aircraft yield to better ones only."""
    if static is None:
        return float("inf")
    if any(segment.basis == "service" and segment.mode not in _ROAD_OR_SEA for segment in static.segments):
        return burden(static) - KNOWN_WAIT
    return burden(static) * tolerance[0] + tolerance[1]


def burden(journey: Journey) -> float:
    """Generalised minutes of a journey."""
    aboard = any(segment.mode not in ON_FOOT for segment in journey.segments)
    return journey.minutes + journey.fare_jpy / YEN_PER_MINUTE + BOARDING_MINUTES * (journey.transfers + aboard)


def _by_stretches(around: Around, origin: int, destination: int, static: Journey) -> Journey | None:
    """Put connections in the place of the static journey's stretches by road and sea."""
    nodes = _turns(around, origin, destination, static)
    if not any(replaced for _, _, replaced in nodes):
        return None
    trip, found = Trip(Piece()), False
    for start, end, replaced in nodes:
        average = around.static.journey(start, end)
        if average is None:
            return None
        if replaced and _better(around, trip, start, end, _bound(average, TOLERANCE)):
            found = True
            continue
        trip.whole.add(piece_of(average))
        trip.now += average.minutes * 60
    return told(around, trip, origin, destination) if found else None


def _better(around: Around, trip: Trip, start: int, end: int, limit: float) -> bool:
    """Go on by timetable where that costs no more than `limit`, the wait for it included."""
    tried = Trip(Piece(), trip.leaves, trip.now, trip.beds)
    tried.whole.minutes = trip.whole.minutes
    cost = around.static.cost(start), around.static.cost(end)
    if not ride(around, tried, (start, end), cost, min(limit, ACCESS_MINUTES)):
        return False
    begin = trip.now if trip.leaves is not None else (tried.leaves or 0) + trip.whole.minutes * 60
    minutes = (tried.now - begin) / 60
    if minutes + tried.whole.fare_jpy / YEN_PER_MINUTE + BOARDING_MINUTES * tried.whole.boardings > limit:
        return False
    tried.whole.minutes -= trip.whole.minutes
    trip.whole.add(tried.whole)
    trip.leaves, trip.now, trip.beds = tried.leaves, tried.now, tried.beds
    return True


def _turns(around: Around, origin: int, destination: int, static: Journey) -> list[tuple[int, int, bool]]:
    """Cut the static journey where road or sea turns to rail or air: nodes from and to, and whether to replace it."""
    modes = [segment.mode for segment in static.segments]
    road = [mode in _ROAD_OR_SEA for mode in modes]
    cuts = [i for i in range(1, len(road)) if road[i] != road[i - 1]]
    nodes = [origin]
    for cut in cuts:
        node = _node(around.static, static.segments[cut], static.segments[cut - 1])
        if node is None:
            return []
        nodes.append(node)
    nodes.append(destination)
    stretches = itertools.pairwise([0, *cuts, len(modes)])
    rides = [road[begin] and any(mode != "walk" for mode in modes[begin:end]) for begin, end in stretches]
    near = [_near(around, node) for node in nodes]
    return [
        (a, b, ridden and near[i] and near[i + 1])
        for i, ((a, b), ridden) in enumerate(zip(itertools.pairwise(nodes), rides, strict=True))
    ]


def _near(around: Around, node: int) -> bool:
    """Tell whether some feed may be reached from a node by a short way."""
    points = around.static.points
    return bool((crow_km(points[around.links.hub], points[node]) <= NEAR_KM).any())


def _node(static: Static, after: Segment, before: Segment) -> int | None:
    """The hub where one segment ends and the next begins: walks within a station may lie between them."""
    for name, point in ((after.origin, after.path[0]), (before.destination, before.path[-1])):
        off = np.abs(static.points - np.array(point)).max(axis=1)
        for node in np.flatnonzero(off < _EPS).tolist():
            if static.names[node] == name and static.kinds[node] not in ("line", "train"):
                return int(node)
    return None
