"""Measure the order of stations against an independent list of neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
import pandas as pd

from geo.rail_names import plain_name
from geo.sphere import crow_km

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SAME_PLACE_KM = 4.0
"""Stations of one name further apart than this are different stations."""
SKIP_RATIO = 1.15
"""A link that the rest of the list covers by a way at most this much longer only skips stations."""


class Spot(NamedTuple):
    """A station as a list of neighbours knows it: its plain name and where it stands."""

    name: str
    lng: float
    lat: float


class Edge(NamedTuple):
    """Two neighbours on a line."""

    line: str
    a: Spot
    b: Spot


@dataclass(frozen=True, slots=True)
class Comparison:
    """How our links and an independent list agree.

    Attributes
    ----------
    precision : float
        Share of our judged links that the list has, too.
    recall : float
        Share of the list's links that we have, of all but the closed ones and those that skip stations.
    recall_with_skips : float
        The same share, of all but the closed ones.
    judged, unjudged : int
        Our links with both ends in the list, and the others.
    wrong, missing, skips, closed : tuple of (str, str, str)
        Line, station, station. Ours that the list has not; the list's that we have not; of these kept apart, the list's
        links that pass stations its other lines stop at, and those that we know as closed by the date.
    """

    precision: float
    recall: float
    recall_with_skips: float
    judged: int
    unjudged: int
    wrong: tuple[tuple[str, str, str], ...]
    missing: tuple[tuple[str, str, str], ...]
    skips: tuple[tuple[str, str, str], ...]
    closed: tuple[tuple[str, str, str], ...]


class Neighbours:
    """Edges to be found again by the names of their ends, whichever way round, near the same place."""

    def __init__(self, edges: Iterable[Edge] = ()) -> None:
        self.edges: list[Edge] = []
        self._by_names: dict[frozenset[str], list[Edge]] = {}
        self._spots: dict[str, list[Spot]] = {}
        for edge in edges:
            self._add(edge)

    def _add(self, edge: Edge) -> None:
        if edge.a.name == edge.b.name or edge in self:
            return
        self.edges.append(edge)
        self._by_names.setdefault(frozenset((edge.a.name, edge.b.name)), []).append(edge)
        for spot in (edge.a, edge.b):
            self._spots.setdefault(spot.name, []).append(spot)

    def __contains__(self, edge: Edge) -> bool:
        rivals = self._by_names.get(frozenset((edge.a.name, edge.b.name)), ())
        return any(_stands(edge.a, (r.a, r.b)) and _stands(edge.b, (r.a, r.b)) for r in rivals)

    def knows(self, spot: Spot) -> bool:
        """Whether any edge ends at this station."""
        return _stands(spot, self._spots.get(spot.name, ()))

    def first(self, spot: Spot) -> Spot:
        """Give the one row that stands for this station, so that lines meet in it."""
        return next(other for other in self._spots[spot.name] if _stands(spot, (other,)))


def compare(links: pd.DataFrame, stations: pd.DataFrame, adjacency_csv: Path, date: str) -> Comparison:
    """Compare the links open on a date by the names of their stations, whatever their lines are called.

    Parameters
    ----------
    links, stations : DataFrame
        Tables of `geo.stations`.
    adjacency_csv : Path
        line, a, a_lat, a_lon, b, b_lat, b_lon: the independent list.
    date : str
        ISO date at which the list is read.
    """
    is_open = (links["opened"] <= date) & ((links["closed"] == "") | (links["closed"] > date))
    is_past = (links["closed"] != "") & (links["closed"] <= date)
    ours = Neighbours(_our_edges(links[is_open], stations))
    past = Neighbours(_our_edges(links[is_past], stations))
    theirs = Neighbours(_their_edges(adjacency_csv))
    judged = [edge for edge in ours.edges if theirs.knows(edge.a) and theirs.knows(edge.b)]
    wrong = [edge for edge in judged if edge not in theirs]
    absent = [edge for edge in theirs.edges if edge not in ours]
    closed = [edge for edge in absent if edge in past]
    absent = [edge for edge in absent if edge not in past]
    skips = _skips(absent, theirs)
    missing = [edge for edge in absent if edge not in skips]
    counted = len(theirs.edges) - len(closed)
    return Comparison(
        precision=1 - len(wrong) / max(1, len(judged)),
        recall=1 - len(missing) / max(1, counted - len(skips)),
        recall_with_skips=1 - len(absent) / max(1, counted),
        judged=len(judged),
        unjudged=len(ours.edges) - len(judged),
        wrong=_names(wrong),
        missing=_names(missing),
        skips=_names(skips),
        closed=_names(closed),
    )


def _our_edges(links: pd.DataFrame, stations: pd.DataFrame) -> list[Edge]:
    columns = (stations["station_id"], stations["name"], stations["lng"], stations["lat"])
    spots = {int(i): Spot(plain_name(name), float(x), float(y)) for i, name, x, y in zip(*columns, strict=True)}
    ends = zip(links["operator"] + " " + links["line"], links["a"], links["b"], strict=True)
    return [Edge(line, spots[int(a)], spots[int(b)]) for line, a, b in ends]


def _their_edges(path: Path) -> list[Edge]:
    table = pd.read_csv(path)
    starts, ends = (
        [Spot(plain_name(name), float(x), float(y)) for name, x, y in zip(*columns, strict=True)]
        for columns in ((table["a"], table["a_lon"], table["a_lat"]), (table["b"], table["b_lon"], table["b_lat"]))
    )
    return [Edge(str(line), a, b) for line, a, b in zip(table["line"], starts, ends, strict=True)]


def _stands(spot: Spot, others: Iterable[Spot]) -> bool:
    return any(other.name == spot.name and _km(other, spot) <= SAME_PLACE_KM for other in others)


def _km(a: Spot, b: Spot) -> float:
    return float(crow_km(a[1:], b[1:]))


def _skips(absent: list[Edge], theirs: Neighbours) -> list[Edge]:
    graph: nx.Graph[Spot] = nx.Graph()
    graph.add_weighted_edges_from((theirs.first(e.a), theirs.first(e.b), _km(e.a, e.b)) for e in theirs.edges)
    return [edge for edge in absent if _way_round(graph, theirs, edge) <= SKIP_RATIO * _km(edge.a, edge.b)]


def _way_round(graph: nx.Graph[Spot], theirs: Neighbours, edge: Edge) -> float:
    a, b = theirs.first(edge.a), theirs.first(edge.b)
    rest = nx.restricted_view(graph, [], [(a, b)])
    try:
        return float(nx.dijkstra_path_length(rest, a, b))
    except nx.NetworkXNoPath:
        return float("inf")


def _names(edges: list[Edge]) -> tuple[tuple[str, str, str], ...]:
    return tuple(sorted((line, a.name, b.name) for line, a, b in edges))
