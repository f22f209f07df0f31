"""Alternatives as JSON objects, and back; the trip itself is written by `planner.serial`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.model import Alternative
from planner.trips import LEAST_SHARE, MOST_SHARED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.model import Itinerary

RULE = {"least_share_of_best": LEAST_SHARE, "most_shared_nights": MOST_SHARED}
"""What every alternative keeps."""


def alternative_to_json(other: Alternative, itinerary: Mapping[str, Any]) -> dict[str, Any]:
    """Give an alternative: what it is called, all that is true of it, the trip, and how near the best it is."""
    return {
        "label": other.label,
        "labels": list(other.labels),
        "itinerary": itinerary,
        "objective": other.objective,
        "share_of_best": other.share_of_best,
        "shared_nights": other.shared_nights,
    }


def alternative_from_json(data: Mapping[str, Any], itinerary: Itinerary) -> Alternative:
    """Read an alternative back; plans from before have a label in words and nothing beside it."""
    return Alternative(
        data["label"],
        itinerary,
        data["objective"],
        tuple(data.get("labels", ())),
        data.get("share_of_best"),
        data.get("shared_nights"),
    )
