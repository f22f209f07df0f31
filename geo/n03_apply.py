"""Newer boundaries put in the place of those there are: names, offices and old codes carried over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.boundaries import LEVELS, NORTHERN_TERRITORIES, measure, simplify
from geo.codes import PREFECTURES
from geo.crs import WGS84
from geo.layers import overview_geojson, prefecture_lines
from geo.municipalities import place_points
from geo.overlay import write_overlay
from geo.store import read_boundaries, read_table

if TYPE_CHECKING:
    from pathlib import Path

    from geo.manifest import Manifest
    from geo.n03 import N03
    from geo.n03_changes import Changes

CREDIT = "「国土数値情報（行政区域データ）」（国土交通省）を加工して作成"

_MEASURED = ["area_km2", "west", "south", "east", "north"]
_SUFFIX_EN = {"市": "City", "区": "City", "町": "Town", "村": "Village"}
_CITY_KANA = "し"
_RURAL_KANA = ("ちょう", "まち", "むら", "そん")


def apply_n03(data_dir: Path, installed: Path, folder: Path, file: N03, changes: Changes, source: str) -> Manifest:
    """Write the overlay with the boundaries of a file.

    Raises
    ------
    SchemaError
        When what comes out breaks its contract; nothing is changed then.
    """
    full = _with_northern_territories(file.boundaries, read_boundaries(data_dir, "full"))
    tables: dict[str, pd.DataFrame] = {f"boundaries_{level}": simplify(full, level) for level in LEVELS}
    known = read_table(data_dir, "municipalities").set_index("code", drop=False)
    tables["municipalities"] = municipalities_of(full, known, changes)
    tables["code_changes"] = aliases_of(read_table(data_dir, "code_changes"), known, changes)
    overview = tables["boundaries_overview"]
    assert isinstance(overview, gpd.GeoDataFrame)
    layers: dict[str, dict[str, Any]] = {
        "overview": overview_geojson(overview),
        "prefectures": prefecture_lines(overview),
    }
    return write_overlay(data_dir, installed, folder, tables, layers, changes.gone, ("n03", source, CREDIT))


def _with_northern_territories(new: gpd.GeoDataFrame, old: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Keep the land of 北方領土 as it was drawn where the file leaves it out."""
    if (new["code"] == NORTHERN_TERRITORIES).any():
        return new
    kept = old[old["code"] == NORTHERN_TERRITORIES]
    return gpd.GeoDataFrame(pd.concat([new, kept[["code", "geometry"]]], ignore_index=True), crs=WGS84)


def municipalities_of(full: gpd.GeoDataFrame, known: pd.DataFrame, changes: Changes) -> pd.DataFrame:
    """Give the rows of every municipality: what is known is kept, what the file tells is new, the rest is empty."""
    table = measure(full[full["code"] != NORTHERN_TERRITORIES])
    heirs: dict[str, list[str]] = {}
    for old, successor in changes.gone.items():
        heirs.setdefault(successor, []).append(old)
    rows = [_row(code, known, changes, heirs.get(code, [])) for code in table["code"]]
    carried = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=table.geometry.to_numpy(), crs=WGS84)
    for name in (*_MEASURED, "main_lng", "main_lat"):
        carried[name] = table[name].to_numpy()
    for name, main in (("office_lng", "main_lng"), ("office_lat", "main_lat")):
        carried[name] = carried[name].astype("float64").fillna(carried[main])
    carried["population"] = carried["population"].astype("Int64")
    placed = pd.DataFrame(place_points(carried)[list(known.columns)])
    text = placed.select_dtypes(include=["object", "str"]).columns
    return placed.astype(dict.fromkeys(text, "str")).sort_values("code", ignore_index=True)


def _row(code: str, known: pd.DataFrame, changes: Changes, heirs: list[str]) -> dict[str, Any]:
    if code in known.index:
        row = dict(known.loc[code])
        if code in changes.renamed:
            row |= _named(changes.renamed[code][1], known.loc[[code]])
        # those that joined it lived elsewhere before
        row["population"] = _people([row["population"], *known["population"].reindex(heirs)])
        return row
    before = known.loc[heirs].sort_values("area_km2", ascending=False)
    prefecture = PREFECTURES[code[:2]]
    return {
        "code": code,
        **_named(changes.new[code], before),
        "prefecture": prefecture.code,
        "prefecture_name": prefecture.name,
        "prefecture_en": prefecture.name_en,
        "office_lng": before["office_lng"].iloc[0] if len(before) else np.nan,
        "office_lat": before["office_lat"].iloc[0] if len(before) else np.nan,
        "population": _people(list(before["population"])) if len(before) else pd.NA,
    }


def _people(counts: list[Any]) -> Any:
    return pd.NA if any(pd.isna(count) for count in counts) else sum(int(count) for count in counts)


def _named(name: str, before: pd.DataFrame) -> dict[str, Any]:
    """Name a municipality; kana and romaji are known only where it bears the name of one before it."""
    named = {"name": name, "name_kana": "", "name_en": "", "suffix_en": _SUFFIX_EN[name[-1]]}
    for row in before.to_dict("records"):
        if row["name"][:-1] != name[:-1]:
            continue
        named["name_en"] = row["name_en"]
        stem = next((row["name_kana"].removesuffix(end) for end in _RURAL_KANA if row["name_kana"].endswith(end)), "")
        if row["name"] == name:
            named["name_kana"] = row["name_kana"]
        elif name.endswith("市") and stem:
            named["name_kana"] = stem + _CITY_KANA
        break
    return named


def aliases_of(before: pd.DataFrame, known: pd.DataFrame, changes: Changes) -> pd.DataFrame:
    """Add the codes and names that are gone, and let older ones lead to the municipalities of today.

    Parameters
    ----------
    before : DataFrame
        The table `code_changes` there is.
    known : DataFrame
        The municipalities there are, by code.
    """
    rows = [_alias(code, "former", successor, known) for code, successor in changes.gone.items()]
    rows += [_alias(code, "renamed", code, known) for code in changes.renamed]
    led = before.assign(successor=before["successor"].replace(dict(changes.gone)))
    # a code that a municipality bears again, or loses now, has its row anew; its earlier names stay good
    led = led[~led["code"].isin([*changes.gone, *changes.new]) | (led["kind"] == "renamed")]
    table = pd.concat([led, pd.DataFrame(rows, columns=list(before.columns))]).astype("str")
    return table.drop_duplicates(["code", "name"], keep="last").sort_values(["code", "name"], ignore_index=True)


def _alias(code: str, kind: str, successor: str, known: pd.DataFrame) -> dict[str, str]:
    """Remember a municipality by what it was called until now."""
    readings = {name: str(known.loc[code, name]) for name in ("name", "name_kana", "name_en")}
    return {"code": code, "kind": kind, "valid_to": "", "successor": successor, **readings}
