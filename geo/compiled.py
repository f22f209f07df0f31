"""A network narrowed to some modes and laid out for the search: one edge a pair, rows sorted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from geo.edges import MODE, Edges
from geo.perceive import BOARDING_MINUTES, YEN_PER_MINUTE
from geo.search import shortest_paths

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from geo.network import Network

GROUPS = {
    "rail": ("rail", "limited_express", "shinkansen"),
    "bus": ("highway_bus",),
    "ferry": ("ferry",),
    "air": ("air",),
    "car": (),
}
"""What each word of `--modes` allows (INTERFACE.md)."""

TIE = 1e-5
"""What a minute counts more, to tell apart ways that otherwise cost the same."""

GRAIN = 2.0**-20
"""Of costs, in minutes: sums of these are exact up to a thousand years."""

ALWAYS = ("none", "walk", "taxi", "local_bus")


MINUTES, LENGTH, FARE_KM, LOCAL_KM, SURCHARGE_KM = range(5)
"""Columns of `Way.real`."""

BY, BOARDED, EXTRA, COMPANY, SYSTEM, URBAN, SURCHARGE, ALIGHT, OVERNIGHT = range(9)
"""Columns of `Way.whole`: mode, boardings, yen, company, system ... of `geo.edges.Edges`."""


class Way(NamedTuple):
    """What a journey sums up, edge by edge; two arrays, because each further one costs time at every edge."""

    real: NDArray[np.float32]
    """(E, 5)"""
    whole: NDArray[np.int32]
    """(E, 9)"""


@dataclass(frozen=True)
class Compiled:
    """The edges a search may use.

    Attributes
    ----------
    graph : (V, V) csr_matrix, generalised minutes
    edges : Edges, in the order of `graph.data`
    """

    graph: csr_matrix
    edges: Edges

    @cached_property
    def way(self) -> Way:
        """The edges as the sums along a journey read them."""
        e = self.edges
        real = (e.minutes, e.km, e.fare_km, e.local_km, e.surcharge_km)
        whole = (e.mode, e.boardings, e.yen, e.company, e.system, e.urban, e.surcharge, e.alight, e.overnight)
        return Way(np.column_stack(real).astype(np.float32), np.column_stack(whole).astype(np.int32))

    def search(
        self, sources: NDArray[np.int64] | list[int], limit: float = np.inf
    ) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
        """Give generalised minutes and predecessors, (S, V) each, from source nodes."""
        return shortest_paths(self.graph, sources, limit=limit)


def compile_network(network: Network, groups: Iterable[str], month: int | None = None) -> Compiled:
    """Keep the edges of the mode groups, the cheapest of parallel ones; with `month` (1-12) those that run then."""
    allowed = [MODE[mode] for mode in ALWAYS] + [MODE[mode] for group in groups for mode in GROUPS[group]]
    kept = np.isin(network.edges.mode, allowed)
    if month is not None:
        kept &= (network.edges.months >> (month - 1)) & 1 == 1
    edges = network.edges.take(kept)
    cost = generalised(edges)
    rows = cheapest_edges(edges.tail, edges.head, cost)
    edges = edges.take(rows)
    indptr = np.zeros(network.size + 1, dtype=np.int32)
    np.cumsum(np.bincount(edges.tail, minlength=network.size), out=indptr[1:])
    graph = csr_matrix((cost[rows], edges.head, indptr), shape=(network.size, network.size))
    return Compiled(graph, edges)


def cheapest_edges(tail: NDArray[np.int32], head: NDArray[np.int32], cost: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rows of the cheapest edge of each ordered pair, sorted by tail, then head."""
    order = np.lexsort((cost, head, tail))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (np.diff(tail[order]) != 0) | (np.diff(head[order]) != 0)
    return order[first]


def generalised(edges: Edges) -> NDArray[np.float64]:
    """Generalised cost of each edge in minutes; never 0, which a sparse graph would read as no edge.

    Of two ways that cost the same the quicker one is taken, there and back: minutes count a little more, and costs are
    multiples of `GRAIN`, so that sums do not depend on the direction in which they are taken.
    """
    minutes = edges.minutes.astype(np.float64) * (1.0 + TIE)
    cost = minutes + edges.perceived_yen / YEN_PER_MINUTE + BOARDING_MINUTES * edges.boardings
    return np.asarray(np.round(np.maximum(cost, 0.01) / GRAIN) * GRAIN, dtype=np.float64)
