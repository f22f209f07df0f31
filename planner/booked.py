"""What a traveller has booked already, as the planner reads it: a leg or nights whose own figures replace ours."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

BOOKED = "booked"
"""The basis of a leg whose figures are those of a booking."""


@dataclass(frozen=True, slots=True)
class BookedLeg:
    """A journey from one municipality to another that is paid for, door to door."""

    origin: str
    """Five-digit code."""
    destination: str
    date: dt.date
    minutes: int
    fare_jpy: int
    """Yen for all people."""
    mode: str = "rail"
    """A mode of a segment: rail, shinkansen, highway_bus, ferry, air, car and others."""
    nights: int = 0
    departs: dt.time | None = None
    """On the clock in Japan."""
    title: str = ""
    """Line or service, as the traveller calls it."""
    km: float = 0.0
    co2_kg: float = 0.0
    """For all people; an estimate by mode and distance."""

    @property
    def arrive(self) -> dt.date:
        """Day of arrival."""
        return self.date + dt.timedelta(days=self.nights)


@dataclass(frozen=True, slots=True)
class BookedLodging:
    """Nights at a municipality that are paid for."""

    code: str
    arrive: dt.date
    nights: int
    price_jpy: int
    """Yen for all people and nights; 0 at a friend's."""

    @property
    def depart(self) -> dt.date:
        """Day of departure."""
        return self.arrive + dt.timedelta(days=self.nights)


class Asked(Protocol):
    """What of a request tells its bookings."""

    @property
    def booked_legs(self) -> tuple[BookedLeg, ...]:
        """Booked journeys."""
        ...

    @property
    def booked_lodging(self) -> tuple[BookedLodging, ...]:
        """Booked nights."""
        ...


def leg_booked(request: Asked, ends: tuple[str, str], date: dt.date) -> BookedLeg | None:
    """Find the booked journey between two municipalities that leaves on a day."""
    return next((leg for leg in request.booked_legs if (leg.origin, leg.destination, leg.date) == (*ends, date)), None)


def leg_booked_into(request: Asked, ends: tuple[str, str], days: tuple[dt.date, dt.date]) -> BookedLeg | None:
    """Find the booked journey that leaves on the first day or later and arrives on the second."""
    return next(
        (
            leg
            for leg in request.booked_legs
            if (leg.origin, leg.destination, leg.arrive) == (*ends, days[1]) and leg.date >= days[0]
        ),
        None,
    )


def lodging_paid(lodging: Sequence[BookedLodging], code: str, arrive: dt.date, depart: dt.date) -> tuple[int, int]:
    """Give the nights of a stay that are booked, and their yen; a booking that lies partly elsewhere does not count."""
    inside = [b for b in lodging if b.code == code and arrive <= b.arrive and b.depart <= depart]
    return sum(b.nights for b in inside), sum(b.price_jpy for b in inside)


def lodging_with(modelled: int, nights: int, booked: tuple[int, int]) -> int:
    """Give the yen of a stay's lodging: booked nights at their price, the others at their share of what we reckon.

    Parameters
    ----------
    modelled : int
        Yen of all people for all nights.
    booked : (int, int)
        Nights and yen, of `lodging_paid`.
    """
    count, yen = booked
    return yen + round(modelled * (nights - count) / nights) if count else modelled
