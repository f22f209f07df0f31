"""Small official files in every format."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def areas() -> gpd.GeoDataFrame:
    """Two squares that share a border, with the columns of N03."""
    return gpd.GeoDataFrame(
        {"N03_001": ["富山県", "富山県"], "N03_004": ["砺波市", "南砺市"], "N03_007": ["16208", "16210"]},
        geometry=[shapely.box(136.9, 36.6, 137.0, 36.7), shapely.box(136.9, 36.5, 137.0, 36.6)],
        crs="EPSG:6668",
    )


@pytest.fixture
def shapefile_zip(tmp_path: Path) -> Callable[..., Path]:
    """Writes a frame as a Shapefile in a zip, as MLIT does: in a folder, beside other files."""

    def write(frame: gpd.GeoDataFrame, *, encoding: str = "utf-8", without: tuple[str, ...] = ()) -> Path:
        folder = tmp_path / "shape"
        folder.mkdir()
        frame.to_file(folder / "N03-20260101.shp", encoding=encoding)
        path = tmp_path / "N03-20260101_GML.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("N03-20260101_GML/KS-META-N03.xml", "<meta/>")
            for part in sorted(folder.iterdir()):
                if part.suffix not in without:
                    archive.write(part, f"N03-20260101_GML/{part.name}")
        return path

    return write


@pytest.fixture
def geojson_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a frame as GeoJSON."""

    def write(frame: gpd.GeoDataFrame, name: str = "N03.geojson") -> Path:
        path = tmp_path / name
        path.write_text(frame.to_json(), encoding="utf-8")
        return path

    return write


@pytest.fixture
def topojson_file(tmp_path: Path) -> Path:
    """The two squares as TopoJSON: the border between them is one arc, used forwards and backwards."""
    scale = [0.0001, 0.0001]
    arcs = [
        [[0, 1000], [1000, 0]],  # the shared border, eastwards
        [[1000, 1000], [0, 1000], [-1000, 0], [0, -1000]],  # round the north
        [[0, 1000], [0, -1000], [1000, 0], [0, 1000]],  # round the south
    ]
    content = {
        "type": "Topology",
        "transform": {"scale": scale, "translate": [136.9, 36.5]},
        "arcs": arcs,
        "objects": {
            "n03": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"N03_004": "砺波市", "N03_007": "16208"}},
                    {
                        "type": "MultiPolygon",
                        "arcs": [[[2, -1]]],
                        "properties": {"N03_004": "南砺市", "N03_007": "16210"},
                    },
                ],
            }
        },
    }
    path = tmp_path / "N03.topojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.fixture
def ksj_gml() -> str:
    """The two squares in MLIT's own GML: latitude first, curves shared through references."""

    def curve(key: str, shape: shapely.Geometry) -> str:
        latlng = np.asarray(shape.exterior.coords)[:, ::-1]
        numbers = "\n".join(f"{lat} {lng}" for lat, lng in latlng)
        return (
            f'<gml:Curve gml:id="cv{key}"><gml:segments><gml:LineStringSegment><gml:posList>{numbers}</gml:posList>'
            f"</gml:LineStringSegment></gml:segments></gml:Curve>"
            f'<gml:Surface gml:id="sf{key}"><gml:patches><gml:PolygonPatch><gml:exterior><gml:Ring>'
            f'<gml:curveMember xlink:href="#cv{key}"/></gml:Ring></gml:exterior></gml:PolygonPatch></gml:patches>'
            f"</gml:Surface>"
        )

    def area(key: str, name: str, code: str) -> str:
        return (
            f'<ksj:AdministrativeArea gml:id="gy{key}"><ksj:bounds xlink:href="#sf{key}"/>'
            f"<ksj:prefectureName>富山県</ksj:prefectureName><ksj:countyName></ksj:countyName>"
            f"<ksj:cityName>{name}</ksj:cityName>"
            f'<ksj:administrativeAreaCode codeSpace="AdministrativeAreaCode.xml">{code}</ksj:administrativeAreaCode>'
            f"</ksj:AdministrativeArea>"
        )

    return (
        '<?xml version="1.0" encoding="utf-8"?><ksj:Dataset gml:id="N03" '
        'xmlns:ksj="http://nlftp.mlit.go.jp/ksj/schemas/ksj-app" xmlns:gml="http://www.opengis.net/gml/3.2" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">'
        + curve("1", shapely.box(136.9, 36.6, 137.0, 36.7))
        + curve("2", shapely.box(136.9, 36.5, 137.0, 36.6))
        + area("1", "砺波市", "16208")
        + area("2", "南砺市", "16210")
        + "</ksj:Dataset>"
    )
