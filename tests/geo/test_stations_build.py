"""Building the railway tables from small made-up sources."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import SchemaError, SourceError
from geo.rail_curated import HEADERS, read_curated
from geo.rail_source import read_n02
from geo.stations import build_rail_links, build_stations, open_on

if TYPE_CHECKING:
    from pathlib import Path

PROVENANCE = ["test", "2026-01", "high", ""]
N02_HEADER = "entry_id,body,suffix,hypernym,ne_class,latitude,longitude,railway_class,institution_type"

Rows = dict[str, list[list[str]]]


def write_n02(path: Path, stops: list[tuple[str, str, float, float]]) -> Path:
    """Write stops of (operator/line, name, lng, lat) in the form of the national table."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        stream.write(N02_HEADER + "\n")
        for number, (owner, name, lng, lat) in enumerate(stops):
            writer.writerow([number, name, "駅/", owner, "鉄道施設/鉄道駅", lat, lng, "普通鉄道", "民営鉄道"])
    return path


def write_curated(folder: Path, rows: Rows | None = None) -> Path:
    """Write all curated tables, empty but for `rows`."""
    folder.mkdir(exist_ok=True)
    for table, columns in HEADERS.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(columns)
            writer.writerows([*row, *PROVENANCE] for row in (rows or {}).get(table, []))
    return folder


ROW = [("甲社/本線", name, 139.0 + 0.02 * i, 35.0) for i, name in enumerate("一二三四五")]


def build(tmp_path: Path, rows: Rows | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Build both tables from the five stations of `ROW`."""
    curated = write_curated(tmp_path / "curated", rows)
    stations = build_stations(write_n02(tmp_path / "n02.csv", ROW), curated)
    return stations, build_rail_links(stations, curated)


def named(stations: pd.DataFrame, links: pd.DataFrame, date: str) -> set[str]:
    """Spell the links of a date by their stations."""
    names = dict(zip(stations["station_id"], stations["name"], strict=True))
    now = open_on(links, date)
    return {
        "".join(sorted((names[a], names[b]), key="一二三四五六".index)) for a, b in zip(now["a"], now["b"], strict=True)
    }


def test_a_plain_line_is_a_path(tmp_path: Path) -> None:
    stations, links = build(tmp_path)
    assert named(stations, links, "2026-01-01") == {"一二", "二三", "三四", "四五"}
    assert links["km"].tolist() == pytest.approx([1.893] * 4, abs=0.01)
    assert set(links["source"]) == {"derived"}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(order=st.permutations(ROW))
def test_the_order_of_the_source_does_not_matter(tmp_path: Path, order: list[tuple[str, str, float, float]]) -> None:
    curated = write_curated(tmp_path / "curated")
    expected = build_stations(write_n02(tmp_path / "a.csv", ROW), curated)
    shuffled = build_stations(write_n02(tmp_path / "b.csv", order), curated)
    pd.testing.assert_frame_equal(expected, shuffled)
    pd.testing.assert_frame_equal(build_rail_links(expected, curated), build_rail_links(shuffled, curated))


def test_platforms_of_a_station_are_one_row(tmp_path: Path) -> None:
    table = read_n02(write_n02(tmp_path / "n02.csv", [*ROW, ("甲社/本線", "五", 139.081, 35.0)]))
    assert len(table) == 5
    assert table.loc[table["name"] == "五", "lng"].item() == pytest.approx(139.0805)


def test_a_closed_stop_is_passed_and_a_new_one_divides(tmp_path: Path) -> None:
    new = ["甲社", "本線", "六", "普通鉄道", "民営鉄道", "139.05", "35.0", "2024-04-01", "stop"]
    shut = ["甲社", "本線", "二", "2023-04-01", "stop"]
    stations, links = build(tmp_path, {"rail_stations": [new], "rail_closed": [shut]})
    assert named(stations, links, "2022-01-01") == {"一二", "二三", "三四", "四五"}
    assert named(stations, links, "2023-04-01") == {"一三", "三四", "四五"}
    assert named(stations, links, "2024-04-01") == {"一三", "三六", "四六", "四五"}
    through = links.loc[(links["opened"] == "2023-04-01"), "km"].item()
    assert through == pytest.approx(2 * 1.893, abs=0.01)


def test_a_closed_section_takes_its_track_along(tmp_path: Path) -> None:
    shut = ["甲社", "本線", "四>五", "2023-04-01", "section"]
    stations, links = build(tmp_path, {"rail_closed": [shut]})
    assert named(stations, links, "2023-03-31") == {"一二", "二三", "三四", "四五"}
    assert named(stations, links, "2023-04-01") == {"一二", "二三"}


def test_a_row_that_never_was_a_stop_leaves(tmp_path: Path) -> None:
    stations, links = build(tmp_path, {"rail_closed": [["甲社", "本線", "三", "", "never"]]})
    assert named(stations, links, "2026-01-01") == {"一二", "二四", "四五"}


def test_a_line_changes_hands(tmp_path: Path) -> None:
    stations, links = build(tmp_path, {"rail_handed_over": [["甲社", "本線", "*", "2024-03-16", "乙社", "乙線"]]})
    assert set(open_on(links, "2024-03-15")["operator"]) == {"甲社"}
    assert set(open_on(links, "2024-03-16")["operator"]) == {"乙社"}
    assert named(stations, links, "2024-03-15") == named(stations, links, "2024-03-16")
    assert stations["group"].nunique() == 5


def test_a_change_of_owner_without_a_date_is_another_name(tmp_path: Path) -> None:
    stations, _ = build(tmp_path, {"rail_handed_over": [["甲社", "本線", "*", "", "乙社", "乙線"]]})
    assert set(stations["operator"]) == {"乙社"}
    assert len(stations) == 5


def test_a_renamed_station_keeps_its_place(tmp_path: Path) -> None:
    stations, links = build(tmp_path, {"rail_renamed": [["甲社", "本線", "二", "六", "2022-01-01"]]})
    assert named(stations, links, "2026-01-01") == {"一六", "三六", "三四", "四五"}


def test_corrections_run_add_and_cut(tmp_path: Path) -> None:
    rows = [["甲社", "本線", "run", "一>三>二>四"], ["甲社", "本線", "add", "一>五"], ["甲社", "本線", "cut", "四>五"]]
    stations, links = build(tmp_path, {"rail_order": rows})
    assert named(stations, links, "2026-01-01") == {"一三", "二三", "二四", "一五"}
    assert links["source"].value_counts().to_dict() == {"curated": 3, "derived": 1}


def test_published_lengths_stretch_the_links(tmp_path: Path) -> None:
    _, links = build(tmp_path, {"rail_lengths": [["甲社", "本線", "一>三>五", "0>4.0>9.0"]]})
    assert links["km"].tolist() == pytest.approx([2.0, 2.0, 2.5, 2.5], abs=0.001)


def test_listed_names_are_one_interchange_where_they_stand_close(tmp_path: Path) -> None:
    stops = [*ROW, ("乙社/線", "六", 139.005, 35.0), ("乙社/線", "七", 139.9, 35.0), ("丙社/線", "一", 139.9, 35.005)]
    curated = write_curated(tmp_path / "curated", {"rail_interchanges": [["一>六>七"]]})
    stations = build_stations(write_n02(tmp_path / "n02.csv", stops), curated)
    group = stations.set_index(["operator", "name"])["group"]
    assert group["甲社", "一"] == group["乙社", "六"]
    assert group["乙社", "七"] == group["丙社", "一"]
    assert group["甲社", "一"] != group["乙社", "七"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            {"rail_closed": [["甲社", "本線", "九", "2023-04-01", "stop"]]},
            "rail_closed.csv, row 2: 甲社/本線 has no station 九",
        ),
        ({"rail_closed": [["丁社", "本線", "一", "2023-04-01", "stop"]]}, "rail_closed.csv, row 2: no line 丁社/本線"),
        ({"rail_order": [["甲社", "本線", "run", "一>九"]]}, "no station 九"),
        ({"rail_order": [["甲社", "本線", "turn", "一>二"]]}, "'turn' is none of"),
        ({"rail_order": [["丁社", "本線", "run", "一>二"]]}, "no line 丁社/本線"),
        ({"rail_lengths": [["甲社", "本線", "一>二", "0"]]}, "rail_lengths.csv, row 2"),
        ({"rail_lengths": [["甲社", "本線", "一>五", "0>500"]]}, "times the crow distance"),
        ({"rail_lengths": [["甲社", "本線", "一>九", "0>5"]]}, "does not lead from 一 to 九"),
        ({"rail_interchanges": [["一>九"]]}, "row 2: no station is called 九"),
        (
            {"rail_stations": [["甲社", "本線", "一", "普通鉄道", "民営鉄道", "139", "35", "", "stop"]]},
            "甲社/本線/一 is in the table already",
        ),
    ],
)
def test_a_wrong_curated_row_is_named(tmp_path: Path, rows: Rows, words: str) -> None:
    with pytest.raises(SchemaError, match=words):
        build(tmp_path, rows)


def test_a_damaged_curated_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="rail_order"):
        read_curated(tmp_path, "rail_order")
    (tmp_path / "rail_order.csv").write_text("operator,line\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="header must be"):
        read_curated(tmp_path, "rail_order")
    folder = write_curated(tmp_path)
    with (folder / "rail_order.csv").open("a", encoding="utf-8") as stream:
        stream.write("甲社,本線\n")
    with pytest.raises(SchemaError, match="row 2: 2 fields"):
        read_curated(folder, "rail_order")


def test_a_damaged_source_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="missing"):
        read_n02(tmp_path / "none.csv")
    path = write_n02(tmp_path / "n02.csv", [("甲社 本線", "一", 139.0, 35.0)])
    with pytest.raises(SchemaError, match="operator/line"):
        read_n02(path)
    path.write_text("body\n一\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="column hypernym is missing"):
        read_n02(path)
