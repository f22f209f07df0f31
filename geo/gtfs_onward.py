"""A journey under way by timetable and static network: ridden on from node to node, then told.

What is known of it is the clock since its first timetabled vehicle, and when one was in a bed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.gtfs_connect import FIRST_LEAVE, LAST_LEAVE, Connection, connect, ways
from geo.gtfs_hubs import TAXI
from geo.gtfs_rides import SHORT_WALK_KM
from geo.gtfs_static import ON_FOOT, Piece, piece_of
from geo.gtfs_time import DAY
from geo.model import DAY_LIMIT_MINUTES, Journey, LngLat, Segment

if TYPE_CHECKING:
    import datetime as dt

    import numpy as np
    from numpy.typing import NDArray

    from geo.gtfs_day import Day
    from geo.gtfs_hubs import Links
    from geo.gtfs_rides import Rates, Teller
    from geo.gtfs_static import Static
    from geo.gtfs_stops import Stops

NIGHT_RIDE = 4 * 3600
"""Seconds in one ship, coach or train that make it a bed for the night."""


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
class Trip:
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


def ride(
    around: Around,
    trip: Trip,
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


def told(around: Around, trip: Trip, origin: int, destination: int) -> Journey | None:
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
