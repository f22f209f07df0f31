"""Alternatives: trips nearly as good as the best that are truly other trips, called what they are.

An alternative is worth at least `LEAST_SHARE` of the best trip's objective, by the request's own weights, and shares at
most `MOST_SHARED` of the nights with the best trip and with every other alternative (planner/trips.py).
Each is sought with a theme: other weights, a limit, a region. A price on every night in common with the trips before is
raised until few enough remain; nothing is forbidden. A label is given afterwards, by what the trips turned out to be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.labels import labels_of, main_label
from planner.model import Alternative
from planner.themes import THEMES, Theme
from planner.trips import MOST_SHARED, least_objective, shared_nights
from planner.until import never
from planner.variation import Trip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.model import Itinerary, TripRequest
    from planner.until import Late
    from planner.variation import Variation
    from planner.views import View

PRICE = 0.3
"""Points for a night in common to begin with; a night of full work is worth about 0.85."""

BETTER = 0.01
"""Points by which a trip has to be worth more than the plan's own to be called better."""

ATTEMPTS = 5
"""Times that a theme is tried with higher prices or less zeal."""


def alternatives(
    variation: Variation, best: Itinerary, objective: float, count: int, late: Late = never
) -> tuple[Alternative, ...]:
    """Find up to `count` alternatives to the best trip; fewer where there are no more, or no more in time.

    Parameters
    ----------
    late : callable
        Tells whether no further search shall begin.
    """
    search = _Search(variation, Trip(best, objective), late)
    for theme in THEMES:
        if len(search.trips) <= count and not late():
            search.try_for(theme)
    # what was no extreme is another trip all the same
    for spare in search.spares:
        if len(search.trips) <= count and search.keeps_the_rule(spare):
            search.trips.append(spare)
    while len(search.trips) <= count and not late() and search.try_for(THEMES[-1]):
        pass
    return _labelled(search.trips, variation)


def _labelled(trips: Sequence[Trip], variation: Variation) -> tuple[Alternative, ...]:
    best, beside = trips[0], places_asked_for(variation.request)
    labels = labels_of([trip.itinerary for trip in trips], variation.newness)
    used: list[str] = []
    found = []
    for trip, names in list(zip(trips, labels, strict=True))[1:]:
        if trip.objective > best.objective + BETTER:
            names.insert(0, "better")
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
    late: Late

    def __post_init__(self) -> None:
        self.trips = [self.best]
        self.spares: list[Trip] = []
        """Trips that keep the rule, and are not what was looked for."""
        self._beside = places_asked_for(self.variation.request)
        self._least = least_objective(self.best.objective)

    def keeps_the_rule(self, found: Trip) -> bool:
        """Tell whether a trip is worth enough and elsewhere on enough nights."""
        return found.objective >= self._least and not any(self._too_like(found))

    def try_for(self, theme: Theme) -> bool:
        """Find a trip of a theme; nights in common get dearer while too many, zeal grows or falls with what comes."""
        prices, zeal, tried = [PRICE] * len(self.trips), 1.0, set[float]()
        for _ in range(ATTEMPTS):
            trips = [trip.itinerary for trip in self.trips]
            view = theme.view(self.variation, trips, zeal)
            if view is None or self.late():
                break
            found = self.variation.trip(self._apart(view, prices))
            over = [] if found is None else self._too_like(found)
            if found is not None and self.keeps_the_rule(found):
                if theme.holds(self.variation, found.itinerary, trips):
                    self.trips.append(found)
                    return True
                self.spares.append(found)
            prices = [2 * price + 0.2 if much else price for price, much in zip(prices, over, strict=False)] or prices
            if not any(over):
                tried.add(zeal)
                poor = found is None or found.objective < self._least
                zeal = zeal / 2 if poor else zeal * 2
                if zeal in tried:
                    break
        return False

    def _too_like(self, found: Trip) -> list[bool]:
        shares = [shared_nights(found.itinerary, trip.itinerary, self._beside) for trip in self.trips]
        return [share > MOST_SHARED for share in shares]

    def _apart(self, view: View, prices: Sequence[float]) -> View:
        taken = (self.variation.taken(trip.itinerary) for trip in self.trips)
        return replace(view, apart=tuple(zip(taken, prices, strict=True)))
