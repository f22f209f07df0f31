from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.errors import SchemaError
from geo.schema import CODE, Column, Table, check, parse

TABLE = Table(
    "stays",
    "curated/stays.csv",
    (
        Column("code", pattern=CODE, refers="municipalities.code"),
        Column("nights", kind="integer", low=1, high=30),
        Column("fare", kind="number", optional=True, low=0),
        Column("kind", allowed=frozenset({"work", "transit"})),
        Column("overnight", kind="boolean"),
    ),
    key=("code", "nights"),
)
GOOD = {
    "code": ["01100", "16210"],
    "nights": ["3", "7"],
    "fare": ["", "1.5"],
    "kind": ["work", "transit"],
    "overnight": ["0", "True"],
}
MUNICIPALITIES = {"municipalities": pd.DataFrame({"code": ["01100", "16210"]})}


def parsed(**changes: list[str]) -> pd.DataFrame:
    return parse(pd.DataFrame({**GOOD, **changes}, dtype="str"), TABLE, "stays.csv")


def test_text_becomes_the_dtypes_of_the_contract() -> None:
    frame = parsed()
    check(frame, TABLE, "stays.csv", MUNICIPALITIES)
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "code": "str",
        "nights": "Int64",
        "fare": "float64",
        "kind": "str",
        "overnight": "bool",
    }
    assert frame["overnight"].tolist() == [False, True]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"code": ["01100", "1100"]}, "stays.csv, row 3, column code: '1100' does not match"),
        ({"code": ["99999", "16210"]}, "stays.csv, row 2, column code: '99999' does not match"),
        ({"code": ["01100", "01999"]}, "stays.csv, row 3, column code: '01999' is not in municipalities.code"),
        ({"code": ["", "16210"]}, "stays.csv, row 2, column code: '' is empty"),
        ({"nights": ["0", "7"]}, "stays.csv, row 2, column nights: '0' is below 1"),
        ({"nights": ["3", "31"]}, "stays.csv, row 3, column nights: '31' is above 30"),
        ({"nights": ["", "7"]}, "stays.csv, row 2, column nights: '<NA>' is empty"),
        ({"fare": ["-1", ""]}, "stays.csv, row 2, column fare: '-1.0' is below 0"),
        ({"kind": ["work", "play"]}, "stays.csv, row 3, column kind: 'play' is none of transit, work"),
        (
            {"code": ["16210", "16210"], "nights": ["3", "3"]},
            "stays.csv, row 3, column code + nights: 16210, 3 occurs twice",
        ),
    ],
)
def test_a_breach_names_file_row_and_column(changes: dict[str, list[str]], message: str) -> None:
    with pytest.raises(SchemaError) as caught:
        check(parsed(**changes), TABLE, "stays.csv", MUNICIPALITIES)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"nights": ["3", "seven"]}, "stays.csv, row 3, column nights: 'seven' is not a number"),
        ({"nights": ["3", "7.5"]}, "stays.csv, row 3, column nights: '7.5' is not a whole number"),
        ({"overnight": ["0", ""]}, "stays.csv, row 3, column overnight: '' is neither true nor false"),
    ],
)
def test_what_cannot_be_read_is_named_too(changes: dict[str, list[str]], message: str) -> None:
    with pytest.raises(SchemaError) as caught:
        parsed(**changes)
    assert str(caught.value).startswith(message)


def test_columns_must_be_the_agreed_ones() -> None:
    raw = pd.DataFrame({**GOOD, "remark": ["", ""]}, dtype="str").drop(columns="fare")
    with pytest.raises(SchemaError, match="row 1: the table lacks fare and does not know remark"):
        parse(raw, TABLE, "stays.csv")


def test_a_code_read_as_a_number_has_lost_its_zero() -> None:
    frame = parsed().assign(code=pd.Series([1100, 16210]))
    with pytest.raises(SchemaError, match="column code: dtype int64, where text is due"):
        check(frame, TABLE, "stays.csv")


def test_the_number_of_rows_where_the_world_fixes_it() -> None:
    table = Table("t", "t.csv", (Column("code"),), rows=3)
    with pytest.raises(SchemaError, match="2 rows, where there must be 3"):
        check(pd.DataFrame({"code": ["a", "b"]}, dtype="str"), table)


AREAS = Table("areas", "japan/areas.parquet", (Column("code"), Column("geometry", kind="geometry")))
BOW_TIE = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])


@pytest.mark.parametrize(
    ("shape", "crs", "message"),
    [
        (shapely.box(0, 0, 1, 1), None, "reference system None, where EPSG:4326 is due"),
        (shapely.box(0, 0, 1, 1), "EPSG:6668", "reference system EPSG:6668, where EPSG:4326 is due"),
        (BOW_TIE, "EPSG:4326", "row 2, column geometry: '0' is not valid"),
        (shapely.Polygon(), "EPSG:4326", "row 2, column geometry: '0' is empty"),
    ],
)
def test_geometry_must_be_valid_and_in_wgs84(shape: shapely.Geometry, crs: str | None, message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        check(gpd.GeoDataFrame({"code": ["a"]}, geometry=[shape], crs=crs), AREAS)
