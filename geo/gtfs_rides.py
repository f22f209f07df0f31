"""Rides of a connection told as segments of a journey."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

import numpy as np

from geo.gtfs_stops import WALK_DETOUR
from geo.model import LngLat, Segment
from geo.sphere import crow_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.gtfs_day import Day
    from geo.gtfs_feed import Feed
    from geo.gtfs_raptor import Ride
    from geo.gtfs_stops import Stops

TOKYO = ZoneInfo("Asia/Tokyo")

SHORT_WALK_KM = 0.3
"""Shorter walks between vehicles are part of the change."""


class Rates(Protocol):
    """What a ride costs where its feed does not say."""

    def yen(self, mode: str, km: float) -> int:
        """Estimate the fare of a ride."""
        ...

    def g_per_km(self, mode: str) -> float:
        """Grams of CO2 a passenger-kilometre."""
        ...


class Teller:
    """Tells rides of one day."""

    def __init__(self, feeds: Sequence[Feed], stops: Stops, day: Day, date: dt.date, rates: Rates) -> None:
        self._feeds, self._stops, self._day, self._rates = feeds, stops, day, rates
        self._midnight = dt.datetime.combine(date, dt.time(), TOKYO)

    def time(self, seconds: int) -> dt.datetime:
        """Give the moment that is some seconds after midnight of the date."""
        return self._midnight + dt.timedelta(seconds=seconds)

    def name(self, stop: int) -> str:
        """Name of a stop."""
        feed = self._feed_of(stop)
        return self._feeds[feed].stop_names[stop - int(self._stops.first[feed])]

    def point(self, stop: int) -> LngLat:
        """Place of a stop."""
        lng, lat = self._stops.points[stop]
        return LngLat(round(float(lng), 5), round(float(lat), 5))

    def segments(self, rides: Sequence[Ride]) -> list[Segment]:
        """Tell rides, and the walks between them that are worth a word."""
        told: list[Segment] = []
        before: int | None = None
        for ride in rides:
            called = self._called(ride)
            if before is not None and before != called[0]:
                walk = self.walk(self.name(before), self.point(before), self.name(called[0]), self.point(called[0]))
                told += [walk] if walk.km >= SHORT_WALK_KM else []
            told.append(self._ride(ride, called))
            before = int(called[-1])
        return told

    def walk(self, origin: str, start: LngLat, destination: str, end: LngLat) -> Segment:
        """Tell a walk."""
        km = float(crow_km(start, end)) * WALK_DETOUR
        minutes = round(km / 4.5 * 60)
        return Segment("walk", "", origin, destination, minutes, round(km, 1), 0, False, 0.0, "average", (start, end))

    def _feed_of(self, stop: int) -> int:
        return int(np.searchsorted(self._stops.first, stop, side="right")) - 1

    def _called(self, ride: Ride) -> NDArray[np.int32]:
        """Stops from the one where one boards to the one where one gets off."""
        start = int(self._day.stop_ptr[ride.route])
        return self._day.stops[start + ride.board : start + ride.alight + 1]

    def _ride(self, ride: Ride, called: NDArray[np.int32]) -> Segment:
        number = int(self._day.feed[ride.route])
        feed, first = self._feeds[number], int(self._stops.first[number])
        trips = feed.trips
        trip = int(self._day.trips[int(self._day.trip_ptr[ride.route]) + ride.trip])
        route = int(trips.routes[trips.trip_pattern[trip]])
        line, operator, mode = feed.routes[route]
        exact = bool(trips.trip_exact[trip])
        places = self._stops.points[called]
        km = float(crow_km(places[:-1], places[1:]).sum())
        path = feed.shapes.between(int(trips.trip_shape[trip]), places)
        if len(path) > 2:
            km = max(km, float(crow_km(path[:-1], path[1:]).sum()))
        zones = (int(feed.zones[stop - first]) for stop in (called[0], called[-1]))
        known = feed.fares.yen_between(route, *zones)
        yen, estimated = known if known is not None else (self._rates.yen(mode, km), True)
        return Segment(
            mode=mode,
            line=" ".join((line if operator in line else f"{operator} {line}").split()),
            origin=self.name(int(called[0])),
            destination=self.name(int(called[-1])),
            minutes=round((ride.arrives - ride.departs) / 60),
            km=round(km, 1),
            fare_jpy=yen,
            fare_estimated=estimated,
            co2_kg=round(km * self._rates.g_per_km(mode) / 1000, 2),
            # of a line that runs every so many minutes the clock is not known
            basis="timetable" if exact else "service",
            path=path,
            departs=self.time(ride.departs) if exact else None,
            arrives=self.time(ride.arrives) if exact else None,
        )
