"""What the files of a regional map tell of themselves: whose they are, under which licence, as of when."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - the dataclass shows its types
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.clock import day_of
from planner.regional.model import LICENCES
from planner.render.credits import BY, ODBL, OFFICES, credit_texts, licence_of
from planner.render.text import clean

if TYPE_CHECKING:
    from planner.regional.contents import Contents

PROJECT_LICENCE = ("MIT", "https://opensource.org/license/mit")
"""What the national table is under."""


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself."""

    title: str
    office: str
    updated: dt.datetime
    """When the map was published last, aware."""
    today: dt.date
    """Calendars begin with its year."""
    lang: str = "ja"
    url: str = ""


def licence_for(contents: Contents, layer: str) -> tuple[str, str]:
    """Give name and address of the licence that a layer's file is under."""
    if layer == "seasons":
        return PROJECT_LICENCE
    if layer == "courses":
        # the ways are adapted from other works: the strictest of their licences holds
        roads = any(licence_of(plan) == ODBL for _, plan in contents.courses)
        return ("ODbL 1.0", ODBL) if roads else ("CC BY 4.0", BY)
    return contents.regional.licence, LICENCES[contents.regional.licence]


def credits_for(contents: Contents, layer: str, about: About) -> list[str]:
    """Name those whose work is in a layer."""
    which = 0 if about.lang == "ja" else 1
    if layer == "courses":
        told = (text for _, plan in contents.courses for text in credit_texts(plan, about.lang))
        return list(dict.fromkeys((clean(about.office), *told)))
    if layer == "seasons":
        return ["Sasurai", OFFICES[which]]
    own = (
        [contents.own[int(layer.removeprefix("own-")) - 1][0].source] if layer.startswith("own-") else [OFFICES[which]]
    )
    return [clean(text) for text in (about.office, *own) if text]


def as_of(contents: Contents, layer: str, about: About) -> str:
    """Give the day whose knowledge a layer holds."""
    if layer == "listings":
        days = [item.listing.modified for item in contents.listings if item.listing]
        return max(days, default=day_of(about.updated)).isoformat()
    return (contents.data_date if layer == "seasons" else day_of(about.updated)).isoformat()
