"""Which connected piece of land a point stands on: a taxi does not drive over water."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

SLIVER_DEGREES = 0.0004
"""Gaps up to about 80 m between drawn municipalities are slips of the pen, not straits."""


class Land:
    """The landmasses of the country; number 0 is the largest."""

    def __init__(self, polygons: Sequence[BaseGeometry]) -> None:
        """Join municipality polygons (WGS 84) into connected pieces."""
        joined = shapely.union_all(shapely.buffer(np.asarray(polygons, dtype=object), SLIVER_DEGREES, quad_segs=1))
        parts = shapely.get_parts(joined)
        self._parts = parts[np.argsort(-shapely.area(parts), kind="stable")]
        self._tree = shapely.STRtree(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    @property
    def shape(self) -> BaseGeometry:
        """All land as one geometry."""
        return shapely.MultiPolygon(list(self._parts))

    def of(self, points: NDArray[np.float64]) -> NDArray[np.int32]:
        """Give the landmass each point (N, 2) lng/lat stands on, or the nearest one."""
        return np.asarray(self._tree.nearest(shapely.points(points)), dtype=np.int32)
