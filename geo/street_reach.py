"""Isochrones: the land within so many minutes of a point, on foot or by bicycle."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import shapely
from shapely.ops import substring

from geo import geojson
from geo.access import WALK_KMH
from geo.search import shortest_paths
from geo.street_net import CYCLE_KMH
from geo.street_plane import Plane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model import LngLat
    from geo.street_net import Foothold, ModeNet, StreetNet

MINUTES = (15, 30, 60)
REACH_MODES = {"walk": WALK_KMH, "cycle": CYCLE_KMH}

BESIDE_METRES = 70.0
"""Land so near to a street that is reached counts as reached."""

HOLE_SQUARE_METRES = 100_000.0
"""Smaller holes, blocks of houses, are filled."""

SMOOTH_METRES = 15.0
DECIMALS = 5
GRID = 10.0**-DECIMALS


def isochrones(net: StreetNet, origin: LngLat) -> dict[str, dict[str, Any]]:
    """Draw the areas around a point: mode → minutes (as text) → GeoJSON geometry; each lies in the next.

    A mode is left out where no street is near the point.
    """
    found = {}
    for mode in REACH_MODES:
        shapes = reach(net.mode(mode), origin, MINUTES)
        if shapes:
            found[mode] = {
                str(minutes): geojson.geometry(shape, DECIMALS) for minutes, shape in zip(MINUTES, shapes, strict=True)
            }
    return found


def reach(net: ModeNet, origin: LngLat, minutes: Sequence[float]) -> list[shapely.Geometry]:
    """Give the area within each of `minutes` (ascending) of a point, WGS 84; none where no street is near."""
    footholds = net.footholds(origin)
    if not footholds:
        return []
    plane = Plane(origin.lng, origin.lat)
    begin = _arrival(net, footholds, max(minutes))[net.table.tail]
    complete = begin + net.minutes
    streets: shapely.Geometry = shapely.Point(0, 0).buffer(BESIDE_METRES)
    areas: list[shapely.Geometry] = []
    for before, limit in pairwise([-1.0, *minutes]):
        fresh = _once(net, np.flatnonzero((complete > before) & (complete <= limit)))
        streets = _widen([streets], net.table.lines(fresh, plane.flat))
        parts = [*_begun(net, begin, complete, limit, plane), *_first_steps(net, footholds, limit, plane)]
        drawn = _widen([streets], np.array(parts, dtype=object))
        # each on one grid of degrees: rounding later moves nothing, so each stays valid and inside the next
        smooth = shapely.make_valid(shapely.simplify(_fill(drawn), SMOOTH_METRES))
        area = shapely.set_precision(plane.globe_shape(smooth), GRID)
        areas.append(shapely.union(area, areas[-1], grid_size=GRID) if areas else area)
    return areas


def _widen(areas: list[shapely.Geometry], lines: NDArray[np.object_]) -> shapely.Geometry:
    """Add the land beside lines to areas."""
    return shapely.union_all([*areas, *shapely.buffer(lines, BESIDE_METRES, quad_segs=3)])


def _arrival(net: ModeNet, footholds: list[Foothold], limit: float) -> NDArray[np.float64]:
    """Minutes to every junction."""
    table = net.table
    heads = np.array([table.head[one.edge] for one in footholds])
    cost, _ = shortest_paths(net.graph, heads, limit=limit)
    rest = [
        one.minutes + float(net.minutes[one.edge]) * (1 - one.metres / float(table.metres[one.edge]))
        for one in footholds
    ]
    return np.asarray((cost + np.array(rest)[:, None]).min(axis=0))


def _once(net: ModeNet, edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of the two directions of a street, keep one."""
    table = net.table
    tail, head = table.tail[edges], table.head[edges]
    metres = np.round(table.metres[edges]).astype(np.int64)
    key = np.column_stack([np.minimum(tail, head), np.maximum(tail, head), metres])
    return edges[np.unique(key, axis=0, return_index=True)[1]]


def _begun(
    net: ModeNet, begin: NDArray[np.float64], complete: NDArray[np.float64], limit: float, plane: Plane
) -> list[shapely.Geometry]:
    """Streets that are not covered to their end, as far along as time allows."""
    edges = np.flatnonzero((begin < limit) & (complete > limit) & np.isfinite(net.minutes))
    share = (limit - begin[edges]) / net.minutes[edges]
    return [_part(net.table.line(int(edge)), 0.0, float(end), plane) for edge, end in zip(edges, share, strict=True)]


def _first_steps(net: ModeNet, footholds: list[Foothold], limit: float, plane: Plane) -> list[shapely.Geometry]:
    """The rest of the streets one sets foot on, ahead of the point."""
    lines = []
    for one in footholds:
        whole = float(net.table.metres[one.edge])
        ahead = max(0.0, (limit - one.minutes) / float(net.minutes[one.edge])) * whole
        begin, end = one.metres / whole, min(1.0, (one.metres + ahead) / whole)
        lines.append(_part(net.table.line(one.edge), begin, end, plane))
    return lines


def _part(line: NDArray[np.float64], begin: float, end: float, plane: Plane) -> shapely.Geometry:
    return substring(cast("shapely.LineString", shapely.linestrings(plane.flat(line))), begin, end, normalized=True)


def _fill(shape: shapely.Geometry) -> shapely.Geometry:
    """Fill small holes."""
    filled = []
    for polygon in shapely.get_parts(shape):
        rings = [shapely.get_interior_ring(polygon, i) for i in range(shapely.get_num_interior_rings(polygon))]
        large = [ring for ring in rings if shapely.area(shapely.polygons(ring)) > HOLE_SQUARE_METRES]
        filled.append(shapely.polygons(shapely.get_exterior_ring(polygon), large or None))
    return shapely.union_all(filled)
