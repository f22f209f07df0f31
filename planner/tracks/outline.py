"""A track file as light GeoJSON: what a map can draw at once, at most so many points."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.tracks.model import Shape
    from planner.tracks.read import TrackFile

MOST_DRAWN = 20_000
_FINEST_DEGREES = 0.00005
"""About five metres; each try doubles it."""


def outline(file: TrackFile) -> dict[str, Any]:
    """Give a FeatureCollection (RFC 7946) of a file's points and lines, the lines as fine as can be drawn.

    Returns
    -------
    dict
        Its foreign members say what was read: `format`, and `read` with the numbers of points, lines and positions.
    """
    lines: list[Any] = [shapely.linestrings(np.column_stack((s.lngs, s.lats))) for s in file.shapes if len(s) > 1]
    drawn = iter(_thinned(lines))
    features = [_feature(i, s, next(drawn) if len(s) > 1 else None) for i, s in enumerate(file.shapes, 1)]
    return {
        "type": "FeatureCollection",
        "format": file.format,
        "read": {
            "points": len(file.shapes) - len(lines),
            "lines": len(lines),
            "positions": sum(len(shape) for shape in file.shapes),
        },
        "bbox": _bbox(file.shapes),
        "features": features,
    }


def _thinned(lines: Sequence[Any]) -> Any:
    """Drop points that change little, more of them the more there are."""
    tolerance = _FINEST_DEGREES
    kept: Any = lines
    while shapely.get_num_coordinates(kept).sum() > max(MOST_DRAWN, 2 * len(lines)):
        kept = shapely.simplify(kept, tolerance, preserve_topology=False)
        tolerance *= 2
    return kept


def _feature(number: int, shape: Shape, line: Any) -> dict[str, Any]:
    points = [(shape.lngs[0], shape.lats[0])] if line is None else list(line.coords)
    rounded = [[round(lng, 5), round(lat, 5)] for lng, lat in points]
    return {
        "type": "Feature",
        "id": f"{shape.what}-{number}",
        "geometry": (
            {"type": "Point", "coordinates": rounded[0]}
            if line is None
            else {"type": "LineString", "coordinates": _distinct(rounded)}
        ),
        "properties": {"what": shape.what, "name": shape.name, "positions": len(shape)},
    }


def _distinct(points: list[list[float]]) -> list[list[float]]:
    """Drop repetitions that rounding made; a line keeps two points."""
    kept = [points[0], *(b for a, b in pairwise(points) if a != b)]
    return kept if len(kept) > 1 else [points[0], points[-1]]


def _bbox(shapes: Sequence[Shape]) -> list[float]:
    lngs = [f(s.lngs) for s in shapes for f in (min, max)]
    lats = [f(s.lats) for s in shapes for f in (min, max)]
    return [round(edge, 5) for edge in (min(lngs), min(lats), max(lngs), max(lats))]
