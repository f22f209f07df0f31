"""Links over time."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from geo.rail_history import Life, link_periods, snapshot

DATES = st.sampled_from(["", "2021-01-01", "2022-01-01", "2023-01-01"])
LIVES = st.lists(
    st.builds(
        lambda opened, closed, new, old: Life(
            opened, closed if closed > opened else "", opens_track=new, closes_track=old
        ),
        DATES, DATES, st.booleans(), st.booleans(),
    ),
    min_size=2,
    max_size=7,
)  # fmt: skip


def path(size: int) -> nx.Graph[str]:
    line: nx.Graph[str] = nx.path_graph([chr(ord("a") + i) for i in range(size)])
    nx.set_edge_attributes(line, 1.0, "km")
    return line


@given(LIVES, st.sampled_from(["2020-06-01", "2021-01-01", "2022-06-01", "2024-01-01"]))
def test_the_periods_agree_with_the_snapshot_of_any_date(lives: list[Life], date: str) -> None:
    line = path(len(lives))
    by_name = dict(zip(line, lives, strict=True))
    periods = link_periods(line, by_name)
    now = {frozenset((a, b)) for a, b, _, opened, closed in periods if opened <= date and (not closed or date < closed)}
    assert now == {frozenset(edge) for edge in snapshot(line, by_name, date).edges}


@given(LIVES)
def test_length_is_kept_where_only_stops_close(lives: list[Life]) -> None:
    stops = [Life(life.opened, life.closed) for life in lives]
    line = path(len(stops) + 2)
    by_name = dict(zip(line, [Life(), *stops, Life()], strict=True))
    now = snapshot(line, by_name, "2022-06-01")
    assert sum(km for _, _, km in now.edges(data="km")) == len(stops) + 1


def test_a_link_that_returns_is_listed_twice() -> None:
    line = path(3)
    lives = {"a": Life(), "b": Life("2021-01-01", "2023-01-01"), "c": Life()}
    periods = sorted((a, b, opened, closed) for a, b, _, opened, closed in link_periods(line, lives))
    assert periods == [
        ("a", "b", "2021-01-01", "2023-01-01"),
        ("a", "c", "", "2021-01-01"),
        ("a", "c", "2023-01-01", ""),
        ("b", "c", "2021-01-01", "2023-01-01"),
    ]
