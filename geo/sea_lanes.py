"""The way of a ship: the shortest one over water, so that no crossing is drawn across land."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import csr_matrix

from geo.search import path_to, shortest_paths
from geo.sphere import crow_km

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.services import Crossing

HARBOUR_DEGREES = (0.02, 0.05, 0.12)
"""Land this close to a port is not in the ship's way: ports lie on land, in rivers and bays narrower than a cell.

The next width is tried where no way leads out of the one before.
"""

CELLS = 220
"""Cells along the crossing; at least `LEAST_STEP` wide."""

LEAST_STEP = 0.004
CROSSED_DEGREES = 0.003
"""Land of about 300 m on the way is a cape cut by the drawing."""

Key = tuple[float, float, float, float]


def lane_key(crossing: Crossing) -> Key:
    """Identify a crossing by its two ends."""
    return (*crossing.origin.lnglat, *crossing.destination.lnglat)


def sea_lanes(crossings: Iterable[Crossing], land: BaseGeometry) -> dict[Key, NDArray[np.float64]]:
    """Find the way of each ferry, (n, 2) lng/lat from port to port; `land` in WGS 84."""
    shapely.prepare(land)
    keys = sorted({lane_key(crossing) for crossing in crossings if crossing.mode == "ferry"})
    return {key: sea_lane(land, np.array(key[:2]), np.array(key[2:])) for key in keys}


def lane_km(lane: NDArray[np.float64]) -> float:
    """Length of a way."""
    return float(crow_km(lane[:-1], lane[1:]).sum())


def sea_lane(land: BaseGeometry, a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find the shortest way over water; the straight line where none is found."""
    straight = np.array([a, b])
    for reach in HARBOUR_DEGREES:
        harbours = shapely.union_all(shapely.buffer(shapely.points(straight), reach))
        obstacles = shapely.difference(shapely.clip_by_rect(land, *_window(a, b, 0.02)), harbours)
        if not _crosses(obstacles, straight):
            return straight
        found = _over_water(obstacles, a, b)
        if found is not None:
            return _pulled(obstacles, found)
    return straight


def _window(a: NDArray[np.float64], b: NDArray[np.float64], more: float = 0.0) -> tuple[float, float, float, float]:
    margin = max(0.15, 0.4 * float(np.abs(a - b).max())) + more
    (west, south), (east, north) = np.minimum(a, b) - margin, np.maximum(a, b) + margin
    return float(west), float(south), float(east), float(north)


def _crosses(obstacles: BaseGeometry, way: NDArray[np.float64]) -> bool:
    return bool(shapely.length(shapely.intersection(obstacles, shapely.linestrings(way))) > CROSSED_DEGREES)


def _over_water(obstacles: BaseGeometry, a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Search on a grid of cells, each joined to its eight neighbours."""
    west, south, east, north = _window(a, b)
    step = max(LEAST_STEP, max(east - west, north - south) / CELLS)
    lng, lat = np.arange(west, east, step), np.arange(south, north, step)
    grid = np.stack(np.meshgrid(lng, lat), axis=-1)
    shapely.prepare(obstacles)
    water = ~shapely.contains_xy(obstacles, grid[..., 0], grid[..., 1])
    number = np.arange(water.size).reshape(water.shape)
    narrow = float(np.cos(np.radians((a[1] + b[1]) / 2)))
    tails, heads, costs = [], [], []
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        rows, columns = water.shape
        left, start = max(0, -right), max(0, right)
        tail = (slice(0, rows - down), slice(left, columns - start))
        head = (slice(down, rows), slice(left + right, columns - start + right))
        open_water = water[tail] & water[head]
        tails.append(number[tail][open_water])
        heads.append(number[head][open_water])
        costs.append(np.full(int(open_water.sum()), float(np.hypot(right * narrow, down))))
    ends = [int(np.argmin(np.hypot(*(grid.reshape(-1, 2) - end).T) + 1e3 * ~water.ravel())) for end in (a, b)]
    graph = csr_matrix((np.concatenate(costs), (np.concatenate(tails), np.concatenate(heads))), shape=(water.size,) * 2)
    _, before = shortest_paths(graph, [ends[0]], directed=False)
    nodes = path_to(before[0], *ends)
    return np.vstack([a, grid.reshape(-1, 2)[nodes], b]) if nodes else None


def _pulled(obstacles: BaseGeometry, way: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pull the way taut: from each point on straight to the farthest one that can be seen."""
    taut, here = [0], 0
    while here < len(way) - 1:
        ahead = len(way) - 1
        while ahead > here + 1 and _crosses_at_all(obstacles, way[[here, ahead]]):
            ahead = here + max(1, (ahead - here) * 3 // 4)
        taut.append(ahead)
        here = ahead
    return np.round(way[taut], 5)


def _crosses_at_all(obstacles: BaseGeometry, way: NDArray[np.float64]) -> bool:
    return bool(shapely.intersects(obstacles, shapely.linestrings(way)))
