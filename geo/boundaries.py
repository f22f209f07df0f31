"""One geometry per municipality, made from the forecast areas of the Japan Meteorological Agency, at three levels."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import shape

from geo.crs import WGS84, area_km2
from geo.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

LEVELS = ("overview", "mid", "full")

NORTHERN_TERRITORIES = "hoppo"
"""Key of 北方領土: land of six villages that no one can stay in; outside the count of 1,741."""

_TOLERANCE = {"overview": 0.008, "mid": 0.005}
"""Effective size in degrees of the details that a level drops (about 0.8 km and 0.5 km)."""

_SPLIT_CITIES = {"26100": range(26101, 26112), "34100": range(34101, 34109)}
"""Kyoto and Hiroshima have areas by ward; the municipality is the city."""

_GAP_DEGREES = 0.0005
"""Gaps of at most about 50 m between neighbours are rounding errors, not water."""


def municipality_of_area(area: str) -> str:
    """Return the municipality of a forecast area: its first five digits, wards replaced by their city."""
    if area == NORTHERN_TERRITORIES:
        return area
    code = area[:5]
    for city, wards in _SPLIT_CITIES.items():
        if int(code) in wards:
            return city
    return code


def read_areas(files: Iterable[Path]) -> gpd.GeoDataFrame:
    """Read zipped GeoJSON of forecast areas: columns `area`, `name`, `geometry` in WGS 84, valid polygons only."""
    features = [feature for file in files for feature in _features(file)]
    raw = np.array([shape(feature["geometry"]) for feature in features])
    # the method that keeps holes as holes: rings touch themselves in a fifth of the areas
    valid = shapely.make_valid(raw, method="structure", keep_collapsed=False)
    return gpd.GeoDataFrame(
        {
            "area": [feature["properties"]["code"] for feature in features],
            "name": [feature["properties"]["name"] for feature in features],
        },
        geometry=valid,
        crs=WGS84,
    )


def _features(file: Path) -> list[dict[str, dict[str, str]]]:
    try:
        with zipfile.ZipFile(file) as archive:
            (member,) = archive.namelist()
            features: list[dict[str, dict[str, str]]] = json.loads(archive.read(member))["features"]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise SourceError(f"{file.name} is not zipped GeoJSON of forecast areas: {error}.") from error
    return features


def dissolve(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Join areas into municipalities that share their borders exactly: columns `code`, `geometry`, by code.

    Where two municipalities claim the same land the smaller one keeps it: the source draws Kashiwazaki over Kariwa,
    which it encloses.
    """
    keys = np.array([municipality_of_area(area) for area in areas["area"]])
    polygons = areas.geometry.to_numpy()
    codes = np.unique(keys)
    joined = np.array([shapely.union_all(polygons[keys == code]) for code in codes])
    clean = shapely.coverage_clean(  # type: ignore[attr-defined]  # newer than its stubs
        joined, merge_strategy="min_area", gap_width=_GAP_DEGREES
    )
    return gpd.GeoDataFrame({"code": codes.astype(str)}, geometry=shapely.normalize(clean), crs=WGS84)


def simplify(boundaries: gpd.GeoDataFrame, level: str) -> gpd.GeoDataFrame:
    """Return the boundaries with less detail, shared borders still shared and no municipality lost.

    Small islets are dropped at the overview only, and never the largest part of a municipality.
    """
    if level == "full":
        return boundaries
    tolerance = _TOLERANCE[level]
    polygons = boundaries.geometry.to_numpy()
    if level == "overview":
        polygons = np.array([_without_islets(polygon, tolerance**2 / 4) for polygon in polygons])
    thin = shapely.normalize(shapely.coverage_simplify(polygons, tolerance))
    return gpd.GeoDataFrame({"code": boundaries["code"].to_numpy()}, geometry=thin, crs=WGS84)


def _without_islets(polygon: shapely.Geometry, least: float) -> shapely.Geometry:
    parts = shapely.get_parts(polygon)
    sizes = shapely.area(parts)
    kept = parts[(sizes >= least) | (sizes == sizes.max())]
    whole: shapely.Geometry = kept[0] if len(kept) == 1 else shapely.multipolygons(kept)
    return whole


def largest_part(polygons: Sequence[shapely.Geometry] | NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the largest polygon of each geometry: a municipality's main land."""
    parts, owner = shapely.get_parts(np.asarray(polygons), return_index=True)
    order = np.lexsort((shapely.area(parts), owner))
    last = np.flatnonzero(np.diff(owner[order], append=len(polygons)))
    return np.asarray(parts[order][last])


def measure(boundaries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Table of what the geometry alone tells: area_km2, west, south, east, north and a point on the main land."""
    polygons = boundaries.geometry.to_numpy()
    points = shapely.point_on_surface(largest_part(polygons))
    box = np.round(shapely.bounds(polygons), 5)
    return boundaries.assign(
        area_km2=np.round(area_km2(boundaries), 3),
        west=box[:, 0],
        south=box[:, 1],
        east=box[:, 2],
        north=box[:, 3],
        main_lng=np.round(shapely.get_x(points), 5),
        main_lat=np.round(shapely.get_y(points), 5),
    )
