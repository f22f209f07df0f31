"""Comparing links with an independent list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from geo.rail_check import compare

if TYPE_CHECKING:
    from pathlib import Path

PLACES = {"市ヶ谷": 0.00, "乙": 0.02, "丙": 0.04, "丁": 0.06, "戊": 0.08}


def their_list(path: Path, *pairs: str) -> Path:
    rows = []
    for pair in pairs:
        a, b = pair.split("-")
        rows.append(["線", a, 35.0, 139.0 + PLACES[a.replace("ケ", "ヶ")], b, 35.0, 139.0 + PLACES[b]])
    columns = ["line", "a", "a_lat", "a_lon", "b", "b_lat", "b_lon"]
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
    return path


def our_tables(*pairs: tuple[str, str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Links of (a, b, closed) between the places, and the places."""
    number = {name: i for i, name in enumerate(PLACES)}
    stations = pd.DataFrame(
        {
            "station_id": list(number.values()),
            "name": list(PLACES),
            "lng": [139 + x for x in PLACES.values()],
            "lat": 35.0,
        }
    )
    rows = [("社", "線", number[a], number[b], "", closed) for a, b, closed in pairs]
    return pd.DataFrame(rows, columns=["operator", "line", "a", "b", "opened", "closed"]), stations


def test_each_kind_of_disagreement_is_kept_apart(tmp_path: Path) -> None:
    links, stations = our_tables(
        ("市ヶ谷", "乙", ""), ("乙", "丙", ""), ("丙", "丁", "2024-01-01"), ("乙", "戊", ""), ("市ヶ谷", "丁", "")
    )
    theirs = their_list(tmp_path / "list.csv", "市ケ谷-乙", "乙-丙", "市ケ谷-丙", "丙-丁", "丁-戊")
    found = compare(links, stations, theirs, "2026-01-01")
    assert {edge[1:] for edge in found.wrong} == {("乙", "戊"), ("市ケ谷", "丁")}
    assert {edge[1:] for edge in found.missing} == {("丁", "戊")}
    assert {edge[1:] for edge in found.skips} == {("市ケ谷", "丙")}
    assert {edge[1:] for edge in found.closed} == {("丙", "丁")}
    assert found.precision == pytest.approx(2 / 4)
    assert found.recall == pytest.approx(2 / 3)
    assert found.recall_with_skips == pytest.approx(2 / 4)


def test_links_to_stations_the_list_does_not_know_are_not_judged(tmp_path: Path) -> None:
    links, stations = our_tables(("市ヶ谷", "乙", ""), ("乙", "丙", ""))
    found = compare(links, stations, their_list(tmp_path / "list.csv", "市ケ谷-乙"), "2026-01-01")
    assert (found.judged, found.unjudged, found.precision) == (1, 1, 1.0)


def test_one_name_in_two_places_is_two_stations(tmp_path: Path) -> None:
    links, stations = our_tables(("市ヶ谷", "乙", ""))
    far = stations.assign(lng=stations["lng"] - 1)
    found = compare(links, far, their_list(tmp_path / "list.csv", "市ケ谷-乙"), "2026-01-01")
    assert (found.judged, found.recall) == (0, 0.0)
