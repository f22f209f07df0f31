"""The words of the catalogue for fields and choices of listings, for files of offices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.listing.fields import FIELDS
from planner.listing.files.words import Words
from planner.web.i18n import LANGS, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.model import Municipality

GROUPS = {"kind": "kind", "lodging": "lodging", "meals": "lodging"}
"""Choices whose texts the planner has already."""


def listing_words(places: Iterable[Municipality], lang: str = "ja") -> Words:
    """Give the labels, those of `lang` first, with the names of an office's municipalities."""
    langs = (lang, *(other for other in LANGS if other != lang))
    labels = {name: _texts(f"listing.{name}", langs) for name in FIELDS}
    choices: dict[str, Mapping[str, tuple[str, ...]]] = {
        name: {code: _texts(f"{GROUPS.get(name, f'listing.{name}')}.{code}", langs) for code in one.choices}
        for name, one in FIELDS.items()
        if one.choices
    }
    choices["municipality_code"] = {place.code: _names(place, lang) for place in places}
    return Words(labels, choices)


def _texts(key: str, langs: Iterable[str]) -> tuple[str, ...]:
    return tuple(catalogue()[key][lang] for lang in langs)


def _names(place: Municipality, lang: str) -> tuple[str, ...]:
    full = (place.full_name, place.name_en) if lang == "ja" else (place.name_en, place.full_name)
    return (*full, place.name, f"{place.name_en}, {place.prefecture_en}")
