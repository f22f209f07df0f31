"""Where a listing is shown: as exactly as its office wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.model import LngLat

if TYPE_CHECKING:
    from planner.listing.check import Body

DISTRICT_PLACES = 2
"""Decimals of a degree, about a kilometre."""


def place_of(body: Body, office: LngLat) -> LngLat:
    """Give the place of a checked listing; `office` is where its municipality's office stands."""
    if body.get("precision", "municipality") == "municipality":
        return office
    lng, lat = float(body["lng"]), float(body["lat"])
    if body["precision"] == "district":
        return LngLat(round(lng, DISTRICT_PLACES), round(lat, DISTRICT_PLACES))
    return LngLat(lng, lat)
