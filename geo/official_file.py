"""Official map files that a person downloaded (N03, N02): GeoJSON, TopoJSON, GML, or a Shapefile in a zip.

Judged by content, read within limits, and only from this computer: no address in a file is ever opened.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from shapely.geometry import shape

from geo.archive import MAX_FILE_BYTES, Archive
from geo.crs import JGD2011, WGS84, to_wgs84
from geo.errors import SchemaError, SourceError
from geo.official_ksj import ksj_features
from geo.official_topojson import topojson_features

if TYPE_CHECKING:
    Features = list[tuple[dict[str, Any], shapely.Geometry | None]]

_SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_TEXTS = (".geojson", ".json", ".topojson", ".xml", ".gml")
_DAMAGE = (
    AttributeError,
    KeyError,
    TypeError,
    ValueError,
    IndexError,
    OverflowError,
    RecursionError,
    shapely.errors.ShapelyError,
)
"""What shapely raises for shapes that are none."""

ROOM = 4
"""Times the limits of other archives: the national Shapefile alone is some 500 MB."""

JAPAN = (122.0, 20.0, 155.0, 46.5)
"""West, south, east and north of all land and stations; a file in metres or with swapped axes lies outside."""


_KINDS = {
    "N03": ("areas, drawn as polygons", {shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON}),
    "Station": (
        "stations, drawn as lines or points",
        {
            shapely.GeometryType.POINT,
            shapely.GeometryType.MULTIPOINT,
            shapely.GeometryType.LINESTRING,
            shapely.GeometryType.MULTILINESTRING,
        },
    ),
}
"""What a table is drawn as."""


def read_official(path: Path, key: str) -> gpd.GeoDataFrame:
    """Read a file as a table in WGS 84; a file that names no reference system is in MLIT's.

    Parameters
    ----------
    path : Path
    key : str
        Part of a name, `N03` or `Station`, that tells which of several tables in a zip is meant.

    Raises
    ------
    SourceError
        When there is no such file, it is too large, refused or none of the formats.
    SchemaError
        When its content is damaged, or lies outside Japan.
    """
    if not path.is_file():
        raise SourceError(f"{path} is no file on this computer; addresses are never opened.")
    if zipfile.is_zipfile(path):
        frame = _from_zip(Archive(path, ROOM), key)
    else:
        _refuse_large(path.name, path.stat().st_size)
        frame = _from_text(path.read_bytes(), path.name)
    if not len(frame):
        raise SchemaError(f"{path.name}: there are no features.")
    _refuse_abroad(frame, path.name)
    _refuse_others(frame, key, path.name)
    return frame


def _from_zip(archive: Archive, key: str) -> gpd.GeoDataFrame:
    """Take the one table meant: a Shapefile, else a text."""
    shapes = _meant([name for name in archive.names if name.lower().endswith(".shp")], key)
    if len(shapes) == 1:
        return _from_shapefile(archive, shapes[0])
    texts = _meant([name for name in archive.names if name.lower().endswith(_TEXTS)], key)
    # a catalogue of metadata (KS-META-…) lies beside the data
    texts = [name for name in texts if "meta" not in name.lower()]
    if len(texts) == 1 and not shapes:
        _refuse_large(texts[0], archive.size(texts[0]))
        return _from_text(archive.read(texts[0]), texts[0])
    found = ", ".join(sorted(shapes or texts)) or "none"
    raise SourceError(f"{archive.path.name} must hold one table of {key}: Shapefile, GeoJSON or GML; found: {found}.")


def _refuse_large(name: str, size: int) -> None:
    if size > MAX_FILE_BYTES:
        raise SourceError(
            f"{name} is larger than {MAX_FILE_BYTES // 2**20} MB: take the zip with the Shapefile, which is smaller."
        )


def _meant(names: list[str], key: str) -> list[str]:
    """Those whose name has the key, or the only one; of two encodings UTF-8 is taken."""
    meant = [name for name in names if key.lower() in PurePosixPath(name).name.lower()]
    meant = meant or names[: len(names) == 1]
    unicode = [name for name in meant if "utf" in name.lower()]
    return sorted(unicode if len(unicode) == 1 else meant)


def _from_shapefile(archive: Archive, name: str) -> gpd.GeoDataFrame:
    """Read a Shapefile from copies of its parts alone, under names of our own."""
    stem = name[:-4]
    # older files are all in upper case: N03.SHP, N03.DBF
    there = {other.lower(): other for other in archive.names if other[:-4] == stem}
    parts = [part for part in _SHAPE_PARTS if stem.lower() + part in there]
    missing = [part for part in (".shx", ".dbf") if part not in parts]
    if missing:
        raise SourceError(f"{archive.path.name} holds {name}, but no {stem}{missing[0]}.")
    # MLIT's older files are in Shift_JIS and do not say so
    encoding = None if ".cpg" in parts else "cp932"
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "table.shp"
        for part in parts:
            archive.copy(there[stem.lower() + part], table.with_suffix(part))
        try:
            frame = pyogrio.read_dataframe(table, encoding=encoding)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, RuntimeError) as error:
            raise SourceError(f"{name} in {archive.path.name} is no Shapefile: {error}.") from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise SourceError(f"{name} in {archive.path.name} is no Shapefile: it has no shapes.")
    return to_wgs84(frame, JGD2011)


def _from_text(content: bytes, name: str) -> gpd.GeoDataFrame:
    head = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        return _frame(ksj_features(content, name), JGD2011, name)
    if not head.startswith(b"{"):
        raise SourceError(f"{name} is neither GeoJSON, TopoJSON nor GML.")
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{name} is no JSON: {error}.") from error
    if document.get("type") == "Topology":
        return _frame(topojson_features(document, name), JGD2011, name)
    if document.get("type") == "FeatureCollection":
        return _frame(_geojson(document, name), _crs(document), name)
    raise SourceError(f"{name} is JSON, but neither a FeatureCollection nor a Topology.")


def _crs(document: dict[str, Any]) -> str:
    """GeoJSON is WGS 84 (RFC 7946); MLIT's own says JGD2011 in the older way."""
    named = json.dumps(document.get("crs") or "")
    return JGD2011 if "6668" in named or "4612" in named else WGS84


def _geojson(document: dict[str, Any], name: str) -> Features:
    features: Features = []
    given = document.get("features") or []
    if not isinstance(given, list):
        raise SchemaError(f"{name}: its features are no list.")
    for number, feature in enumerate(given):
        try:
            geometry = feature.get("geometry")
            features.append((dict(feature.get("properties") or {}), None if geometry is None else shape(geometry)))
        except _DAMAGE as error:
            raise SchemaError(f"{name}, feature {number}: the geometry is damaged ({error}).") from error
    return features


def _frame(features: Features, crs: str, name: str) -> gpd.GeoDataFrame:
    features = [(_plain(properties, number, name), geometry) for number, (properties, geometry) in enumerate(features)]
    columns = list(dict.fromkeys(column for properties, _ in features for column in properties))
    geometry = np.array([geometry for _, geometry in features], dtype=object)
    table = {column: [properties.get(column) for properties, _ in features] for column in columns}
    return to_wgs84(gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(geometry, crs=crs)))


def _plain(properties: dict[str, Any], number: int, name: str) -> dict[str, Any]:
    """Keep texts and numbers, nested values as their JSON; JSON may write halves of letters, which are no text."""
    kept = {
        key: value if value is None or isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)
        for key, value in properties.items()
        # would stand in the place of the shapes
        if key != "geometry"
    }
    try:
        for text in (*kept, *kept.values()):
            str(text).encode()
    except UnicodeEncodeError as error:
        raise SchemaError(f"{name}, feature {number}: a property is no text ({error.reason}).") from error
    return kept


def _refuse_abroad(frame: gpd.GeoDataFrame, name: str) -> None:
    west, south, east, north = frame.total_bounds
    inside = JAPAN[0] <= west and JAPAN[1] <= south and east <= JAPAN[2] and north <= JAPAN[3]
    if not inside:
        raise SchemaError(
            f"{name}: the coordinates reach from {west:.4g}, {south:.4g} to {east:.4g}, {north:.4g}: that is not Japan "
            "in degrees of longitude and latitude."
        )


def _refuse_others(frame: gpd.GeoDataFrame, key: str, name: str) -> None:
    what, kinds = _KINDS[key]
    types = shapely.get_type_id(frame.geometry.to_numpy())
    bad = ~np.isin(types, [*kinds, shapely.GeometryType.MISSING])
    if bad.any():
        kind = shapely.GeometryType(int(types[bad][0])).name
        raise SchemaError(f"{name}, feature {int(bad.argmax())}: a {kind}: it is no table of {what}.")
