from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import box

from geo.errors import SourceError
from geo.land import Land
from geo.roads import BENDS, RoadTable, build_roads, with_gaps_closed, without_toll_straits

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.roads import RoadNet

LAND = box(135, 35, 136, 36)


def _module(folder: Path, text: str) -> Path:
    path = folder / "world_highways.py"
    path.write_text(text, encoding="utf-8")
    return path


def test_roads_outside_the_land_are_cut_off(tmp_path: Path) -> None:
    module = _module(
        tmp_path,
        "graph=[{1:5.0},{0:5.0,2:7.5},{1:7.5,3:9.0},{2:9.0}]\nnodes=[[35.5,135.5],[35.5,135.6],[35.6,135.6],[1.0,1.0]]\n",
    )
    nodes, edges = build_roads(module, LAND)
    assert nodes.node_id.tolist() == [0, 1, 2]
    assert edges.values.tolist() == [[0, 1, 5.0], [1, 2, 7.5]]


def test_the_module_is_read_never_run(tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    module = _module(tmp_path, f"open({str(trace)!r}, 'w').close()\ngraph=[{{}}]\nnodes=[[35.5, 135.5]]\n")
    build_roads(module, LAND)
    assert not trace.exists()


@pytest.mark.parametrize(
    "text",
    ["graph=[{}]\n", "nodes=[[1, 2]]\n", "graph=__import__('os').getcwd()\nnodes=[[1, 2]]\n", "graph=[{\nnodes=[]\n"],
)
def test_a_broken_module_is_a_source_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match=r"world_highways\.py"):
        build_roads(_module(tmp_path, text), LAND)


def _table(links: list[dict[str, object]]) -> RoadTable:
    nodes = pd.DataFrame({"lng": [0.1, 0.2, 1.3], "lat": [0.1, 0.1, 0.1]})
    edges = pd.DataFrame({"a": [0], "b": [1], "km": [11.0]})
    columns = ["mode", "km", "from_lon", "from_lat", "to_lon", "to_lat", "minutes", "toll_jpy"]
    return RoadTable.of(nodes, edges, pd.DataFrame(links, columns=columns))


ANCHORS = np.array([[0.1, 0.11], [1.3, 0.11]])
ISLANDS = Land([box(0, 0, 0.5, 0.5), box(1, 0, 1.5, 0.5)])


BRIDGE = {"from_lon": 0.21, "from_lat": 0.1, "to_lon": 1.29, "to_lat": 0.1}


def _km(net: RoadNet) -> NDArray[np.float64]:
    graph = csr_matrix((net.km, (net.tail, net.head)), shape=(net.size, net.size))
    return np.asarray(dijkstra(graph, directed=False, indices=[0])[0])


def test_islands_without_a_bridge_stay_apart() -> None:
    assert np.isinf(_km(_table([]).tie(ANCHORS, ISLANDS))[1])


def test_a_bridge_joins_two_landmasses_and_a_rail_tunnel_does_not() -> None:
    bridge: dict[str, object] = {"mode": "road", "km": 60.0, "minutes": 50, "toll_jpy": 160} | BRIDGE
    table = _table([bridge])
    assert np.isnan(table.minutes).sum() == len(table.km) - 1
    assert table.minutes[table.yen == 160].tolist() == [50.0]
    km = _km(_table([bridge]).tie(ANCHORS, ISLANDS))[1]
    assert 60 + 11 * BENDS < km < 60 + 11 * BENDS + 10
    assert np.isinf(_km(_table([bridge | {"mode": "rail_only"}]).tie(ANCHORS, ISLANDS))[1])


@pytest.mark.parametrize(("expressway", "toll", "kept"), [(True, None, 1), (False, 160, 1), (False, None, 2)])
def test_a_drawn_road_beside_a_toll_bridge_is_that_bridge(expressway: bool, toll: float | None, kept: int) -> None:
    nodes = pd.DataFrame({"lng": [0.1, 0.45, 1.05], "lat": [0.1, 0.1, 0.1]})
    edges = pd.DataFrame({"a": [0, 1], "b": [1, 2], "km": [11.0, 66.0]})
    links = pd.DataFrame([BRIDGE | {"expressway": expressway, "toll_jpy": toll}]).astype({"toll_jpy": "float64"})
    left = without_toll_straits(nodes, edges, links, ISLANDS)
    assert left.a.tolist() == [0, 1][:kept]


def test_a_road_that_the_data_lacks_has_its_length_and_keeps_its_way() -> None:
    nodes = pd.DataFrame({"node_id": [0], "lng": [0.1], "lat": [0.1]})
    edges = pd.DataFrame({"a": [0], "b": [0], "km": [1.0]}).iloc[:0]
    ends = {"from_municipality_code": ["01100"], "to_municipality_code": ["01202"]}
    gaps = pd.DataFrame(ends | {"km": [50.0], "via_lon": [0.3], "via_lat": [0.3]})
    points, table = with_gaps_closed(nodes, edges, gaps, np.array([[0.1, 0.11], [0.4, 0.1]]), ["01100", "01202"])
    assert points[["lng", "lat"]].values.tolist() == [[0.1, 0.1], [0.1, 0.11], [0.3, 0.3], [0.4, 0.1]]
    assert table[["a", "b"]].values.tolist() == [[1, 2], [2, 3]]
    assert table.km.sum() * BENDS == pytest.approx(50.0)
