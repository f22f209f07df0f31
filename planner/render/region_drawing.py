"""What the script of a regional map draws, on our pages and in a static folder; light enough for 10,000 listings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from geo.model import BBox
from planner.explain import KIND_EN, KIND_JA
from planner.model import KINDS
from planner.regional.contents import bounds_of
from planner.regional.model import STEPS
from planner.render.lines import leg_lines, rounded
from planner.render.strokes import arc

if TYPE_CHECKING:
    from geo.layers import Layers
    from geo.model import Municipality
    from planner.model import Plan
    from planner.regional.contents import Contents, Item
    from planner.regional.model import Course

LEVELS = ((3, "full"), (60, "mid"))
"""How many municipalities at most are drawn in which detail; more of them as the country's overview draws them."""
AROUND = 0.6
"""Share of the area's size that is drawn around it."""
LEAST_AROUND = 0.3
WIDEST_AROUND = 3.0
"""Degrees."""


def drawing(contents: Contents, layers: Layers, lang: str) -> dict[str, Any]:
    """Give shapes, items and courses of a map; every text in it is plain, to be set as text."""
    regional, kinds = contents.regional, KIND_JA if lang == "ja" else KIND_EN
    level = next((name for most, name in LEVELS if len(contents.places) <= most), "overview")
    area = [layers.municipality(place.code, level) for place in contents.places]
    bounds = bounds_of(contents, (_box(feature) for feature in area))
    codes = {place.code for place in contents.places}
    around = layers.region(_wider(bounds), level)["features"]
    view = regional.view
    return {
        "area": area,
        "around": [feature for feature in around if feature["id"] not in codes],
        "drawn": [list(corner) for corner in regional.area.polygon],
        "bounds": [round(edge, 4) for edge in bounds],
        "view": None if view is None else [view.lat, view.lng, view.zoom],
        "places": [[place.code, _name(place, lang), *rounded(place.lnglat)] for place in contents.places],
        "steps": STEPS,
        "kinds": [[kind, kinds[kind], regional.colour(kind)] for kind in KINDS],
        "items": _items(contents, lang),
        "courses": [_course(course, plan, lang) for course, plan in contents.courses],
        "own": [
            {"id": f"own-{number}", "name": layer.name(lang), "colour": layer.colour, "features": told["features"]}
            for number, (layer, told) in enumerate(contents.own, 1)
        ],
    }


def _items(contents: Contents, lang: str) -> list[list[Any]]:
    at = {place.code: number for number, place in enumerate(contents.places)}
    kinds = {kind: number for number, kind in enumerate(KINDS)}

    def told(item: Item) -> list[Any]:
        lng, lat = round(item.lnglat.lng, 5), round(item.lnglat.lat, 5)
        layer = 1 if item.listing is None else 0
        where = at[item.place.code]
        return [lng, lat, kinds[item.window.kind], item.months, where, layer, item.title(lang), item.window.id]

    return [told(item) for item in contents.items()]


def _course(course: Course, plan: Plan, lang: str) -> dict[str, Any]:
    lines = [line for leg in plan.itinerary.legs for line in leg_lines(leg)]
    return {
        "id": course.id,
        "title": course.title(lang),
        "lines": [
            [line.segment.mode, [list(point) for point in (arc(line.points) if _flies(line) else line.points)]]
            for line in lines
        ],
        "stays": [
            [*rounded(stay.lnglat), _name(stay.municipality, lang), stay.nights] for stay in plan.itinerary.stays
        ],
    }


def _flies(line: Any) -> bool:
    return bool(line.segment.mode == "air")


def _name(place: Municipality, lang: str) -> str:
    return place.name if lang == "ja" else place.name_en


def _box(feature: dict[str, Any]) -> BBox:
    return BBox(*shapely.geometry.shape(feature["geometry"]).bounds)


def _wider(bounds: tuple[float, float, float, float]) -> BBox:
    west, south, east, north = bounds
    more = min(WIDEST_AROUND, max(LEAST_AROUND, AROUND * max(east - west, north - south)))
    return BBox(west - more, south - more, east + more, north + more)
