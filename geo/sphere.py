"""Distances and neighbours on the globe, for arrays of WGS 84 positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

EARTH_KM = 6371.0088
"""Mean radius, IUGG."""


def crow_km(a: ArrayLike, b: ArrayLike) -> NDArray[np.float64]:
    """Great-circle kilometres between positions, (…, 2) lng/lat degrees, by the haversine formula."""
    first, second = np.radians(np.asarray(a, dtype=np.float64)), np.radians(np.asarray(b, dtype=np.float64))
    half = (second - first) / 2
    h = np.sin(half[..., 1]) ** 2 + np.cos(first[..., 1]) * np.cos(second[..., 1]) * np.sin(half[..., 0]) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(h, 0, 1))))


def neighbours(
    points: NDArray[np.float64], others: NDArray[np.float64], k: int, limit_km: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Find up to k nearest `others` within a limit for each point.

    Returns
    -------
    index into points, index into others, kilometres : each (P,), grouped by point, nearest first
    """
    if not len(points) or not len(others):
        none = np.zeros(0, dtype=np.int64)
        return none, none, np.zeros(0)
    chord = 2 * np.sin(limit_km / (2 * EARTH_KM))
    found = cKDTree(_unit(others)).query(_unit(points), k=min(k, len(others)), distance_upper_bound=chord)
    distance, index = (np.asarray(part).reshape(len(points), -1) for part in found)
    row, column = np.nonzero(np.isfinite(distance))
    km = 2 * EARTH_KM * np.arcsin(distance[row, column] / 2)
    return row, index[row, column].astype(np.int64), km


def _unit(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Unit vectors (N, 3): straight-line distance between them grows with the great circle."""
    lng, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    return np.column_stack([np.cos(lat) * np.cos(lng), np.cos(lat) * np.sin(lng), np.sin(lat)])
