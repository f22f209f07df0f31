"""What became of the codes that are no municipality today: those before a merger, and wards of designated cities."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geo.boundaries import NORTHERN_TERRITORIES
from geo.codes import CodeBook, CodeChange

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import geopandas as gpd

_CURATED = ["code", "name", "kind", "valid_to", "successor"]
_COLUMNS = [*_CURATED, "name_kana", "name_en"]


def build_code_changes(offices_csv: Path, boundaries: gpd.GeoDataFrame, curated_csv: Path) -> pd.DataFrame:
    """List former codes and wards with the municipality of today where their office stood.

    The land of a merged municipality may have been split among several; its office then decides. The source ends in
    2020; `curated_csv` holds what changed since, and wins.

    Returns
    -------
    DataFrame
        code, name, kind (`former` or `ward`), valid_to (ISO date, or empty), successor, name_kana, name_en; by code.
        How the names were read is in no source: imported boundaries (geo.n03_apply) carry readings over.
    """
    table = pd.read_csv(offices_csv, dtype=str, keep_default_na=False)
    table = table[table["entry_id"].str.fullmatch(r"\d{5}A\d{4}")]
    table = table.assign(code=table["entry_id"].str[:5])
    table = table[~table["code"].isin(boundaries["code"]) & (table["suffix"] != "特別区部")]
    ward = (table["suffix"] == "区") & (table["valid_to"] == "")
    city = table["countyname"].where(table["suffix"] == "区", "")
    changes = pd.DataFrame(
        {
            "code": table["code"],
            "name": city + table["body"] + table["suffix"],
            "kind": np.where(ward, "ward", "former"),
            "valid_to": table["valid_to"],
            "successor": _municipality_at(boundaries, table["longitude"], table["latitude"]),
        }
    ).astype("str")
    changes = changes[changes["successor"] != NORTHERN_TERRITORIES].sort_values(["code", "valid_to"])
    curated = pd.read_csv(curated_csv, dtype=str, keep_default_na=False)[_CURATED]
    # a code given twice (village, then town) keeps its last holder
    merged = pd.concat([changes, curated]).drop_duplicates("code", keep="last").assign(name_kana="", name_en="")
    return merged.sort_values("code", ignore_index=True)


def _municipality_at(boundaries: gpd.GeoDataFrame, lng: pd.Series[str], lat: pd.Series[str]) -> pd.Series[str]:
    points = shapely.points(lng.astype(float), lat.astype(float))
    nearest = shapely.STRtree(boundaries.geometry.to_numpy()).nearest(points)
    return pd.Series(boundaries["code"].to_numpy()[nearest], index=lng.index)


def code_book(municipalities: Iterable[str], changes: pd.DataFrame) -> CodeBook:
    """Make the code book from the tables `municipalities` and `code_changes`."""
    rows = changes[_COLUMNS].itertuples(index=False, name=None)
    return CodeBook(
        municipalities,
        (
            CodeChange(code, name, kind, dt.date.fromisoformat(day) if day else None, successor, kana, english)
            for code, name, kind, day, successor, kana, english in rows
        ),
    )
