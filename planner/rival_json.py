"""What a stay brings and its rivals to JSON and back: the keys `share`, `rival` and `shifted` of a stay."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from planner.model import Rival
from planner.place_json import municipality_from_json, municipality_to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.model import Stay


def rival_to_json(rival: Rival) -> dict[str, Any]:
    """Give the best other place for a stay's days."""
    return {
        "municipality": municipality_to_json(rival.municipality),
        "arrive": rival.arrive.isoformat(),
        "depart": rival.depart.isoformat(),
        "objective_loss": rival.objective_loss,
        "why": rival.why,
        "why_en": rival.why_en,
    }


def explained_to_json(stay: Stay) -> dict[str, Any]:
    """Give what a stay brings, and its rivals."""
    return {
        "share": stay.share,
        "rival": stay.rival and rival_to_json(stay.rival),
        "shifted": stay.shifted and rival_to_json(stay.shifted),
    }


def rival_from_json(data: Mapping[str, Any]) -> Rival:
    """Read it back."""
    return Rival(
        municipality_from_json(data["municipality"]),
        dt.date.fromisoformat(data["arrive"]),
        dt.date.fromisoformat(data["depart"]),
        data["objective_loss"],
        data["why"],
        data["why_en"],
    )
