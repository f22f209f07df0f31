from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import SchemaError
from geo.network_file import load_parts
from geo.paths import Router
from geo.rail_sections import Section, divide_lines, section_paces
from geo.rail_times import PACES, in_metropolis
from planner.config import cache_dir

if TYPE_CHECKING:
    from pathlib import Path

    from geo.network import Parts

LONG_KM = 100.0
"""A line longer than this outside the large cities is run by no one local train."""


def _line(count: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Stations A0, A1, … of one line, 5 km apart."""
    stations = pd.DataFrame(
        {"station_id": range(count), "name": [f"A{i}" for i in range(count)], "operator": "甲", "line": "本線"}
    )
    links = pd.DataFrame({"a": range(count - 1), "b": range(1, count), "km": 5.0})
    return stations, links


def _section(start: int, end: int, trips: float, minutes: float | None = None, *, change: bool = False) -> Section:
    return Section("甲", "本線", (f"A{start}", f"A{end}"), trips, minutes, (False, change))


def test_a_station_between_two_sections_has_a_row_for_each() -> None:
    divided = divide_lines(*_line(5), [_section(0, 2, 20, change=True), _section(2, 4, 4)])
    assert divided.stations.name.tolist().count("A2") == 2
    (pair,) = divided.steps
    assert divided.steps[pair]
    assert {divided.section_of[station].trips_per_day for station in pair} == {20, 4}
    graph = nx.Graph(list(zip(divided.links.a, divided.links.b, strict=True)))
    assert nx.number_connected_components(graph) == 2


def test_the_rest_of_a_line_stays_as_it_was() -> None:
    divided = divide_lines(*_line(5), [_section(0, 2, 20)])
    assert len(divided.section_of) == 3
    assert list(divided.steps.values()) == [False]
    assert set(divided.links.iloc[3][["a", "b"]]) == {3, 4}


@given(cuts=st.lists(st.integers(1, 8), min_size=1, max_size=4, unique=True), minutes=st.integers(20, 90))
def test_tracks_are_kept_and_a_section_takes_its_minutes(cuts: list[int], minutes: int) -> None:
    stations, links = _line(10)
    ends = [0, *sorted(cuts), 9]
    sections = [_section(a, b, 6, minutes) for a, b in pairwise(ends)]
    divided = divide_lines(stations, links, sections)
    assert divided.links.km.tolist() == links.km.tolist()
    assert divided.stations.station_id.is_unique
    row = {int(station): i for i, station in enumerate(divided.stations.station_id)}
    usual = [PACES["rural_local"]] * len(row)
    paces = section_paces(row, divided.links, divided.section_of, usual)
    first = [row[int(a)] for a in divided.links.a]
    taken = [km / paces[r].kmh * 60 + paces[r].stop_minutes for r, km in zip(first, divided.links.km, strict=True)]
    assert sum(taken) == pytest.approx(minutes * len(sections))


@pytest.mark.parametrize(
    ("sections", "says"),
    [
        ([_section(0, 9, 5)], "no track"),
        ([_section(0, 3, 5), _section(2, 4, 5)], "overlaps"),
        ([Section("乙", "本線", ("A0", "A1"), 5, None, (False, False))], "no track"),
    ],
)
def test_a_section_that_is_not_on_its_line_is_refused(sections: list[Section], says: str) -> None:
    with pytest.raises(SchemaError, match=says):
        divide_lines(*_line(5), sections)


@pytest.fixture(scope="module")
def parts(data_dir: Path) -> Parts:
    return load_parts(data_dir)


@pytest.fixture(scope="module")
def router(data_dir: Path) -> Router:
    """Routes alone need no matrices."""
    return Router.load(data_dir, cache_dir())


def test_no_long_line_is_run_by_one_train(parts: Parts) -> None:
    """Each stretch of a JR line that the table leaves alone is short or within a large city's dense services."""
    divided = divide_lines(parts.stations, parts.links, parts.sections)
    stations = divided.stations.set_index("station_id")
    dense = dict(zip(stations.index, in_metropolis(stations[["lng", "lat"]].to_numpy(float)), strict=True))
    graph: nx.Graph[int] = nx.Graph()
    for a, b, km in zip(divided.links.a, divided.links.b, divided.links.km, strict=True):
        if stations.institution_type[a] == "JR在来線" and not (dense[a] or a in divided.section_of):
            graph.add_edge(a, b, km=km)
    lengths = {
        stations.line[min(piece)]: sum(km for _, _, km in graph.subgraph(piece).edges(data="km"))
        for piece in nx.connected_components(graph)
    }
    assert {line: round(km) for line, km in lengths.items() if km > LONG_KM} == {}


def test_a_stretch_without_local_trains_carries_none(router: Router) -> None:
    """Between Shin-Yubari and Shintoku only expresses run."""
    network = router.network
    edges = network.edges
    places = zip(network.names, network.kinds, strict=True)
    at_tomamu = np.array([place == ("トマム", "line") for place in places])
    assert at_tomamu.any()
    assert not (at_tomamu[edges.tail] & (edges.ride > 1)).any()
    journey = router.between(router.find("新夕張駅"), router.find("新得駅"), ("rail",))
    assert [part.mode for part in journey.segments if part.mode != "walk"] == ["limited_express"]


def test_one_changes_where_the_local_trains_end(router: Router) -> None:
    journey = router.between(router.find("長万部駅"), router.find("余市駅"), ("rail",))
    locals_ = [part for part in journey.segments if part.mode == "rail"]
    assert locals_
    assert all(part.trips_per_day is not None and part.trips_per_day <= 8 for part in locals_)
    far = router.between(router.find("七飯駅"), router.find("札幌駅"), ("rail",))
    assert far.transfers >= 1
    assert any(part.mode == "limited_express" for part in far.segments)


def test_the_one_local_train_of_the_day_gives_way_to_the_expresses(router: Router) -> None:
    journey = router.between(router.find("延岡駅"), router.find("佐伯駅"), ("rail",))
    assert [part.mode for part in journey.segments] == ["limited_express"]
