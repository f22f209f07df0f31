"""Streets as they are drawn, piece by piece between two points, and their simplification into junctions and lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import shapely

from geo.crs import WGS84
from geo.street_table import StreetTable, make_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from geo.street_access import Access


@dataclass(frozen=True)
class Pieces:
    """Directed straight pieces of street.

    Attributes
    ----------
    lnglat : (N, 2) float64
    tail, head : (P,) int64, rows of `lnglat`
    metres : (P,) float64
    modes, kmh : (P,) uint8
    sort : (P,) int64
        Equal for both directions of a street; pieces of one sort may be joined into one edge.
    """

    lnglat: NDArray[np.float64]
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    metres: NDArray[np.float64]
    modes: NDArray[np.uint8]
    kmh: NDArray[np.uint8]
    sort: NDArray[np.int64]


def both_directions(
    lnglat: NDArray[np.float64],
    tail: NDArray[np.int64],
    head: NDArray[np.int64],
    metres: NDArray[np.float64],
    access: Iterable[Access],
    of: NDArray[np.int64],
) -> Pieces:
    """Give each drawn piece (its access is number `of`) both directions; drop loops, closed ones and doubles."""
    table = np.array(list(access), dtype=np.int64).reshape(-1, 3)
    ways = np.sort(table[:, :2], axis=1)
    sorts = np.unique(np.column_stack([ways, table[:, 2]]), axis=0, return_inverse=True)[1].ravel()
    tails, heads = np.concatenate([tail, head]), np.concatenate([head, tail])
    modes = np.concatenate([table[of, 0], table[of, 1]])
    kmh = np.tile(table[of, 2], 2)
    lengths, sort = np.tile(metres, 2), np.tile(sorts[of], 2)
    order = np.lexsort((lengths, -modes, heads, tails))
    key = np.column_stack([tails, heads, modes, kmh])[order]
    kept = (modes[order] > 0) & (key[:, 0] != key[:, 1])
    kept[1:] &= (np.diff(key, axis=0) != 0).any(axis=1)
    rows = order[kept]
    return Pieces(
        lnglat,
        tails[rows],
        heads[rows],
        lengths[rows],
        modes[rows].astype(np.uint8),
        kmh[rows].astype(np.uint8),
        sort[rows],
    )


def simplify(pieces: Pieces) -> StreetTable:
    """Join pieces of one sort between junctions into edges with lines, by OSMnx's topological simplification.

    Every shortest way between two junctions keeps its length; points in the middle of a street are no nodes any more.
    """
    import osmnx

    graph = osmnx.simplify_graph(
        _graph(pieces),
        remove_rings=False,
        edge_attrs_differ=["sort"],
        edge_attr_aggs={"length": sum, "kmh": min, "modes": lambda values: reduce(and_, values)},
    )
    nodes = np.array(graph.nodes, dtype=np.int64)
    row = np.full(len(pieces.lnglat), -1, dtype=np.int64)
    row[nodes] = np.arange(len(nodes))
    ends, lines, numbers = [], [], []
    for tail, head, data in graph.edges(data=True):
        ends.append((tail, head))
        lines.append(data.get("geometry"))
        numbers.append((data["length"], data["modes"], data["kmh"]))
    del graph
    measures = np.array(numbers, dtype=np.float64).reshape(-1, 3)
    pairs = np.array(ends, dtype=np.int64).reshape(-1, 2)
    shape_start, shape = _shapes(pairs, lines, pieces.lnglat)
    return make_table(
        pieces.lnglat[nodes],
        row[pairs[:, 0]],
        row[pairs[:, 1]],
        measures[:, 0],
        measures[:, 1].astype(np.uint8),
        measures[:, 2].astype(np.uint8),
        shape_start,
        shape,
    )


def _graph(pieces: Pieces) -> nx.MultiDiGraph[int]:
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs=WGS84)
    for node in np.unique(np.concatenate([pieces.tail, pieces.head])).tolist():
        lng, lat = pieces.lnglat[node]
        graph.add_node(node, x=float(lng), y=float(lat))
    columns = (pieces.tail, pieces.head, pieces.metres, pieces.modes, pieces.kmh, pieces.sort)
    for tail, head, metres, modes, kmh, sort in zip(*(column.tolist() for column in columns), strict=True):
        graph.add_edge(tail, head, length=metres, modes=modes, kmh=kmh, sort=sort)
    return graph


def _shapes(
    pairs: NDArray[np.int64], lines: list[shapely.LineString | None], lnglat: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Give the points of all lines one after the other; an edge without a line is straight."""
    drawn = np.array([line is not None for line in lines], dtype=bool)
    every = np.empty(len(lines), dtype=object)
    every[:] = lines
    every[~drawn] = shapely.linestrings(lnglat[pairs[~drawn]])
    counts = shapely.get_num_coordinates(every)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), shapely.get_coordinates(every)
