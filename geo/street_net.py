"""The streets of a municipality as one network for each mode, and where a point stands on it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from geo.access import WALK_KMH
from geo.street_access import MODES, WALK
from geo.street_plane import Plane

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.model import LngLat
    from geo.street_table import StreetTable

CYCLE_KMH = 15.0
"""An everyday bicycle, lights included."""

TOWN_KMH = 20.0
"""By car in a town, to guess how far a way may go; the ways themselves use each street's speed."""

SNAP_METRES = 800.0
"""A point farther from every street has no way."""

DETOUR = 1.3
"""Way over crow distance between a point and the nearest street, on foot."""

LEAST_METRES = 500.0
"""A network shorter than this is a car park or a scrap at the border: nothing begins or ends there."""

_ALIKE_METRES = 0.5
"""Streets that are as near as this are the two directions of one."""


class Foothold(NamedTuple):
    """A point on an edge."""

    edge: int
    metres: float
    """Along the edge, from its tail."""
    minutes: float
    """On foot to it from the point asked for."""


class StreetNet:
    """The streets of one municipality, ready to search by one mode after the other."""

    def __init__(self, table: StreetTable) -> None:
        self.table = table
        self._by_mode = {mode: ModeNet(table, mode) for mode in MODES}

    def mode(self, mode: str) -> ModeNet:
        """Give the network of `walk`, `cycle` or `car`."""
        return self._by_mode[mode]


class ModeNet:
    """What one mode may use."""

    def __init__(self, table: StreetTable, mode: str) -> None:
        self.table = table
        self.bit = MODES[mode]
        self._kmh = {"walk": WALK_KMH, "cycle": CYCLE_KMH}.get(mode)
        self.kmh = self._kmh or TOWN_KMH

    @cached_property
    def minutes(self) -> NDArray[np.float64]:
        """Minutes along each edge of the table, inf where this mode may not go."""
        kmh = np.where(self.table.kmh > 0, self.table.kmh, 1) if self._kmh is None else self._kmh
        usable = (self.table.modes & self.bit) > 0
        return np.where(usable, self.table.metres.astype(np.float64) * 0.06 / kmh, np.inf)

    @cached_property
    def chosen(self) -> tuple[csr_matrix, NDArray[np.int64]]:
        """The quickest edge of each ordered pair of nodes, as a matrix of minutes, and its number."""
        table, size = self.table, len(self.table.lnglat)
        usable = np.flatnonzero(np.isfinite(self.minutes))
        tail, head = table.tail[usable], table.head[usable]
        order = np.lexsort((self.minutes[usable], head, tail))
        tail, head, usable = tail[order], head[order], usable[order]
        first = np.ones(len(usable), dtype=bool)
        first[1:] = (np.diff(tail) != 0) | (np.diff(head) != 0)
        edges = usable[first]
        indptr = np.concatenate([[0], np.cumsum(np.bincount(tail[first], minlength=size))]).astype(np.int32)
        return csr_matrix((self.minutes[edges], head[first], indptr), shape=(size, size)), edges

    @property
    def graph(self) -> csr_matrix:
        """Minutes between junctions, (V, V)."""
        return self.chosen[0]

    @cached_property
    def _plane(self) -> Plane:
        lng, lat = self.table.lnglat.mean(axis=0)
        return Plane(float(lng), float(lat))

    @cached_property
    def _doors(self) -> tuple[shapely.STRtree, NDArray[np.int64]]:
        """Edges on which a way may begin or end: also open to walkers (no motorway), and no scrap of a network."""
        table = self.table
        _, part = connected_components(self.graph, directed=False)
        part_of = part[table.tail]
        usable = np.isfinite(self.minutes)
        length = np.bincount(part_of[usable], weights=table.metres[usable], minlength=part.max(initial=0) + 1)
        edges = np.flatnonzero(usable & ((table.modes & WALK) > 0) & (length[part_of] >= LEAST_METRES))
        return shapely.STRtree(table.lines(edges, self._plane.flat)), edges

    def part(self, edge: int, begin: float, end: float | None) -> float:
        """Minutes over an edge from one metre to another, None for its end."""
        whole = float(self.table.metres[edge])
        return float(self.minutes[edge]) * ((whole if end is None else end) - begin) / whole

    def footholds(self, place: LngLat) -> list[Foothold]:
        """Find the nearest street, in each direction that this mode may take; none within SNAP_METRES gives none."""
        tree, edges = self._doors
        point = shapely.points(self._plane.flat(place))
        if len(edges) == 0:
            return []
        _, near = tree.query_nearest(point, max_distance=SNAP_METRES, return_distance=True, all_matches=False)
        if len(near) == 0:
            return []
        found = tree.query(point, predicate="dwithin", distance=float(near[0]) + _ALIKE_METRES)
        lines = np.asarray(tree.geometries)[found]
        on_foot = shapely.distance(lines, point) * DETOUR * 0.06 / WALK_KMH
        share = shapely.line_locate_point(lines, point, normalized=True)
        along = np.nan_to_num(share) * self.table.metres[edges[found]]
        return [
            Foothold(int(edges[i]), float(metres), float(minutes))
            for i, metres, minutes in sorted(zip(found, along, on_foot, strict=True))
        ]
