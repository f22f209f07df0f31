"""Shortest paths on a sparse graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.csgraph import dijkstra

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix


def shortest_paths(
    graph: csr_matrix, sources: Sequence[int] | NDArray[np.int64], *, limit: float = np.inf, directed: bool = True
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Search from each source (Dijkstra).

    Returns
    -------
    cost : (S, V) float64, inf = unreached
    before : (S, V) int32, the node before each on its path, negative = none
    """
    indices = np.asarray(sources, dtype=np.int32)
    cost, before = dijkstra(graph, directed=directed, indices=indices, return_predecessors=True, limit=limit)
    return np.asarray(cost), np.asarray(before, dtype=np.int32)


def path_to(before: NDArray[np.int32], origin: int, destination: int) -> list[int]:
    """Nodes from origin to destination along one row of predecessors; empty where there is no path."""
    nodes = [destination]
    while nodes[-1] != origin:
        previous = int(before[nodes[-1]])
        if previous < 0:
            return []
        nodes.append(previous)
    return nodes[::-1]


def edge_between(graph: csr_matrix, tail: int, head: int) -> int:
    """Position in `graph.data` of the edge from tail to head; columns must be sorted within rows."""
    start, end = int(graph.indptr[tail]), int(graph.indptr[tail + 1])
    return start + int(np.searchsorted(graph.indices[start:end], head))
