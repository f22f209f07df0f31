"""The quickest way over streets between two points of a municipality, with its line."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.model import LngLat
from geo.search import edge_between, path_to, shortest_paths
from geo.sphere import crow_km
from geo.street_net import DETOUR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from geo.street_net import Foothold, ModeNet


_WINDING, _SPARE_MINUTES = 3.0, 10.0


class StreetWay(NamedTuple):
    """A way over streets."""

    minutes: float
    """Walking from and to the streets included."""
    km: float
    path: tuple[LngLat, ...]


class _Option(NamedTuple):
    minutes: float
    start: Foothold
    end: Foothold
    direct: bool
    """Both on one edge, and no other edge used."""


def find_way(net: ModeNet, origin: LngLat, destination: LngLat) -> StreetWay | None:
    """Find the quickest way; None where a point is far from every street, or no street joins the two."""
    starts, ends = net.footholds(origin), net.footholds(destination)
    if not starts or not ends:
        return None
    guess = float(crow_km(origin, destination)) / net.kmh * 60 * _WINDING + _SPARE_MINUTES
    # most ways end near; a way longer than the guess may not be the quickest, so then all is searched
    for limit in (guess, np.inf):
        best, before = _search(net, starts, ends, limit)
        if best.minutes <= limit and np.isfinite(best.minutes):
            return _draw(net, origin, destination, best, _edges(net, best, before))
    return None


def _search(
    net: ModeNet, starts: list[Foothold], ends: list[Foothold], limit: float
) -> tuple[_Option, NDArray[np.int32]]:
    """Find the best of all pairs of first and last streets, and the nodes before each on the ways from its head."""
    heads = np.unique([net.table.head[start.edge] for start in starts])
    cost, before = shortest_paths(net.graph, heads, limit=limit)
    row = {int(head): i for i, head in enumerate(heads)}
    costs = {start: cost[row[int(net.table.head[start.edge])]] for start in starts}
    best = min(_options(net, costs, ends), key=lambda option: option.minutes)
    return best, before[row[int(net.table.head[best.start.edge])]]


def _options(net: ModeNet, costs: dict[Foothold, NDArray[np.float64]], ends: list[Foothold]) -> Iterator[_Option]:
    """Every pair of first and last streets, with its minutes."""
    for start, cost in costs.items():
        for end in ends:
            feet = start.minutes + end.minutes
            if start.edge == end.edge and end.metres >= start.metres:
                yield _Option(feet + net.part(start.edge, start.metres, end.metres), start, end, True)
            between = float(cost[net.table.tail[end.edge]])
            ridden = net.part(start.edge, start.metres, None) + between + net.part(end.edge, 0.0, end.metres)
            yield _Option(feet + ridden, start, end, False)


def _edges(net: ModeNet, way: _Option, before: NDArray[np.int32]) -> list[int]:
    """Edges of the way, first and last included."""
    if way.direct:
        return [way.start.edge]
    graph, chosen = net.chosen
    nodes = path_to(before, int(net.table.head[way.start.edge]), int(net.table.tail[way.end.edge]))
    return [way.start.edge, *(int(chosen[edge_between(graph, a, b)]) for a, b in pairwise(nodes)), way.end.edge]


def _draw(net: ModeNet, origin: LngLat, destination: LngLat, way: _Option, edges: list[int]) -> StreetWay:
    lengths = net.table.metres[edges].astype(np.float64)
    begin, end = way.start.metres / lengths[0], way.end.metres / lengths[-1]
    lines = [net.table.line(edge) for edge in edges]
    if way.direct:
        lines = [_cut(lines[0], begin, end)]
        metres = way.end.metres - way.start.metres
    else:
        lines = [_cut(lines[0], begin, 1.0), *lines[1:-1], _cut(lines[-1], 0.0, end)]
        metres = lengths.sum() - way.start.metres - (lengths[-1] - way.end.metres)
    points = np.concatenate([[origin], *lines, [destination]])
    kept = np.ones(len(points), dtype=bool)
    kept[1:] = (np.diff(points, axis=0) != 0).any(axis=1)
    feet = crow_km(points[[0, -1]], points[[1, -2]]).sum() * DETOUR
    path = tuple(LngLat(lng, lat) for lng, lat in points[kept].tolist())
    return StreetWay(way.minutes, float(metres / 1000 + feet), path)


def _cut(line: NDArray[np.float64], begin: float, end: float) -> NDArray[np.float64]:
    """Give the part of a line between two shares of its length in metres."""
    steps = crow_km(line[:-1], line[1:])
    along = np.concatenate([[0.0], np.cumsum(steps)]) / max(float(steps.sum()), 1e-9)
    ends = [[np.interp(share, along, line[:, axis]) for axis in (0, 1)] for share in (begin, end)]
    return np.vstack([ends[0], line[(along > begin) & (along < end)], ends[1]])
