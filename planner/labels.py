"""What a trip may be called among others: a label is given only where it is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.trips import cost_of, exchanges_of, kinds_of, newness_of, regions_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from planner.model import Itinerary

LABELS = (
    "better",
    "cheapest",
    "least_travel",
    "one_region",
    "most_exchange",
    "greenest",
    "lesser_known",
    "fewest_stops",
    "other_region",
    "other_work",
    "other_places",
)
"""All labels; `better` is a trip worth more than the plan's own, which was not proven.

Where several are true the first that no other trip is called by is the main one.
"""

OTHER = "other_nights"
"""What any trip may be called: most of its nights are elsewhere."""


def labels_of(trips: Sequence[Itinerary], newness: Mapping[str, float]) -> list[list[str]]:
    """Give every label that is true of each trip; the first trip is the best one, of which `other_…` are told apart.

    Parameters
    ----------
    newness : mapping of codes
        0 = the largest municipality, 1 = the smallest.
    """
    least: Mapping[str, Callable[[Itinerary], float]] = {
        "cheapest": cost_of,
        "least_travel": lambda trip: trip.totals.travel_minutes,
        "most_exchange": lambda trip: -exchanges_of(trip),
        "greenest": lambda trip: trip.totals.co2_kg,
        "lesser_known": lambda trip: -newness_of(trip, newness),
        "fewest_stops": lambda trip: trip.totals.stops,
    }
    true: list[set[str]] = [_beside_the_best(trip, trips[0]) for trip in trips]
    for name, figure in least.items():
        figures = [figure(trip) for trip in trips]
        if len(trips) > 1 and figures.count(min(figures)) == 1:
            true[figures.index(min(figures))].add(name)
    return [[name for name in LABELS if name in names] for names in true]


def _beside_the_best(trip: Itinerary, best: Itinerary) -> set[str]:
    """Give the labels that compare a trip with the best one only."""
    true = set()
    regions, others = regions_of(trip), regions_of(best)
    if len(regions) == 1:
        true.add("one_region")
    if regions[:1] != others[:1]:
        true.add("other_region")
    if kinds_of(trip)[:1] != kinds_of(best)[:1]:
        true.add("other_work")
    if not {s.municipality.code for s in trip.stays} & {s.municipality.code for s in best.stays}:
        true.add("other_places")
    return true


def main_label(names: Sequence[str], used: Sequence[str]) -> str:
    """Choose what a trip is called: the first of its labels that is not used yet."""
    fresh = [name for name in names if name not in used]
    return (fresh or [OTHER])[0]
