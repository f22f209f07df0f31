"""What a regional map shows: its places, what they need in which month, its courses and its own layers."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.demand import open_in_month
from planner.listing.place import place_of
from planner.listing.window import window_of
from planner.regional.area import places_of
from planner.serial import plan_from_json

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from geo.model import BBox, LngLat, Municipality
    from planner.demand import DemandWindow
    from planner.listing.check import Body
    from planner.model import Plan
    from planner.regional.model import Course, OwnLayer, RegionalMap

MONTHS = range(1, 13)


class Published(NamedTuple):
    """A listing that is open to everybody, with the window that it is."""

    id: str
    body: Body
    office: str
    modified: dt.date
    window: DemandWindow

    @classmethod
    def of(cls, listing_id: str, body: Body, office: str, modified: dt.date) -> Published:
        """Make its window too."""
        return cls(listing_id, body, office, modified, window_of(listing_id, body, office, modified))


@dataclass(frozen=True, slots=True)
class Item:
    """A listing, or a row of the national demand table (`listing` is None)."""

    window: DemandWindow
    place: Municipality
    lnglat: LngLat
    listing: Published | None = None

    @property
    def months(self) -> int:
        """The months in which it is open, as bits: January is 1, December 2048."""
        window = self.window
        return _months(window.start.month, window.end.month, window.start <= window.end)

    def title(self, lang: str) -> str:
        """Name it; in Japanese where there is no English title."""
        return self.window.title_en if lang == "en" and self.window.title_en else self.window.title


@dataclass(frozen=True)
class Contents:
    """All of a map; nothing in it changes after it was made."""

    regional: RegionalMap
    places: tuple[Municipality, ...]
    listings: tuple[Item, ...]
    seasons: tuple[Item, ...]
    courses: tuple[tuple[Course, Plan], ...]
    own: tuple[tuple[OwnLayer, dict[str, Any]], ...]
    """Own layers, each with its GeoJSON."""
    data_date: dt.date
    """As of when the national table is."""

    def with_listings(self, published: Iterable[Published]) -> Contents:
        """Give the same map with these listings, of which those that it has already are the same objects."""
        by_code, before = {place.code: place for place in self.places}, {one.window.id: one for one in self.listings}
        return replace(self, listings=tuple(_listings(self.regional, by_code, published, before)))

    def items(self, month: int | None = None, kinds: Sequence[str] = ()) -> Iterator[Item]:
        """Give listings, then seasons, of a month and of some kinds; None and empty mean all."""
        for item in (*self.listings, *self.seasons):
            if (month is None or open_in_month(item.window, month)) and (not kinds or item.window.kind in kinds):
                yield item

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that the map has, the most frequent first."""
        counts: dict[str, int] = {}
        for item in (*self.listings, *self.seasons):
            counts[item.window.kind] = counts.get(item.window.kind, 0) + 1
        return tuple(sorted(counts, key=lambda kind: (-counts[kind], kind)))

    @cached_property
    def layers(self) -> tuple[str, ...]:
        """Ids of the layers that hold something: listings, seasons, courses, own-1, own-2 ..."""
        named = {"listings": self.listings, "seasons": self.seasons, "courses": self.courses}
        return (*(name for name, held in named.items() if held), *(f"own-{n}" for n in range(1, len(self.own) + 1)))


def contents_of(
    regional: RegionalMap,
    municipalities: Iterable[Municipality],
    windows: Iterable[DemandWindow],
    published: Iterable[Published],
    part: Callable[[str, str], bytes],
    data_date: dt.date,
) -> Contents:
    """Gather what a map shows.

    Parameters
    ----------
    windows : iterable of DemandWindow
        The national table; listings among them are left out.
    published : iterable of Published
        Listings of all offices that are open still.
    part : callable
        Gives the content of a file of the map by its id and kind.
    """
    places = places_of(regional.area, municipalities)
    by_code = {place.code: place for place in places}
    found = Contents(
        regional,
        places,
        (),
        tuple(_seasons(regional, by_code, windows)),
        tuple((course, plan_from_json(json.loads(part(course.part, "course")))) for course in regional.courses),
        tuple((layer, json.loads(part(layer.part, "layer"))) for layer in regional.own),
        data_date,
    )
    return found.with_listings(published)


def bounds_of(contents: Contents, shapes: Iterable[BBox]) -> tuple[float, float, float, float]:
    """Give west, south, east, north of places and the line that was drawn around them."""
    corners = [(box.west, box.south, box.east, box.north) for box in shapes]
    corners += [(c.lng, c.lat, c.lng, c.lat) for c in contents.regional.area.polygon]
    corners += [(*place.lnglat, *place.lnglat) for place in contents.places]
    west, south, east, north = zip(*corners, strict=True)
    return min(west), min(south), max(east), max(north)


def _listings(
    regional: RegionalMap,
    by_code: dict[str, Municipality],
    published: Iterable[Published],
    before: dict[str, Item],
) -> Iterator[Item]:
    for one in published if regional.listings else ():
        place, known = by_code.get(one.window.code), before.get(one.window.id)
        if place is None or not regional.shows(one.window.kind):
            continue
        if known is not None and known.window is one.window:
            yield known
        else:
            yield Item(one.window, place, place_of(one.body, place.lnglat), one)


@cache
def _months(start: int, end: int, within: bool) -> int:
    """Give the bits of the months from `start` to `end`; not `within` a year: over New Year."""
    return sum(
        1 << (month - 1) for month in MONTHS if (start <= month <= end if within else month >= start or month <= end)
    )


def _seasons(
    regional: RegionalMap, by_code: dict[str, Municipality], windows: Iterable[DemandWindow]
) -> Iterator[Item]:
    if regional.seasons == "none":
        return
    for window in windows:
        place = by_code.get(window.code)
        if place is None or window.confidence == "listing" or not regional.shows(window.kind):
            continue
        if regional.seasons == "all" or window.confidence != "curator_knowledge":
            yield Item(window, place, place.lnglat)
