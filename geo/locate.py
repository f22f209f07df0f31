"""Which municipality a point lies in."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import shapely

from geo.boundaries import NORTHERN_TERRITORIES
from geo.store import read_boundaries

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from geo.model import LngLat

SHORE_DEGREES = 0.003
"""About 300 m: coasts are drawn without their quays, and a house on one is no ship."""


class Locator:
    """Finds the municipality of a point by the boundaries of a data set, read when first asked."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir

    def code_at(self, point: LngLat) -> str | None:
        """Give the five-digit code, of the nearest municipality where the point is just off its shore; else None."""
        spot = shapely.Point(point)
        rows = self._tree.query(spot, predicate="intersects")
        if not len(rows):
            rows = self._tree.query_nearest(spot, max_distance=SHORE_DEGREES)
        codes = sorted(str(self._frame["code"].iloc[row]) for row in rows)
        return next((code for code in codes if code != NORTHERN_TERRITORIES), None)

    @cached_property
    def _frame(self) -> gpd.GeoDataFrame:
        return read_boundaries(self._data_dir, "full")

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._frame.geometry.to_numpy())
