"""Timetables joined to the static network: on dates that a feed serves, its vehicles take the place of averages.

Three attempts, the first that holds is taken:

1. A connection from end to end, with short ways to the first stop and from the last one. Where it stands for averages
   it may be slower than they are by `TOLERANCE`: its times are known, theirs are not.
2. The network, then a connection, then the network again, wherever stops and hubs meet: only where that is better.
3. Each stretch of the static journey by road or sea on its own, as in 1, the trains between kept.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.gtfs_connect import FIRST_LEAVE, LAST_LEAVE, Connection, connect, ways
from geo.gtfs_hubs import TAXI
from geo.gtfs_rides import SHORT_WALK_KM
from geo.gtfs_static import ON_FOOT, Piece, piece_of
from geo.gtfs_time import DAY
from geo.model import DAY_LIMIT_MINUTES, Journey, LngLat, Segment
from geo.perceive import BOARDING_MINUTES, YEN_PER_MINUTE
from geo.sphere import crow_km

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

    from geo.gtfs_day import Day
    from geo.gtfs_hubs import Links
    from geo.gtfs_rides import Rates, Teller
    from geo.gtfs_static import Static
    from geo.gtfs_stops import Stops

TOLERANCE = (1.15, 15.0)
"""A timetabled journey may cost this many times the average one, and these generalised minutes more."""

ACCESS_MINUTES = 30.0
"""Generalised minutes of a short way to the first stop and from the last one."""

KNOWN_WAIT = 15.0
"""Minutes of first wait in the times of trains that are known: who looks up when they leave saves them as well."""

NEAR_KM = 30.0
"""Crow kilometres to the nearest hub of any feed beyond which no short way leads there."""

NIGHT_RIDE = 4 * 3600
"""Seconds in one ship, coach or train that make it a bed for the night."""

_ROAD_OR_SEA = frozenset({"walk", "taxi", "local_bus", "highway_bus", "ferry"})
_EPS = 1e-4


@dataclass(frozen=True)
class Around:
    """One day of all feeds, and how they meet the network."""

    day: Day
    stops: Stops
    links: Links
    static: Static
    rates: Rates
    teller: Teller
    date: dt.date


@dataclass
class _Trip:
    """A journey under way: pieces, and the clock since its first timetabled vehicle."""

    whole: Piece
    leaves: int | None = None
    """Seconds after midnight when one sets out, once a timetable tells."""
    now: int = 0
    beds: tuple[tuple[int, int], ...] = ()
    """When one was aboard a vehicle long enough to sleep."""

    def may_be(self) -> bool:
        """Tell whether it fits into a day, or spends every midnight in a bed (DESIGN.md, Days, value, money)."""
        if self.leaves is None:
            return False
        midnights = range((self.leaves // DAY + 1) * DAY, self.now + 1, DAY)
        if not midnights:
            return self.now - self.leaves <= DAY_LIMIT_MINUTES * 60
        return all(any(start <= midnight <= end for start, end in self.beds) for midnight in midnights)


def timetabled(around: Around, origin: int, destination: int, static: Journey | None) -> Journey | None:
    """Give the journey by timetable that should stand for the static one; None where that stays."""
    if static is not None and all(segment.mode == "walk" for segment in static.segments):
        return None
    cost = around.static.cost(origin), around.static.cost(destination)
    bounds = _bound(static, TOLERANCE), _bound(static, (1.0, 0.0))
    if (cost[0] + cost[1])[around.links.hub].min(initial=np.inf) > max(bounds[0], cost[0][destination]):
        return None
    for limit, bound in ((ACCESS_MINUTES, bounds[0]), (np.inf, bounds[1])):
        trip = _Trip(Piece())
        if _ride(around, trip, (origin, destination), cost, min(limit, bound)):
            journey = _told(around, trip, origin, destination)
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


def _ride(
    around: Around,
    trip: _Trip,
    ends: tuple[int, int],
    cost: tuple[NDArray[np.float64], NDArray[np.float64]],
    limit: float,
) -> bool:
    """Go on by timetable from one node to another; False, and nothing changed, where no connection leads there."""
    size = len(around.stops.points)
    there, hence = (ways(part, around.links, size, limit) for part in cost)
    start = trip.whole.minutes * 60
    window = (trip.now, trip.now) if trip.leaves is not None else (FIRST_LEAVE + start, LAST_LEAVE + start)
    found = connect(around.day, around.stops, around.links, there, hence, window)
    if found is None:
        return False
    links = around.links
    before = _way(around, ends[0], int(links.hub[found.to_stop]))
    after = _way(around, int(links.hub[found.from_stop]), ends[1])
    if before is None or after is None:
        return False
    leaves = (found.leaves - before.minutes * 60) // 60 * 60
    if trip.leaves is not None and leaves < trip.now:
        return False
    if trip.leaves is None and not FIRST_LEAVE <= leaves - start < DAY:
        return False
    ends_at = -(-found.arrives // 60) * 60 + after.minutes * 60
    trip.beds += tuple((r.departs, r.arrives) for r in found.rides if r.arrives - r.departs >= NIGHT_RIDE)
    if trip.leaves is None:
        trip.leaves = leaves - start
    trip.now = ends_at
    for part in (before, _piece(around, found), after):
        trip.whole.add(part)
    return True


def _way(around: Around, start: int, end: int) -> Piece | None:
    """Go by the static network; who is there already needs no search."""
    if start == end:
        return Piece()
    journey = around.static.journey(start, end)
    return None if journey is None else piece_of(journey)


def _piece(around: Around, found: Connection) -> Piece:
    segments = [
        *_link(around, found.to_stop, found.begins, outward=False),
        *around.teller.segments(found.rides),
        *_link(around, found.from_stop, found.ends, outward=True),
    ]
    return Piece(
        fare_jpy=sum(segment.fare_jpy or 0 for segment in segments),
        boardings=len(found.rides),
        km=sum(segment.km for segment in segments),
        co2_kg=sum(segment.co2_kg for segment in segments),
        segments=segments,
    )


def _link(around: Around, link: int, stop: int, *, outward: bool) -> list[Segment]:
    """Tell the way between a hub and a stop; a change within a station is not worth a word."""
    links, static, teller = around.links, around.static, around.teller
    hub, km = int(links.hub[link]), float(links.km[link])
    if km < SHORT_WALK_KM:
        return []
    lng, lat = static.points[hub]
    ends = [(static.names[hub], LngLat(round(float(lng), 5), round(float(lat), 5)))]
    ends.append((teller.name(stop), teller.point(stop)))
    (origin, start), (destination, end) = reversed(ends) if outward else ends
    taxi = links.kind[link] == TAXI
    return [
        Segment(
            mode="taxi" if taxi else "walk",
            line="",
            origin=origin,
            destination=destination,
            minutes=round(float(links.seconds[link]) / 60),
            km=round(km, 1),
            fare_jpy=around.rates.yen("taxi", km) if taxi else 0,
            fare_estimated=bool(taxi),
            co2_kg=round(km * around.rates.g_per_km("taxi") / 1000, 2) if taxi else 0.0,
            basis="average",
            path=(start, end),
        )
    ]


def _by_stretches(around: Around, origin: int, destination: int, static: Journey) -> Journey | None:
    """Put connections in the place of the static journey's stretches by road and sea."""
    nodes = _turns(around, origin, destination, static)
    if not any(replaced for _, _, replaced in nodes):
        return None
    trip, found = _Trip(Piece()), False
    for start, end, replaced in nodes:
        average = around.static.journey(start, end)
        if average is None:
            return None
        if replaced and _better(around, trip, start, end, _bound(average, TOLERANCE)):
            found = True
            continue
        trip.whole.add(piece_of(average))
        trip.now += average.minutes * 60
    return _told(around, trip, origin, destination) if found else None


def _better(around: Around, trip: _Trip, start: int, end: int, limit: float) -> bool:
    """Go on by timetable where that costs no more than `limit`, the wait for it included."""
    tried = _Trip(Piece(), trip.leaves, trip.now, trip.beds)
    tried.whole.minutes = trip.whole.minutes
    cost = around.static.cost(start), around.static.cost(end)
    if not _ride(around, tried, (start, end), cost, min(limit, ACCESS_MINUTES)):
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


def _told(around: Around, trip: _Trip, origin: int, destination: int) -> Journey | None:
    """Put a journey together; None where one would spend a night in the street."""
    if trip.leaves is None or not trip.may_be():
        return None
    whole, names = trip.whole, around.static.names
    vehicles = [segment.basis for segment in whole.segments if segment.mode not in ON_FOOT]
    known = all(basis == "timetable" for basis in vehicles)
    return Journey(
        origin=names[origin],
        destination=names[destination],
        date=around.date,
        minutes=(trip.now - trip.leaves) // 60,
        nights=trip.now // DAY - trip.leaves // DAY,
        fare_jpy=whole.fare_jpy,
        transfers=max(0, whole.boardings - 1),
        km=round(whole.km, 1),
        co2_kg=round(whole.co2_kg, 2),
        basis=min(vehicles, key=("average", "service", "timetable").index),
        segments=tuple(whole.segments),
        departs=around.teller.time(trip.leaves) if known else None,
    )
