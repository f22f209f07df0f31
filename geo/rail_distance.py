"""Distances between stations: along the great circle, and an estimate along the track."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""


def crow_km(lng_a: ArrayLike, lat_a: ArrayLike, lng_b: ArrayLike, lat_b: ArrayLike) -> NDArray[np.float64]:
    """Measure the great-circle distance, by the haversine formula.

    Parameters
    ----------
    lng_a, lat_a, lng_b, lat_b : float or arrays that broadcast, degrees

    Returns
    -------
    float64 array, kilometres
    """
    x_a, y_a, x_b, y_b = (np.radians(np.asarray(v, dtype=np.float64)) for v in (lng_a, lat_a, lng_b, lat_b))
    half = np.sin((y_b - y_a) / 2) ** 2 + np.cos(y_a) * np.cos(y_b) * np.sin((x_b - x_a) / 2) ** 2
    km: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return km


TRACK_FACTOR = {"shinkansen": 1.05, "tram": 1.05, "cable": 1.02, "rail": 1.12}
"""Kilometres of track per kilometre as the crow flies between neighbouring stations (docs/RAIL_ORDER.md)."""


def track_class(railway_class: str, institution_type: str) -> str:
    """Sort a line into the classes of `TRACK_FACTOR` by its class and institution in table N02."""
    if institution_type == "JRの新幹線":
        return "shinkansen"
    if railway_class == "軌道":
        return "tram"
    if railway_class == "鋼索鉄道":
        return "cable"
    return "rail"
