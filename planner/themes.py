"""What alternatives are looked for: cheaper, less travel, one region, more exchange, greener, lesser-known places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.scoring import Weights
from planner.trips import cost_of, exchanges_of, newness_of, regions_of
from planner.views import View

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.model import Itinerary
    from planner.variation import Variation

    Ask = Callable[["Variation", Sequence[Itinerary], float], "View | None"]
    Figure = Callable[["Variation", Itinerary], float]


@dataclass(frozen=True)
class Theme:
    """A theme.

    `view` says how it looks at the problem, given the trips so far and a zeal around 1; None = it has nothing to look
    for. `least` is what its trip has to have less of than all trips so far; None = every trip of it will do.
    """

    name: str
    view: Ask
    least: Figure | None = None

    def holds(self, variation: Variation, found: Itinerary, trips: Sequence[Itinerary]) -> bool:
        """Tell whether a trip is what was looked for."""
        least = self.least
        return least is None or all(least(variation, found) < least(variation, trip) for trip in trips)


def _dearer(yen: float = 0.0, hour: float = 0.0, co2_kg: float = 0.0) -> Ask:
    """Look at the problem with costs that many times their usual weights dearer, at zeal 1."""

    def view(variation: Variation, trips: Sequence[Itinerary], zeal: float) -> View | None:
        del trips
        own, usual = variation.weights, Weights()
        dear = replace(
            own,
            yen=own.yen + zeal * yen * usual.yen,
            hour=own.hour + zeal * hour * usual.hour,
            co2_kg=own.co2_kg + zeal * co2_kg * usual.co2_kg,
        )
        return View(dear)

    return view


def _most_exchange(variation: Variation, trips: Sequence[Itinerary], zeal: float) -> View | None:
    del trips
    return View(variation.weights, a_stay=2.0 * zeal)


def _lesser_known(variation: Variation, trips: Sequence[Itinerary], zeal: float) -> View | None:
    del trips
    return View(variation.weights, unknown=0.6 * zeal)


def _one_region(variation: Variation, trips: Sequence[Itinerary], zeal: float) -> View | None:
    taken = {regions_of(trip)[0] for trip in trips if len(regions_of(trip)) == 1}
    left = [region for region in variation.promising_regions() if region not in taken]
    # where the first one proves too poor, the next ones
    number = {1.0: 0, 0.5: 1, 0.25: 2}.get(zeal, len(left))
    return View(variation.weights, region=left[number]) if number < len(left) else None


THEMES: tuple[Theme, ...] = (
    Theme("cheapest", _dearer(yen=2.0), lambda _, trip: cost_of(trip)),
    Theme("least_travel", _dearer(hour=3.0), lambda _, trip: trip.totals.travel_minutes),
    Theme("one_region", _one_region),
    Theme("most_exchange", _most_exchange, lambda _, trip: -exchanges_of(trip)),
    Theme("lesser_known", _lesser_known, lambda variation, trip: -newness_of(trip, variation.newness)),
    Theme("greenest", _dearer(co2_kg=20.0), lambda _, trip: trip.totals.co2_kg),
    Theme("other_nights", _dearer()),
)
"""In the order in which they are tried."""
