"""The words of a trip: what is asked for, and what comes out. All values are frozen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model import LngLat, Municipality, Segment
    from planner.booked import BookedLeg, BookedLodging
    from planner.notebook.model import Notebook
    from planner.pass_use import PassUse

PACE_MIN_NIGHTS: Mapping[str, int] = {"slow": 7, "normal": 4, "fast": 2}
"""The floor of a working stay's nights by pace (DESIGN.md, Days, value, money)."""

MODES = ("rail", "bus", "ferry", "air", "car")
DEFAULT_MODES = ("rail", "bus", "ferry", "air")
KINDS = (
    "harvest",
    "planting",
    "fishery",
    "forestry",
    "food_processing",
    "brewing",
    "craft",
    "festival",
    "tourism_guide",
    "lodging",
    "ski_resort",
    "snow_removal",
    "it_skill",
    "other",
)
WEIGHTS = ("value", "cost", "time", "co2", "novelty")


@dataclass(frozen=True, slots=True)
class Must:
    """A municipality that the trip has to visit, optionally on a date and for some nights."""

    code: str
    date: dt.date | None = None
    """A day on which the traveller must be staying there."""
    nights: int | None = None
    arrive: dt.date | None = None
    """The day of arrival; with `nights` it fixes the stay."""

    @property
    def fixed(self) -> bool:
        """Tell whether its days are given, all of them."""
        return self.arrive is not None and self.nights is not None

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """Days of arrival and departure; only where it is fixed."""
        if self.arrive is None or self.nights is None:
            raise ValueError(f"{self.code} is not fixed")
        return self.arrive, self.arrive + dt.timedelta(days=self.nights)


@dataclass(frozen=True, slots=True)
class TripRequest:
    """A traveller's question; every field but the first three has the default of `sasurai plan`."""

    start: dt.date
    days: int
    origin: str
    """Five-digit code."""
    destination: str | None = None
    """Five-digit code; None = back to the origin."""
    modes: tuple[str, ...] = DEFAULT_MODES
    budget_jpy: int | None = None
    budget_net: bool = False
    max_leg_hours: float = 12.0
    pace: str = "normal"
    min_nights: int | None = None
    """None = by pace."""
    max_nights: int = 30
    skills: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    """Empty = all kinds."""
    must: tuple[Must, ...] = ()
    avoid: tuple[str, ...] = ()
    parked: tuple[Must, ...] = ()
    """Stays set aside, to be taken up again: no trip visits them, and nothing of them is lost."""
    fill: bool = True
    """False: the trip is what `must` fixes and the legs between, and nights may stay open."""
    days_off: tuple[dt.date, ...] = ()
    """Days without work, whatever season it is where the traveller then stays."""
    booked_legs: tuple[BookedLeg, ...] = ()
    booked_lodging: tuple[BookedLodging, ...] = ()
    rest_days_per_week: int = 1
    remote_days_per_week: int = 0
    people: int = 1
    max_stops: int = 60
    max_per_prefecture: int | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    """Multipliers over the planner's own weights; absent = 1 (novelty: 0)."""
    alternatives: int = 0
    seconds: float = 2.0
    iterations: int | None = None
    """Instead of seconds: the same request, data and seed give the same bytes."""
    seed: int = 0

    @property
    def left_out(self) -> frozenset[str]:
        """Codes of places that no trip visits: those to avoid and those set aside."""
        return frozenset((*self.avoid, *(stay.code for stay in self.parked)))


@dataclass(frozen=True, slots=True)
class ServedWindow:
    """What a stay does for one demand window."""

    id: str
    kind: str
    title: str
    title_en: str
    start: dt.date
    end: dt.date
    days: float
    """Full work days given to it."""
    peak_start: dt.date
    peak_end: dt.date
    source: str
    confidence: str
    as_of: str
    exchange: str
    """The curator's suggestion, not a host's promise; may be empty."""


@dataclass(frozen=True, slots=True)
class Rival:
    """The best other place, or other days, for a stay while the rest of the trip remains as it is (rivals.py)."""

    municipality: Municipality
    arrive: dt.date
    depart: dt.date
    objective_loss: float
    """What the whole trip's objective would lose, on travel matrices; negative where it would gain."""
    why: str
    why_en: str


@dataclass(frozen=True, slots=True)
class Stay:
    """Nights in one municipality."""

    municipality: Municipality
    arrive: dt.date
    depart: dt.date
    role: str
    """work, must or transit."""
    value: float
    lodging_jpy: int | None
    """None only where a share does not tell it (redact.py)."""
    lodging_estimated: bool
    """False: all its nights are booked, at that price."""
    earnings_jpy: int | None
    """Pay stated in a published listing; None = unknown."""
    demand: tuple[ServedWindow, ...]
    why: str
    why_en: str
    share: float | None = None
    """Of the value of all stays; None = not told, as in plans of before."""
    rival: Rival | None = None
    """None = no other place fits these days, or not told."""
    shifted: Rival | None = None
    """The same place on the best other days, its neighbours giving way; None = no other days fit, or not told."""

    @property
    def nights(self) -> int:
        """Nights spent here."""
        return (self.depart - self.arrive).days

    @property
    def lnglat(self) -> LngLat:
        """Where it is drawn."""
        return self.municipality.lnglat


@dataclass(frozen=True, slots=True)
class Leg:
    """The travel between two stays, door to door."""

    date: dt.date
    origin: Municipality
    destination: Municipality
    minutes: int
    nights: int
    fare_jpy: int | None
    """Yen for all people of the request; None only where a share does not tell it (redact.py)."""
    fare_estimated: bool
    transfers: int
    km: float
    co2_kg: float
    basis: str
    segments: tuple[Segment, ...]
    departs: dt.datetime | None = None
    """Aware; known only where the basis is a timetable of that day."""
    notes: tuple[str, ...] = ()
    """What a traveller should know of it, in Japanese sentences: a timetable that has run out, …"""
    notes_en: tuple[str, ...] = ()
    """The same in English."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over an itinerary."""

    nights: int
    stops: int
    travel_minutes: int
    fare_jpy: int | None
    lodging_jpy: int | None
    """None only where a share does not tell it, as for the fares."""
    earnings_jpy: int | None
    co2_kg: float
    value: float

    @property
    def cost_jpy(self) -> int:
        """Fares and lodging."""
        return (self.fare_jpy or 0) + (self.lodging_jpy or 0)


@dataclass(frozen=True, slots=True)
class Itinerary:
    """Stays and the legs around them; `len(legs) == len(stays) + 1`."""

    stays: tuple[Stay, ...]
    legs: tuple[Leg, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another trip that answers the same request."""

    label: str
    """What it is, among the best trip and the other alternatives: cheapest, least_travel, one_region …"""
    itinerary: Itinerary
    objective: float
    """By the request's own weights."""
    labels: tuple[str, ...] = ()
    """All that is true of it, the label first or among them."""
    share_of_best: float | None = None
    """Of the best trip's objective; None where that is not above 0."""
    shared_nights: float | None = None
    """Share of the shorter trip's nights at the same municipality as the best trip; None in plans from before."""


@dataclass(frozen=True, slots=True)
class Plan:
    """An itinerary with its proof."""

    id: str
    request: TripRequest
    dataset_version: str
    dataset_sha256: str
    dataset_date: dt.date
    """Date of the data set's manifest: the clock of files made from a plan without a stored record."""
    itinerary: Itinerary
    objective: float
    objective_terms: Mapping[str, float]
    upper_bound: float
    gap: float
    solve_ms: int | None
    status: str
    """optimal or feasible."""
    objective_weights: Mapping[str, float] = field(default_factory=dict)
    """What a yen, an hour and a kilogram of CO2 weigh against the value of a work day."""
    alternatives: tuple[Alternative, ...] = ()
    passes: tuple[PassUse, ...] = ()
    """Rail passes compared with the fares of the itinerary."""
    notebook: Notebook | None = None
    """What its traveller wrote down beside it; None = nothing."""
    unshared: tuple[str, ...] = ()
    """Parts that a share does not tell (redact.py)."""
