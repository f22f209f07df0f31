"""The ways that vehicles of a feed take, and the part of one between two stops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.model import LngLat

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.gtfs_read import Tables

TOLERANCE_DEGREES = 0.00005
"""About 5 m: less than the width of the line on the map."""

MAX_POINTS = 600
"""Points of a ride at most: about 12 kB as GeoJSON."""

OFF_SHAPE_DEGREES = 0.005
"""A stop over about 500 m off the way does not lie on it."""


@dataclass(frozen=True)
class Shapes:
    """Points of all shapes, one after another.

    Attributes
    ----------
    ptr : (H + 1,) int64
    points : (N, 2) float64 lng/lat
    """

    ptr: NDArray[np.int64]
    points: NDArray[np.float64]

    @classmethod
    def of(cls, tables: Tables) -> Shapes:
        """Take the shapes out of a feed, their points in order."""
        if "shapes.txt" not in tables:
            return cls(np.zeros(1, dtype=np.int64), np.zeros((0, 2)))
        rows = tables["shapes.txt"]
        order = np.lexsort((rows["shape_pt_sequence"], rows["shape_id"]))
        count = np.bincount(rows["shape_id"], minlength=len(tables.ids["shapes.shape_id"]))
        points = np.column_stack([rows["shape_pt_lon"], rows["shape_pt_lat"]])[order]
        return cls(np.concatenate([[0], np.cumsum(count)]).astype(np.int64), points)

    def between(self, shape: int, stops: NDArray[np.float64]) -> tuple[LngLat, ...]:
        """Give the way along a shape past stops (n, 2) in order; straight from stop to stop where it does not fit."""
        way = stops
        if shape >= 0:
            points = self.points[self.ptr[shape] : self.ptr[shape + 1]]
            cut = _cut(points, stops) if len(points) > 1 else None
            way = stops if cut is None else np.vstack([stops[:1], cut, stops[-1:]])
        return tuple(LngLat(round(float(lng), 5), round(float(lat), 5)) for lng, lat in _thin(way))


def _thin(way: NDArray[np.float64]) -> NDArray[np.float64]:
    """Drop points that nobody sees, and more of them on a long way."""
    tolerance, line = TOLERANCE_DEGREES, shapely.linestrings(way)
    points = shapely.get_coordinates(shapely.simplify(line, tolerance))
    while len(points) > MAX_POINTS:
        tolerance *= 2
        points = shapely.get_coordinates(shapely.simplify(line, tolerance))
    return points


def _cut(points: NDArray[np.float64], stops: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Points of the way from the first stop to the last, each stop sought behind the one before: ways may loop."""
    begin = last = 0
    for number, stop in enumerate(stops):
        off = np.hypot(*(points[last:] - stop).T)
        near = np.flatnonzero(off <= max(float(off.min()) * 1.5, 0.0003))
        if off.min() > OFF_SHAPE_DEGREES:
            return None
        # the first stretch of the way that comes by, at its nearest point
        run = near[: int(np.argmax(np.diff(near, append=near[-1] + 2) > 1)) + 1]
        last += int(run[off[run].argmin()])
        if number == 0:
            begin = last
    return points[begin : last + 1]
