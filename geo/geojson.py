"""Geometry to GeoJSON (RFC 7946) for the map: rounded, without rings that rounding makes disappear."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray


def geometry(shape: shapely.Geometry, decimals: int) -> dict[str, Any]:
    """Return a polygonal or linear geometry as GeoJSON, coordinates rounded to `decimals`.

    Rounding moves a shared border the same way on both sides. A ring left with fewer than three corners is dropped,
    unless nothing else would be left of the geometry.
    """
    if shapely.get_dimensions(shape) == 1:
        return {"type": "MultiLineString", "coordinates": [_line(part, decimals) for part in shapely.get_parts(shape)]}
    parts = shapely.get_parts(shape)
    polygons = [polygon for part in parts if (polygon := _polygon(part, decimals))]
    if not polygons:
        largest = parts[int(np.argmax(shapely.area(parts)))]
        polygons = [[_round(shapely.get_coordinates(shapely.get_exterior_ring(largest)), decimals + 2)]]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def feature(code: str, shape: shapely.Geometry, decimals: int, properties: Mapping[str, Any] | None = None) -> Any:
    """Return a GeoJSON feature with the code as its id."""
    return {
        "type": "Feature",
        "id": code,
        "properties": dict(properties or {}),
        "geometry": geometry(shape, decimals),
    }


def collection(features: Iterable[Any]) -> dict[str, Any]:
    """Return a GeoJSON feature collection."""
    return {"type": "FeatureCollection", "features": list(features)}


def dumps(value: Any) -> bytes:
    """Write compact JSON; the same value gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _polygon(polygon: shapely.Geometry, decimals: int) -> list[list[list[float]]]:
    rings = [shapely.get_exterior_ring(polygon)]
    rings += [shapely.get_interior_ring(polygon, i) for i in range(shapely.get_num_interior_rings(polygon))]
    rounded = [_round(shapely.get_coordinates(ring), decimals) for ring in rings]
    if len(rounded[0]) < 4:
        return []
    return [rounded[0], *(ring for ring in rounded[1:] if len(ring) >= 4)]


def _line(line: shapely.Geometry, decimals: int) -> list[list[float]]:
    return _round(shapely.get_coordinates(line), decimals)


def _round(points: NDArray[np.float64], decimals: int) -> list[list[float]]:
    """Round, and drop points that fall onto the one before."""
    rounded = np.round(points, decimals)
    kept = np.ones(len(rounded), dtype=bool)
    kept[1:] = (np.diff(rounded, axis=0) != 0).any(axis=1)
    pairs: list[list[float]] = rounded[kept].tolist()
    return pairs
