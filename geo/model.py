"""The values this package gives to others: frozen, and made of numpy and the standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt

    import numpy as np
    from numpy.typing import NDArray

UNREACHABLE = 65535
"""Minutes in a travel matrix where no journey exists."""

NO_NIGHT = 255
"""Nights in a travel matrix where a journey is longer than a day and no overnight service carries it."""

DAY_LIMIT_MINUTES = 14 * 60
"""Door-to-door minutes that still fit into one day (DESIGN.md, Days, value, money)."""


class LngLat(NamedTuple):
    """A WGS 84 position, degrees."""

    lng: float
    lat: float


class BBox(NamedTuple):
    """A WGS 84 rectangle, degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Municipality:
    """One of the 1,741 basic local governments."""

    code: str
    """Five-digit JIS X 0402 code with its leading zero."""
    name: str
    name_kana: str
    name_en: str
    prefecture: str
    """Two-digit JIS X 0401 code."""
    prefecture_name: str
    prefecture_en: str
    lnglat: LngLat
    """Where its office stands; on its own land where the office stands elsewhere."""
    population: int | None = None
    """Population of the GeoNames places inside it: a proxy, not a census."""

    @property
    def full_name(self) -> str:
        """Prefecture and name, as in an address."""
        return self.prefecture_name + self.name


@dataclass(frozen=True)
class TravelMatrix:
    """Journeys between all ordered pairs of `codes`, for one set of modes.

    Attributes
    ----------
    codes : tuple of str, length N
        Row and column keys, ascending.
    minutes : (N, N) uint16
        Door to door; 65535 = unreachable; 0 on the diagonal.
    fare_jpy : (N, N) uint32
        Yen a person; by car, yen a car (tolls, fuel, car ferries).
    transfers : (N, N) uint8
    co2_g : (N, N) uint32
        Grams a person; by car, grams a car.
    nights : (N, N) uint8
        Midnights crossed: 0 up to 14 h, else the nights of its overnight service, 255 = needs a night and has none.
    """

    codes: tuple[str, ...]
    minutes: NDArray[np.uint16]
    fare_jpy: NDArray[np.uint32]
    transfers: NDArray[np.uint8]
    co2_g: NDArray[np.uint32]
    nights: NDArray[np.uint8]

    @cached_property
    def index(self) -> dict[str, int]:
        """Row of each code."""
        return {code: i for i, code in enumerate(self.codes)}


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a journey in one vehicle, or on foot."""

    mode: str
    """walk, taxi, local_bus, highway_bus, rail, limited_express, shinkansen, ferry, air or car."""
    line: str
    """Line or service, in Japanese; empty for walk, taxi, local bus and car."""
    origin: str
    destination: str
    minutes: int
    """In the vehicle; waits, check-in and transfers are in the journey's minutes only."""
    km: float
    fare_jpy: int | None
    """Yen a person paid for what begins here; None where that is nothing or not known: see `fare_included`."""
    fare_estimated: bool
    co2_kg: float
    basis: str
    """timetable, service or average."""
    path: tuple[LngLat, ...]
    departs: dt.datetime | None = None
    """Aware; known only where a timetable of that day tells it, as is `arrives`."""
    arrives: dt.datetime | None = None
    trips_per_day: float | None = None
    """Departures a day and direction of the service, the fewest along the ride; None where not known."""
    ticket_to: str = ""
    """Where the base ticket bought here ends, if that is beyond this segment."""
    supplement_jpy: int | None = None
    """What of the fare is the supplement of an express train."""
    supplement_to: str = ""
    """Where that supplement ends, if that is beyond this segment."""
    fare_included: bool = False
    """Whether a ticket bought on an earlier segment is valid here."""


@dataclass(frozen=True, slots=True)
class Journey:
    """A way from one place to another, door to door."""

    origin: str
    destination: str
    date: dt.date | None
    minutes: int
    nights: int
    fare_jpy: int
    transfers: int
    km: float
    co2_kg: float
    basis: str
    """The weakest basis of its vehicle segments: average < service < timetable."""
    segments: tuple[Segment, ...]
    departs: dt.datetime | None = None
    """Aware; when to set out, known only where every vehicle's basis is a timetable of that day."""
    notes: tuple[str, ...] = ()
    """What a traveller should know of it, in Japanese sentences: a timetable that has run out, …"""
    notes_en: tuple[str, ...] = ()
    """The same in English."""
