"""What alternatives are looked for: cheaper, less travel, one region, more exchange, greener, lesser-known places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.scoring import Weights
from planner.trips import cost_of, regions_of
from planner.views import View

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.model import Itinerary
    from planner.variation import Variation

    Ask = Callable[["Variation", Sequence[Itinerary], float], "View | None"]


@dataclass(frozen=True)
class Theme:
    """A theme; `view` says how it looks at the problem, given the trips so far and a zeal from 1 down to 0.

    None = this theme has nothing to look for.
    """

    name: str
    view: Ask


def _plain(variation: Variation, trips: Sequence[Itinerary], zeal: float) -> View | None:
    del trips
    # with more zeal, further from home
    return View(replace(variation.weights, hour=variation.weights.hour * (1.0 - 0.2 * zeal)))


def _cheapest(variation: Variation, trips: Sequence[Itinerary], zeal: float) -> View | None:
    weights = replace(variation.weights, yen=variation.weights.yen + zeal * Weights().yen)
    least = min(cost_of(trip) for trip in trips)
    return View(weights, budget=round(least * (1.0 - 0.2 * zeal)) - 1)


def _least_travel(variation: Variation, trips: Sequence[Itinerary], zeal: float) -> View | None:
    weights = replace(variation.weights, hour=variation.weights.hour + 3 * zeal * Weights().hour)
    least = min(trip.totals.travel_minutes for trip in trips)
    return View(weights, minutes=round(least * (1.0 - 0.2 * zeal)) - 1)


def _greenest(variation: Variation, trips: Sequence[Itinerary], zeal: float) -> View | None:
    del trips
    return View(replace(variation.weights, co2_kg=variation.weights.co2_kg + 20 * zeal * Weights().co2_kg))


def _most_exchange(variation: Variation, trips: Sequence[Itinerary], zeal: float) -> View | None:
    del trips
    return View(variation.weights, a_stay=3.0 * zeal)


def _lesser_known(variation: Variation, trips: Sequence[Itinerary], zeal: float) -> View | None:
    del trips
    return View(variation.weights, unknown=0.8 * zeal)


def _one_region(variation: Variation, trips: Sequence[Itinerary], zeal: float) -> View | None:
    taken = {regions_of(trip)[0] for trip in trips if len(regions_of(trip)) == 1}
    left = [region for region in variation.promising_regions() if region not in taken]
    # where the first one proves too poor, the next ones
    number = {1.0: 0, 0.5: 1, 0.25: 2}.get(zeal, len(left))
    return View(variation.weights, region=left[number]) if number < len(left) else None


THEMES: tuple[Theme, ...] = (
    Theme("cheapest", _cheapest),
    Theme("least_travel", _least_travel),
    Theme("one_region", _one_region),
    Theme("other_places", _plain),
    Theme("most_exchange", _most_exchange),
    Theme("lesser_known", _lesser_known),
    Theme("greenest", _greenest),
)
"""In the order in which they are tried."""
