"""The only file that names an EPSG code, and the areas that need a metric one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.errors import CrsError

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

WGS84 = "EPSG:4326"
"""What everything outside this package speaks: longitude and latitude in degrees."""

JGD2011 = "EPSG:6668"
"""What MLIT files (N02, N03, ...) are in, whether they say so or not."""

AREA = "EPSG:6933"
"""An equal-area system of the whole world, for square kilometres."""


def to_wgs84(frame: gpd.GeoDataFrame, assume: str | None = None) -> gpd.GeoDataFrame:
    """Return `frame` in WGS 84.

    Parameters
    ----------
    frame : GeoDataFrame
    assume : str, optional
        The system of a file that writes none (TopoJSON never does); MLIT's is `JGD2011`.

    Raises
    ------
    CrsError
        When the frame has no system and none is assumed.
    """
    if frame.crs is None:
        if assume is None:
            raise CrsError("The geometry has no reference system, and none was named for it.")
        frame = frame.set_crs(assume)
    return frame.to_crs(WGS84)


def area_km2(frame: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Area of each row in square kilometres."""
    projected = to_wgs84(frame).to_crs(AREA)
    return np.asarray(projected.area, dtype=np.float64) / 1e6
