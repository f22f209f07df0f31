"""Newer boundaries: read, compared, and put in the place of those there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely

import geo.n03
from geo.boundaries import NORTHERN_TERRITORIES
from geo.check import check_all
from geo.code_changes import code_book
from geo.errors import SchemaError
from geo.manifest import verify
from geo.n03 import read_n03, same_name
from geo.n03_apply import aliases_of, apply_n03, municipalities_of
from geo.n03_changes import compare
from geo.overlay import base_of, imported_into, is_overlay_of
from geo.places import PlaceIndex
from geo.schema import check
from geo.store import read_boundaries, read_municipalities, read_table
from geo.tables import TABLES
from planner.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.codes import CodeBook
    from geo.n03 import N03
    from geo.n03_changes import Changes

TONAMI, NANTO, OYABE, MERGED = "16208", "16210", "16209", "16299"


@pytest.fixture(scope="module")
def known(data_dir: Path) -> pd.DataFrame:
    return read_table(data_dir, "municipalities").set_index("code", drop=False)


@pytest.fixture(scope="module")
def book(data_dir: Path, known: pd.DataFrame) -> CodeBook:
    return code_book(known["code"], read_table(data_dir, "code_changes"))


@pytest.fixture(scope="module")
def country(data_dir: Path, known: pd.DataFrame) -> gpd.GeoDataFrame:
    """The shipped boundaries, coarse to be quick, with the columns of N03 as a person would download them."""
    frame = read_boundaries(data_dir, "overview")
    frame = frame[frame["code"] != NORTHERN_TERRITORIES]
    return gpd.GeoDataFrame(
        {"N03_004": known["name"].reindex(frame["code"]).to_numpy(), "N03_007": frame["code"].to_numpy()},
        geometry=frame.geometry.to_numpy(),
        crs="EPSG:4326",
    )


@pytest.fixture
def read(book: CodeBook, known: pd.DataFrame, geojson_file: Callable[..., Path]) -> Callable[[gpd.GeoDataFrame], N03]:
    cities = {(code[:2], name): code for code, name in known["name"].items()}
    return lambda frame: read_n03(geojson_file(frame), book, cities)


@pytest.fixture
def compared(data_dir: Path, known: pd.DataFrame) -> Callable[[N03], Changes]:
    return lambda file: compare(known["name"].to_dict(), read_boundaries(data_dir, "overview"), file, "N03.geojson")


def merged(country: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Tonami and Nanto have become となみ野市."""
    both = country["N03_007"].isin([TONAMI, NANTO])
    land = shapely.union_all(country.geometry[both].to_numpy())
    new = gpd.GeoDataFrame({"N03_004": ["となみ野市"], "N03_007": [MERGED]}, geometry=[land], crs=country.crs)
    return gpd.GeoDataFrame(pd.concat([country[~both], new], ignore_index=True), crs=country.crs)


def test_the_same_boundaries_change_nothing(
    country: gpd.GeoDataFrame, read: Callable[..., N03], compared: Callable[[N03], Changes]
) -> None:
    file = read(country)
    assert file.notes == []
    assert compared(file).nothing


@pytest.mark.slow
def test_a_merger_is_reported_applied_and_old_codes_lead_on(
    country: gpd.GeoDataFrame,
    read: Callable[..., N03],
    compared: Callable[[N03], Changes],
    data_dir: Path,
    known: pd.DataFrame,
    tmp_path: Path,
) -> None:
    file = read(merged(country))
    changes = compared(file)
    assert changes.gone == {TONAMI: MERGED, NANTO: MERGED}
    assert changes.new == {MERGED: "となみ野市"}
    assert (changes.renamed, changes.areas) == ({}, {})
    overlay = tmp_path / "instance" / "data"
    before = {path: path.stat().st_mtime_ns for path in data_dir.rglob("*")}
    apply_n03(data_dir, data_dir, overlay, file, changes, "N03.geojson")
    assert {path: path.stat().st_mtime_ns for path in data_dir.rglob("*")} == before
    assert verify(overlay).tables["municipalities"].rows == 1740
    assert check_all(overlay)["boundaries_full"] == 1741
    assert is_overlay_of(overlay, data_dir)
    assert imported_into(overlay) == {"n03": "N03.geojson"}
    places = PlaceIndex.load(overlay)
    for old in (TONAMI, NANTO, "16210" + "8"):
        assert places.resolve(old).name == "となみ野市"
    for name in ("南砺市", "富山県南砺市", "なんとし", "南砺", "Nanto", "Toyama Nanto", "砺波市", "Tonami City"):
        assert places.resolve(name).code == MERGED, name
        assert [place.code for place in places.search(name)] == [MERGED], name
    assert places.resolve("福野町").code == MERGED, "what merged into Nanto before leads on as well"
    assert [place.code for place in places.search(NANTO)] == [MERGED]
    new = places.resolve("となみ野市")
    assert (new.code, new.name_kana, new.name_en) == (MERGED, "", "となみ野市"), "no file tells how it is read"
    offices = known.loc[[TONAMI, NANTO], ["office_lng", "office_lat"]].to_numpy().tolist()
    assert [new.lnglat.lng, new.lnglat.lat] in offices
    assert new.population == int(known.loc[[TONAMI, NANTO], "population"].sum())
    dataset = Dataset.load(overlay, tmp_path / "cache")
    assert dataset.demand.by_code[MERGED]
    assert {window.code for window in dataset.demand.windows} <= set(dataset.index)
    demand = read_table(overlay, "demand")
    assert (demand["municipality_code"] == MERGED).sum() > 0
    assert not demand["municipality_code"].isin([TONAMI, NANTO]).any()


def test_a_promotion_keeps_the_reading(known: pd.DataFrame, data_dir: Path) -> None:
    """朝日町 becomes a city: the code is new, the stem of its reading is not."""
    from geo.n03_changes import Changes

    old, new = "16343", "16298"
    changes = Changes({old: new}, {new: "朝日市"}, {}, {})
    frame = read_boundaries(data_dir, "full")
    row = (
        municipalities_of(frame.assign(code=frame["code"].replace(old, new)), known, changes).set_index("code").loc[new]
    )
    assert (row["name_kana"], row["name_en"], row["suffix_en"]) == ("あさひし", known["name_en"][old], "City")
    assert row["population"] == known["population"][old]


def test_older_codes_follow_to_the_newest(data_dir: Path, known: pd.DataFrame) -> None:
    from geo.n03_changes import Changes

    older = read_table(data_dir, "code_changes")
    table = aliases_of(older, known, Changes({NANTO: MERGED}, {MERGED: "となみ野市"}, {}, {})).set_index("code")
    assert len(table) == len(older) + 1
    assert set(table.loc[[NANTO, "16421", "16408"], "successor"]) == {MERGED}
    assert table.loc[NANTO, ["name", "name_kana", "name_en"]].tolist() == ["南砺市", "なんとし", "Nanto"]


def test_old_names_stay_good_through_renaming_and_merger(data_dir: Path, known: pd.DataFrame) -> None:
    """小矢部市 is renamed, renamed again, and then merged into Tonami."""
    from geo.n03_changes import Changes

    table = read_table(data_dir, "code_changes")
    steps = [
        ("小矢部市", Changes({}, {}, {OYABE: ("小矢部市", "おやべ市")}, {})),
        ("おやべ市", Changes({}, {}, {OYABE: ("おやべ市", "新小矢部市")}, {})),
        ("新小矢部市", Changes({OYABE: TONAMI}, {}, {}, {})),
    ]
    for name, changes in steps:
        table = aliases_of(table, known.assign(name=known["name"].where(known["code"] != OYABE, name)), changes)
        check(table, TABLES["code_changes"], "code_changes", {"municipalities": known})
    municipalities = [place for place in read_municipalities(data_dir) if place.code != OYABE]
    places = PlaceIndex(municipalities, code_book((place.code for place in municipalities), table))
    for name in ("小矢部市", "おやべ市", "新小矢部市", OYABE):
        assert places.resolve(name).code == TONAMI, name


def test_a_renamed_municipality_is_reported(
    country: gpd.GeoDataFrame, read: Callable[..., N03], compared: Callable[[N03], Changes]
) -> None:
    frame = country.assign(N03_004=country["N03_004"].replace("小矢部市", "おやべ市"))
    assert compared(read(frame)).renamed == {OYABE: ("小矢部市", "おやべ市")}
    assert same_name("檮原町", "梼原町")


def test_land_that_moves_is_reported(
    country: gpd.GeoDataFrame, read: Callable[..., N03], compared: Callable[[N03], Changes]
) -> None:
    """The south of Nanto goes to Tonami."""
    rows = {code: int((country["N03_007"] == code).argmax()) for code in (TONAMI, NANTO)}
    shapes = country.geometry.to_numpy().copy()
    west, south, east, north = shapes[rows[NANTO]].bounds
    part = shapely.intersection(shapes[rows[NANTO]], shapely.box(west, south, east, south + (north - south) / 3))
    shapes[rows[TONAMI]] = shapely.union(shapes[rows[TONAMI]], part)
    shapes[rows[NANTO]] = shapely.difference(shapes[rows[NANTO]], part)
    changes = compared(read(country.set_geometry(gpd.GeoSeries(shapes, crs=country.crs))))
    assert set(changes.areas) == {TONAMI, NANTO}
    grown, shrunk = changes.areas[TONAMI], changes.areas[NANTO]
    assert grown[1] - grown[0] == pytest.approx(shrunk[0] - shrunk[1], rel=0.01)


def test_wards_are_their_city(book: CodeBook, known: pd.DataFrame, geojson_file: Callable[..., Path]) -> None:
    """A known ward by its code, a ward that is newer than the data set by the name of its city, old form and new."""
    boxes = [shapely.box(141 + i / 10, 43, 141.1 + i / 10, 43.1) for i in range(3)]
    frame = gpd.GeoDataFrame(
        {
            "N03_003": ["札幌市", "札幌市", None],
            "N03_004": ["中央区", "新区", "札幌市"],
            "N03_005": [None, None, "別区"],
            "N03_007": ["01101", "01188", "01189"],
        },
        geometry=boxes,
        crs=4326,
    )
    file = read_n03(geojson_file(frame), book, {(code[:2], name): code for code, name in known["name"].items()})
    assert file.boundaries["code"].tolist() == ["01100"]


def test_dirt_is_put_right_and_said(country: gpd.GeoDataFrame, read: Callable[..., N03]) -> None:
    some = country[country["N03_007"].str.startswith("16")].reset_index(drop=True)
    box, bow = shapely.box(137, 37, 137.1, 37.1), shapely.Polygon([(138, 38), (138.1, 38.1), (138.1, 38), (138, 38.1)])
    dirty = gpd.GeoDataFrame(
        {"N03_004": ["所属未定地", "南砺市", "小矢部市", "色丹村"], "N03_007": [None, NANTO, OYABE, "01695"]},
        geometry=[box, None, bow, shapely.box(146, 43.8, 146.5, 43.9)],
        crs=country.crs,
    )
    file = read(gpd.GeoDataFrame(pd.concat([some, dirty], ignore_index=True), crs=country.crs))
    assert file.notes == [
        "1 features without a code (所属未定地) left out",
        "1 features without a geometry left out",
        "1 features whose rings cross themselves put right",
    ]
    assert set(file.boundaries["code"]) == {*some["N03_007"], NORTHERN_TERRITORIES}


@pytest.mark.parametrize("code", ["1208", "99208", "162085", "x"])
def test_a_code_that_cannot_be_is_refused(country: gpd.GeoDataFrame, read: Callable[..., N03], code: str) -> None:
    frame = country.head(3).assign(N03_007=["01100", code, "01202"])
    with pytest.raises(SchemaError, match=r"^N03\.geojson, feature 1, column code"):
        read(frame)


def test_a_file_that_is_not_whole_is_refused(
    country: gpd.GeoDataFrame, read: Callable[..., N03], compared: Callable[[N03], Changes]
) -> None:
    island = read(country[country["N03_007"] != "13362"])
    with pytest.raises(SchemaError, match="13362 利島村 is missing, and its land lies in no other"):
        compared(island)
    one_prefecture = read(country[country["N03_007"].str.startswith("16")])
    with pytest.raises(SchemaError, match="1726 municipalities are missing"):
        compared(one_prefecture)


def test_no_overlay_where_there_is_none(tmp_path: Path, data_dir: Path) -> None:
    assert base_of(tmp_path) is None
    assert not is_overlay_of(tmp_path, data_dir)
    (tmp_path / "base.json").write_text("[]")
    assert not is_overlay_of(tmp_path, data_dir)


def test_the_ministrys_newest_file_agrees_on_every_code(
    shared_data: Path, data_dir: Path, book: CodeBook, known: pd.DataFrame
) -> None:
    file = read_n03(shared_data / "n03" / "koxon_ja_municipality_area_5.topojson", book, {})
    assert len(file.boundaries) == 1742
    changes = compare(known["name"].to_dict(), read_boundaries(data_dir, "full"), file, "N03")
    assert (changes.gone, changes.new, changes.renamed) == ({}, {}, {})
    assert len(changes.areas) < 10, "the coasts of small islands, drawn coarsely"


def test_a_file_that_lost_its_islands_is_refused(
    shared_data: Path, book: CodeBook, known: pd.DataFrame, compared: Callable[[N03], Changes]
) -> None:
    cities = {(code[:2], name): code for code, name in known["name"].items()}
    file = read_n03(shared_data / "n03" / "n03_2021_dirty.geojson", book, cities)
    assert file.notes == ["3 features without a code (所属未定地) left out"]
    with pytest.raises(SchemaError, match="is missing, and its land lies in no other municipality"):
        compared(file)


def test_a_file_drawn_to_the_metre_is_thinned_and_loses_no_place(
    country: gpd.GeoDataFrame,
    read: Callable[..., N03],
    compared: Callable[[N03], Changes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    points = int(shapely.get_num_coordinates(read(country).boundaries.geometry).sum())
    monkeypatch.setattr(geo.n03, "MAX_POINTS", 1000)
    monkeypatch.setattr(geo.n03, "FULL_TOLERANCE", 0.01)
    thin = read(country)
    assert int(shapely.get_num_coordinates(thin.boundaries.geometry).sum()) < points
    assert len(thin.boundaries) == 1741
    changes = compared(thin)
    assert (changes.gone, changes.new, changes.renamed) == ({}, {}, {})
