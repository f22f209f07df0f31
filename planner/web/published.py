"""What offices have published, read once and kept until anything of it changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from planner.listing.place import place_of as listing_place
from planner.listing.window import is_over
from planner.web import state
from planner.web.clock import today

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model import LngLat
    from planner.db.listings import Listing


@dataclass(frozen=True)
class Published:
    """The listings that are open today, in the order of their ids."""

    rows: tuple[Listing, ...]
    mark: str = ""
    """Another one where anything of it changed."""

    @cached_property
    def by_id(self) -> Mapping[str, Listing]:
        """Each listing under its id."""
        return {one.id: one for one in self.rows}


def published() -> Published:
    """Give what is public and open in a municipality of the data set; the same object while nothing changed.

    One number of the database tells, asked at every call: what an office withdraws is gone at once.
    """
    held, day = state.current(), today()
    mark = held.listings.changes(), day, held.dataset
    if held.published is None or held.published[0] != mark:
        known = state.dataset().index
        rows = [
            one
            for one in held.listings.published()
            if not is_over(one.body, day) and one.body["municipality_code"] in known
        ]
        held.published = mark, Published(tuple(rows), f"{mark[0]} {mark[1]}")
    return held.published[1]


def place_of(listing: Listing) -> LngLat:
    """Give the place as exactly as the office wants it shown."""
    return listing_place(listing.body, state.dataset().municipality(listing.body["municipality_code"]).lnglat)
