"""Which municipalities an area means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model import Municipality
    from planner.regional.model import Area


def places_of(area: Area, municipalities: Iterable[Municipality]) -> tuple[Municipality, ...]:
    """List the municipalities of an area by code; a code that there is no more is left out."""
    codes, prefectures = set(area.codes), set(area.prefectures)
    drawn = shapely.Polygon([(c.lng, c.lat) for c in area.polygon]) if len(area.polygon) > 2 else None
    if drawn is not None:
        shapely.prepare(drawn)
    return tuple(
        place
        for place in sorted(municipalities, key=lambda place: place.code)
        if place.code in codes
        or place.prefecture in prefectures
        or (drawn is not None and bool(shapely.intersects_xy(drawn, place.lnglat.lng, place.lnglat.lat)))
    )
