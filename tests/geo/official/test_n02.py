"""Newer railways: a made-up file of the stations there are, with a station more, one less and one elsewhere."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.check import check_all
from geo.errors import SchemaError
from geo.n02 import CLASSES, INSTITUTIONS, as_of, read_n02_file
from geo.n02_changes import changed_stations, compare_stations
from geo.n02_names import as_we_write, kept_by_hand
from geo.overlay import write_overlay
from geo.stations import open_on
from geo.store import read_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = dt.date(2025, 12, 31)
JOHANA = "西日本旅客鉄道", "城端線"


@pytest.fixture(scope="module")
def known(data_dir: Path) -> pd.DataFrame:
    return read_table(data_dir, "stations")


def as_n02(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """Write stations as N02 does: codes for the classes, platforms as lines."""
    code = {name: key for key, name in CLASSES.items()}
    owner = {name: key for key, name in INSTITUTIONS.items()}
    ends = table[["lng", "lat"]].to_numpy()
    return gpd.GeoDataFrame(
        {
            "N02_001": table["railway_class"].map(code).to_numpy(),
            "N02_002": table["institution_type"].map(owner).to_numpy(),
            "N02_003": table["line"].to_numpy(),
            "N02_004": table["operator"].to_numpy(),
            "N02_005": table["name"].to_numpy(),
        },
        geometry=[shapely.LineString([(x - 0.001, y), (x, y), (x + 0.001, y)]) for x, y in ends],
        crs="EPSG:6668",
    )


@pytest.fixture
def file(known: pd.DataFrame, geojson_file: Callable[..., Path]) -> Callable[[pd.DataFrame], Path]:
    return lambda table: geojson_file(as_n02(table), "N02-25_Station.geojson")


def changed(known: pd.DataFrame) -> pd.DataFrame:
    """One station between 福光 and 城端 more, 高儀 gone, 城端 a kilometre further."""
    table = open_on(known, DAY)
    table = table[~((table["line"] == JOHANA[1]) & (table["name"] == "高儀"))]
    moved = (table["line"] == JOHANA[1]) & (table["name"] == "城端")
    table = table.assign(lat=table["lat"].where(~moved, table["lat"] - 0.01))
    new = table[moved].assign(name="新南砺", lat=36.535, lng=136.885)
    return pd.concat([table, new], ignore_index=True)


def test_the_same_stations_change_nothing(known: pd.DataFrame, file: Callable[[pd.DataFrame], Path]) -> None:
    found = read_n02_file(file(open_on(known, DAY)))
    assert compare_stations(known, found, DAY, "N02").nothing


@pytest.mark.slow
def test_changes_are_reported_and_applied(
    known: pd.DataFrame, file: Callable[[pd.DataFrame], Path], data_dir: Path, tmp_path: Path
) -> None:
    found = read_n02_file(file(changed(known)))
    changes = compare_stations(known, found, DAY, "N02")
    assert changes.new == [(*JOHANA, "新南砺")]
    assert changes.gone == [(*JOHANA, "高儀")]
    assert changes.moved == {(*JOHANA, "城端"): pytest.approx(1.11, abs=0.01)}
    stations, links = changed_stations(known, found, changes, DAY, data_dir / "curated")
    line = stations[stations["line"] == JOHANA[1]].set_index("name")
    assert line.loc["高儀", "closed"] == "2025-12-31"
    today = open_on(links, dt.date(2026, 11, 1))
    names = stations.set_index("station_id")["name"]
    pairs = {frozenset((names[a], names[b])) for a, b in zip(today["a"], today["b"], strict=True)}
    assert frozenset(("新南砺", "城端")) in pairs
    assert not any("高儀" in pair for pair in pairs), "trains run through"
    tables = {"stations": stations, "rail_links": links}
    write_overlay(data_dir, data_dir, tmp_path / "data", tables, {}, {}, ("n02", "N02-25.zip", "MLIT"))
    assert check_all(tmp_path / "data")["stations"] == len(known) + 1


def test_what_opened_after_the_day_of_the_file_stays(known: pd.DataFrame, file: Callable[[pd.DataFrame], Path]) -> None:
    """A file of 2021 knows no Nishi-Kyushu Shinkansen."""
    day = dt.date(2021, 12, 31)
    changes = compare_stations(known, read_n02_file(file(open_on(known, day))), day, "N02")
    assert changes.nothing


def test_a_part_of_the_country_is_refused(known: pd.DataFrame, file: Callable[[pd.DataFrame], Path]) -> None:
    part = read_n02_file(file(open_on(known, DAY).head(3000)))
    with pytest.raises(SchemaError, match="the file is not whole"):
        compare_stations(known, part, DAY, "N02")


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("N02_001", "99", "feature 1, column N02_001: the code is unknown"),
        ("N02_002", None, "feature 1, column N02_002: the code is unknown"),
        ("N02_003", "", "feature 1, column N02_003: the value is missing"),
    ],
)
def test_a_value_that_cannot_be_is_refused(
    known: pd.DataFrame, geojson_file: Callable[..., Path], column: str, value: str | None, said: str
) -> None:
    frame = as_n02(known.head(3))
    frame.loc[1, column] = value
    with pytest.raises(SchemaError, match=said):
        read_n02_file(geojson_file(frame))


def test_a_table_of_something_else_is_refused(areas: gpd.GeoDataFrame, geojson_file: Callable[..., Path]) -> None:
    with pytest.raises(SchemaError, match="it is no table of stations"):
        read_n02_file(geojson_file(areas))


def test_the_name_of_a_file_tells_its_year(tmp_path: Path) -> None:
    assert as_of(tmp_path / "N02-24_GML.zip") == dt.date(2024, 12, 31)
    assert as_of(tmp_path / "stations.geojson") is None


def test_mlits_shapefiles_in_a_zip_tell_the_same_as_geojson(
    known: pd.DataFrame, file: Callable[[pd.DataFrame], Path], tmp_path: Path
) -> None:
    """Stations and track lie in one zip, in two folders for two encodings; the UTF-8 stations are taken."""
    few = open_on(known, DAY).head(40)
    stations = as_n02(few)
    track = stations[["N02_001", "N02_002", "N02_003", "N02_004", "geometry"]]
    path = tmp_path / "N02-25_GML.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for folder, encoding in (("UTF-8", "utf-8"), ("Shift-JIS", "cp932")):
            for name, frame in (("N02-25_Station", stations), ("N02-25_RailroadSection", track)):
                (tmp_path / folder).mkdir(exist_ok=True)
                frame.to_file(tmp_path / folder / f"{name}.shp", encoding=encoding)
            for part in sorted((tmp_path / folder).iterdir()):
                archive.write(part, f"N02-25_GML/{folder}/{part.name}")
    found, expected = read_n02_file(path), read_n02_file(file(few))
    pd.testing.assert_frame_equal(found, expected, atol=1e-6)


def test_mlits_gml_of_stations_and_track(tmp_path: Path) -> None:
    """Sections of track refer to their station, and lie in the same file; only the stations are taken."""
    path = tmp_path / "N02-24.xml"
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?><ksj:Dataset xmlns:ksj="http://nlftp.mlit.go.jp/ksj/schemas/ksj-app" '
        'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<gml:Curve gml:id="cv1"><gml:segments><gml:LineStringSegment><gml:posList>36.510 136.890\n36.512 136.890'
        "</gml:posList></gml:LineStringSegment></gml:segments></gml:Curve>"
        '<ksj:RailroadSection gml:id="rs1"><ksj:location xlink:href="#cv1"/><ksj:railwayType>11</ksj:railwayType>'
        "<ksj:serviceProviderType>2</ksj:serviceProviderType><ksj:railwayLineName>城端線</ksj:railwayLineName>"
        '<ksj:operationCompany>西日本旅客鉄道</ksj:operationCompany><ksj:station xlink:href="#st1"/>'
        "</ksj:RailroadSection>"
        '<ksj:Station gml:id="st1"><ksj:location xlink:href="#cv1"/><ksj:railwayType>11</ksj:railwayType>'
        "<ksj:serviceProviderType>2</ksj:serviceProviderType><ksj:railwayLineName>城端線</ksj:railwayLineName>"
        "<ksj:operationCompany>西日本旅客鉄道</ksj:operationCompany><ksj:stationName>城端</ksj:stationName>"
        '<ksj:railroadSection xlink:href="#rs1"/></ksj:Station></ksj:Dataset>',
        encoding="utf-8",
    )
    (row,) = read_n02_file(path).to_dict("records")
    assert (row["operator"], row["line"], row["name"]) == (*JOHANA, "城端")
    assert (row["railway_class"], row["institution_type"]) == ("普通鉄道JR", "JR在来線")
    assert (row["lng"], row["lat"]) == (136.89, pytest.approx(36.511))


def test_corrections_kept_by_hand_hold_for_files(known: pd.DataFrame, data_dir: Path) -> None:
    """N02 names the owner of the Miyazu line, and 江北 by its name before 2022."""
    table = open_on(known, DAY).copy()
    table.loc[table["operator"] == "京都丹後鉄道", "operator"] = "WILLER\u3000TRAINS"
    table.loc[(table["operator"] == "九州旅客鉄道") & (table["name"] == "江北"), "name"] = "肥前山口"
    kept = kept_by_hand(data_dir / "curated")
    assert not compare_stations(known, table, DAY, "N02", kept).nothing
    changes = compare_stations(known, as_we_write(table, data_dir / "curated", DAY), DAY, "N02", kept)
    assert changes.nothing


def test_lines_stay_with_their_operator_until_they_are_handed_over(known: pd.DataFrame, data_dir: Path) -> None:
    """北陸線 between 金沢 and 敦賀 went to two railways in 2024."""
    day = dt.date(2020, 12, 31)
    file = as_we_write(open_on(known, day), data_dir / "curated", day)
    assert compare_stations(known, file, day, "N02").nothing
    assert ((file["operator"] == "西日本旅客鉄道") & (file["name"] == "加賀温泉")).any()
