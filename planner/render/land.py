"""The land under a standalone map: prefectures, light enough for one file."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.errors import DatasetError
from geo.store import read_boundaries

if TYPE_CHECKING:
    from pathlib import Path

_LEVEL = "mid"

# about 2 hectares: what is smaller and no prefecture's only land is no more than a dot of ink
_SPECK_DEGREES = 0.000002


def land(data_dir: Path) -> dict[str, Any] | None:
    """Give a FeatureCollection of prefectures, or None where the data set has no boundaries."""
    try:
        return _prefectures(data_dir)
    except DatasetError:
        return None


@lru_cache(maxsize=1)
def _prefectures(data_dir: Path) -> dict[str, Any]:
    frame = read_boundaries(data_dir, _LEVEL)
    # land outside the count (北方領土) is drawn too; its key is no code and stands for itself
    keys = np.array([code[:2] if code.isdigit() else code for code in frame["code"]])
    polygons = frame.geometry.to_numpy()
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": str(key),
                "properties": {},
                "geometry": {
                    "type": "MultiPolygon",
                    # the levels share borders exactly, so the joint of municipalities vanishes
                    "coordinates": _polygons(shapely.coverage_union_all(polygons[keys == key])),
                },
            }
            for key in np.unique(keys)
        ],
    }


def _polygons(geometry: shapely.Geometry) -> list[list[list[list[float]]]]:
    parts = [part for part in shapely.get_parts(geometry) if part.area > _SPECK_DEGREES]
    return [[_ring(part.exterior), *(_ring(hole) for hole in part.interiors)] for part in parts]


def _ring(ring: shapely.LinearRing) -> list[list[float]]:
    """Keep three decimals, about 100 m."""
    return [[round(x, 3), round(y, 3)] for x, y in ring.coords]
