"""What two trips have in common, and what one is like: the facts that alternatives are told apart by."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from planner.regions import region_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from planner.model import Itinerary


LEAST_SHARE = 0.7
"""What an alternative is worth at least, as a share of the best trip's objective."""

MOST_SHARED = 0.5
"""The most nights that it may have in common with any other, as a share (`shared_nights`)."""


def least_objective(best: float) -> float:
    """Give the objective that an alternative needs; where the best trip loses, it may lose so much more."""
    return best - (1.0 - LEAST_SHARE) * abs(best)


def nights_of(trip: Itinerary, beside: Collection[str] = ()) -> set[tuple[str, dt.date]]:
    """Give each night of a trip with its municipality, leaving out some places: those that were asked for."""
    return {
        (stay.municipality.code, stay.arrive + dt.timedelta(days=night))
        for stay in trip.stays
        if stay.municipality.code not in beside
        for night in range(stay.nights)
    }


def shared_nights(one: Itinerary, other: Itinerary, beside: Collection[str] = ()) -> float:
    """Give the share of the shorter trip's nights on which both sleep in the same municipality.

    Nights at the places `beside`, which every trip has to visit, count neither as shared nor as nights. Where no others
    remain, everything is shared.
    """
    a, b = nights_of(one, beside), nights_of(other, beside)
    fewest = min(len(a), len(b))
    return len(a & b) / fewest if fewest else 1.0


def cost_of(trip: Itinerary) -> int:
    """Give fares and lodging of all people, yen."""
    return trip.totals.cost_jpy


def regions_of(trip: Itinerary) -> list[str]:
    """Give the regions that a trip stays in, the one of most nights first."""
    return _by_nights((region_of(stay.municipality.code), stay.nights) for stay in trip.stays)


def kinds_of(trip: Itinerary) -> list[str]:
    """Give the kinds of work that a trip's stays begin with, the one of most nights first."""
    return _by_nights((stay.demand[0].kind, stay.nights) for stay in trip.stays if stay.demand)


def exchanges_of(trip: Itinerary) -> int:
    """Count the windows served for which a way to meet people is suggested."""
    return sum(bool(window.exchange) for stay in trip.stays for window in stay.demand)


def newness_of(trip: Itinerary, newness: Mapping[str, float]) -> float:
    """Give the mean of how little known a trip's places are, by nights: 0 the largest, 1 the smallest."""
    nights = sum(stay.nights for stay in trip.stays)
    return sum(newness[stay.municipality.code] * stay.nights for stay in trip.stays) / max(nights, 1)


def _by_nights(found: Iterator[tuple[str, int]]) -> list[str]:
    nights: Counter[str] = Counter()
    for name, count in found:
        nights[name] += count
    return sorted(nights, key=lambda name: (-nights[name], name))
