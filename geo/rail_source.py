"""Read the stations of the national table N02 (2020), one row for each operator, line and station."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.errors import SchemaError, SourceError
from geo.sphere import crow_km

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from pathlib import Path

SAME_STATION_KM = 0.6
"""Rows of one line and name closer than this are platforms of one station."""

KEY = ["operator", "line", "name"]
_NEEDED = ("body", "hypernym", "latitude", "longitude", "railway_class", "institution_type")


def read_n02(path: Path) -> pd.DataFrame:
    """Read the table and merge the platforms of a station.

    Returns
    -------
    DataFrame
        operator, line, name, railway_class, institution_type, lng, lat; sorted, one row a station of a line.

    Raises
    ------
    SourceError
        When the file is absent.
    SchemaError
        When a column is missing, or `hypernym` is not `operator/line`.
    """
    try:
        raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except FileNotFoundError as error:
        raise SourceError(f"{path} is missing.") from error
    missing = [name for name in _NEEDED if name not in raw.columns]
    if missing:
        raise SchemaError(f"{path}: column {missing[0]} is missing.")
    owner = raw["hypernym"].str.split("/", n=1, expand=True)
    if owner.shape[1] != 2 or owner[1].isna().any():
        raise SchemaError(f"{path}: hypernym is not operator/line in every row.")
    table = pd.DataFrame(
        {
            "operator": owner[0],
            "line": owner[1],
            "name": raw["body"],
            "railway_class": raw["railway_class"],
            "institution_type": raw["institution_type"],
            "lng": raw["longitude"].astype(float),
            "lat": raw["latitude"].astype(float),
        }
    )
    return merge_platforms(table)


def merge_platforms(table: pd.DataFrame) -> pd.DataFrame:
    """Merge rows of one line and name that lie within `SAME_STATION_KM`, at their mean position."""
    ordered = table.sort_values([*KEY, "lat", "lng", "railway_class"], kind="stable", ignore_index=True)
    repeated = ordered.duplicated(KEY, keep=False)
    merged = [row for _, rows in ordered[repeated].groupby(KEY, sort=True) for row in _clusters(rows)]
    frame = pd.concat([ordered[~repeated], pd.DataFrame(merged, columns=ordered.columns)], ignore_index=True)
    return frame.sort_values([*KEY, "lat", "lng"], kind="stable", ignore_index=True)


def _clusters(rows: pd.DataFrame) -> Iterator[dict[Hashable, object]]:
    left = rows
    while len(left):
        head = left.iloc[0]
        near = crow_km(left[["lng", "lat"]], head[["lng", "lat"]].to_numpy(float)) <= SAME_STATION_KM
        yield head.to_dict() | {"lng": left.loc[near, "lng"].mean(), "lat": left.loc[near, "lat"].mean()}
        left = left[~near]
