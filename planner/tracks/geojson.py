"""Read GeoJSON (RFC 7946): features, collections and bare geometries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from planner.json_file import strict
from planner.tracks.model import refused

if TYPE_CHECKING:
    from planner.tracks.model import Collector, Shape

MOST_BYTES = 8 * 1024 * 1024
"""Unlike XML it is read as a whole, and takes twenty times its size."""
_DEEPEST = 8
_LINES = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
"""How many lists lie around the lines of a geometry."""
_POINTS = {"Point": 0, "MultiPoint": 1}


def read_geojson(content: bytes, into: Collector) -> None:
    """Read a document.

    Raises
    ------
    InvalidRequest
        With what is wrong.
    """
    try:
        document = strict(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise refused("encoding", f"byte {error.start + 1} is no UTF-8.") from None
    except RecursionError:
        raise refused("nested", "its lists are nested too deeply.") from None
    except json.JSONDecodeError as error:
        raise refused("broken", f"line {error.lineno}, column {error.colno}: no JSON, {error.msg}.") from None
    except ValueError as error:
        raise refused("broken", f"no JSON: {error}") from None
    _check_system(document)
    _read(document, "", into, 0)


def _check_system(document: Any) -> None:
    named = json.dumps(document.get("crs")) if isinstance(document, dict) and document.get("crs") else "CRS84"
    if "CRS84" not in named and "4326" not in named:
        raise refused("system", "its coordinates are not those of WGS 84; save it in longitude and latitude.")


def _read(item: Any, name: str, into: Collector, depth: int) -> None:
    if not isinstance(item, dict) or depth > _DEEPEST:
        raise refused("nested", "it is no GeoJSON: an object with a type is missing, or nested too deeply.")
    kind = str(item.get("type"))
    if kind in {"FeatureCollection", "GeometryCollection"}:
        for inner in _list(item.get("features" if kind == "FeatureCollection" else "geometries")):
            _read(inner, name, into, depth + 1)
    elif kind == "Feature":
        if item.get("geometry") is not None:
            _read(item["geometry"], _name(item.get("properties")), into, depth + 1)
    else:
        _read_shapes(item.get("coordinates"), kind, name, into)


def _read_shapes(coordinates: Any, kind: str, name: str, into: Collector) -> None:
    if kind in _POINTS:
        for point in _flat(coordinates, _POINTS[kind]):
            _add(into.begin("wpt", name), point, into)
    elif kind in _LINES:
        for line in _flat(coordinates, _LINES[kind]):
            shape = into.begin("trk", name)
            for point in _list(line):
                _add(shape, point, into)
    else:
        raise refused("format", f"it is no GeoJSON: there is no type {kind[:40]!r}.")


def _name(properties: Any) -> str:
    found = properties.get("name") if isinstance(properties, dict) else None
    return found if isinstance(found, str) else ""


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise refused("broken", f"{str(value)[:40]!r} stands where a list should.")
    return value


def _flat(value: Any, levels: int) -> list[Any]:
    """Open the lists around the points or lines of a geometry."""
    found = [value]
    for _ in range(levels):
        found = [inner for item in found for inner in _list(item)]
    return found


def _add(shape: Shape, point: Any, into: Collector) -> None:
    match point:
        case [int() | float() as lng, int() | float() as lat, *_] if bool not in {type(lng), type(lat)}:
            # an integer of JSON may be larger than any float
            if abs(lng) <= 180 and abs(lat) <= 90:
                into.add(shape, float(lng), float(lat), lambda: "a position")
                return
    raise refused("position", f"{str(point)[:40]} is no longitude and latitude in degrees.")
