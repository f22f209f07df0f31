"""A regional map as JSON and back: what the database keeps of each version."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from geo.model import LngLat
from planner.regional.model import Area, Course, OwnLayer, RegionalMap, View

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, Any]


def map_to_json(regional: RegionalMap) -> Json:
    """Give an object of plain values; equal maps give equal objects."""
    told = asdict(regional)
    told["area"]["polygon"] = [list(corner) for corner in regional.area.polygon]
    plain: Json = _listed(told)
    return plain


def map_from_json(data: Mapping[str, Any]) -> RegionalMap:
    """Read what `map_to_json` wrote, also what an earlier version of the program wrote with fewer fields."""
    known = RegionalMap.__dataclass_fields__
    given: Json = {name: value for name, value in data.items() if name in known}
    area, view = data["area"], data.get("view")
    given["area"] = Area(
        tuple(area["codes"]), tuple(area["prefectures"]), tuple(LngLat(*corner) for corner in area["polygon"])
    )
    given["view"] = None if view is None else View(**view)
    given["own"] = tuple(OwnLayer(**layer) for layer in data.get("own", ()))
    given["courses"] = tuple(_course(course) for course in data.get("courses", ()))
    for name in ("kinds", "languages", "hosts"):
        if name in given:
            given[name] = tuple(given[name])
    return RegionalMap(**given)


def _course(data: Mapping[str, Any]) -> Course:
    notes = {code: (ja, en) for code, (ja, en) in data.get("notes", {}).items()}
    return Course(**{**data, "notes": notes})


def _listed(value: Any) -> Any:
    """Write tuples as the lists that JSON knows."""
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items()}
    return [_listed(item) for item in value] if isinstance(value, list | tuple) else value
