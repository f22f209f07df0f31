"""Shortest paths by contraction hierarchies (pyroutingkit), an optional accelerator: `pip install sasurai[fast]`.

It is not used for journeys: laying out the order of nodes takes longer than a command's one search, and Dijkstra keeps
the goal. What is here proves on any network that both find the same.
"""

from __future__ import annotations

import importlib
import time
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix

from geo.errors import SourceError
from geo.search import edge_between, shortest_paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

UNITS_A_MINUTE = 1000
"""Hierarchies count in whole numbers; both searches get the same ones, so that equal means equal."""


class Hierarchy:
    """A network made ready for quick searches."""

    def __init__(self, graph: csr_matrix, points: NDArray[np.float64]) -> None:
        """Order the nodes of a graph in minutes, (V, V), by their places, (V, 2) lng/lat.

        Raises
        ------
        SourceError
            Where pyroutingkit is not installed.
        """
        try:
            kit = importlib.import_module("pyroutingkit")
        except ImportError as error:
            raise SourceError("pyroutingkit is not installed: pip install 'sasurai[fast]'.") from error
        self.graph = csr_matrix((np.round(graph.data * UNITS_A_MINUTE), graph.indices, graph.indptr), graph.shape)
        nodes = np.arange(graph.shape[0], dtype=np.uint32)
        tail, head = np.repeat(nodes, np.diff(graph.indptr)), graph.indices.astype(np.uint32)
        topology = kit.CCHTopology()
        topology.build(tail, head, points[:, 1].astype(np.float32), points[:, 0].astype(np.float32), len(nodes))
        self._metric: Any = kit.CCHMetric(topology)
        self._metric.customize(self.graph.data.astype(np.uint32), 1)
        self._unreached = int(kit.INF_WEIGHT)

    def path(self, origin: int, destination: int) -> tuple[float, list[int]]:
        """Give the cost in units and the nodes of the shortest path; inf and none where no path leads."""
        cost, nodes, *_ = self._metric.query(origin, destination)
        return (float("inf"), []) if cost == self._unreached else (float(cost), list(nodes))


@dataclass(frozen=True)
class Proof:
    """What both searches found between the same pairs of nodes."""

    pairs: int
    different: int
    """Pairs whose cost differs, or whose path is not as long as its cost."""
    unreached: int
    hierarchy_ms: float
    dijkstra_ms: float
    """Median of one search; Dijkstra's reaches all nodes at once."""


def prove(hierarchy: Hierarchy, pairs: NDArray[np.int64]) -> Proof:
    """Compare with scipy's Dijkstra between pairs of nodes, (N, 2)."""
    different = unreached = 0
    quick, plain = [], []
    for origin, targets in _by_origin(pairs):
        began = time.perf_counter()
        cost = shortest_paths(hierarchy.graph, [origin])[0][0]
        plain.append(time.perf_counter() - began)
        for target in targets:
            began = time.perf_counter()
            found, nodes = hierarchy.path(origin, target)
            quick.append(time.perf_counter() - began)
            unreached += not np.isfinite(cost[target])
            different += found != cost[target] or (np.isfinite(found) and _length(hierarchy.graph, nodes) != found)
    return Proof(len(pairs), different, unreached, float(np.median(quick)) * 1000, float(np.median(plain)) * 1000)


def _by_origin(pairs: NDArray[np.int64]) -> Iterator[tuple[int, list[int]]]:
    ordered = pairs[np.argsort(pairs[:, 0], kind="stable")]
    origins, first = np.unique(ordered[:, 0], return_index=True)
    for origin, targets in zip(origins.tolist(), np.split(ordered[:, 1], first[1:]), strict=True):
        yield origin, targets.tolist()


def _length(graph: csr_matrix, nodes: list[int]) -> float:
    return float(sum(graph.data[edge_between(graph, a, b)] for a, b in pairwise(nodes)))
