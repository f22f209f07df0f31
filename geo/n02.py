"""MLIT's railways (N02): the stations of a file, as the table of the data set writes them."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geo.errors import SchemaError
from geo.official_file import read_official
from geo.rail_source import merge_platforms

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

CLASSES = {
    "11": "普通鉄道JR", "12": "普通鉄道", "13": "鋼索鉄道", "14": "懸垂式鉄道", "15": "跨座式鉄道",
    "16": "案内軌条式鉄道", "17": "無軌条鉄道", "21": "軌道", "22": "懸垂式モノレール", "23": "跨座式モノレール",
    "24": "案内軌条式", "25": "浮上式",
}  # fmt: skip
"""N02_001, 鉄道区分コード."""

INSTITUTIONS = {"1": "JRの新幹線", "2": "JR在来線", "3": "公営鉄道", "4": "民営鉄道", "5": "第三セクター"}
"""N02_002, 事業者種別コード."""

_COLUMNS = {"N02_003": "line", "N02_004": "operator", "N02_005": "name"}
_NAME = re.compile(r"N02-(\d{2})(?!\d)")


def as_of(path: Path) -> dt.date | None:
    """Give the day a file describes: N02-24 is the end of 2024; None where the name does not tell."""
    found = _NAME.search(path.name)
    return dt.date(2000 + int(found[1]), 12, 31) if found else None


def read_n02_file(path: Path) -> pd.DataFrame:
    """Read the stations of a file: one row a station of a line, platforms joined.

    Returns
    -------
    DataFrame
        operator, line, name, railway_class, institution_type, lng, lat.

    Raises
    ------
    SourceError
        When the file is refused, see `geo.official_file`.
    SchemaError
        When it holds no stations, or a value that cannot be.
    """
    raw = read_official(path, "Station")
    missing = [name for name in ("N02_001", "N02_002", *_COLUMNS) if name not in raw.columns]
    if missing:
        raise SchemaError(f"{path.name}: column {missing[0]} is missing: it is no table of stations of N02.")
    # GML keeps sections of track, which have no station's name, beside the stations
    raw = raw[raw["N02_005"].notna()].reset_index(drop=True)
    for column in _COLUMNS:
        _refuse(raw[column].isna() | (raw[column] == ""), column, "the value is missing", path.name)
    _refuse(raw.geometry.isna() | raw.geometry.is_empty, "geometry", "it has none", path.name)
    classes = raw["N02_001"].astype(str).map(CLASSES)
    institutions = raw["N02_002"].astype(str).map(INSTITUTIONS)
    _refuse(classes.isna(), "N02_001", "the code is unknown", path.name)
    _refuse(institutions.isna(), "N02_002", "the code is unknown", path.name)
    # a station is drawn as the line of its platform
    lines = _lines(raw.geometry.to_numpy())
    middles = shapely.get_coordinates(shapely.line_interpolate_point(lines, 0.5, normalized=True))
    table = pd.DataFrame(
        {
            "operator": raw["N02_004"].astype("str"),
            "line": raw["N02_003"].astype("str"),
            "name": raw["N02_005"].astype("str"),
            "railway_class": classes.astype("str"),
            "institution_type": institutions.astype("str"),
            "lng": middles[:, 0],
            "lat": middles[:, 1],
        }
    )
    return merge_platforms(table)


def _lines(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Take the first line of a shape in several parts; a point stands for itself."""
    first = np.asarray(shapely.get_geometry(shapes, 0), dtype=object)
    points = shapely.get_type_id(first) == shapely.GeometryType.POINT
    if points.any():
        at = shapely.get_coordinates(first[points])
        first[points] = shapely.linestrings([[point, point] for point in at.tolist()])
    return first


def _refuse(bad: pd.Series[bool], column: str, why: str, source: str) -> None:
    if bad.any():
        raise SchemaError(f"{source}, feature {int(bad.to_numpy().argmax())}, column {column}: {why}.")
