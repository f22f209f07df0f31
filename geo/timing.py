"""The quickest way between two stops with some modes, as a timetable would print it.

From the first departure to the last arrival: the wait and the check-in before it are left out, those at changes are in.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from geo.accumulate import accumulate
from geo.compiled import Compiled, cheapest_edges
from geo.edges import MODE, MODES
from geo.network import CHECK_IN
from geo.search import edge_between, path_to, shortest_paths

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from geo.fare_tariff import Tariff
    from geo.network import Network
    from geo.stop_names import Stop

THROUGH = tuple(MODE[mode] for mode in ("none", "rail", "limited_express", "shinkansen"))

NO_WAY = 1e6
"""Minutes that no journey takes."""

BASES = ("average", "service", "timetable")


class Timing(NamedTuple):
    """A way by timetable; minutes from first departure to last arrival."""

    minutes: float
    fare_jpy: int
    km: float
    basis: str


CHANGE_PENALTY = 20.0
"""Minutes that a change must save: a published time between two stops is mostly that of a train that runs through."""

CROSSING_PENALTY = 600.0
"""The same for ships, planes and highway buses: where one runs through, its time is what is published."""


def _penalty(modes: NDArray[np.integer]) -> NDArray[np.float64]:
    return np.where(np.isin(modes, [MODE[mode] for mode in CHECK_IN]), CROSSING_PENALTY, CHANGE_PENALTY)


@dataclass
class Clock:
    """A network narrowed to some modes, its edges weighed by time and changes."""

    network: Network
    compiled: Compiled

    @classmethod
    def of(cls, network: Network, modes: Iterable[str], kept: NDArray[np.bool_] | None = None) -> Clock:
        """Keep the edges of `modes` and changes on foot; of these, those marked in `kept` (all where None)."""
        allowed = np.isin(network.edges.mode, [MODE[mode] for mode in ("none", "walk", *modes)])
        edges = network.edges.take(allowed if kept is None else allowed & kept)
        cost = np.maximum(edges.minutes.astype(np.float64), 0.01) + _penalty(edges.mode) * edges.boardings
        rows = cheapest_edges(edges.tail, edges.head, cost)
        edges = edges.take(rows)
        indptr = np.zeros(network.size + 1, dtype=np.int32)
        np.cumsum(np.bincount(edges.tail, minlength=network.size), out=indptr[1:])
        graph = csr_matrix((cost[rows], edges.head, indptr), shape=(network.size, network.size))
        return cls(network, Compiled(graph, edges))

    def quickest(self, start: Stop, stops: Iterable[Stop], tariff: Tariff) -> Timing | None:
        """Find the quickest way from one stop to the nearest in time of several; None where there is none.

        Only trains that call at the platforms of the name are boarded and left.
        """
        origin, wanted = start.node, [stop for stop in stops if stop.node != start.node]
        ends = {stop.node for stop in wanted}
        minutes = self._minutes(origin, ends)
        minutes[self._elsewhere(start, self.compiled.edges.tail)] = NO_WAY
        for stop in wanted:
            minutes[self._elsewhere(stop, self.compiled.edges.head)] = NO_WAY
        changes = np.where(self.compiled.edges.tail == origin, 0, self.compiled.edges.boardings)
        graph = self.compiled.graph.copy()
        graph.data = minutes + _penalty(self.compiled.edges.mode) * changes
        cost, before = shortest_paths(graph, [origin])
        best = min(ends, key=lambda node: float(cost[0, node]), default=origin)
        if best == origin or not cost[0, best] < NO_WAY:
            return None
        nodes = path_to(before[0], origin, best)
        path = [edge_between(graph, tail, head) for tail, head in pairwise(nodes)]
        free, targets = np.zeros(len(MODES), np.float32), np.array([best], dtype=np.int64)
        sums = accumulate(self.compiled, tariff, free, origin, before[0], targets)
        edges = self.compiled.edges
        lines = {int(edges.line[edge]) for edge in path if edges.mode[edge] > MODE["walk"]}
        basis = min((self.network.lines[line].basis for line in lines), key=BASES.index, default="average")
        return Timing(float(minutes[path].sum()), int(sums.fare_jpy[0]), float(sums.km[0]), basis)

    def _elsewhere(self, stop: Stop, ends: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Edges between a hub and the platforms in it that bear another name than the stop's."""
        edges = self.compiled.edges
        platform = (ends == stop.node) & (edges.mode == MODE["none"])
        return platform & ~np.isin(edges.line, list(stop.lines)) if stop.lines else np.zeros_like(platform)

    def _minutes(self, origin: int, ends: set[int]) -> NDArray[np.float64]:
        """Minutes of each edge; no wait at the origin, no way off at the end, and no walk at either."""
        edges = self.compiled.edges
        minutes = np.maximum(edges.minutes.astype(np.float64), 0.01)
        # whoever needs the rarer train farther on waits for it before the first departure, not on the way
        through = np.isin(edges.mode, THROUGH) & (edges.ride > 0)
        minutes[through] = edges.ride[through]
        first, last = edges.tail == origin, np.isin(edges.head, list(ends))
        minutes[first] = np.maximum(edges.ride[first], 0.01)
        after = np.array([CHECK_IN.get(mode, (0.0, 0.0))[1] for mode in MODES])
        off = np.where(edges.alight[last], edges.minutes[last], after[edges.mode[last]])
        minutes[last] = np.maximum(minutes[last] - off, np.maximum(edges.ride[last], 0.01))
        minutes[(first | last) & (edges.mode == MODE["walk"])] = NO_WAY
        return minutes
