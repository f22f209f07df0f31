"""A published map as its pages and files need it; what was gathered once is kept until something changes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import current_app

from geo.layers import Layers
from planner.db.errors import DatabaseTrouble
from planner.regional.area import places_of
from planner.regional.contents import Contents, Published, contents_of
from planner.regional.serial import map_from_json
from planner.web import state
from planner.web.clock import JAPAN
from planner.web.published import published as listings

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.db.maps import Body, KeptMap
    from planner.regional.model import RegionalMap


@dataclass(frozen=True, slots=True)
class Shown:
    """A map with its record and all that it shows."""

    kept: KeptMap
    contents: Contents
    version: str
    """Another one for other contents: what is derived from a map carries it."""

    @property
    def regional(self) -> RegionalMap:
        """What the office decided."""
        return self.contents.regional


def published(slug: str) -> Shown:
    """Give a published map; RecordMissing where there is none of that address."""
    return of_kept(state.current().maps.public(slug))


def of_kept(kept: KeptMap) -> Shown:
    """Give the published side of a map that was read already."""
    mark = f"{state.version()} {listings().mark} {kept.id} {kept.public_sequence}"
    version = hashlib.sha256(mark.encode()).hexdigest()[:16]
    contents = once(kept, version, "contents", lambda: gather(kept, kept.public or {}))
    return Shown(kept, contents, version)


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
    return Shown(kept, gather(kept, kept.body), "draft")


def gather(kept: KeptMap, body: Body) -> Contents:
    """Gather what a version of a map shows."""
    data = state.dataset()
    return contents_of(
        map_from_json(body),
        data.municipalities,
        data.demand.windows,
        [Published(one.id, one.body, one.office, one.modified.astimezone(JAPAN).date()) for one in listings().rows],
        lambda part, kind: state.current().maps.part(kept.id, part, kind),
        data.date,
    )


def once(kept: KeptMap, version: str, name: str, make: Callable[[], Any]) -> Any:
    """Give what `make` makes of a published map; made again only for another version of it.

    The name begins with `season`, so that other listings make it new too (state.py).
    """
    made: dict[str, Any] = state.derived(f"season map {kept.id}", lambda _: {})
    if version == "draft":
        return make()
    if made.get("version") != version:
        made.clear()
        made["version"] = version
    if name not in made:
        made[name] = make()
    return made[name]


def layers() -> Layers:
    """Give the outlines of municipalities."""
    return state.derived("layers", lambda _: Layers(current_app.config["DATA_DIR"]))
