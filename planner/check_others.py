"""An independent checker of alternatives: whether they keep the rule, and are what they are called.

As in planner/check.py nothing of what found them is used: rule and labels are told here a second time.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from planner.check import check_itinerary
from planner.scoring import Weights

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from planner.dataset import Dataset
    from planner.model import Itinerary, Plan, TripRequest

TOLERANCE = 1e-6
LEAST_SHARE, MOST_SHARED = 0.7, 0.5

SIZES = {"Hokkaido": 1, "Tohoku": 6, "Kanto": 7, "Chubu": 9, "Kinki": 7, "Chugoku": 5, "Shikoku": 4, "Kyushu": 7}
REGION = ["", *(name for name, size in SIZES.items() for _ in range(size)), "Okinawa"]
"""By number of the prefecture."""


def check_others(plan: Plan, dataset: Dataset) -> Iterator[str]:
    """Give every broken rule of a plan's alternatives."""
    trips = [plan.itinerary, *(other.itinerary for other in plan.alternatives)]
    shares = [1.0, *(other.share_of_best for other in plan.alternatives)]
    labels: list[Sequence[str]] = [(), *(other.labels for other in plan.alternatives)]
    for number, other in enumerate(plan.alternatives, 1):
        name = f"alternative {other.label}"
        yield from (f"{name}: {text}" for text in check_itinerary(other.itinerary, plan.request, dataset))
        objective = objective_of(other.itinerary, plan.request, dataset)
        if abs(objective - other.objective) > TOLERANCE:
            yield f"{name} is worth {objective}, not {other.objective}"
        if objective < plan.objective - (1 - LEAST_SHARE) * abs(plan.objective) - TOLERANCE:
            yield f"{name} is worth {objective}, too little beside {plan.objective}"
        if plan.objective > 0 and abs(objective / plan.objective - (shares[number] or 0)) > TOLERANCE:
            yield f"{name} is not {shares[number]} of the best"
        for before in trips[:number]:
            if common(other.itinerary, before, plan.request) > MOST_SHARED:
                yield f"{name} shares too many nights"
        if ("better" in other.labels) != (objective > plan.objective + 0.01):
            yield f"{name} is worth {objective} beside {plan.objective}"
        told = [label for label in labels[number] if label != "better"]
        yield from (f"{name} is not {label}" for label in told if not _is(label, number, trips, dataset))


def objective_of(trip: Itinerary, request: TripRequest, dataset: Dataset) -> float:
    """Weigh a trip by the request's weights."""
    weights, people = Weights.of(request), request.people
    order = sorted(dataset.municipalities, key=lambda place: -(place.population or 0))
    rank = {place.code: position / max(1, len(order) - 1) for position, place in enumerate(order)}
    value = sum(s.value * (weights.value + weights.novelty * rank[s.municipality.code]) for s in trip.stays)
    yen = sum(leg.fare_jpy or 0 for leg in trip.legs) + sum(stay.lodging_jpy or 0 for stay in trip.stays)
    value -= weights.yen * yen / people + weights.hour * sum(leg.minutes for leg in trip.legs) / 60
    return value - weights.co2_kg * sum(leg.co2_kg for leg in trip.legs) / people


def common(one: Itinerary, other: Itinerary, request: TripRequest) -> float:
    """Give the share of the shorter trip's nights at the same place, musts aside."""
    a, b = _nights(one, request), _nights(other, request)
    same = sum(b.get(night) == place for night, place in a.items())
    return same / min(len(a), len(b)) if a and b else 1.0


def _nights(trip: Itinerary, request: TripRequest) -> Mapping[dt.date, str]:
    musts = {must.code for must in request.must}
    found = {}
    for stay in trip.stays:
        night = stay.arrive
        while night < stay.depart:
            if stay.municipality.code not in musts:
                found[night] = stay.municipality.code
            night = night.fromordinal(night.toordinal() + 1)
    return found


def _is(label: str, number: int, trips: Sequence[Itinerary], dataset: Dataset) -> bool:
    """Tell whether a label is true of one of several trips, of which the first is the best one."""
    trip, best = trips[number], trips[0]
    if label == "one_region":
        return len(_regions(trip)) == 1
    if label == "other_region":
        return _most(_regions(trip)) != _most(_regions(best))
    if label == "other_work":
        return _most(_kinds(trip)) != _most(_kinds(best))
    if label == "other_places":
        return not {s.municipality.code for s in trip.stays} & {s.municipality.code for s in best.stays}
    figures = [_figure(label, other, dataset) for other in trips]
    return all(figures[number] < figure for at, figure in enumerate(figures) if at != number)


def _figure(label: str, trip: Itinerary, dataset: Dataset) -> float:
    """Give what the trip of a label has least of."""
    if label == "cheapest":
        return sum(leg.fare_jpy or 0 for leg in trip.legs) + sum(stay.lodging_jpy or 0 for stay in trip.stays)
    if label == "least_travel":
        return sum(leg.minutes for leg in trip.legs)
    if label == "greenest":
        return round(sum(leg.co2_kg for leg in trip.legs), 3)
    if label == "most_exchange":
        return -sum(1 for stay in trip.stays for window in stay.demand if window.exchange != "")
    if label == "fewest_stops":
        return len(trip.stays)
    if label == "lesser_known":
        order = sorted(dataset.municipalities, key=lambda place: -(place.population or 0))
        rank = {place.code: position for position, place in enumerate(order)}
        return -sum(rank[s.municipality.code] * s.nights for s in trip.stays) / trip.totals.nights
    raise ValueError(label)


def _most(nights: Counter[str]) -> str | None:
    return min(nights, key=lambda name: (-nights[name], name), default=None)


def _regions(trip: Itinerary) -> Counter[str]:
    nights: Counter[str] = Counter()
    for stay in trip.stays:
        nights[REGION[int(stay.municipality.prefecture)]] += stay.nights
    return nights


def _kinds(trip: Itinerary) -> Counter[str]:
    nights: Counter[str] = Counter()
    for stay in trip.stays:
        nights[stay.demand[0].kind if stay.demand else ""] += stay.nights
    del nights[""]
    return nights
