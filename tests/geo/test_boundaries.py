from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from geo.boundaries import (
    LEVELS,
    NORTHERN_TERRITORIES,
    dissolve,
    largest_part,
    measure,
    municipality_of_area,
    read_areas,
    simplify,
)
from geo.crs import JGD2011, area_km2, to_wgs84
from geo.errors import SourceError
from geo.store import read_boundaries, read_municipalities, read_table

if TYPE_CHECKING:
    from pathlib import Path


def write_areas(path: Path, areas: dict[str, shapely.Geometry]) -> Path:
    features = [
        {"type": "Feature", "properties": {"code": code, "name": code}, "geometry": shapely.geometry.mapping(shape)}
        for code, shape in areas.items()
    ]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("areas.json", json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def multi(*shapes: Any) -> shapely.MultiPolygon:
    return shapely.MultiPolygon(list(shapes))


@pytest.mark.parametrize(
    ("area", "code"),
    [
        ("0110000", "01100"),
        ("0410001", "04100"),
        ("2610100", "26100"),
        ("2611100", "26100"),
        ("2620100", "26201"),
        ("3410800", "34100"),
        ("3420200", "34202"),
        ("1310100", "13101"),
        ("hoppo", NORTHERN_TERRITORIES),
    ],
)
def test_areas_belong_to_municipalities(area: str, code: str) -> None:
    assert municipality_of_area(area) == code


def test_parts_of_a_city_are_joined_and_enclaves_keep_their_land(tmp_path: Path) -> None:
    """The source draws Kashiwazaki over Kariwa, which it encloses."""
    file = write_areas(
        tmp_path / "a.json.zip",
        {
            "1520501": multi(shapely.box(138, 37, 138.5, 38)),
            "1520502": multi(shapely.box(138.5, 37, 139, 38)),
            "1550400": multi(shapely.box(138.2, 37.2, 138.4, 37.4)),
        },
    )
    frame = dissolve(read_areas([file]))
    assert frame["code"].tolist() == ["15205", "15504"]
    city, village = frame.geometry
    assert village.area == pytest.approx(0.04)
    assert city.area == pytest.approx(0.96)
    assert shapely.coverage_is_valid(frame.geometry.to_numpy())


def test_a_bow_tie_is_made_valid(tmp_path: Path) -> None:
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    frame = read_areas([write_areas(tmp_path / "a.json.zip", {"0110000": multi(bow)})])
    assert frame.geometry.is_valid.all()
    assert frame.geometry.iloc[0].area == pytest.approx(0.5)


def test_a_file_of_something_else_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json.zip").write_text("no archive")
    with pytest.raises(SourceError, match=r"a\.json\.zip"):
        read_areas([tmp_path / "a.json.zip"])


def test_largest_part_of_each() -> None:
    small, large = shapely.box(0, 0, 1, 1), shapely.box(5, 5, 8, 8)
    found = largest_part([multi(small, large), small])
    assert [part.area for part in found] == [9, 1]


def test_the_point_to_travel_to_stands_on_the_main_land(data_dir: Path) -> None:
    frame = read_boundaries(data_dir, "full")
    table = measure(frame)
    points = shapely.points(table["main_lng"], table["main_lat"])
    assert shapely.dwithin(largest_part(frame.geometry.to_numpy()), points, 2e-5).all()


@pytest.mark.parametrize("level", LEVELS)
def test_no_level_loses_a_municipality_or_a_shared_border(data_dir: Path, level: str) -> None:
    shapes = read_boundaries(data_dir, level).geometry.to_numpy()
    assert len(shapes) == 1742
    assert shapely.coverage_is_valid(shapes)
    assert not shapely.is_empty(shapes).any()


def test_less_detail_means_fewer_corners(data_dir: Path) -> None:
    corners = [shapely.get_num_coordinates(read_boundaries(data_dir, level).geometry).sum() for level in LEVELS]
    assert corners[0] < 0.5 * corners[2]
    assert corners[0] < corners[1] < corners[2]


def test_simplifying_again_gives_the_same(data_dir: Path) -> None:
    full = read_boundaries(data_dir, "full")
    again = simplify(full, "overview").geometry.to_numpy()
    assert shapely.equals_exact(again, read_boundaries(data_dir, "overview").geometry.to_numpy()).all()


def test_codes_are_the_municipalities_and_the_northern_territories(data_dir: Path) -> None:
    codes = set(read_boundaries(data_dir, "full")["code"])
    assert codes - {place.code for place in read_municipalities(data_dir)} == {NORTHERN_TERRITORIES}
    assert len(codes) == 1742


@pytest.mark.parametrize(
    ("name", "lng", "lat", "code"),
    [
        ("竹島", 131.865, 37.242, "32528"),
        ("魚釣島", 123.475, 25.745, "47207"),
        ("国後島", 145.9, 44.1, "hoppo"),
        ("南鳥島", 153.98, 24.285, "13421"),
    ],
)
def test_far_islands_stay_on_the_map(data_dir: Path, name: str, lng: float, lat: float, code: str) -> None:
    frame = read_boundaries(data_dir, "full")
    inside = frame[frame.contains(shapely.Point(lng, lat))]
    assert inside["code"].tolist() == [code], name


def test_areas_agree_with_the_ministry(data_dir: Path, shared_data: Path) -> None:
    """N03 of 2025, an independent drawing: half of the municipalities within 1 %, all within 30 %."""
    import geopandas as gpd

    theirs = gpd.read_file(shared_data / "n03/koxon_ja_municipality_area_5.topojson")
    theirs["geometry"] = shapely.make_valid(theirs.geometry.to_numpy())
    theirs = to_wgs84(theirs, assume=JGD2011)
    assert theirs["is_hoppo_city"].sum() == 6
    area = dict(zip(theirs["lg_code_5"], area_km2(theirs), strict=True))
    ours = read_table(data_dir, "municipalities")
    ratio = np.array([row.area_km2 / area[row.code] for row in ours.itertuples()])
    assert np.median(np.abs(ratio - 1)) < 0.01
    assert np.abs(ratio - 1).max() < 0.3
