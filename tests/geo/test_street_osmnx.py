from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import osmnx
import pytest
import requests
import shapely

from geo import street_download
from geo.errors import CrsError, SchemaError, SourceError
from geo.search import shortest_paths
from geo.street_access import TAGS
from geo.street_net import ModeNet
from geo.street_osm import pieces_within, read_osm
from geo.street_osmnx import read_graphml, table_of
from geo.street_pieces import simplify

if TYPE_CHECKING:
    from pathlib import Path

    from geo.street_table import StreetTable

EVERYWHERE = shapely.box(136, 36, 138, 38)


def still(*_: object) -> None:
    """No progress is shown."""


@pytest.fixture
def xml(tmp_path: Path, street_town) -> Path:
    file = tmp_path / "town.osm"
    file.write_text(street_town(13, columns=6, rows=5).xml(), encoding="utf-8")
    return file


def minutes(table: StreetTable, mode: str, shared: list[tuple[float, float]]) -> np.ndarray:
    """All pairs of junctions that both tables have."""
    place = {tuple(at): row for row, at in enumerate(np.round(table.lnglat, 6).tolist())}
    rows = np.array([place[at] for at in shared])
    return shortest_paths(ModeNet(table, mode).graph, rows)[0][:, rows]


@pytest.mark.parametrize("simplified", [True, False])
@pytest.mark.parametrize("all_oneway", [True, False])
def test_graphml_gives_the_same_ways_as_the_file_it_was_made_of(
    xml: Path, monkeypatch: pytest.MonkeyPatch, simplified: bool, all_oneway: bool
) -> None:
    monkeypatch.setattr(osmnx.settings, "all_oneway", all_oneway)
    monkeypatch.setattr(osmnx.settings, "useful_tags_way", sorted(TAGS))
    graph = osmnx.graph_from_xml(xml, simplify=False, retain_all=True)
    if simplified:
        graph = osmnx.simplify_graph(graph, edge_attrs_differ=["highway", "oneway"])
    file = xml.with_suffix(".graphml")
    osmnx.save_graphml(graph, file)
    found = table_of(read_graphml(file, still), EVERYWHERE, file.name)
    wanted = simplify(pieces_within(read_osm(xml, "xml", EVERYWHERE, still), EVERYWHERE, xml.name))
    shared = sorted(
        set(map(tuple, np.round(found.lnglat, 6).tolist())) & set(map(tuple, np.round(wanted.lnglat, 6).tolist()))
    )
    assert len(shared) > 20
    for mode in ("walk", "cycle", "car"):
        assert minutes(found, mode, shared) == pytest.approx(minutes(wanted, mode, shared), rel=1e-4, abs=1e-3)


@pytest.fixture
def graphml(xml: Path) -> Path:
    file = xml.with_suffix(".graphml")
    osmnx.save_graphml(osmnx.graph_from_xml(xml, retain_all=True), file)
    return file


def rewrite(file: Path, old: str, new: str) -> Path:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


def test_a_metric_graph_is_refused(graphml: Path) -> None:
    with pytest.raises(CrsError, match=r"town\.graphml is in epsg:32653"):
        read_graphml(rewrite(graphml, "epsg:4326", "epsg:32653"), still)


def test_a_graph_of_another_program_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.graphml"
    file.write_text('<graphml><graph edgedefault="directed"><node id="a"/></graph></graphml>', encoding="utf-8")
    with pytest.raises(SchemaError, match=r"other\.graphml is no graph"):
        read_graphml(file, still)


def test_a_number_too_large_for_a_line_is_refused(graphml: Path) -> None:
    with pytest.raises(SchemaError, match=r"town\.graphml is no graph"):
        read_graphml(rewrite(graphml, "LINESTRING (", "LINESTRING (1e999 1, "), still)


def test_edges_of_nothing_are_refused(graphml: Path) -> None:
    with pytest.raises(SchemaError, match=r"town\.graphml"):
        table_of(read_graphml(rewrite(graphml, 'target="', 'target="77'), still), EVERYWHERE, graphml.name)


@pytest.mark.parametrize("length", ["-5.0", "nan", "0.001", "inf"])
def test_lengths_that_cannot_be_are_refused(graphml: Path, length: str) -> None:
    graph = read_graphml(graphml, still)
    next(iter(graph.edges(data=True)))[2]["length"] = float(length)
    with pytest.raises(SchemaError, match=r"town: edge .* has the length"):
        table_of(graph, EVERYWHERE, "town")


def test_a_place_off_the_globe_is_refused(graphml: Path) -> None:
    graph = read_graphml(graphml, still)
    next(iter(graph.nodes(data=True)))[1]["x"] = 720000.0
    with pytest.raises(SchemaError, match="town: node"):
        table_of(graph, EVERYWHERE, "town")


def test_joined_ways_allow_what_all_of_them_allow(graphml: Path) -> None:
    graph = read_graphml(graphml, still)
    for _, _, data in graph.edges(data=True):
        data["highway"] = ["residential", "footway"]
    assert set(table_of(graph, EVERYWHERE, "town").modes.tolist()) == {1}


def test_without_the_network_a_download_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise requests.ConnectionError("no network in a test")

    monkeypatch.setattr(requests, "get", refuse)
    monkeypatch.setattr(requests, "post", refuse)
    monkeypatch.setattr("socket.gethostbyname", lambda _: "127.0.0.1")
    before = {name: getattr(osmnx.settings, name) for name in ("all_oneway", "cache_folder", "overpass_rate_limit")}
    with pytest.raises(SourceError, match=r"南砺市 could not be fetched from Overpass .* needs the network"):
        street_download.download("南砺市", shapely.box(136.9, 36.5, 136.91, 36.51), tmp_path / "cache")
    assert before == {name: getattr(osmnx.settings, name) for name in before}
