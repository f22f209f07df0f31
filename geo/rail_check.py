"""Measure the order of stations against an independent list of neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
import pandas as pd

from geo.rail_distance import crow_km
from geo.rail_names import plain_name

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


@dataclass(frozen=True, slots=True)
class Comparison:
    """How our links and an independent list agree.

    Attributes
    ----------
    precision : float
        Share of our judged links that the list has, too.
    recall : float
        Share of the list's links that we have, of all but those that skip stations.
    recall_with_skips : float
        The same share of all its links.
    judged, unjudged : int
        Our links with both ends in the list, and the others.
    wrong, missing, skips : tuple of (str, str, str)
        Line, station, station: ours that the list has not; the list's that we have not; the list's links that pass
        stations its other lines stop at, which we have not either.
    """

    precision: float
    recall: float
    recall_with_skips: float
    judged: int
    unjudged: int
    wrong: tuple[tuple[str, str, str], ...]
    missing: tuple[tuple[str, str, str], ...]
    skips: tuple[tuple[str, str, str], ...]


Edge = tuple[str, Spot, Spot]


def compare(
    links: pd.DataFrame, stations: pd.DataFrame, adjacency_csv: Path, closed_lines: Iterable[str] = ()
) -> Comparison:
    """Compare links by the names of their stations, whatever their lines are called.

    Parameters
    ----------
    links, stations : DataFrame
        Tables of `geo.stations` on one date (`open_on`).
    adjacency_csv : Path
        line, a, a_lat, a_lon, b, b_lat, b_lon: the independent list.
    closed_lines : iterable of str
        Lines of the list that are closed or another line's former name.
    """
    theirs = _their_edges(adjacency_csv, frozenset(closed_lines))
    ours = _our_edges(links, stations)
    here, there = _by_name(ours), _by_name(theirs)
    known = {spot.name: [] for _, a, b in theirs for spot in (a, b)}
    for _, a, b in theirs:
        known[a.name].append(a)
        known[b.name].append(b)
    judged = [edge for edge in ours if all(_stands(spot, known.get(spot.name, ())) for spot in edge[1:])]
    wrong = [edge for edge in judged if not _found(edge, there)]
    absent = [edge for edge in theirs if not _found(edge, here)]
    skips, missing = _split_skips(absent, theirs)
    return Comparison(
        precision=1 - len(wrong) / max(1, len(judged)),
        recall=1 - len(missing) / max(1, len(theirs) - len(skips)),
        recall_with_skips=1 - len(absent) / max(1, len(theirs)),
        judged=len(judged),
        unjudged=len(ours) - len(judged),
        wrong=_names(wrong),
        missing=_names(missing),
        skips=_names(skips),
    )


def _our_edges(links: pd.DataFrame, stations: pd.DataFrame) -> list[Edge]:
    rows = stations.set_index("station_id")[["name", "lng", "lat"]]
    spots = {int(i): Spot(plain_name(name), lng, lat) for i, name, lng, lat in rows.itertuples()}
    columns = zip(links["operator"] + " " + links["line"], links["a"], links["b"], strict=True)
    return _unique((line, spots[int(a)], spots[int(b)]) for line, a, b in columns)


def _their_edges(path: Path, closed: frozenset[str]) -> list[Edge]:
    table = pd.read_csv(path, dtype={"line": str, "a": str, "b": str})
    table = table[~table["line"].isin(closed)]
    return _unique(
        (str(r.line), Spot(plain_name(str(r.a)), r.a_lon, r.a_lat), Spot(plain_name(str(r.b)), r.b_lon, r.b_lat))
        for r in table.itertuples()
    )


def _unique(edges: Iterable[Edge]) -> list[Edge]:
    kept: list[Edge] = []
    seen: dict[frozenset[str], list[Edge]] = {}
    for edge in edges:
        _, a, b = edge
        if a.name == b.name or _found(edge, seen):
            continue
        seen.setdefault(frozenset((a.name, b.name)), []).append(edge)
        kept.append(edge)
    return kept


def _by_name(edges: list[Edge]) -> dict[frozenset[str], list[Edge]]:
    index: dict[frozenset[str], list[Edge]] = {}
    for edge in edges:
        index.setdefault(frozenset((edge[1].name, edge[2].name)), []).append(edge)
    return index


def _found(edge: Edge, index: dict[frozenset[str], list[Edge]]) -> bool:
    _, a, b = edge
    rivals = index.get(frozenset((a.name, b.name)), ())
    return any(_stands(a, other[1:]) and _stands(b, other[1:]) for other in rivals)


def _stands(spot: Spot, others: Iterable[Spot]) -> bool:
    return any(o.name == spot.name and _km(o, spot) <= SAME_PLACE_KM for o in others)


def _km(a: Spot, b: Spot) -> float:
    return float(crow_km(a.lng, a.lat, b.lng, b.lat))


def _split_skips(absent: list[Edge], theirs: list[Edge]) -> tuple[list[Edge], list[Edge]]:
    graph = nx.Graph()
    graph.add_weighted_edges_from((_cell(a), _cell(b), _km(a, b)) for _, a, b in theirs)
    skips, missing = [], []
    for edge in absent:
        a, b = _cell(edge[1]), _cell(edge[2])
        graph.remove_edge(a, b)
        way = _length(graph, a, b)
        graph.add_edge(a, b, weight=_km(edge[1], edge[2]))
        (skips if way <= SKIP_RATIO * _km(edge[1], edge[2]) else missing).append(edge)
    return skips, missing


def _length(graph: nx.Graph, a: object, b: object) -> float:
    try:
        return float(nx.dijkstra_path_length(graph, a, b))
    except nx.NetworkXNoPath:
        return float("inf")


def _cell(spot: Spot) -> tuple[str, int, int]:
    # one name within some 10 km is one station, so that lines meet in their list
    return spot.name, round(spot.lng * 10), round(spot.lat * 10)


def _names(edges: list[Edge]) -> tuple[tuple[str, str, str], ...]:
    return tuple(sorted((line, a.name, b.name) for line, a, b in edges))
