"""Alternatives: trips nearly as good as the best that are truly other trips, called what they are.

An alternative is worth at least `LEAST_SHARE` of the best trip's objective, by the request's own weights, and shares at
most `MOST_SHARED` of the nights with the best trip and with every other alternative (planner/trips.py).
Each is sought with a theme: other weights, a limit, a region. A price on every night in common with the trips before is
raised until few enough remain; nothing is forbidden. A label is given afterwards, by what the trips turned out to be.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.labels import labels_of, main_label
from planner.model import Alternative
from planner.themes import THEMES, Theme
from planner.trips import MOST_SHARED, least_objective, shared_nights
from planner.variation import Trip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.model import Itinerary, TripRequest
    from planner.variation import Variation
    from planner.views import View

PRICE = 0.3
"""Points for a night in common to begin with; a night of full work is worth about 0.85."""

ATTEMPTS = 5
"""Times that a theme is tried with higher prices or less zeal."""

ROUNDS = 2
"""Times that the themes are gone through, where fewer trips were found than asked for."""


def alternatives(
    variation: Variation, best: Itinerary, objective: float, count: int, deadline: float = float("inf")
) -> tuple[Alternative, ...]:
    """Find up to `count` alternatives to the best trip; fewer where there are no more, or no more in time.

    Parameters
    ----------
    deadline : float
        Moment of `time.monotonic()` after which no further search begins.
    """
    search = _Search(variation, Trip(best, objective), deadline)
    for theme in THEMES * ROUNDS:
        if len(search.trips) > count or search.late():
            break
        found = search.find(theme)
        if found is not None:
            search.trips.append(found)
    return _labelled(search.trips, variation)


def _labelled(trips: Sequence[Trip], variation: Variation) -> tuple[Alternative, ...]:
    best, beside = trips[0], places_asked_for(variation.request)
    labels = labels_of([trip.itinerary for trip in trips], variation.newness)
    used: list[str] = []
    found = []
    for trip, names in list(zip(trips, labels, strict=True))[1:]:
        label = main_label(names, used)
        used.append(label)
        found.append(
            Alternative(
                label,
                trip.itinerary,
                trip.objective,
                labels=tuple(names),
                share_of_best=trip.objective / best.objective if best.objective > 0 else None,
                shared_nights=shared_nights(trip.itinerary, best.itinerary, beside),
            )
        )
    return tuple(found)


def places_asked_for(request: TripRequest) -> frozenset[str]:
    """Give the municipalities that every trip has to visit."""
    return frozenset(must.code for must in request.must)


@dataclass
class _Search:
    """The trips so far, the best one first."""

    variation: Variation
    best: Trip
    deadline: float

    def __post_init__(self) -> None:
        self.trips = [self.best]
        self._beside = places_asked_for(self.variation.request)
        self._least = least_objective(self.best.objective)

    def late(self) -> bool:
        """Tell whether time is up."""
        return time.monotonic() > self.deadline

    def find(self, theme: Theme) -> Trip | None:
        """Find a trip of a theme: with dearer nights in common while too many, less zeal while worth too little."""
        prices, zeal = [PRICE] * len(self.trips), 1.0
        for _ in range(ATTEMPTS):
            view = theme.view(self.variation, [trip.itinerary for trip in self.trips], zeal)
            if view is None or self.late():
                return None
            found = self.variation.trip(self._apart(view, prices))
            if found is None:
                zeal /= 2
                continue
            over = [shared_nights(found.itinerary, trip.itinerary, self._beside) > MOST_SHARED for trip in self.trips]
            poor = found.objective < self._least
            if not any(over) and not poor:
                return found
            prices = [2 * price + 0.2 if much else price for price, much in zip(prices, over, strict=True)]
            zeal = zeal / 2 if poor else zeal
        return None

    def _apart(self, view: View, prices: Sequence[float]) -> View:
        taken = (self.variation.taken(trip.itinerary) for trip in self.trips)
        return replace(view, apart=tuple(zip(taken, prices, strict=True)))
