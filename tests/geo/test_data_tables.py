from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from geo.check import check_all
from geo.contract import MONTH_DAY, simple
from geo.errors import DatasetError, SchemaError
from geo.manifest import Manifest
from geo.store import read_table
from geo.tables import BUILT, CURATED, TABLES

if TYPE_CHECKING:
    from pathlib import Path


def test_every_table_of_the_data_set_keeps_its_contract(data_dir: Path) -> None:
    rows = check_all(data_dir)
    assert rows.keys() == TABLES.keys()
    assert rows["municipalities"] == 1741
    assert rows["demand"] == 1234
    told = {name: table.rows for name, table in Manifest.load(data_dir).tables.items() if name in rows}
    assert told == {name: rows[name] for name in told}, "a curated table has changed: sasurai data build"


def test_every_curated_file_is_under_a_contract(data_dir: Path) -> None:
    covered = {path for table in CURATED for path in data_dir.glob(table.path)}
    assert sorted(set((data_dir / "curated").rglob("*.csv")) - covered) == []


def test_names_of_tables_are_unique_and_built_ones_lie_in_japan() -> None:
    assert len(TABLES) == len(BUILT) + len(CURATED)
    assert all(table.path.startswith("japan/") for table in BUILT)
    assert all(table.path.startswith("curated/") for table in CURATED)


def test_demand_covers_the_country_and_the_year(data_dir: Path) -> None:
    demand = read_table(data_dir, "demand")
    assert demand["municipality_code"].nunique() == 738
    assert demand["municipality_code"].str[:2].nunique() == 47
    wraps = demand["start_mmdd"] > demand["end_mmdd"]
    assert wraps.sum() > 100, "winter windows wrap over New Year"
    assert demand["confidence"].value_counts().to_dict() == {
        "curator_knowledge": 610,
        "sourced": 486,
        "prefecture_level": 138,
    }


def test_ids_of_demand_name_place_and_kind(data_dir: Path) -> None:
    demand = read_table(data_dir, "demand")
    made = demand["municipality_code"] + "-" + demand["kind"] + "-"
    assert all(full.startswith(begin) for full, begin in zip(demand["id"], made, strict=True))


def test_demand_is_where_it_says(data_dir: Path) -> None:
    demand = read_table(data_dir, "demand")
    places = read_table(data_dir, "municipalities").set_index("code")
    own = places.loc[demand["municipality_code"]]
    assert demand["municipality_ja"].tolist() == own["name"].tolist()
    assert demand["prefecture_ja"].tolist() == own["prefecture_name"].tolist()


def test_stays_are_not_shorter_than_their_least(data_dir: Path) -> None:
    demand = read_table(data_dir, "demand")
    assert (demand["typical_stay_nights_min"] <= demand["typical_stay_nights_max"]).all()


@pytest.mark.parametrize("day", ["02-29", "12-31", "04-30", "01-01"])
def test_days_of_any_year(day: str) -> None:
    assert re.fullmatch(MONTH_DAY, day)


@pytest.mark.parametrize("day", ["02-30", "04-31", "13-01", "1-1", "00-10", "06-00"])
def test_days_of_no_year(day: str) -> None:
    assert not re.fullmatch(MONTH_DAY, day)


def test_a_contract_in_one_line() -> None:
    table = simple("tolls", "curated/fares", "road km:km yen?:yen from:date note?", "road from")
    assert table.path == "curated/fares/tolls.csv"
    assert [(column.name, column.kind, column.optional) for column in table.columns] == [
        ("road", "text", False),
        ("km", "number", False),
        ("yen", "integer", True),
        ("from", "text", False),
        ("note", "text", True),
    ]
    assert table.key == ("road", "from")


def test_an_id_given_twice_in_two_files_is_found(copy: Path) -> None:
    kinki, kanto = (copy / f"curated/demand/{region}.csv" for region in ("kinki", "kanto"))
    row = kanto.read_text(encoding="utf-8").splitlines()[1]
    kinki.write_text(kinki.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="occurs twice"):
        check_all(copy)


@pytest.fixture
def copy(data_dir: Path, tmp_path: Path) -> Path:
    shutil.copytree(data_dir, tmp_path / "data")
    return tmp_path / "data"


def edit(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_a_window_in_a_place_that_is_none_is_found(copy: Path) -> None:
    edit(copy / "curated/demand/hokkaido.csv", "01100-festival-1,01100,", "01100-festival-1,01101,")
    with pytest.raises(
        SchemaError, match=r"hokkaido\.csv, row 2, column municipality_code: '01101' is not in municipalities\.code"
    ):
        check_all(copy)


def test_a_file_in_the_wrong_encoding_is_named(copy: Path) -> None:
    path = copy / "curated/demand/hokkaido.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp932", errors="replace"))
    with pytest.raises(DatasetError, match=r"hokkaido\.csv is damaged: it is not UTF-8"):
        read_table(copy, "demand")


def test_a_byte_order_mark_does_no_harm(copy: Path) -> None:
    path = copy / "curated/demand/hokkaido.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert isinstance(read_table(copy, "demand"), pd.DataFrame)
