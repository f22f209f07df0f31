"""A published map as its pages and files need it; what was gathered once is kept until something of it changes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from operator import is_not
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import current_app

from geo.layers import Layers
from planner.clock import day_of
from planner.db.errors import DatabaseTrouble
from planner.regional.area import places_of
from planner.regional.contents import Contents, Published, contents_of
from planner.regional.serial import map_from_json
from planner.web import state
from planner.web.published import published as listings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from planner.db.maps import Body, KeptMap
    from planner.db.public import Entry
    from planner.regional.model import RegionalMap


@dataclass(frozen=True, slots=True)
class Shown:
    """A map with its record and all that it shows."""

    kept: KeptMap
    contents: Contents
    version: str
    """Another one for other contents: what is derived from a map carries it."""
    made: dict[str, Any] = field(default_factory=dict, compare=False)
    """What was made of just these contents."""

    @property
    def regional(self) -> RegionalMap:
        """What the office decided."""
        return self.contents.regional

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """Give what `make` makes of the map, made by the first who asks."""
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]


class _Gathered(NamedTuple):
    entries: tuple[Entry, ...]
    shown: Shown


def published(slug: str) -> Shown:
    """Give a published map; RecordMissing where there is none of that address."""
    return of_kept(state.current().maps.public(slug))


def of_kept(kept: KeptMap) -> Shown:
    """Give the published side of a map that was read already.

    What was gathered is kept while the map is the same and none of its own listings changed, whatever others do;
    where some changed, only these are made anew.
    """
    maps: dict[str, _Gathered] = state.derived("maps", lambda _: {})
    was = maps.get(kept.id)
    if was is not None and was.shown.kept.public_sequence != kept.public_sequence:
        was = None
    contents = gather(kept, kept.public or {}, ()) if was is None else was.shown.contents
    entries = _entries(contents)
    if was is None or len(entries) != len(was.entries) or any(map(is_not, entries, was.entries)):
        contents = contents.with_listings(map(_told, entries))
        was = maps[kept.id] = _Gathered(entries, Shown(kept, contents, _version(kept, entries)))
    return was.shown if was.shown.kept == kept else replace(was.shown, kept=kept)


def _entries(contents: Contents) -> tuple[Entry, ...]:
    by_code = listings().by_code
    found = [one for place in contents.places for one in by_code.get(place.code, ())]
    return tuple(found)


def _version(kept: KeptMap, entries: Iterable[Entry]) -> str:
    """Name the contents, alike in all processes."""
    digest = hashlib.sha256(f"{state.program()} {kept.id} {kept.public_sequence}".encode())
    for one in entries:
        digest.update(f" {one.listing.id} {one.listing.modified}".encode())
    return digest.hexdigest()[:16]


def maps_with(code: str) -> list[tuple[str, RegionalMap]]:
    """List the published maps whose area has a municipality, by address; none where the database cannot be read."""
    place = state.dataset().municipality(code)
    try:
        kept = state.current().maps.all_public()
    except DatabaseTrouble:
        return []
    found = [(one.slug, map_from_json(one.public or {})) for one in kept]
    return [(slug, regional) for slug, regional in found if places_of(regional.area, [place])]


def draft(kept: KeptMap) -> Shown:
    """Give a map as its office works on it; for the office alone, and never kept."""
    return Shown(kept, gather(kept, kept.body, map(_told, listings().entries)), "draft")


def gather(kept: KeptMap, body: Body, published: Iterable[Published]) -> Contents:
    """Gather what a version of a map shows."""
    data = state.dataset()
    return contents_of(
        map_from_json(body),
        data.municipalities,
        data.demand.windows,
        published,
        lambda part, kind: state.current().maps.part(kept.id, part, kind),
        data.date,
    )


def _told(one: Entry) -> Published:
    listing = one.listing
    return Published(listing.id, listing.body, listing.office, day_of(listing.modified), one.window)


def layers() -> Layers:
    """Give the outlines of municipalities."""
    return state.derived("layers", lambda _: Layers(current_app.config["DATA_DIR"]))
