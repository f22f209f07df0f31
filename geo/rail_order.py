"""The order of the stations on each line: a spanning tree, corrected by hand where a line doubles back."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from geo.errors import SchemaError
from geo.rail_curated import read_curated, station_list
from geo.sphere import crow_km

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd

DERIVED, CURATED = "derived", "curated"


def line_graph(stations: pd.DataFrame, corrections: Iterable[tuple[str, str]] = ()) -> nx.Graph[str]:
    """Join the stations of one line.

    Parameters
    ----------
    stations : DataFrame
        name (unique), lng, lat of every station the line ever had.
    corrections : iterable of (action, stations)
        Rows of `rail_order.csv` for this line.

    Returns
    -------
    Graph
        Nodes are names, edges carry `crow` (km) and `source` (derived or curated).
    """
    place = {
        str(n): (float(x), float(y)) for n, x, y in zip(*(stations[c] for c in ("name", "lng", "lat")), strict=True)
    }
    graph = spanning_tree(place)
    for action, text in corrections:
        correct(graph, place, action, station_list(text))
    return graph


def spanning_tree(place: dict[str, tuple[float, float]]) -> nx.Graph[str]:
    """Join the places by the tree of least length."""
    names = list(place)
    points = np.array([place[name] for name in names])
    km = crow_km(points[:, None], points)
    complete: nx.Graph[str] = nx.Graph()
    complete.add_nodes_from(names)
    complete.add_weighted_edges_from(
        ((names[i], names[j], km[i, j]) for i in range(len(names)) for j in range(i)), weight="crow"
    )
    tree = nx.minimum_spanning_tree(complete, weight="crow")
    for _, _, edge in tree.edges(data=True):
        edge["source"] = DERIVED
    return tree


def correct(graph: nx.Graph[str], place: dict[str, tuple[float, float]], action: str, names: list[str]) -> None:
    """Apply one correction in place.

    `run` makes the stations follow each other: links between any two of them that are not neighbours in the list go.
    `add` only adds the links of the list, `cut` removes them.
    """
    unknown = [name for name in names if name not in place]
    if unknown:
        raise SchemaError(f"rail_order.csv: no station {unknown[0]} on this line ({action} {'>'.join(names)}).")
    pairs = list(itertools.pairwise(names))
    if action == "cut":
        graph.remove_edges_from(pairs)
        return
    if action == "run":
        keep = {frozenset(pair) for pair in pairs}
        listed = set(names)
        between = [(a, b) for a, b in graph.edges(names) if a in listed and b in listed]
        graph.remove_edges_from([(a, b) for a, b in between if frozenset((a, b)) not in keep])
    elif action != "add":
        raise SchemaError(f"rail_order.csv: action {action!r} is none of run, add, cut.")
    for a, b in pairs:
        if not graph.has_edge(a, b):
            graph.add_edge(a, b, crow=float(crow_km(place[a], place[b])), source=CURATED)


def read_corrections(curated: Path) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Read `rail_order.csv` by operator and line, in the order of the file."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    table = read_curated(curated, "rail_order")
    for operator, line, action, names in table[["operator", "line", "action", "stations"]].itertuples(index=False):
        found.setdefault((str(operator), str(line)), []).append((str(action), str(names)))
    return found
