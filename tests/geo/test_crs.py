from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from geo.crs import JGD2011, WGS84, area_km2, to_wgs84
from geo.errors import CrsError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_without_a_system_is_refused_unless_one_is_named() -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(137, 36)])
    with pytest.raises(CrsError, match="no reference system"):
        to_wgs84(frame)
    assert to_wgs84(frame, assume=JGD2011).crs.equals(WGS84)


def test_jgd2011_and_wgs84_agree_to_the_metre() -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(137, 36)], crs=JGD2011)
    point = to_wgs84(frame).geometry.iloc[0]
    assert point.distance(shapely.Point(137, 36)) < 1e-5


def test_a_written_system_wins_over_the_assumed_one() -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(15_250_000, 4_300_000)], crs="EPSG:3857")
    assert to_wgs84(frame, assume=JGD2011).geometry.iloc[0].x == pytest.approx(136.99, abs=0.01)


def test_a_degree_square_on_the_equator() -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)], crs=WGS84)
    assert area_km2(frame)[0] == pytest.approx(12_308, rel=1e-3)


def test_topojson_of_the_ministry_writes_no_system(shared_data: Path) -> None:
    frame = gpd.read_file(shared_data / "n03/koxon_ja_municipality_area_5.topojson")
    assert len(frame) == 1747
    with pytest.raises(CrsError):
        to_wgs84(frame)
    assert to_wgs84(frame, assume=JGD2011).total_bounds[0] == pytest.approx(122.93, abs=0.05)
