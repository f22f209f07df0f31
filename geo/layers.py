"""The layers of the map: the country at a glance, prefecture lines, neighbours' land, and places in detail."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo import geojson
from geo.boundaries import NORTHERN_TERRITORIES
from geo.codes import PREFECTURES
from geo.errors import DatasetError, UnknownPlaceError
from geo.store import read_boundaries

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.model import BBox

DECIMALS = {"overview": 3, "mid": 4, "full": 5}
"""Decimals of a degree kept at each level: about 100 m, 10 m and 1 m."""

FILES = {name: f"japan/layers/{name}.geojson" for name in ("overview", "prefectures", "land")}
"""Layers made by the build and served as they are."""

_PREFECTURE_OF_NORTHERN_TERRITORIES = "01"


def overview_geojson(overview: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return every municipality at the overview level: features with the code as id and nothing else.

    北方領土 is in, with the id `hoppo`: land that belongs on the map but is no place to stay.
    """
    decimals = DECIMALS["overview"]
    return geojson.collection(
        geojson.feature(code, shape, decimals)
        for code, shape in zip(overview["code"], overview.geometry.to_numpy(), strict=True)
    )


def prefecture_lines(overview: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return the land borders between prefectures, one feature a pair of neighbours (id `16-17`)."""
    outlines = _outlines(overview)
    features = []
    for first, second in _neighbours(outlines):
        shared = shapely.line_merge(shapely.intersection(outlines[first], outlines[second]))
        lines = [part for part in shapely.get_parts(shared) if part.geom_type == "LineString"]
        if lines:
            shape = shapely.normalize(shapely.multilinestrings(lines))
            features.append(geojson.feature(f"{first}-{second}", shape, DECIMALS["overview"]))
    return geojson.collection(features)


def _outlines(overview: gpd.GeoDataFrame) -> dict[str, shapely.Geometry]:
    """Outline of each prefecture."""
    own = overview["code"].str[:2].where(overview["code"] != NORTHERN_TERRITORIES, _PREFECTURE_OF_NORTHERN_TERRITORIES)
    shapes = overview.geometry.to_numpy()
    return {
        prefecture: shapely.boundary(shapely.coverage_union_all(shapes[(own == prefecture).to_numpy()]))
        for prefecture in PREFECTURES
    }


def _neighbours(outlines: Mapping[str, shapely.Geometry]) -> list[tuple[str, str]]:
    keys, shapes = list(outlines), np.array(list(outlines.values()))
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    return sorted((keys[a], keys[b]) for a, b in zip(first, second, strict=True) if a < b)


class Layers:
    """The layers of a data set, read when first asked for."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._frames: dict[str, gpd.GeoDataFrame] = {}
        self._trees: dict[str, shapely.STRtree] = {}

    def file(self, name: str) -> bytes:
        """Return a layer made by the build: `overview`, `prefectures` or `land`."""
        path = self._data_dir / FILES[name]
        try:
            return path.read_bytes()
        except OSError as error:
            raise DatasetError(f"{path} is missing.") from error

    def municipality(self, code: str, level: str = "full") -> dict[str, Any]:
        """Return one municipality as a GeoJSON feature.

        Raises
        ------
        UnknownPlaceError
            When there is no municipality with that code.
        """
        row = self._rows.get(code)
        if row is None:
            raise UnknownPlaceError(f"There is no municipality with the code {code}.")
        shape = self._frame(level).geometry.iloc[row]
        feature: dict[str, Any] = geojson.feature(code, shape, DECIMALS[level])
        return feature

    def region(self, bbox: BBox, level: str = "mid") -> dict[str, Any]:
        """Return the municipalities that touch a rectangle, whole, as a GeoJSON feature collection by code."""
        frame = self._frame(level)
        return geojson.collection(
            geojson.feature(frame["code"].iloc[row], frame.geometry.iloc[row], DECIMALS[level])
            for row in self._touching(bbox, level)
        )

    def codes_in(self, bbox: BBox, level: str = "mid") -> list[str]:
        """List the codes of the municipalities that touch a rectangle, in order."""
        codes = self._frame(level)["code"]
        return sorted(codes.iloc[row] for row in self._touching(bbox, level))

    def _touching(self, bbox: BBox, level: str) -> NDArray[np.intp]:
        if level not in self._trees:
            self._trees[level] = shapely.STRtree(self._frame(level).geometry.to_numpy())
        return np.sort(self._trees[level].query(shapely.box(*bbox), predicate="intersects"))

    @cached_property
    def _rows(self) -> dict[str, int]:
        codes = self._frame("full")["code"]
        return {code: row for row, code in enumerate(codes) if code != NORTHERN_TERRITORIES}

    def _frame(self, level: str) -> gpd.GeoDataFrame:
        if level not in self._frames:
            self._frames[level] = read_boundaries(self._data_dir, level)
        return self._frames[level]
