"""How quickly ordinary roads are driven: the denser the main roads around, the more lights and traffic.

The road data knows neither class nor lanes. Where main roads cross often, there is a town: the number of half-kilometre
squares with a crossing of main roads within 3 km is 0 to 4 in the country, about 10 in a regional city, 20 and more in
the built-up land of the large ones. National censuses of road traffic give about 20 km/h in densely inhabited districts
and 35 km/h over all main roads at busy hours; driving all day between towns comes to 40 to 50 km/h.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

SQUARE_KM = 0.5
AROUND_KM = 3.0

OPEN_KMH = 47.0
"""Between towns."""

NORTHERN_KMH = 56.0
"""Between towns in Hokkaido, where roads are straight and empty."""

HALVING_SQUARES = 28.0
"""Squares with crossings at which speed has halved."""

SLOWEST_KMH = 14.0


def built_up(points: NDArray[np.float64], crossings: NDArray[np.float64]) -> NDArray[np.float64]:
    """Count squares with crossings of main roads around points (N, 2) lng/lat: (N,)."""
    squares = np.unique(np.floor(_plane(crossings) / SQUARE_KM), axis=0)
    tree = cKDTree((squares + 0.5) * SQUARE_KM)
    return np.asarray(tree.query_ball_point(_plane(points), AROUND_KM, return_length=True), dtype=np.float64)


def ordinary_kmh(squares: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Speed on ordinary roads at points (N, 2) with so many squares of crossings around."""
    open_road = np.where(_in_hokkaido(points), NORTHERN_KMH, OPEN_KMH)
    return np.asarray(np.maximum(open_road / (1 + squares / HALVING_SQUARES), SLOWEST_KMH))


def _in_hokkaido(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether points lie north of the Tsugaru strait, which is further south in the west."""
    lng, lat = points.T
    return np.asarray((lat > 41.58) | ((lng < 140.6) & (lat > 41.35)))


def _plane(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kilometres on a plane, true along each parallel; enough for counting what lies around."""
    return np.column_stack([points[:, 0] * 111.32 * np.cos(np.radians(points[:, 1])), points[:, 1] * 110.95])
