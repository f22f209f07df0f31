"""What a request for features asks: OGC API – Features, part 1: rectangle, dates, page, filters; nothing else."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request

from geo.model import BBox
from planner.errors import InvalidRequest
from planner.web.paging import whole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

LIMIT, MOST = 100, 1000
OPEN = {"", ".."}
FIRST, LAST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
COMMON = frozenset({"f", "lang"})
PAGED = COMMON | {"bbox", "datetime", "limit", "offset"}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2}))?")


@dataclass(frozen=True, slots=True)
class Query:
    """A page of what lies in `boxes` (everywhere where there are none) and has a day in `dates`."""

    limit: int
    offset: int
    boxes: tuple[BBox, ...]
    dates: tuple[dt.date, dt.date] | None
    filters: dict[str, str]

    def holds(self, lnglat: tuple[float, float]) -> bool:
        """Tell whether a position lies in the rectangle; everything lies in none."""
        lng, lat = lnglat
        return not self.boxes or any(b.west <= lng <= b.east and b.south <= lat <= b.north for b in self.boxes)


def read_query(filters: Iterable[str]) -> Query:
    """Read the request's parameters.

    Raises
    ------
    InvalidRequest
        For a value that cannot be read and, as the standard asks, for a parameter that there is not.
    """
    names = tuple(filters)
    only(PAGED | set(names))
    limit = whole("limit", LIMIT, 1, 10**18) or LIMIT
    given = {name: request.args[name].strip() for name in names if request.args.get(name, "").strip()}
    return Query(min(limit, MOST), whole("offset", 0, 0, 10**9) or 0, _boxes(), _dates(), given)


def only(allowed: Collection[str]) -> None:
    """Refuse parameters that this address does not know."""
    for name in request.args:
        if name not in allowed:
            raise InvalidRequest(name[:40], f"there is no such parameter here; there are {', '.join(sorted(allowed))}.")


def _boxes() -> tuple[BBox, ...]:
    """Read `bbox`; one with heights is flattened, one over the 180th meridian becomes two."""
    text = request.args.get("bbox", "").strip()
    if not text:
        return ()
    try:
        edges = [float(part) for part in text.split(",")]
    except ValueError:
        edges = []
    if len(edges) == 6:
        edges = [*edges[:2], *edges[3:5]]
    if len(edges) != 4 or not all(map(math.isfinite, edges)) or not -90 <= edges[1] <= edges[3] <= 90:
        raise InvalidRequest("bbox", "it is four numbers: west,south,east,north.")
    west, south, east, north = edges
    if west <= east:
        return (BBox(west, south, east, north),)
    return BBox(west, south, 180.0, north), BBox(-180.0, south, east, north)


def _dates() -> tuple[dt.date, dt.date] | None:
    """Read `datetime`: an instant, or an interval that may be open at one end or both."""
    text = request.args.get("datetime", "").strip()
    if not text:
        return None
    first, slash, last = text.partition("/")
    if not slash:
        return _day(first), _day(first)
    begin = FIRST if first in OPEN else _day(first)
    end = LAST if last in OPEN else _day(last)
    if end < begin:
        raise InvalidRequest("datetime", "its end lies before its beginning.")
    return begin, end


def _day(text: str) -> dt.date:
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        day = dt.date.fromisoformat(text[:10])
        if not FIRST <= day <= LAST:
            raise ValueError
    except ValueError:
        raise InvalidRequest("datetime", "it is a day, a time, or first/last with .. for an open end.") from None
    return day
