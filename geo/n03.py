"""MLIT's administrative areas (N03) as one row a municipality, and what had to be put right on the way."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from geo.boundaries import NORTHERN_TERRITORIES, dissolve
from geo.codes import five_digits
from geo.crs import WGS84
from geo.errors import SchemaError, UnknownPlaceError
from geo.official_file import read_official

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from geo.codes import CodeBook

_CODES = ("N03_007", "lg_code_5", "lg_code")
_VARIANTS = str.maketrans("檮鰺竃嶋", "梼鯵竈島")
"""Characters that one list writes in the older form, another in the newer: no name changes with them."""

_VILLAGES = frozenset(str(code).zfill(5) for code in range(1695, 1701))
"""Six villages of the Northern Territories, kept as one piece of land."""

FULL_TOLERANCE = 0.0002
"""Degrees, about 20 m: the national file draws every rock, far below what any page shows."""

MAX_POINTS = 1_500_000
"""Points up to which a file is kept as it is drawn."""


@dataclass
class N03:
    """Boundaries by code (`code`, `geometry`, WGS 84) with names, and notes on what was put right."""

    boundaries: gpd.GeoDataFrame
    names: dict[str, str]
    notes: list[str] = field(default_factory=list)


def read_n03(path: Path, book: CodeBook, cities: dict[tuple[str, str], str]) -> N03:
    """Read a file of administrative areas.

    Parameters
    ----------
    path : Path
    book : CodeBook
        Of the data set it may replace: wards and former codes are joined into the municipality of today.
    cities : dict
        Code of (prefecture, name), for wards that are newer than the data set.

    Raises
    ------
    SourceError
        When the file is refused, see `geo.official_file`.
    SchemaError
        When it is no N03, or holds a code that cannot be.
    """
    raw = read_official(path, "N03")
    column = next((name for name in _CODES if name in raw.columns), None)
    if column is None:
        raise SchemaError(f"{path.name}: there is no column of codes ({', '.join(_CODES)}): it is no N03.")
    notes: list[str] = []
    raw = _without(raw, raw[column].isna() | (raw[column] == ""), "without a code (所属未定地) left out", notes)
    raw = _without(raw, raw.geometry.isna() | raw.geometry.is_empty, "without a geometry left out", notes)
    codes = [_code(value, path.name, row) for row, value in raw[column].items()]
    raw = raw.assign(code=codes)
    invalid = int((~raw.geometry.is_valid).sum())
    if invalid:
        notes.append(f"{invalid} features whose rings cross themselves put right")
    pieces, names = _municipal(raw, book, cities, notes)
    valid = shapely.make_valid(pieces.geometry.to_numpy(), method="structure", keep_collapsed=False)
    areas = gpd.GeoDataFrame({"area": pieces["code"].to_numpy()}, geometry=_thinned(valid), crs=WGS84)
    return N03(dissolve(areas), names, notes)


def same_name(one: str, other: str) -> bool:
    """Tell whether two spellings are one name."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).translate(_VARIANTS)


def _without(raw: gpd.GeoDataFrame, bad: pd.Series[bool], what: str, notes: list[str]) -> gpd.GeoDataFrame:
    if bad.any():
        notes.append(f"{int(bad.sum())} features {what}")
    return raw[~bad]


def _code(value: object, source: str, row: object) -> str:
    try:
        return five_digits(str(value).strip())
    except UnknownPlaceError as error:
        raise SchemaError(f"{source}, feature {row}, column code: {error}") from error


def _municipal(
    raw: gpd.GeoDataFrame, book: CodeBook, cities: dict[tuple[str, str], str], notes: list[str]
) -> tuple[gpd.GeoDataFrame, dict[str, str]]:
    """Give every piece the code of its municipality, and every municipality its name in the file."""
    codes, names, old = [], {}, set()
    for record in raw.drop(columns="geometry").to_dict("records"):
        code, (name, ward) = record["code"], _name(record)
        change = book.change(code)
        if code in _VILLAGES:
            code = NORTHERN_TERRITORIES
        elif change is not None:
            old |= {code} if change.kind == "former" else set()
            code = change.successor
        elif ward and (code[:2], name) in cities:
            code = cities[code[:2], name]
        elif name:
            names[code] = name
        codes.append(code)
    if old:
        notes.append(f"{len(old)} codes that are former ones today joined into their successors ({_some(old)})")
    return raw.assign(code=codes), names


def _name(record: dict[str, object]) -> tuple[str, bool]:
    """Name of the municipality, and whether the feature is a ward of it."""
    text = {key: str(value) for key, value in record.items() if isinstance(value, str) and value}
    if "city_name" in text:
        return text["city_name"], False
    above, name, ward = (text.get(key, "") for key in ("N03_003", "N03_004", "N03_005"))
    if ward:
        return name, True
    if above.endswith("市") and name.endswith("区"):
        return above, True
    return name or above, False


def _some(codes: set[str]) -> str:
    return ", ".join(sorted(codes)[:5]) + (", …" if len(codes) > 5 else "")


def _thinned(polygons: NDArray[np.object_]) -> NDArray[np.object_]:
    """Drop what no page shows before pieces are joined: that keeps time and memory bounded."""
    if int(shapely.get_num_coordinates(polygons).sum()) <= MAX_POINTS:
        return polygons
    return np.asarray(shapely.coverage_simplify(polygons, FULL_TOLERANCE), dtype=object)
