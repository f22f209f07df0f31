"""What a traveller writes down beside a trip: own places, bookings, appointments, ideas, notes. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from geo.model import LngLat
    from planner.booked import BookedLeg, BookedLodging

PLACE_KINDS = ("friend", "lodging", "coworking", "work", "sight", "other")


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A point of the traveller's own: a friend's house, a coworking space."""

    id: str
    name: str
    lnglat: LngLat
    code: str
    """Of the municipality that contains it."""
    kind: str = "other"
    note: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class LegBooking:
    """A booked journey with what its traveller keeps about it."""

    id: str
    leg: BookedLeg
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LodgingBooking:
    """Booked nights with what their traveller keeps about them."""

    id: str
    lodging: BookedLodging
    name: str = ""
    place: str = ""
    """Id of an own place; empty where it is nowhere on the map."""
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something fixed on a day at a municipality: the night of that day is spent there."""

    id: str
    title: str
    date: dt.date
    code: str
    time: dt.time | None = None
    place: str = ""
    """Id of an own place."""
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Blocked:
    """Days without work, both ends included; with a municipality the traveller is there on all of them."""

    id: str
    start: dt.date
    end: dt.date
    title: str = ""
    code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Idea:
    """Something to do some day, without a date."""

    id: str
    text: str
    code: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the checklist."""

    id: str
    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the traveller knows better than the estimates: yen of food, and of pay for stays."""

    food_jpy_per_day: int | None = None
    """Of one person; None = the estimate."""
    pay_jpy: Mapping[str, int] = field(default_factory=dict)
    """For the whole stay and all people, by code of the municipality."""


@dataclass(frozen=True, slots=True)
class Notebook:
    """Everything together."""

    places: tuple[OwnPlace, ...] = ()
    legs: tuple[LegBooking, ...] = ()
    lodging: tuple[LodgingBooking, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    ideas: tuple[Idea, ...] = ()
    checklist: tuple[Task, ...] = ()
    note: str = ""
    """Of the whole trip."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """Of stays, by code of the municipality."""
    ledger: Ledger = field(default_factory=Ledger)

    @property
    def empty(self) -> bool:
        """Tell whether nothing is written in it."""
        return self == Notebook()

    def place(self, place_id: str) -> OwnPlace | None:
        """Find an own place."""
        return next((place for place in self.places if place.id == place_id), None)

    def codes(self) -> Iterator[str]:
        """Give every municipality that it names."""
        yield from (place.code for place in self.places)
        for booking in self.legs:
            yield from (booking.leg.origin, booking.leg.destination)
        yield from (booking.lodging.code for booking in self.lodging)
        yield from (item.code for item in self.appointments)
        yield from (item.code for item in self.blocked if item.code)
        yield from (item.code for item in self.ideas if item.code)
        yield from self.notes
        yield from self.ledger.pay_jpy
