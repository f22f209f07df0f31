"""Points as GPX 1.1, with the licence and the day of the data in the head of the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from planner.render.gpx import GPX
from planner.render.lines import rounded
from planner.render.xml import add, to_bytes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from geo.model import LngLat


@dataclass(frozen=True, slots=True)
class Waypoint:
    """A point: name, what it is, a few lines of facts, and the address of its page."""

    lnglat: LngLat
    name: str
    kind: str
    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of itself: `as_of` is the day of the data, `licence` the address of its terms."""

    title: str
    text: str
    author: str
    licence: str
    as_of: dt.date


def render_points(points: Iterable[Waypoint], head: Head) -> bytes:
    """Write the file; children stand in the order the schema asks for."""
    root = etree.Element(f"{{{GPX}}}gpx", nsmap={None: GPX})
    root.set("version", "1.1")
    root.set("creator", "Sasurai")
    metadata = add(root, "metadata")
    add(metadata, "name", head.title)
    add(metadata, "desc", head.text)
    rights = add(metadata, "copyright", author=head.author)
    add(rights, "year", head.as_of.year)
    add(rights, "license", head.licence)
    add(metadata, "time", f"{head.as_of.isoformat()}T00:00:00Z")
    for point in points:
        at = rounded(point.lnglat)
        found = add(root, "wpt", lat=f"{at.lat:.5f}", lon=f"{at.lng:.5f}")
        add(found, "name", point.name)
        add(found, "desc", point.text)
        if point.address:
            add(found, "link", href=point.address)
        add(found, "type", point.kind)
    return to_bytes(root)
