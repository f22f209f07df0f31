"""The railway tables as they are in the data set."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest

from geo.rail_check import compare
from geo.stations import LINK_COLUMNS, STATION_COLUMNS, open_on
from geo.store import read_table

if TYPE_CHECKING:
    import pandas as pd

ROOT = Path(__file__).parents[2]
ADJACENCY = ROOT.parent / "shared/data/rail/adjacency.csv"
TODAY = "2026-11-23"
YAMANOTE = """
    東京 有楽町 新橋 浜松町 田町 高輪ゲートウェイ 品川 大崎 五反田 目黒 恵比寿 渋谷 原宿 代々木 新宿
    新大久保 高田馬場 目白 池袋 大塚 巣鴨 駒込 田端 西日暮里 日暮里 鶯谷 上野 御徒町 秋葉原 神田
"""
IN_SECTIONS = {
    ("九州旅客鉄道", "筑肥線"),
    ("九州旅客鉄道", "鹿児島線"),
    ("北海道旅客鉄道", "根室線"),
    ("富山地方鉄道", "本線"),
    ("東日本旅客鉄道", "信越線"),
}
"""Lines of which another company's, or no, railway joins the parts."""


@pytest.fixture(scope="module")
def stations() -> pd.DataFrame:
    return read_table(ROOT / "data", "stations")


@pytest.fixture(scope="module")
def links() -> pd.DataFrame:
    return read_table(ROOT / "data", "rail_links")


def _line(stations: pd.DataFrame, links: pd.DataFrame, operator: str, line: str, date: str = TODAY) -> nx.Graph[str]:
    here = open_on(stations, date)
    here = here[(here["operator"] == operator) & (here["line"] == line)]
    names = dict(zip(here["station_id"], here["name"], strict=True))
    now = open_on(links, date)
    now = now[(now["operator"] == operator) & (now["line"] == line)]
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(names.values())
    graph.add_edges_from((names[a], names[b]) for a, b in zip(now["a"], now["b"], strict=True))
    return graph


def test_the_tables_have_the_agreed_columns(stations: pd.DataFrame, links: pd.DataFrame) -> None:
    assert tuple(stations.columns) == STATION_COLUMNS
    assert tuple(links.columns) == LINK_COLUMNS
    assert len(open_on(stations, TODAY)) > 9_900
    assert (links["a"] < links["b"]).all()


def test_no_open_link_ends_at_a_closed_station(stations: pd.DataFrame, links: pd.DataFrame) -> None:
    for date in ("2020-06-01", "2022-10-01", "2024-03-15", TODAY, "2027-09-01"):
        ends = open_on(links, date)[["a", "b"]].to_numpy().ravel()
        assert set(ends) <= set(open_on(stations, date)["station_id"])


def test_every_open_line_hangs_together(stations: pd.DataFrame, links: pd.DataFrame) -> None:
    now, tracks = open_on(stations, TODAY), open_on(links, TODAY)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_edges_from(zip(tracks["a"], tracks["b"], strict=True))
    graph.add_nodes_from(now["station_id"])
    broken = {
        (str(operator), str(line))
        for (operator, line), members in now.groupby(["operator", "line"])
        if nx.number_connected_components(graph.subgraph(members["station_id"])) > 1
    }
    assert broken == IN_SECTIONS


def test_nearly_every_station_can_be_reached_from_tokyo(stations: pd.DataFrame, links: pd.DataFrame) -> None:
    now, tracks = open_on(stations, TODAY), open_on(links, TODAY)
    group = dict(zip(now["station_id"], now["group"], strict=True))
    graph: nx.Graph[int] = nx.Graph()
    graph.add_edges_from((group[a], group[b]) for a, b in zip(tracks["a"], tracks["b"], strict=True))
    tokyo = now.loc[(now["name"] == "東京") & (now["line"] == "東海道新幹線"), "group"].iloc[0]
    lines = now[~now["group"].isin(nx.node_connected_component(graph, tokyo))]
    lines = lines[lines["railway_class"] != "鋼索鉄道"]
    assert set(lines["operator"]) == {"くま川鉄道", "大井川鐵道", "沖縄都市モノレール"}


def test_the_yamanote_ring_closes_over_three_lines(stations: pd.DataFrame, links: pd.DataFrame) -> None:
    lines = [_line(stations, links, "東日本旅客鉄道", line) for line in ("山手線", "東北線", "東海道線")]
    ring = nx.compose_all(lines).subgraph(YAMANOTE.split())
    assert len(ring) == 30
    assert nx.is_connected(ring)
    assert all(degree == 2 for _, degree in ring.degree())


@pytest.mark.parametrize(
    ("operator", "line", "size"),
    [("西日本旅客鉄道", "大阪環状線", 19), ("舞浜リゾートライン", "ディズニーリゾートライン", 4)],
)
def test_rings_close(stations: pd.DataFrame, links: pd.DataFrame, operator: str, line: str, size: int) -> None:
    graph = _line(stations, links, operator, line)
    assert len(graph) == size
    assert nx.is_connected(graph)
    assert all(degree == 2 for _, degree in graph.degree())


@pytest.mark.parametrize(
    ("operator", "line", "order"),
    [
        (
            "東海旅客鉄道",
            "東海道新幹線",
            "東京 品川 新横浜 小田原 熱海 三島 新富士 静岡 掛川 浜松 豊橋 三河安城 名古屋 岐阜羽島 米原 京都 新大阪",
        ),
        ("九州旅客鉄道", "西九州新幹線", "武雄温泉 嬉野温泉 新大村 諫早 長崎"),
        (
            "西日本旅客鉄道",
            "北陸新幹線",
            "上越妙高 糸魚川 黒部宇奈月温泉 富山 新高岡 金沢 小松 加賀温泉 芦原温泉 福井 越前たけふ 敦賀",
        ),
        ("北海道旅客鉄道", "北海道新幹線", "新青森 奥津軽いまべつ 木古内 新函館北斗"),
        ("東急電鉄", "東急新横浜線", "新横浜 新綱島 日吉"),
    ],
)
def test_these_lines_are_paths(
    stations: pd.DataFrame, links: pd.DataFrame, operator: str, line: str, order: str
) -> None:
    names = order.split()
    graph = _line(stations, links, operator, line)
    assert {frozenset(edge) for edge in graph.edges} == {frozenset(pair) for pair in pairwise(names)}


def test_no_link_is_longer_than_trains_go_without_a_stop(stations: pd.DataFrame, links: pd.DataFrame) -> None:
    kind = dict(zip(stations["station_id"], stations["institution_type"], strict=True))
    fast = links["a"].map(kind) == "JRの新幹線"
    now = links["closed"] == ""
    assert links.loc[fast & now, "km"].max() < 80
    assert links.loc[~fast & now, "km"].max() < 40
    assert links["km"].min() > 0


@pytest.mark.parametrize(("date", "open_"), [("2021-03-31", True), ("2021-04-01", False)])
def test_the_hidaka_coast_closes_on_its_day(stations: pd.DataFrame, date: str, open_: bool) -> None:
    here = open_on(stations, date)
    assert bool(((here["line"] == "日高線") & (here["name"] == "様似")).any()) is open_


def test_closed_lines_stay_in_the_table_but_not_in_today(stations: pd.DataFrame) -> None:
    gone = {"留萌線", "海峡線", "新京成線", "上野懸垂線", "美祢線"}
    assert gone <= set(stations["line"])
    assert not gone & set(open_on(stations, TODAY)["line"])


def test_trains_run_through_where_only_the_stop_closed(stations: pd.DataFrame, links: pd.DataFrame) -> None:
    before = _line(stations, links, "北海道旅客鉄道", "宗谷線", "2025-03-14")
    after = _line(stations, links, "北海道旅客鉄道", "宗谷線", "2025-03-15")
    assert set(before["抜海"]) == {"勇知", "南稚内"}
    assert after.has_edge("勇知", "南稚内")
    assert "抜海" not in after


def test_a_closed_section_is_not_bridged(stations: pd.DataFrame, links: pd.DataFrame) -> None:
    assert set(_line(stations, links, "北海道旅客鉄道", "根室線")["富良野"]) == {"野花南"}


def test_the_hokuriku_line_changed_hands_in_one_night(stations: pd.DataFrame, links: pd.DataFrame) -> None:
    old = _line(stations, links, "西日本旅客鉄道", "北陸線", "2024-03-15")
    new = _line(stations, links, "ハピラインふくい", "ハピラインふくい線", "2024-03-16")
    assert old.has_edge("福井", "森田")
    assert new.has_edge("福井", "森田")
    assert set(_line(stations, links, "西日本旅客鉄道", "北陸線")) >= {"敦賀", "米原"}
    assert "福井" not in _line(stations, links, "西日本旅客鉄道", "北陸線")


@pytest.mark.parametrize(
    ("line", "a", "b", "km"),
    [("東海道新幹線", "東京", "新大阪", 515.4), ("飯田線", "豊橋", "辰野", 195.7), ("五能線", "東能代", "川部", 147.2)],
)
def test_lines_have_their_published_length(
    stations: pd.DataFrame, links: pd.DataFrame, line: str, a: str, b: str, km: float
) -> None:
    here = stations[(stations["line"] == line) & (stations["closed"] == "")]
    ident = dict(zip(here["name"], here["station_id"], strict=True))
    graph: nx.Graph[int] = nx.Graph()
    now = open_on(links, TODAY)
    graph.add_weighted_edges_from(now.loc[now["line"] == line, ["a", "b", "km"]].itertuples(index=False))
    assert nx.dijkstra_path_length(graph, ident[a], ident[b]) == pytest.approx(km, abs=0.1)


@pytest.mark.parametrize(
    "names",
    [
        "有楽町 日比谷",
        "大阪 梅田 東梅田 西梅田 大阪梅田",
        "原宿 明治神宮前",
        "名古屋 名鉄名古屋 近鉄名古屋",
        "長崎 長崎駅前",
    ],
)
def test_people_change_between_names(stations: pd.DataFrame, names: str) -> None:
    groups = [set(stations.loc[stations["name"] == name, "group"]) for name in names.split()]
    assert set.intersection(*groups)


def test_groups_stay_small(stations: pd.DataFrame) -> None:
    spread = stations.groupby("group")[["lng", "lat"]].agg(np.ptp)
    assert spread.to_numpy().max() < 0.02


def test_the_order_of_stations_agrees_with_an_independent_list(stations: pd.DataFrame, links: pd.DataFrame) -> None:
    if not ADJACENCY.exists():
        pytest.skip("the independent list of neighbours (../shared) is not here")
    found = compare(links, stations, ADJACENCY, TODAY)
    assert found.precision >= 0.99
    assert found.recall >= 0.99
    assert found.recall_with_skips >= 0.98
    assert found.unjudged < 0.01 * found.judged
