"""What offices have published, read once and kept until anything of it changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from planner.listing.place import place_of as listing_place
from planner.web import state
from planner.web.clock import today

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.model import LngLat
    from planner.db.listings import Listing
    from planner.db.public import Entry


@dataclass(frozen=True)
class Published:
    """The listings that are open today, in the order of their ids."""

    entries: tuple[Entry, ...]
    mark: str = ""
    """Another one where anything of it changed."""

    @cached_property
    def rows(self) -> tuple[Listing, ...]:
        """The listings alone."""
        return tuple(one.listing for one in self.entries)

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """Each entry under its listing's id."""
        return {one.listing.id: one for one in self.entries}

    @cached_property
    def by_code(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries of each municipality that has any."""
        groups: dict[str, list[Entry]] = defaultdict(list)
        for one in self.entries:
            groups[one.window.code].append(one)
        return {code: tuple(group) for code, group in groups.items()}


def published() -> Published:
    """Give what is public and open in a municipality of the data set; the same object while nothing changed.

    One number of the database tells, asked at every call: what an office withdraws is gone at once.
    """
    held, day = state.current(), today()
    public = held.listings.public.look()
    mark = public.changes, day, held.dataset
    if held.published is None or held.published[0] != mark:
        entries = public.open_on(day, state.dataset().index)
        held.published = mark, Published(entries, f"{public.changes} {day}")
    return held.published[1]


def place_of(listing: Listing) -> LngLat:
    """Give the place as exactly as the office wants it shown."""
    return listing_place(listing.body, state.dataset().municipality(listing.body["municipality_code"]).lnglat)
