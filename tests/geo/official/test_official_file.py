from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from geo.errors import SchemaError, SourceError
from geo.official_file import read_official

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def agrees(frame: gpd.GeoDataFrame) -> bool:
    squares = [shapely.box(136.9, 36.6, 137.0, 36.7), shapely.box(136.9, 36.5, 137.0, 36.6)]
    drawn = [shapely.hausdorff_distance(a, b) for a, b in zip(frame.geometry, squares, strict=True)]
    return (
        frame["N03_007"].tolist() == ["16208", "16210"]
        and frame["N03_004"].tolist() == ["砺波市", "南砺市"]
        and max(drawn) < 1e-6
        and frame.crs == "EPSG:4326"
    )


def test_every_format_tells_the_same(
    areas: gpd.GeoDataFrame,
    shapefile_zip: Callable[..., Path],
    geojson_file: Callable[..., Path],
    topojson_file: Path,
    ksj_gml: str,
    tmp_path: Path,
) -> None:
    gml = tmp_path / "N03.dat"
    gml.write_text(ksj_gml, encoding="utf-8")
    for path in (shapefile_zip(areas), geojson_file(areas), topojson_file, gml):
        assert agrees(read_official(path, "N03")), path.name


def test_an_old_shapefile_in_shift_jis_is_read(areas: gpd.GeoDataFrame, shapefile_zip: Callable[..., Path]) -> None:
    assert agrees(read_official(shapefile_zip(areas, encoding="cp932", without=(".cpg",)), "N03"))


def test_a_shapefile_without_a_system_is_in_mlits(areas: gpd.GeoDataFrame, shapefile_zip: Callable[..., Path]) -> None:
    assert agrees(read_official(shapefile_zip(areas, without=(".prj",)), "N03"))


def test_a_shapefile_that_lacks_a_part_is_refused(areas: gpd.GeoDataFrame, shapefile_zip: Callable[..., Path]) -> None:
    with pytest.raises(SourceError, match=r"no N03-20260101_GML/N03-20260101\.dbf"):
        read_official(shapefile_zip(areas, without=(".dbf",)), "N03")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    ],
)
def test_a_document_type_is_refused(ksj_gml: str, tmp_path: Path, doctype: str) -> None:
    path = tmp_path / "N03.gml"
    path.write_text(ksj_gml.replace("?>", "?>" + doctype, 1), encoding="utf-8")
    with pytest.raises(SourceError, match="DOCTYPE"):
        read_official(path, "N03")
    path.write_bytes(path.read_text(encoding="utf-8").replace("utf-8", "utf-16").encode("utf-16"))
    with pytest.raises(SourceError):
        read_official(path, "N03")


def test_a_reference_that_dangles_is_refused(ksj_gml: str, tmp_path: Path) -> None:
    path = tmp_path / "N03.gml"
    path.write_text(ksj_gml.replace("#cv2", "#cv3"), encoding="utf-8")
    with pytest.raises(SchemaError, match="'cv3'"):
        read_official(path, "N03")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "neither GeoJSON"),
        (b"PK\x03\x04", "neither GeoJSON"),
        (b"{", "no JSON"),
        (b'{"type": "Feature"}', "neither a FeatureCollection nor a Topology"),
        (b'{"type": "FeatureCollection", "features": []}', "no features"),
        (b'{"type": "Topology", "arcs": [[[0, 0]]], "objects": {"a": {"type": "Polygon", "arcs": [[4]]}}}', "damaged"),
        (b"<gml>", "no XML"),
        (b"[" * 100_000, "neither GeoJSON"),
        (b'{"a":' + b"[" * 200_000, "no JSON"),
    ],
)
def test_what_is_no_map_file_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "N03.geojson"
    path.write_bytes(content)
    with pytest.raises((SourceError, SchemaError), match=said):
        read_official(path, "N03")


@pytest.mark.parametrize(
    "name", ["https://nlftp.mlit.go.jp/N03.zip", "/vsicurl/https://localhost/N03.geojson", "absent"]
)
def test_no_address_is_opened(name: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is no file on this computer"):
        read_official(tmp_path / name, "N03")


def test_swapped_axes_and_metres_are_told(areas: gpd.GeoDataFrame, geojson_file: Callable[..., Path]) -> None:
    turned = areas.set_geometry(gpd.GeoSeries([shapely.box(36.6, 136.9, 36.7, 137.0)] * 2, crs=4326))
    with pytest.raises(SchemaError, match="that is not Japan"):
        read_official(geojson_file(turned), "N03")


def test_of_several_tables_in_a_zip_the_named_one_is_taken(tmp_path: Path, areas: gpd.GeoDataFrame) -> None:
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("UTF-8/N03.geojson", areas.to_json())
        archive.writestr("Shift-JIS/N03.geojson", "{}")
        archive.writestr("other.geojson", "{}")
    assert agrees(read_official(path, "N03"))
    with pytest.raises(SourceError, match="must hold one table of Station"):
        read_official(path, "Station")


def test_a_bomb_within_a_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "N03.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("N03.geojson", json.dumps({"type": "FeatureCollection"}) + " " * 50_000_000)
    with pytest.raises(SourceError, match="zip bomb"):
        read_official(path, "N03")


RING = [[136.9, 36.6], [137.0, 36.6], [137.0, 36.7], [136.9, 36.6]]
HUGE = int("1" * 400)
"""A number that JSON can write and no computer's float can hold."""


def collection(geometry: object, properties: object = None) -> dict[str, object]:
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    return {"type": "FeatureCollection", "features": [feature]}


def polygon(ring: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"type": "FeatureCollection", "features": 5}, "its features are no list"),
        ({"type": "FeatureCollection", "features": {"a": 1}}, "its features are no list"),
        (collection({"type": "Blob", "coordinates": [1]}), "feature 0: the geometry is damaged"),
        (collection(polygon([[HUGE, 36.6], *RING[1:]])), "feature 0: the geometry is damaged"),
        (collection(polygon(RING), {"N03_007": "\ud800"}), "feature 0: a property is no text"),
        (collection(polygon(RING), {"\ud800": "16210"}), "feature 0: a property is no text"),
        (collection(polygon(RING), 5), "feature 0: the geometry is damaged"),
        ({"type": "Topology", "arcs": [[[HUGE, 0]]], "objects": {}}, "the TopoJSON is damaged"),
    ],
)
def test_json_made_to_do_harm_is_refused(tmp_path: Path, document: object, said: str) -> None:
    path = tmp_path / "N03.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(SchemaError, match=said):
        read_official(path, "N03")


def test_nested_properties_and_one_called_geometry_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "N03.geojson"
    properties = {"N03_007": "16210", "more": {"a": [1]}, "geometry": "none"}
    path.write_text(json.dumps(collection(polygon(RING), properties)), encoding="utf-8")
    frame = read_official(path, "N03")
    assert frame["more"].tolist() == ['{"a": [1]}']
    assert frame.geometry.tolist() == [shapely.Polygon(RING)]


@pytest.mark.parametrize(
    "inside",
    [
        '<gml:Surface gml:id="s"/>',
        '<gml:Surface gml:id="s"><gml:exterior/></gml:Surface>',
        '<gml:Curve gml:id="c"><gml:posList>36 137 36</gml:posList></gml:Curve>',
        '<gml:Curve gml:id="c"><gml:posList>north east</gml:posList></gml:Curve>',
    ],
)
def test_a_damaged_shape_of_gml_is_refused(tmp_path: Path, inside: str) -> None:
    path = tmp_path / "N03.gml"
    path.write_text(f'<Dataset xmlns:gml="http://www.opengis.net/gml/3.2">{inside}</Dataset>', encoding="utf-8")
    with pytest.raises(SchemaError, match="a geometry is damaged"):
        read_official(path, "N03")


def test_a_shapefile_named_in_upper_case_is_read(
    areas: gpd.GeoDataFrame, shapefile_zip: Callable[..., Path], tmp_path: Path
) -> None:
    path = tmp_path / "upper.zip"
    with zipfile.ZipFile(shapefile_zip(areas)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name.upper(), old.read(name))
    assert agrees(read_official(path, "N03"))


@pytest.mark.parametrize(
    ("key", "geometry"),
    [
        ("N03", {"type": "Point", "coordinates": RING[0]}),
        ("N03", {"type": "GeometryCollection", "geometries": [polygon(RING)]}),
        ("Station", polygon(RING)),
    ],
)
def test_shapes_of_another_kind_are_refused(tmp_path: Path, key: str, geometry: object) -> None:
    path = tmp_path / f"{key}.geojson"
    path.write_text(json.dumps(collection(geometry, {"a": "b"})), encoding="utf-8")
    with pytest.raises(SchemaError, match=r"feature 0: a \w+: it is no table of .*drawn as"):
        read_official(path, key)
