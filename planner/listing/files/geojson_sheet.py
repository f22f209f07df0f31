"""Read GeoJSON as rows: a feature's properties are its columns, its point the columns lng and lat."""

from __future__ import annotations

import json
from typing import Any

from geo.crs import JGD2011, WGS84
from planner.json_file import strict
from planner.listing.files.sheet import MOST_ROWS, NoSheet, Row, Sheet

LNG, LAT = "lng", "lat"
FARTHEST = 1e9
"""No coordinate of any system is farther from nothing, in degrees or metres."""
_WGS84 = ("CRS84", *(f"EPSG{colons}{code.partition(':')[2]}" for code in (WGS84, JGD2011) for colons in (":", "::")))
"""Of a point of a listing the two systems say the same to a metre."""


def looks_like_json(content: bytes) -> bool:
    """Tell whether a file begins as a JSON object does."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read_geojson(content: bytes) -> Sheet:
    """Read a collection of points; NoSheet where it is none, in other coordinates, or damaged."""
    try:
        body = strict(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NoSheet("no_geojson") from None
    features = body.get("features")
    if body.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise NoSheet("no_geojson")
    if not _system(body.get("crs")).endswith(_WGS84):
        raise NoSheet("crs")
    if not features:
        raise NoSheet("empty")
    if len(features) > MOST_ROWS:
        raise NoSheet("too_many")
    rows = [_properties(feature) for feature in features]
    header = tuple(dict.fromkeys(name for row in rows for name in row))
    return Sheet("geojson", header, tuple(_row(n, row, header) for n, row in enumerate(rows, 1)))


def _system(crs: Any) -> str:
    """Name the coordinates as a file names them; WGS 84 where it names none."""
    if not crs:
        return "CRS84"
    told = crs.get("properties") if isinstance(crs, dict) else None
    return str(told.get("name", "CRS84")) if isinstance(told, dict) else ""


def _row(number: int, row: dict[str, str], header: tuple[str, ...]) -> Row:
    return Row(number, tuple(row.get(name, "") for name in header))


def _properties(feature: Any) -> dict[str, str]:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
        raise NoSheet("no_geojson")
    row = {" ".join(str(name).split()): _text(value) for name, value in (feature.get("properties") or {}).items()}
    if "id" in feature:
        row.setdefault("id", _text(feature["id"]))
    geometry = feature.get("geometry")
    if geometry is None:
        return row
    point = geometry.get("coordinates") if isinstance(geometry, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "MultiPoint" and isinstance(point, list) and len(point) == 1:
        # what programs of maps write for layers that could hold more
        kind, point = "Point", point[0]
    if kind != "Point":
        raise NoSheet("no_points")
    if not isinstance(point, list) or len(point) < 2 or not all(_is_number(at) for at in point[:2]):
        raise NoSheet("no_geojson")
    return row | {LNG: _text(point[0]), LAT: _text(point[1])}


def _is_number(value: Any) -> bool:
    # a whole number may be too long for a float, and only a float knows infinity
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= FARTHEST


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ",".join(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10f}".rstrip("0")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
