"""Trains that the station table does not tell of: those that run through from line to line, and expresses.

Private railways around the large cities run expresses that stop where other lines meet; where no timetable is in the
data set, such an express is assumed and carries the basis `average`.
"""

from __future__ import annotations

import csv
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
import numpy as np

from geo.rail_names import plain_name
from geo.rail_times import MAJOR, in_metropolis

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.rail_edges import RailTables

LEAST_KM = 15.0
"""Shorter lines have local trains only."""

EXPRESS_KMH = 72.0
EXPRESS_STOP_MINUTES = 1.15
"""Between the few stops of an express, whose tracks it shares with local trains."""


class Express(NamedTuple):
    """An assumed express: rows of the stations it stops at, minutes and km from each to the next."""

    rows: list[int]
    minutes: list[float]
    km: list[float]


def read_through(path: Path) -> frozenset[tuple[tuple[str, str], tuple[str, str], str]]:
    """Read rail_through.csv: two (operator, line) and the station at which trains run from one to the other."""
    with path.open(encoding="utf-8", newline="") as file:
        return frozenset(
            ((row["operator_a"], row["line_a"]), (row["operator_b"], row["line_b"]), plain_name(row["station"]))
            for row in csv.DictReader(file)
        )


def assumed_expresses(rail: RailTables, served: set[tuple[str, str]]) -> Iterator[Express]:
    """Assume an express on each long line of a large private railway near a large city, but for lines in `served`."""
    stations, track = rail.stations, _track(rail)
    dense = in_metropolis(stations[["lng", "lat"]].to_numpy())
    lines_here = stations.groupby("group").line.nunique()
    for (operator, line), members in stations.groupby(["operator", "line"], sort=True):
        rows = [rail.row[int(station)] for station in members.station_id]
        if operator not in MAJOR or (operator, line) in served or not dense[rows].mean() > 0.5:
            continue
        way = _main_way(track, rows)
        halts = {row for row in way if lines_here[rail.group[row]] > 1} | {way[0], way[-1]}
        express = _between(track, way, [row for row in way if row in halts])
        if sum(express.km) >= LEAST_KM and len(express.rows) <= len(way) / 1.6:
            yield express


def _main_way(track: nx.Graph[int], rows: list[int]) -> list[int]:
    """Station rows along the longest way through a line."""
    graph = track.subgraph(rows)
    start = rows[0]
    for _ in range(2):  # the farthest from the farthest of any: the ends of the longest way through a tree
        start, before = _farthest(graph, start), start
    return list(nx.dijkstra_path(graph, before, start))


def _farthest(graph: nx.Graph[int], start: int) -> int:
    km: dict[int, float] = nx.single_source_dijkstra_path_length(graph, start)
    return max(km, key=lambda row: (km[row], row))


def _track(rail: RailTables) -> nx.Graph[int]:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(rail.stations)))
    for a, b, km in zip(rail.links.a, rail.links.b, rail.links.km, strict=True):
        graph.add_edge(rail.row[int(a)], rail.row[int(b)], weight=float(km))
    return graph


def _between(track: nx.Graph[int], way: list[int], halts: list[int]) -> Express:
    steps = [track.edges[a, b]["weight"] for a, b in pairwise(way)]
    place = dict(zip(way, np.concatenate([[0.0], np.cumsum(steps)]), strict=True))
    km = [float(place[b] - place[a]) for a, b in pairwise(halts)]
    return Express(halts, [length / EXPRESS_KMH * 60 + EXPRESS_STOP_MINUTES for length in km], km)
