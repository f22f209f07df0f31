"""The way of a ship: the shortest one over water, so that no crossing is drawn across land."""

from __future__ import annotations

from itertools import pairwise
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

SEARCHES = ((0.004, 0.15), (0.004, 0.5), (0.02, 0.15), (0.035, 0.15), (0.05, 0.15), (0.12, 0.15))
"""Reach of a harbour and least margin around a way, degrees; the next are tried where the ones before find no way.

Land within reach of a port is not in the ship's way: ports lie on land, in rivers and bays narrower than a cell. Some
ships leave by the far side of an island, outside the narrower margin.
"""

CELLS = 300
"""Cells along the crossing; at least `LEAST_STEP` wide."""

LEAST_STEP = 0.0015
MENDINGS = 4
"""Times that steps across land are searched again between their own ends, on the finer grid of a shorter way."""

MENDING_SEARCHES = 3
"""So many of the searches are made for such a step."""

CROSSED_DEGREES = 0.003
"""Land of about 300 m on the way is a cape cut by the drawing."""

WINDING, FAR_SHORTER = 1.7, 0.5
"""A way this many times the crow's may have left a port by the wrong side of its land: a wider harbour is tried too,
and believed where its way is this much shorter."""

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
    """Find the shortest way over water; the straight line where none is found.

    A long way is searched on a coarse grid, which leaps over narrow necks of land: such steps are searched again.
    """
    lane = _between(land, a, b)
    for _ in range(MENDINGS):
        mended = [_around(land, lane, step) for step in pairwise(lane)]
        size, lane = len(lane), np.vstack([lane[:1], *(way[1:] for way in mended)])
        if len(lane) == size:
            break
    obstacles = _obstacles(land, lane, lane[[0, -1]], SEARCHES[0])
    shapely.prepare(obstacles)
    return _pulled(obstacles, lane)


def _around(
    land: BaseGeometry, lane: NDArray[np.float64], step: tuple[NDArray[np.float64], ...]
) -> NDArray[np.float64]:
    """Lead a step of a lane around the land that it crosses; as it is where that is impossible."""
    straight, ports = np.array(step), lane[[0, -1]]
    if not _crosses(_obstacles(land, straight, ports, SEARCHES[0]), straight):
        return straight
    return _searched(land, straight, ports, SEARCHES[:MENDING_SEARCHES])


def _obstacles(
    land: BaseGeometry, ends: NDArray[np.float64], ports: NDArray[np.float64], search: tuple[float, float]
) -> BaseGeometry:
    reach, margin = search
    harbours = shapely.union_all(shapely.buffer(shapely.points(ports), reach))
    # wider than the grid, whose outermost cells must find land there too
    box = _window(ends.min(axis=0), ends.max(axis=0), margin, 0.02)
    return shapely.difference(shapely.clip_by_rect(land, *box), harbours)


def _between(land: BaseGeometry, a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    straight = np.array([a, b])
    return _searched(land, straight, straight, SEARCHES)


def _searched(
    land: BaseGeometry,
    straight: NDArray[np.float64],
    ports: NDArray[np.float64],
    searches: Iterable[tuple[float, float]],
) -> NDArray[np.float64]:
    best, crow = None, lane_km(straight)
    for search in searches:
        obstacles = _obstacles(land, straight, ports, search)
        found: NDArray[np.float64] | None = straight
        if _crosses(obstacles, straight):
            found = _over_water(obstacles, straight[0], straight[1], search[1])
            found = None if found is None else _pulled(obstacles, found)
        if found is not None and (best is None or lane_km(found) < FAR_SHORTER * lane_km(best)):
            best = found
        if best is not None and lane_km(best) <= WINDING * crow:
            break
    return straight if best is None else best


def _window(
    a: NDArray[np.float64], b: NDArray[np.float64], least: float, more: float = 0.0
) -> tuple[float, float, float, float]:
    margin = max(least, 0.4 * float(np.abs(a - b).max())) + more
    (west, south), (east, north) = np.minimum(a, b) - margin, np.maximum(a, b) + margin
    return float(west), float(south), float(east), float(north)


def _crosses(obstacles: BaseGeometry, way: NDArray[np.float64]) -> bool:
    return bool(shapely.length(shapely.intersection(obstacles, shapely.linestrings(way))) > CROSSED_DEGREES)


def _over_water(
    obstacles: BaseGeometry, a: NDArray[np.float64], b: NDArray[np.float64], margin: float
) -> NDArray[np.float64] | None:
    """Search on a grid of cells, each joined to its eight neighbours."""
    west, south, east, north = _window(a, b, margin)
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
