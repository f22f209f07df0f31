from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.errors import DatasetError, SchemaError
from geo.store import read_boundaries, read_municipalities, read_table, replacing, write_table
from geo.tables import BUILT, TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from geo.schema import Table


@pytest.mark.parametrize("table", BUILT, ids=lambda table: table.name)
def test_what_is_read_writes_the_same_bytes_again(data_dir: Path, tmp_path: Path, table: Table) -> None:
    path = tmp_path / "again"
    path = path.with_suffix((data_dir / table.path).suffix)
    write_table(read_table(data_dir, table.name), path, table)
    assert path.read_bytes() == (data_dir / table.path).read_bytes()


def test_municipalities_come_by_code_with_their_names(data_dir: Path) -> None:
    places = read_municipalities(data_dir)
    assert [place.code for place in places] == sorted(place.code for place in places)
    nanto = next(place for place in places if place.code == "16210")
    assert (nanto.full_name, nanto.name_kana, nanto.name_en) == ("富山県南砺市", "なんとし", "Nanto")
    assert nanto.lnglat.lng == pytest.approx(136.9, abs=0.1)
    assert nanto.lnglat.lat == pytest.approx(36.56, abs=0.1)


def test_boundaries_are_in_wgs84(data_dir: Path) -> None:
    assert read_boundaries(data_dir, "overview").crs.to_epsg() == 4326


@pytest.mark.parametrize("name", ["municipalities", "stations", "demand"])
def test_a_missing_table_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(DatasetError, match="is missing") as caught:
        read_table(tmp_path, name)
    assert str(tmp_path / TABLES[name].path) in str(caught.value)


@pytest.mark.parametrize(
    ("path", "name"),
    [("japan/stations.parquet", "stations"), ("japan/boundaries_mid.parquet", "boundaries_mid")],
)
def test_half_a_table_is_named(data_dir: Path, tmp_path: Path, path: str, name: str) -> None:
    (tmp_path / "japan").mkdir()
    content = (data_dir / path).read_bytes()
    (tmp_path / path).write_bytes(content[: len(content) // 2])
    with pytest.raises(DatasetError, match="is damaged"):
        read_table(tmp_path, name)


def test_a_built_csv_with_a_column_too_few_is_damaged(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "japan").mkdir()
    table = pd.read_csv(data_dir / "japan/municipalities.csv", dtype=str)
    table.drop(columns="name_kana").to_csv(tmp_path / "japan/municipalities.csv", index=False)
    with pytest.raises(DatasetError, match="lacks name_kana"):
        read_table(tmp_path, "municipalities")


def test_geometry_survives(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"code": ["16210"]}, geometry=[shapely.box(136, 36, 137, 37)], crs="EPSG:4326")
    table = TABLES["boundaries_full"]
    (tmp_path / "japan").mkdir()
    write_table(frame, tmp_path / table.path, table)
    again = read_boundaries(tmp_path, "full")
    assert again.crs == frame.crs
    assert again.geometry.iloc[0].equals_exact(frame.geometry.iloc[0])


class TestReplacing:
    def test_a_new_folder_takes_the_place_of_the_old(self, tmp_path: Path) -> None:
        (tmp_path / "japan").mkdir()
        (tmp_path / "japan/old.csv").write_text("old")
        with replacing(tmp_path / "japan") as new:
            (new / "new.csv").write_text("new")
            assert (tmp_path / "japan/old.csv").is_file()
        assert [path.name for path in tmp_path.rglob("*")] == ["japan", "new.csv"]

    def test_a_failure_leaves_everything_as_it_was(self, tmp_path: Path) -> None:
        (tmp_path / "japan").mkdir()
        (tmp_path / "japan/old.csv").write_text("old")
        with pytest.raises(IsADirectoryError), replacing(tmp_path / "japan") as new:
            new.write_text("half")
        assert [path.name for path in tmp_path.rglob("*")] == ["japan", "old.csv"]

    def test_there_need_be_nothing_to_replace(self, tmp_path: Path) -> None:
        with replacing(tmp_path / "data" / "japan") as new:
            shutil.copy(__file__, new / "a")
        assert (tmp_path / "data/japan/a").is_file()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("\n", ",x\n", r"row 2: 23 values, where there are 22 columns"),
        (",", '","', r"row 2: \d+ values, where there are 22 columns"),
        (",", "\0,", r"line 2: the character '\\x00' is in no table"),
        (",", "\x07,", r"line 2: the character '\\x07' is in no table"),
    ],
)
def test_a_curated_row_out_of_shape_is_named(data_dir: Path, tmp_path: Path, old: str, new: str, told: str) -> None:
    copy = shutil.copytree(data_dir / "curated", tmp_path / "curated") / "services/ferries.csv"
    head, rows = copy.read_text(encoding="utf-8").split("\n", 1)
    copy.write_text(head + "\n" + rows.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SchemaError, match=rf"ferries\.csv, {told}"):
        read_table(tmp_path, "ferries")
