"""Streets made into arrays keep every shortest way of the same file read by OSMnx and searched by NetworkX."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import osmnx
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.search import shortest_paths
from geo.street_net import ModeNet
from geo.street_osm import pieces_within, read_osm
from geo.street_pieces import simplify

if TYPE_CHECKING:
    from pathlib import Path

    from geo.street_table import StreetTable

EVERYWHERE = shapely.box(136, 36, 138, 38)
KINDS = {
    "walk": {"residential", "tertiary", "footway", "path"},
    "cycle": {"residential", "tertiary", "path"},
    "car": {"residential", "tertiary", "motorway"},
}


def read(file: Path) -> StreetTable:
    streets = read_osm(file, "xml", EVERYWHERE, lambda *_: None)
    return simplify(pieces_within(streets, EVERYWHERE, file.name))


def drawn(file: Path, mode: str) -> nx.MultiDiGraph:
    """The same file through OSMnx, every point a node; walkers ignore one-ways."""
    graph = osmnx.graph_from_xml(file, simplify=False, retain_all=True, bidirectional=mode == "walk")
    closed = [(u, v, k) for u, v, k, kind in graph.edges(keys=True, data="highway") if kind not in KINDS[mode]]
    graph.remove_edges_from(closed)
    return graph


@pytest.mark.parametrize("mode", sorted(KINDS))
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6))
def test_distances_equal_those_of_networkx(tmp_path: Path, street_town, mode: str, seed: int) -> None:
    town = street_town(seed, columns=5, rows=4)
    file = tmp_path / "town.osm"
    file.write_text(town.xml(), encoding="utf-8")
    table, graph = read(file), drawn(file, mode)
    net = ModeNet(table, mode)
    net.minutes = np.where(np.isfinite(net.minutes), table.metres.astype(np.float64), np.inf)
    found, _ = shortest_paths(net.graph, np.arange(len(table.lnglat)))
    ids = {place: node for node, place in town.nodes.items()}
    nodes = [ids[tuple(np.round(place, 7))] for place in table.lnglat.tolist()]
    for row, node in enumerate(nodes):
        wanted = nx.single_source_dijkstra_path_length(graph, node, weight="length")
        assert found[row] == pytest.approx([wanted.get(other, np.inf) for other in nodes], rel=1e-5, abs=0.02)


def test_points_along_a_street_are_no_nodes_and_its_line_keeps_them(tmp_path: Path, street_town) -> None:
    town = street_town(3)
    file = tmp_path / "town.osm"
    file.write_text(town.xml(), encoding="utf-8")
    table = read(file)
    assert len(table.lnglat) < len(town.nodes)
    assert {tuple(place) for place in np.round(table.shape, 7).tolist()} <= set(town.nodes.values())
    tail = table.tail
    for edge in range(len(table.head)):
        line = table.line(edge)
        assert (line[0] == table.lnglat[tail[edge]]).all()
        assert (line[-1] == table.lnglat[table.head[edge]]).all()
    assert (np.diff(table.indptr) >= 0).all()
    length = sum(
        osmnx.distance.great_circle(*town.nodes[a][::-1], *town.nodes[b][::-1])
        for refs, _ in town.ways
        for a, b in itertools.pairwise(refs)
    )
    assert table.km == pytest.approx(length / 1000, rel=1e-4)


def test_a_river_is_crossed_at_its_bridge_only(tmp_path: Path, street_town) -> None:
    town = street_town(11)
    file = tmp_path / "town.osm"
    file.write_text(town.xml(), encoding="utf-8")
    table = read(file)
    across = town.south + (town.rows / 2 - 0.5) * town.step
    below = table.lnglat[table.tail, 1] < across
    above = table.lnglat[table.head, 1] > across
    streets = table.modes[below & above]
    assert streets.tolist() == [7]
