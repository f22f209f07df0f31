from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from shapely.geometry import shape

from geo import geojson
from geo.boundaries import NORTHERN_TERRITORIES
from geo.errors import DatasetError, UnknownPlaceError
from geo.layers import DECIMALS, FILES, Layers, overview_geojson, prefecture_lines
from geo.model import BBox
from geo.store import read_boundaries

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def layers(data_dir: Path) -> Layers:
    return Layers(data_dir)


@pytest.fixture(scope="module")
def overview(layers: Layers) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(layers.file("overview"))
    return found


def test_the_country_at_a_glance_is_complete_and_light(layers: Layers, overview: dict[str, Any]) -> None:
    ids = [feature["id"] for feature in overview["features"]]
    assert len(ids) == len(set(ids)) == 1742
    assert NORTHERN_TERRITORIES in ids
    assert len(gzip.compress(layers.file("overview"), 6)) < 300_000


def test_every_ring_of_the_overview_can_be_drawn(overview: dict[str, Any]) -> None:
    for feature in overview["features"]:
        parts = feature["geometry"]["coordinates"]
        rings = [parts] if feature["geometry"]["type"] == "Polygon" else parts
        assert all(len(ring) >= 4 and ring[0] == ring[-1] for polygon in rings for ring in polygon), feature["id"]


def test_layers_are_made_from_the_boundaries(data_dir: Path, layers: Layers) -> None:
    frame = read_boundaries(data_dir, "overview")
    assert geojson.dumps(overview_geojson(frame)) == layers.file("overview")
    assert geojson.dumps(prefecture_lines(frame)) == layers.file("prefectures")


def test_prefectures_border_on_their_neighbours(layers: Layers) -> None:
    pairs = {feature["id"] for feature in json.loads(layers.file("prefectures"))["features"]}
    assert {"16-17", "16-20", "13-14", "45-46"} <= pairs
    assert all(pair.split("-")[0] not in {"01", "47"} for pair in pairs), "Hokkaido and Okinawa border on the sea only"


def test_neighbours_land_is_not_japans(data_dir: Path, layers: Layers) -> None:
    land = shapely.make_valid(shape(json.loads(layers.file("land"))["features"][0]["geometry"]))
    inside = {"Pusan": (129.0, 35.25), "Vladivostok": (132.2, 43.6), "Shanghai": (121.2, 31.2), "Taipei": (121.5, 25.0)}
    assert [name for name, at in inside.items() if not land.contains(shapely.Point(at))] == []
    frame = read_boundaries(data_dir, "overview")
    for code in (NORTHERN_TERRITORIES, "42209", "32528", "47382"):
        assert not land.intersects(frame.set_index("code").geometry[code]), code


def test_one_municipality_in_detail(layers: Layers) -> None:
    rough, fine = (layers.municipality("16210", level) for level in ("overview", "full"))
    assert rough["id"] == fine["id"] == "16210"
    assert shape(rough["geometry"]).intersection(shape(fine["geometry"])).area > 0.95 * shape(fine["geometry"]).area


@pytest.mark.parametrize("code", ["99999", NORTHERN_TERRITORIES, "01101", ""])
def test_what_is_no_municipality_has_no_outline(layers: Layers, code: str) -> None:
    with pytest.raises(UnknownPlaceError):
        layers.municipality(code)


def test_a_region_holds_what_touches_it(layers: Layers) -> None:
    found = layers.region(BBox(136.8, 36.4, 137.0, 36.7), "mid")
    ids = [feature["id"] for feature in found["features"]]
    assert "16210" in ids
    assert ids == sorted(ids)
    assert len(ids) < 20
    assert layers.region(BBox(140, 20, 140.1, 20.1))["features"] == []


@pytest.mark.parametrize("level", list(DECIMALS))
def test_decimals_by_level(layers: Layers, level: str) -> None:
    text = json.dumps(layers.municipality("13101", level)["geometry"]["coordinates"])
    longest = max(len(number.partition(".")[2].rstrip("]")) for number in text.replace("[", "").split(", "))
    assert longest <= DECIMALS[level]


def test_a_missing_layer_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"overview\.geojson is missing"):
        Layers(tmp_path).file("overview")


def test_names_of_layers() -> None:
    assert set(FILES) == {"overview", "prefectures", "land"}
