"""A municipality to JSON and back, as it stands in stays and legs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.model import LngLat, Municipality

if TYPE_CHECKING:
    from collections.abc import Mapping


def municipality_to_json(place: Municipality) -> dict[str, Any]:
    """Give a municipality as it stands in a stay."""
    return {
        "code": place.code,
        "name": place.name,
        "name_kana": place.name_kana,
        "name_en": place.name_en,
        "prefecture": place.prefecture,
        "prefecture_name": place.prefecture_name,
        "prefecture_en": place.prefecture_en,
        "lnglat": list(place.lnglat),
        "population": place.population,
    }


def municipality_from_json(data: Mapping[str, Any]) -> Municipality:
    """Read it back."""
    return Municipality(**{**data, "lnglat": LngLat(*data["lnglat"])})
