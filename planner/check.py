"""An independent checker: is a plan feasible, and worth what it says? It reads requests, tables and journeys only.

Nothing of the solver, its arrays or its kernels is used: every rule of DESIGN.md, Days, value, money, is told here a
second time, in plain Python, so that a mistake in one telling shows.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from typing import TYPE_CHECKING

from geo.errors import UnreachableError
from planner.model import PACE_MIN_NIGHTS
from planner.scoring import DECAY, LODGING_SHARE, Traveller, Weights, day_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.dataset import Dataset
    from planner.demand import Occurrence
    from planner.model import Itinerary, Leg, Plan, ServedWindow, Stay, TripRequest

TOLERANCE = 1e-6


def check_plan(plan: Plan, dataset: Dataset) -> list[str]:
    """List everything that is wrong with a plan, its alternatives aside (check_others.py); empty = nothing."""
    found = list(check_itinerary(plan.itinerary, plan.request, dataset))
    found += _objective(plan, dataset)
    return found


def check_itinerary(trip: Itinerary, request: TripRequest, dataset: Dataset) -> Iterator[str]:
    """Give every broken rule of an itinerary."""
    if len(trip.legs) != len(trip.stays) + 1:
        yield f"{len(trip.legs)} legs for {len(trip.stays)} stays"
        return
    yield from _chain(trip, request)
    yield from _visits(trip, request)
    for leg in trip.legs:
        yield from _leg(leg, request, dataset)
    for stay in trip.stays:
        yield from _stay(stay, request, dataset)
    yield from _totals(trip, request)


def _chain(trip: Itinerary, request: TripRequest) -> Iterator[str]:
    codes = [request.origin, *(s.municipality.code for s in trip.stays), request.destination or request.origin]
    for number, leg in enumerate(trip.legs):
        if (leg.origin.code, leg.destination.code) != (codes[number], codes[number + 1]):
            yield f"leg {number} does not join its stays"
        leaves = trip.stays[number - 1].depart if number else request.start
        # where nothing is to be filled in, nights before a stay may stay open
        waits = not request.fill and number < len(trip.stays) and leg.date > leaves
        if leg.date != leaves and not waits:
            yield f"leg {number} leaves on {leg.date}, not {leaves}"
        arrives = leg.date + dt.timedelta(days=leg.nights)
        if number < len(trip.stays) and trip.stays[number].arrive != arrives:
            yield f"stay {number} begins on {trip.stays[number].arrive}, its leg arrives on {arrives}"
        if number == len(trip.stays) and arrives > request.start + dt.timedelta(days=request.days):
            yield f"the trip ends on {arrives}, after its {request.days} days"


def _visits(trip: Itinerary, request: TripRequest) -> Iterator[str]:
    codes = Counter(stay.municipality.code for stay in trip.stays)
    yield from (f"{code} is visited {count} times" for code, count in codes.items() if count > 1)
    yield from (f"{code} was to be avoided" for code in request.avoid if code in codes)
    yield from (f"{stay.code} was set aside" for stay in request.parked if stay.code in codes)
    if len(trip.stays) > request.max_stops:
        yield f"{len(trip.stays)} stops, {request.max_stops} allowed"
    if request.max_per_prefecture is not None:
        for prefecture, count in Counter(s.municipality.prefecture for s in trip.stays).items():
            if count > request.max_per_prefecture:
                yield f"{count} stays in prefecture {prefecture}"
    yield from _musts(trip, request)
    # by hand a trip may begin empty
    if (trip.stays or request.fill) and not any(stay.role in {"work", "must"} for stay in trip.stays):
        yield "no stay has a purpose"


def _musts(trip: Itinerary, request: TripRequest) -> Iterator[str]:
    asked = {must.code for must in request.must}
    if not request.fill:
        yield from (f"{s.municipality.code} was filled in" for s in trip.stays if s.municipality.code not in asked)
    for must in request.must:
        stay = next((s for s in trip.stays if s.municipality.code == must.code), None)
        if stay is None:
            yield f"{must.code} must be visited"
        elif must.date is not None and not stay.arrive <= must.date < stay.depart:
            yield f"{must.code} must be stayed at on {must.date}"
        elif must.arrive is not None and stay.arrive != must.arrive:
            yield f"{must.code} must be arrived at on {must.arrive}"
        elif must.nights is not None and stay.nights != must.nights:
            yield f"{must.code} must be stayed at for {must.nights} nights"


def _leg(leg: Leg, request: TripRequest, dataset: Dataset) -> Iterator[str]:
    name = f"leg {leg.origin.code}-{leg.destination.code}"
    if leg.basis == "booked":
        yield from _booked(leg, name, request)
        return
    if leg.minutes > round(request.max_leg_hours * 60):
        yield f"{name} takes {leg.minutes} minutes"
    if leg.nights == 0 and leg.minutes > 14 * 60:
        yield f"{name} is too long for a day"
    if leg.origin.code == leg.destination.code:
        if leg.minutes or leg.fare_jpy or leg.segments:
            yield f"{name} goes nowhere, yet costs"
        return
    try:
        found = dataset.journey(leg.origin.code, leg.destination.code, request.modes, leg.date)
    except UnreachableError:
        yield f"{name} has no journey"
        return
    by_car = any(segment.mode == "car" for segment in found.segments)
    heads = math.ceil(request.people / 4) if by_car else request.people
    if (leg.minutes, leg.nights, leg.fare_jpy) != (found.minutes, found.nights, found.fare_jpy * heads):
        yield f"{name} is not the journey of the data set"


def _booked(leg: Leg, name: str, request: TripRequest) -> Iterator[str]:
    told = (leg.origin.code, leg.destination.code, leg.date, leg.nights, leg.minutes, leg.fare_jpy, leg.co2_kg)
    known = [(b.origin, b.destination, b.date, b.nights, b.minutes, b.fare_jpy, b.co2_kg) for b in request.booked_legs]
    if told not in known:
        yield f"{name} was never booked like this"


def _stay(stay: Stay, request: TripRequest, dataset: Dataset) -> Iterator[str]:
    name = f"stay {stay.municipality.code}"
    must = next((m for m in request.must if m.code == stay.municipality.code), None)
    floor = PACE_MIN_NIGHTS[request.pace] if request.min_nights is None else request.min_nights
    if stay.role == "transit" and (stay.demand or stay.value or not 1 <= stay.nights <= 3):
        yield f"{name} is no night on the way"
    if stay.role == "must" and (must is None or stay.demand):
        yield f"{name} is wrongly called a must"
    exempt = stay.role == "transit" or (must is not None and must.nights is not None)
    if not exempt and not floor <= stay.nights <= request.max_nights:
        yield f"{name} has {stay.nights} nights"
    if (stay.role == "work") != bool(stay.demand):
        yield f"{name} has role {stay.role} and serves {len(stay.demand)} windows"
    value, lodging, earnings = _worth(stay, request, dataset)
    if abs(value - stay.value) > TOLERANCE:
        yield f"{name} is worth {value}, not {stay.value}"
    booked = [b for b in request.booked_lodging if b.code == stay.municipality.code]
    booked = [b for b in booked if b.arrive >= stay.arrive and b.arrive + dt.timedelta(b.nights) <= stay.depart]
    if taken := sum(b.nights for b in booked):
        lodging = round(lodging * (stay.nights - taken) / stay.nights) + sum(b.price_jpy for b in booked)
    if stay.lodging_estimated != (taken < stay.nights):
        yield f"{name} tells its lodging as {'an estimate' if stay.lodging_estimated else 'booked'}"
    if lodging != stay.lodging_jpy:
        yield f"{name} costs {lodging}, not {stay.lodging_jpy}"
    if earnings != stay.earnings_jpy:
        yield f"{name} earns {earnings}, not {stay.earnings_jpy}"
    yield from _windows(stay, dataset)


def _windows(stay: Stay, dataset: Dataset) -> Iterator[str]:
    for served in stay.demand:
        window = dataset.demand.by_id.get(served.id)
        if window is None or window.code != stay.municipality.code:
            yield f"window {served.id} is not of {stay.municipality.code}"
            continue
        if (served.source, served.confidence, served.as_of) != (window.source, window.confidence, window.as_of):
            yield f"window {served.id} is told otherwise"


def _worth(stay: Stay, request: TripRequest, dataset: Dataset) -> tuple[float, int, int | None]:
    """Give value, usual lodging of all people and pay of a stay that serves its windows one after another."""
    traveller = Traveller.of(request)
    value, saved, pay, known = 0.0, 0.0, 0.0, False
    nights = [stay.arrive + dt.timedelta(days=n) for n in range(stay.nights)]
    prices = [dataset.lodging_jpy(stay.municipality.code, night)[0] for night in nights]
    turns = list(_turns(stay, dataset, request.days_off))
    for occurrence, days in turns:
        window = occurrence.window
        open_days = [n for n in days if occurrence.start <= nights[n] <= occurrence.end][: window.max_nights]
        for n in open_days:
            share = 0.5 if n == 0 else 1.0
            value += share * DECAY[request.pace] ** n * day_value(occurrence, nights[n], traveller)
            workers = min(request.people, window.headcount or 1)
            saved += prices[n] * (1.0 - LODGING_SHARE[window.lodging]) * workers / request.people
            works = nights[n] not in request.days_off
            pay += works * share * (window.pay_jpy_per_day or 0) * traveller.work_share * workers
        known = known or window.pay_jpy_per_day is not None
        if len(open_days) < window.min_nights:
            return math.nan, 0, None
    return value, round(sum(prices) - saved) * request.people, round(pay) if known else None


def _turns(stay: Stay, dataset: Dataset, off: tuple[dt.date, ...]) -> Iterator[tuple[Occurrence, range]]:
    """Give each served window with the days of the stay that were given to it: the second's follow the first's."""
    found = [(_occurrence(served, dataset), served.days) for served in stay.demand]
    if len(found) < 2:
        yield from ((occurrence, range(stay.nights)) for occurrence, _ in found)
        return
    change = _change(stay, found[0], found[1], off)
    yield found[0][0], range(change)
    yield found[1][0], range(change, stay.nights)


def _change(
    stay: Stay, first: tuple[Occurrence, float], second: tuple[Occurrence, float], off: tuple[dt.date, ...]
) -> int:
    """Find the day of the stay on which the second window takes over."""
    for change in range(1, stay.nights):
        before, after = range(change), range(change, stay.nights)
        if (_full(stay, first[0], before, off), _full(stay, second[0], after, off)) == (first[1], second[1]):
            return change
    return stay.nights


def _full(stay: Stay, occurrence: Occurrence, days: range, off: tuple[dt.date, ...]) -> float:
    """Count the full work days of some days of a stay."""
    nights = [n for n in days if occurrence.start <= stay.arrive + dt.timedelta(days=n) <= occurrence.end]
    worked = [n for n in nights[: occurrence.window.max_nights] if stay.arrive + dt.timedelta(days=n) not in off]
    return sum(0.5 if n == 0 else 1.0 for n in worked)


def _occurrence(served: ServedWindow, dataset: Dataset) -> Occurrence:
    return next(iter(dataset.demand.by_id[served.id].occurrences(served.start, served.start)))


def _totals(trip: Itinerary, request: TripRequest) -> Iterator[str]:
    totals = trip.totals
    earnings = [s.earnings_jpy for s in trip.stays if s.earnings_jpy is not None]
    expected = {
        "nights": sum(s.nights for s in trip.stays),
        "stops": len(trip.stays),
        "travel_minutes": sum(leg.minutes for leg in trip.legs),
        "fare_jpy": sum(leg.fare_jpy or 0 for leg in trip.legs),
        "lodging_jpy": sum(s.lodging_jpy or 0 for s in trip.stays),
        "earnings_jpy": sum(earnings) if earnings else None,
    }
    for name, value in expected.items():
        if getattr(totals, name) != value:
            yield f"total {name} is {value}, not {getattr(totals, name)}"
    if abs(totals.value - sum(s.value for s in trip.stays)) > TOLERANCE:
        yield "total value is not the sum of the stays"
    spent = totals.cost_jpy - ((totals.earnings_jpy or 0) if request.budget_net else 0)
    if request.budget_jpy is not None and spent > request.budget_jpy:
        yield f"costs {spent}, budget {request.budget_jpy}"


def _objective(plan: Plan, dataset: Dataset) -> Iterator[str]:
    trip, weights, people = plan.itinerary, Weights.of(plan.request), plan.request.people
    objective = weights.value * trip.totals.value
    objective -= weights.yen * trip.totals.cost_jpy / people
    objective -= weights.hour * trip.totals.travel_minutes / 60
    objective -= weights.co2_kg * sum(leg.co2_kg for leg in trip.legs) / people
    objective += plan.objective_terms["novelty"]
    if abs(objective - plan.objective) > TOLERANCE:
        yield f"objective is {objective}, not {plan.objective}"
    if abs(sum(plan.objective_terms.values()) - plan.objective) > TOLERANCE:
        yield "terms do not sum to the objective"
    gap = max(0.0, plan.upper_bound - plan.objective) / max(abs(plan.upper_bound), 1.0)
    if abs(gap - plan.gap) > TOLERANCE or plan.upper_bound < plan.objective - TOLERANCE:
        yield f"gap is {gap}, not {plan.gap}"
    del dataset
