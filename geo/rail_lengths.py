"""Kilometres of each link: published distances where known, else a factor on the distance as the crow flies."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx

from geo.errors import SchemaError
from geo.rail_curated import read_curated, station_list

if TYPE_CHECKING:
    from pathlib import Path

Distances = list[tuple[str, str, float]]
"""From, to, kilometres."""

TRACK_FACTOR = {"shinkansen": 1.06, "jr": 1.11, "private": 1.04, "tram": 1.03, "cable": 1.0}
"""Kilometres of track per kilometre as the crow flies between neighbouring stations: the published length of 48 lines
over the length of their links (docs/RAIL_ORDER.md). Only for lines without published distances in rail_lengths.csv."""
PLAUSIBLE = (0.9, 2.0)
"""Published kilometres over crow kilometres; outside it the row names the wrong stations or figures."""


def read_lengths(curated: Path) -> dict[tuple[str, str], Distances]:
    """Read `rail_lengths.csv`: for a line, stations and their kilometres from one origin, both as lists.

    Raises
    ------
    SchemaError
        When the lists differ in length or the kilometres do not rise.
    """
    found: dict[tuple[str, str], Distances] = {}
    rows = read_curated(curated, "rail_lengths")[["operator", "line", "stations", "km"]].itertuples(index=False)
    for number, (operator, line, stations, km) in enumerate(rows, start=2):
        names, posts = station_list(str(stations)), [float(post) for post in station_list(str(km))]
        if len(names) != len(posts) or any(far <= near for near, far in pairwise(posts)):
            raise SchemaError(f"rail_lengths.csv, row {number}: as many kilometres as stations, rising, are needed.")
        spans = zip(pairwise(names), pairwise(posts), strict=True)
        found.setdefault((str(operator), str(line)), []).extend((a, b, far - near) for (a, b), (near, far) in spans)
    return found


def set_lengths(line: nx.Graph[str], factor: float, distances: Distances) -> None:
    """Set `km` of every link from its `crow`: by `factor`, then stretched to the published distances.

    Raises
    ------
    SchemaError
        When a distance joins stations the line does not, or is implausible.
    """
    for _, _, edge in line.edges(data=True):
        edge["km"] = edge["crow"] * factor
    for a, b, km in distances:
        try:
            way = nx.dijkstra_path(line, a, b, weight="crow")
        except (nx.NetworkXNoPath, nx.NodeNotFound) as error:
            raise SchemaError(f"rail_lengths.csv: the line does not lead from {a} to {b}.") from error
        stretch = km / sum(line.edges[step]["crow"] for step in pairwise(way))
        if not PLAUSIBLE[0] <= stretch <= PLAUSIBLE[1]:
            raise SchemaError(f"rail_lengths.csv: {km:g} km from {a} to {b} is {stretch:.2f} times the crow distance.")
        for step in pairwise(way):
            line.edges[step]["km"] = line.edges[step]["crow"] * stretch


def track_class(railway_class: str, institution_type: str) -> str:
    """Sort a line into the classes of `TRACK_FACTOR` by its class and institution in table N02."""
    if institution_type == "JRの新幹線":
        return "shinkansen"
    if institution_type == "JR在来線":
        return "jr"
    if railway_class == "軌道":
        return "tram"
    if railway_class == "鋼索鉄道":
        return "cable"
    return "private"
