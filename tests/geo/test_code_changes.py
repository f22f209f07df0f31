from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from geo.code_changes import build_code_changes, code_book
from geo.store import read_municipalities, read_table

if TYPE_CHECKING:
    from pathlib import Path

    from geo.codes import CodeBook


@pytest.fixture(scope="module")
def book(data_dir: Path) -> CodeBook:
    codes = (place.code for place in read_municipalities(data_dir))
    return code_book(codes, read_table(data_dir, "code_changes"))


@pytest.mark.parametrize(
    ("old", "today", "why"),
    [
        ("16421", "16210", "福光町 became part of 南砺市 in 2004"),
        ("22131", "22130", "浜松市中区, until 2024"),
        ("22138", "22130", "浜松市中央区, since 2024"),
        ("01101", "01100", "札幌市中央区"),
        ("26104", "26100", "京都市中京区"),
        ("40305", "40231", "那珂川町 became a city"),
        ("16210", "16210", "is one"),
    ],
)
def test_old_codes_lead_to_today(book: CodeBook, old: str, today: str, why: str) -> None:
    assert book.current(old) == today, why


def test_the_day_of_a_merger_is_known(book: CodeBook) -> None:
    change = book.change("16421")
    assert change is not None
    assert (change.kind, str(change.valid_to)) == ("former", "2004-11-01")


def test_the_last_holder_of_a_code_counts_and_curated_rows_win(tmp_path: Path) -> None:
    offices, curated = tmp_path / "offices.csv", tmp_path / "curated.csv"
    offices.write_text(
        "entry_id,body,suffix,countyname,longitude,latitude,valid_to\n"
        "16401A1954,古,村,某郡,136.5,36.5,1970-04-01\n"
        "16401A1970,古,町,某郡,136.5,36.5,2005-04-01\n"
        "16131A2000,東,区,某市,136.5,36.5,\n"
        "01695A1968,色丹,村,色丹郡,146.8,43.8,\n"
        "16210A2004,南砺,市,,136.9,36.5,\n",
        encoding="utf-8",
    )
    curated.write_text(
        "code,name,kind,valid_to,successor,source,notes\n16131,某市東区,ward,2024-01-01,16210,test,\n", encoding="utf-8"
    )
    land = gpd.GeoDataFrame(
        {"code": ["16210", "hoppo"]},
        geometry=[shapely.box(136, 36, 137, 37), shapely.box(145, 43, 149, 46)],
        crs="EPSG:4326",
    )
    table = build_code_changes(offices, land, curated)
    assert set(table.pop("name_kana")) == set(table.pop("name_en")) == {""}, "no source tells how they were read"
    assert table.to_dict("records") == [
        {"code": "16131", "name": "某市東区", "kind": "ward", "valid_to": "2024-01-01", "successor": "16210"},
        {"code": "16401", "name": "古町", "kind": "former", "valid_to": "2005-04-01", "successor": "16210"},
    ]
