"""From the solver's visits to stays, legs and totals: journeys are routed here, for the chosen legs only."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.errors import UnreachableError
from planner.booked import leg_booked, lodging_paid, lodging_with
from planner.booked_way import leg_of
from planner.explain import Unserved, why
from planner.leg_gains import PEOPLE_A_CAR
from planner.model import PACE_MIN_NIGHTS, Itinerary, Leg, ServedWindow, Stay, Totals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Journey, Municipality
    from planner.dataset import Dataset
    from planner.demand import Occurrence
    from planner.model import TripRequest
    from planner.problem import Problem
    from planner.scoring import StayTable, Weights
    from planner.solver.dynamic import Visit


@dataclass(frozen=True)
class Assembler:
    """Turns visits into an itinerary."""

    request: TripRequest
    dataset: Dataset
    problem: Problem
    table: StayTable
    routed: dict[tuple[str, str, dt.date], Leg | None] = field(default_factory=dict)
    """Legs found so far."""

    def places(self, visits: Sequence[Visit]) -> list[Municipality]:
        """Give the municipalities of a trip, both ends included."""
        index, all_places = self.dataset.index, self.dataset.municipalities
        origin = index[self.request.origin]
        destination = index[self.request.destination or self.request.origin]
        return [all_places[i] for i in (origin, *(int(self.problem.group[v.node]) for v in visits), destination)]

    def legs(self, visits: Sequence[Visit]) -> list[Leg | None]:
        """Route the legs of a trip on their dates; None where no journey leads on."""
        route = self.places(visits)
        days = [0, *(v.arrive + v.nights for v in visits)]
        return [
            self.leg(a, b, self.request.start + dt.timedelta(days=day))
            for a, b, day in zip(route, route[1:], days, strict=False)
        ]

    def leg(self, a: Municipality, b: Municipality, date: dt.date) -> Leg | None:
        """Route one leg on its date, once; None where no journey leads on."""
        key = a.code, b.code, date
        if key not in self.routed:
            self.routed[key] = leg_between(self.dataset, self.request, (a.code, b.code), date)
        return self.routed[key]

    def stays(self, visits: Sequence[Visit]) -> tuple[Stay, ...]:
        """Tell of each stay what it serves, costs and earns, and why it is there."""
        return tuple(self._stay(visit) for visit in visits)

    def _stay(self, visit: Visit) -> Stay:
        place = self.dataset.municipalities[int(self.problem.group[visit.node])]
        arrive = self.request.start + dt.timedelta(days=visit.arrive)
        value, lodging, pay, paid = 0.0, self._usual(visit), 0.0, False
        served: tuple[ServedWindow, ...] = ()
        if visit.node < self.problem.active and self.problem.worth[visit]:
            row = int(self.problem.rows[visit.node])
            value, lodging, pay, found = self.table.stay(row, visit.arrive, visit.nights)
            served = tuple(serve(occurrence, days) for occurrence, days in found)
            paid = any(occurrence.window.pay_jpy_per_day is not None for occurrence, _ in found)
        role = "work" if served else "must" if bool(self.problem.must[visit.node]) else "transit"
        total = lodging * self.request.people
        booked = lodging_paid(self.request.booked_lodging, place.code, arrive, arrive + dt.timedelta(visit.nights))
        unserved = self._unserved(place.code, arrive, visit.nights) if role == "must" else ()
        reasons = why(role, served, unserved, visit.nights)
        return Stay(
            municipality=place,
            arrive=arrive,
            depart=arrive + dt.timedelta(days=visit.nights),
            role=role,
            value=value,
            lodging_jpy=lodging_with(total, visit.nights, booked),
            # a typical price, or none because lodging is said to come with such work: a host has promised neither
            lodging_estimated=booked[0] < visit.nights,
            earnings_jpy=round(pay) if paid else None,
            demand=served,
            why=reasons[0],
            why_en=reasons[1],
        )

    def _unserved(self, code: str, arrive: dt.date, nights: int) -> tuple[Unserved, ...]:
        """Find the work that is open during a stay which serves none."""
        asked, last = self.request, arrive + dt.timedelta(days=nights - 1)
        floor = PACE_MIN_NIGHTS[asked.pace] if asked.min_nights is None else asked.min_nights
        return tuple(
            Unserved(w.kind, w.title, w.title_en, max(w.min_nights, floor))
            for w in self.dataset.demand.by_code.get(code, ())
            if any(w.occurrences(arrive, last)) and (not asked.kinds or w.kind in asked.kinds)
        )

    def _usual(self, visit: Visit) -> int:
        place = int(self.problem.group[visit.node])
        return int(self.table.prices[place, visit.arrive : visit.arrive + visit.nights].sum())


def leg_between(dataset: Dataset, request: TripRequest, ends: tuple[str, str], date: dt.date) -> Leg | None:
    """Route a leg on its date, or take the booked one, for all people; None where no journey leads there."""
    booked = leg_booked(request, ends, date)
    if booked is not None:
        return leg_of(booked, dataset, request)
    a, b = (dataset.municipality(code) for code in ends)
    if a.code == b.code:
        return Leg(date, a, b, 0, 0, 0, False, 0, 0.0, 0.0, "average", ())
    try:
        found = dataset.journey(a.code, b.code, request.modes, date)
    except UnreachableError:
        return None
    return _priced(found, a, b, date, request.people)


def _priced(found: Journey, a: Municipality, b: Municipality, date: dt.date, people: int) -> Leg:
    by_car = any(segment.mode == "car" for segment in found.segments)
    heads = math.ceil(people / PEOPLE_A_CAR) if by_car else people
    return Leg(
        date=date,
        origin=a,
        destination=b,
        minutes=found.minutes,
        nights=found.nights,
        fare_jpy=found.fare_jpy * heads,
        fare_estimated=any(segment.fare_estimated for segment in found.segments),
        transfers=found.transfers,
        km=found.km,
        co2_kg=found.co2_kg * heads,
        basis=found.basis,
        segments=found.segments,
        departs=found.departs,
        notes=found.notes,
        notes_en=found.notes_en,
    )


def serve(occurrence: Occurrence, days: float) -> ServedWindow:
    """Tell what a stay does for a window."""
    w = occurrence.window
    return ServedWindow(
        id=w.id,
        kind=w.kind,
        title=w.title,
        title_en=w.title_en,
        start=occurrence.start,
        end=occurrence.end,
        days=days,
        peak_start=occurrence.peak_start,
        peak_end=occurrence.peak_end,
        source=w.source,
        confidence=w.confidence,
        as_of=w.as_of,
        exchange=w.exchange,
    )


def totals_of(stays: Sequence[Stay], legs: Sequence[Leg]) -> Totals:
    """Sum an itinerary up; earnings are unknown where no stay knows its own."""
    earnings = [stay.earnings_jpy for stay in stays if stay.earnings_jpy is not None]
    return Totals(
        nights=sum(stay.nights for stay in stays),
        stops=len(stays),
        travel_minutes=sum(leg.minutes for leg in legs),
        fare_jpy=sum(leg.fare_jpy or 0 for leg in legs),
        lodging_jpy=sum(stay.lodging_jpy or 0 for stay in stays),
        earnings_jpy=sum(earnings) if earnings else None,
        co2_kg=round(sum(leg.co2_kg for leg in legs), 3),
        value=sum(stay.value for stay in stays),
    )


def terms_of(
    itinerary: Itinerary, weights: Weights, newness: Sequence[float], people: int, index: dict[str, int]
) -> dict[str, float]:
    """Give the terms of the objective; their sum is the objective."""
    stays, legs = itinerary.stays, itinerary.legs
    yen = itinerary.totals.cost_jpy
    return {
        "value": weights.value * sum(s.value for s in stays),
        "novelty": weights.novelty * sum(s.value * newness[index[s.municipality.code]] for s in stays),
        "cost": -weights.yen * yen / people,
        "time": -weights.hour * itinerary.totals.travel_minutes / 60,
        "co2": -weights.co2_kg * sum(leg.co2_kg for leg in legs) / people,
    }


def itinerary_of(stays: tuple[Stay, ...], legs: Sequence[Leg]) -> Itinerary:
    """Join stays and legs."""
    return Itinerary(stays, tuple(legs), totals_of(stays, legs))
