"""Read the query parameters that the map's endpoints share, and cut their answers into pages."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import request

from geo.model import BBox
from planner.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST = 2000
_WHOLE = re.compile(r"-?[0-9]{1,18}")


def whole(name: str, default: int | None, least: int, most: int) -> int | None:
    """Read a whole number, or `default` where the parameter is absent or empty."""
    text = request.args.get(name, "").strip()
    if not text:
        return default
    # Python also reads 1_000, １０ and numbers of thousands of digits
    if not _WHOLE.fullmatch(text):
        raise InvalidRequest(name, f"{text[:40]!r} is not a whole number.")
    value = int(text)
    if not least <= value <= most:
        raise InvalidRequest(name, f"{value} is not within {least} to {most}.")
    return value


def one_of(name: str, allowed: Sequence[str]) -> str | None:
    """Read a word out of a fixed list."""
    word = request.args.get(name, "").strip()
    if word and word not in allowed:
        raise InvalidRequest(name, f"{word[:40]!r} is not one of {', '.join(allowed)}.")
    return word or None


def bbox() -> BBox | None:
    """Read `bbox=west,south,east,north`."""
    text = request.args.get("bbox", "").strip()
    if not text:
        return None
    try:
        box = BBox(*(float(part) for part in text.split(",")))
    except (TypeError, ValueError):
        raise InvalidRequest("bbox", "it is four numbers: west,south,east,north.") from None
    ordered = box.west <= box.east and -90 <= box.south <= box.north <= 90
    if not ordered or not all(math.isfinite(edge) for edge in box):
        raise InvalidRequest("bbox", "it is four numbers: west,south,east,north.")
    return box


def page(rows: Sequence[Any], feature: Callable[[Any], dict[str, Any]], default_limit: int) -> dict[str, Any]:
    """Make a FeatureCollection of the asked page of `rows`, with a link to the next."""
    limit = whole("limit", default_limit, 1, MOST) or default_limit
    offset = whole("offset", 0, 0, 10**6) or 0
    chosen = rows[offset : offset + limit]
    links = [{"rel": "self", "type": "application/geo+json", "href": _address(limit, offset)}]
    if offset + limit < len(rows):
        links.append({"rel": "next", "type": "application/geo+json", "href": _address(limit, offset + limit)})
    return {
        "type": "FeatureCollection",
        "numberMatched": len(rows),
        "numberReturned": len(chosen),
        "features": [feature(row) for row in chosen],
        "links": links,
    }


def point(lnglat: tuple[float, float], identity: str, properties: dict[str, Any]) -> dict[str, Any]:
    """Make a GeoJSON feature of a point."""
    lng, lat = lnglat
    geometry = {"type": "Point", "coordinates": [round(lng, 5), round(lat, 5)]}
    return {"type": "Feature", "id": identity, "geometry": geometry, "properties": properties}


def inside(box: BBox | None, lnglat: tuple[float, float]) -> bool:
    """Tell whether a position lies in the box; everything lies in none."""
    return box is None or (box.west <= lnglat[0] <= box.east and box.south <= lnglat[1] <= box.north)


def _address(limit: int, offset: int) -> str:
    arguments = {name: value for name, value in request.args.items() if name not in {"limit", "offset"}}
    return f"{request.path}?{urlencode({**arguments, 'limit': limit, 'offset': offset})}"
