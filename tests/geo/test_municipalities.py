from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import SourceError
from geo.municipalities import build_municipalities, hiragana, population, read_offices
from geo.sphere import crow_km
from geo.store import read_boundaries, read_municipalities, read_table

if TYPE_CHECKING:
    from pathlib import Path

ELSEWHERE = {"46303": "三島村", "46304": "十島村", "47381": "竹富町"}
"""Villages and a town of small islands with their hall in the port they sail from."""


@pytest.fixture(scope="module")
def table(data_dir: Path) -> pd.DataFrame:
    return read_table(data_dir, "municipalities")


def test_half_width_katakana_becomes_hiragana() -> None:
    assert hiragana("ﾅﾝﾄｼ") == "なんとし"
    assert hiragana("ﾆｾｺﾁｮｳ") == "にせこちょう"
    assert hiragana("ｶﾞｯﾋﾟ") == "がっぴ"


def test_there_are_1741_in_47_prefectures(table: pd.DataFrame) -> None:
    assert len(table) == 1741
    assert table["prefecture"].nunique() == 47
    assert table["name"].str[-1].value_counts().to_dict() == {"市": 792, "町": 743, "村": 183, "区": 23}


def test_codes_keep_their_leading_zero(table: pd.DataFrame, data_dir: Path) -> None:
    assert table["code"].str.len().eq(5).all()
    assert read_municipalities(data_dir)[0].code == "01100"


def test_only_three_offices_stand_elsewhere(table: pd.DataFrame, data_dir: Path) -> None:
    away = table[table["office_elsewhere"]]
    assert dict(zip(away["code"], away["name"], strict=True)) == ELSEWHERE
    land = read_boundaries(data_dir, "full").set_index("code").geometry
    for row in away.itertuples():
        assert land[row.code].contains(shapely.Point(row.lng, row.lat))
        assert not land[row.code].contains(shapely.Point(row.office_lng, row.office_lat))


def test_wards_of_tokyo_count_and_wards_of_cities_do_not(table: pd.DataFrame) -> None:
    names = set(table["code"])
    assert {"13101", "13123"} <= names
    assert names.isdisjoint({"01101", "26101", "34101", "22131", "22138"})
    assert {"22130", "26100", "34100"} <= names


def test_small_kana_are_small(table: pd.DataFrame) -> None:
    kana = table.set_index("name")["name_kana"]
    assert kana["行田市"] == "ぎょうだし"
    assert kana["四條畷市"] == "しじょうなわてし"
    assert kana["北谷町"] == "ちゃたんちょう"


def test_romaji_are_plain(table: pd.DataFrame) -> None:
    names = table.set_index("code")["name_en"]
    picked = {code: names[code] for code in ("16210", "34100", "04100", "42212", "01206", "22304", "22429", "44212")}
    assert picked == {
        "16210": "Nanto",
        "34100": "Hiroshima",
        "04100": "Sendai",
        "42212": "Saikai",
        "01206": "Kushiro",
        "22304": "Minamiizu",
        "22429": "Kawanehon",
        "44212": "Bungo Ohno",
    }


def test_population_is_a_proxy_with_gaps(table: pd.DataFrame) -> None:
    assert table["population"].notna().sum() == 1679
    # 2020 census: 126.1 million
    assert 115e6 < table["population"].sum() < 130e6
    people = table.set_index("code")["population"]
    assert people["13104"] < 500_000, "Shinjuku must not count all of Tokyo"
    assert people["16210"] == 47_976


def test_the_place_of_that_name_counts_before_a_larger_one() -> None:
    square = gpd.GeoDataFrame({"code": ["16210"]}, geometry=[shapely.box(136, 36, 137, 37)], crs="EPSG:4326")
    places = pd.DataFrame(
        {
            "lng": [136.5, 136.6, 140.0],
            "lat": [36.5, 36.6, 36.5],
            "population": [900, 50, 7],
            "names": [frozenset({"駅前"}), frozenset({"南砺市"}), frozenset({"南砺市"})],
        }
    )
    assert population(square, pd.Series({"16210": "南砺市"}), places).to_dict() == {"16210": 50}
    assert population(square, pd.Series({"16210": "別の市"}), places).to_dict() == {"16210": 900}


def test_offices_are_read_by_entry_not_by_code(tmp_path: Path) -> None:
    file = tmp_path / "offices.csv"
    file.write_text(
        "entry_id,code,latitude,longitude,valid_to\n"
        "11233A1971,11233/11246,36.0,139.5,\n"
        "11246A2012,11246/11445,36.1,139.6,\n"
        "11445A1954,11445,36.2,139.7,2012-10-01\n"
        "13B0010020,13402,33.0,139.8,\n",
        encoding="utf-8",
    )
    assert read_offices(file).to_dict("index") == {
        "11233": {"office_lng": 139.5, "office_lat": 36.0},
        "11246": {"office_lng": 139.6, "office_lat": 36.1},
    }


def test_sources_that_disagree_are_refused() -> None:
    square = gpd.GeoDataFrame({"code": ["16210"]}, geometry=[shapely.box(136, 36, 137, 37)], crs="EPSG:4326")
    names = pd.DataFrame({"code": ["16210"], "name": ["南砺市"], "name_kana": [""], "name_en": [""], "suffix_en": [""]})
    empty = pd.DataFrame()
    with pytest.raises(SourceError, match="1 municipalities, not 1741"):
        build_municipalities(square, names, empty, empty)


def test_names_are_those_of_the_official_list(table: pd.DataFrame, shared_data: Path) -> None:
    items = json.loads((shared_data / "codes/yhay81_jichitai_code.json").read_text(encoding="utf-8"))["items"]
    kinds = {"designated_city", "city", "special_ward", "town", "village"}
    hoppo = {"01695", "01696", "01697", "01698", "01699", "01700"}
    official = {item["s"]: item["n"] for item in items if item["t"] in kinds and item["s"] not in hoppo}
    assert dict(zip(table["code"], table["name"], strict=True)) == official


def test_kana_are_those_of_an_independent_list(table: pd.DataFrame, shared_data: Path) -> None:
    with (shared_data / "codes/localgovjp-utf8.csv").open(encoding="utf-8-sig") as file:
        theirs = {row["lgcode"][:5]: hiragana(row["citykana"]).replace(" ", "") for row in csv.DictReader(file)}
    differ = {
        row.code: (row.name_kana, theirs[row.code])
        for row in table.itertuples()
        if row.code in theirs and theirs[row.code] != row.name_kana
    }
    assert len(differ) <= 5, differ


def test_offices_stand_where_an_independent_list_has_them(table: pd.DataFrame, shared_data: Path) -> None:
    """Some halls have moved since 2014: half stand within 100 m, 95 % within 2 km."""
    with (shared_data / "codes/localgovjp-utf8.csv").open(encoding="utf-8-sig") as file:
        theirs = {
            row["lgcode"][:5]: (float(row["lng"]), float(row["lat"])) for row in csv.DictReader(file) if row["lat"]
        }
    known = table[table["code"].isin(theirs)]
    assert len(known) > 1700
    ours = known[["office_lng", "office_lat"]].to_numpy()
    distance = crow_km(ours, np.array([theirs[code] for code in known["code"]]))
    assert np.median(distance) < 0.1
    assert np.quantile(distance, 0.95) < 2
