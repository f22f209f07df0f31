"""The front as a JSON object, `sasurai.front/1`, and alternatives of a plan that exists, `sasurai.alternatives/1`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.alternative_json import RULE, alternative_to_json
from planner.labels import labels_of
from planner.serial import itinerary_to_json
from planner.trips import regions_of, shared_nights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.front import FrontPoint
    from planner.model import Alternative, Plan

Json = dict[str, Any]

FRONT_SCHEMA = "sasurai.front/1"
ALTERNATIVES_SCHEMA = "sasurai.alternatives/1"


def front_to_json(plan: Plan, points: Sequence[FrontPoint]) -> Json:
    """Give the points, the cheapest first; none is better than another in value, cost and minutes together."""
    return {
        "schema": FRONT_SCHEMA,
        "plan": plan.id,
        "points": [
            {
                "value": point.value,
                "cost_jpy": point.cost_jpy,
                "travel_minutes": point.travel_minutes,
                "objective": point.objective,
                "best": point.best,
                "shared_nights": shared_nights(
                    point.itinerary, plan.itinerary, {must.code for must in plan.request.must}
                ),
                "regions": regions_of(point.itinerary),
                "itinerary": itinerary_to_json(point.itinerary),
            }
            for point in points
        ],
    }


def alternatives_to_json(plan: Plan, others: Sequence[Alternative], newness: Mapping[str, float]) -> Json:
    """Give the alternatives with their rule, and what is true of the plan's own trip among them."""
    trips = [plan.itinerary, *(other.itinerary for other in others)]
    # `other_…` are told beside the best trip, so of itself they say nothing
    own = [name for name in labels_of(trips, newness)[0] if not name.startswith("other")]
    return {
        "schema": ALTERNATIVES_SCHEMA,
        "plan": plan.id,
        "rule": dict(RULE),
        "best": {"labels": own, "regions": regions_of(plan.itinerary)},
        "alternatives": [
            {
                **alternative_to_json(other, itinerary_to_json(other.itinerary)),
                "regions": regions_of(other.itinerary),
            }
            for other in others
        ],
    }
