"""The table of the 1,741 municipalities: names, where the office stands, and how many people live there."""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo.boundaries import measure
from geo.codes import MUNICIPALITY_COUNT, PREFECTURES, five_digits
from geo.errors import SourceError
from geo.mended_names import mended
from geo.sphere import crow_km

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

_COLUMNS = [
    "code",
    "name",
    "name_kana",
    "name_en",
    "suffix_en",
    "prefecture",
    "prefecture_name",
    "prefecture_en",
    "lng",
    "lat",
    "office_lng",
    "office_lat",
    "office_elsewhere",
    "area_km2",
    "population",
    "west",
    "south",
    "east",
    "north",
]

_OFF_LAND_KM = 1.0
"""An office this far outside its own polygon really stands elsewhere; nearer, the coast line is too coarse."""

_WHOLE_TOKYO = 1850147
"""The GeoNames place that counts all 23 wards at once; it lies in one of them."""

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


def hiragana(text: str) -> str:
    """Turn katakana of any width into hiragana."""
    return unicodedata.normalize("NFKC", text).translate(_KATAKANA_TO_HIRAGANA)


def read_names(codes_csv: Path, areas_zip: Path) -> pd.DataFrame:
    """Names of every municipality: code, name, name_kana, name_en, suffix_en.

    Kanji come from the code list; kana and romaji from the forecast areas, whose small kana are right where the
    code list writes 'ｼﾞﾖｳ' for じょう. Municipalities that the forecast splits take their kana from the code list.
    """
    listed = pd.read_csv(codes_csv, dtype=str, keep_default_na=False)
    listed = listed[listed["city"] != ""]
    areas = _areas_by_code(areas_zip)
    rows = []
    for record in listed.to_dict("records"):
        code = five_digits(record["code"])
        english, suffix = _english(code, areas[code])
        whole = next((area for area in areas[code] if area["name"] == record["city"]), None)
        kana = whole["kana"] if whole else hiragana(record["city_kana"])
        rows.append((code, record["city"], mended(code, "name_kana", kana), english, suffix))
    return pd.DataFrame(rows, columns=["code", "name", "name_kana", "name_en", "suffix_en"]).sort_values("code")


def _areas_by_code(areas_zip: Path) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(areas_zip) as archive:
        tree: dict[str, dict[str, dict[str, str]]] = json.loads(archive.read("area.json"))
    areas: dict[str, list[dict[str, str]]] = {}
    for key, area in tree["class20s"].items():
        # Hiroshima is listed by ward only: 'Hiroshima City Naka Ward'
        code = "34100" if "34101" <= key[:5] <= "34108" else key[:5]
        areas.setdefault(code, []).append(area)
    return areas


def _english(code: str, areas: list[dict[str, str]]) -> tuple[str, str]:
    """Plain romaji and suffix from 'Nanto City', 'Akan, Kushiro City', 'Eastern Sendai City', 'Saikai City (…)'."""
    text = areas[0]["enName"].split(", ")[-1]
    if len(areas) > 1:
        text = re.sub(r"^(North|South|East|West)ern ", "", text)
    found = re.match(r"(.+?) (City|Town|Village)\b", text)
    if found is None:
        raise SourceError(f"The forecast areas name {code} {text!r}: neither city, town nor village.")
    return mended(code, "name_en", found[1]), found[2]


def read_offices(offices_csv: Path) -> pd.DataFrame:
    """Points of the offices of today's municipalities, by code: office_lng, office_lat.

    The list holds every unit since 1889; an entry of the present-day series is named by code, letter A and year, and
    has no end. Its `code` column is no key: neighbours of an unsettled boundary share theirs ('11233/11246').
    """
    table = pd.read_csv(offices_csv, dtype=str, keep_default_na=False)
    today = table[table["entry_id"].str.fullmatch(r"\d{5}A\d{4}") & (table["valid_to"] == "")]
    points = pd.DataFrame(
        {
            "office_lng": today["longitude"].astype(float).round(6).to_numpy(),
            "office_lat": today["latitude"].astype(float).round(6).to_numpy(),
        },
        index=pd.Index(today["entry_id"].str[:5], name="code"),
    )
    return points[~points.index.duplicated(keep="last")].sort_index()


def read_places(cities_json: Path) -> pd.DataFrame:
    """GeoNames places of Japan with a population: lng, lat, population, names (a set)."""
    places: dict[str, dict[str, Any]] = json.loads(cities_json.read_text(encoding="utf-8"))
    rows = [
        (place["longitude"], place["latitude"], place["population"], frozenset(place["alternatenames"]))
        for place in places.values()
        if place["countrycode"] == "JP" and place["population"] > 0 and place["geonameid"] != _WHOLE_TOKYO
    ]
    return pd.DataFrame(rows, columns=["lng", "lat", "population", "names"])


def population(boundaries: gpd.GeoDataFrame, names: pd.Series[str], places: pd.DataFrame) -> pd.Series[int]:
    """Population of the place that carries the municipality's name, else of the largest place inside it; a proxy."""
    tree = shapely.STRtree(boundaries.geometry.to_numpy())
    place, owner = tree.query(shapely.points(places["lng"], places["lat"]), predicate="within")
    inside = places.iloc[place].assign(code=boundaries["code"].to_numpy()[owner])
    inside["named"] = [names.get(code) in known for code, known in zip(inside["code"], inside["names"], strict=True)]
    best = inside.sort_values(["code", "named", "population"]).groupby("code")["population"].last()
    counted: pd.Series[int] = best.astype("Int64")
    return counted


def build_municipalities(
    boundaries: gpd.GeoDataFrame, names: pd.DataFrame, offices: pd.DataFrame, places: pd.DataFrame
) -> pd.DataFrame:
    """Join names, offices and population onto the measured boundaries: one row per municipality, by code.

    Raises
    ------
    SourceError
        When the sources do not name exactly the same 1,741 municipalities.
    """
    table = measure(boundaries).merge(names, on="code", how="inner", validate="one_to_one")
    if not len(table) == len(names) == MUNICIPALITY_COUNT:
        raise SourceError(f"Names and boundaries agree on {len(table)} municipalities, not {MUNICIPALITY_COUNT}.")
    table = table.merge(offices, left_on="code", right_index=True, how="left", validate="one_to_one")
    table["population"] = table["code"].map(population(boundaries, names.set_index("code")["name"], places))
    table["population"] = table["population"].astype("Int64")
    prefectures = [PREFECTURES[code[:2]] for code in table["code"]]
    table["prefecture"] = [prefecture.code for prefecture in prefectures]
    table["prefecture_name"] = [prefecture.name for prefecture in prefectures]
    table["prefecture_en"] = [prefecture.name_en for prefecture in prefectures]
    return pd.DataFrame(place_points(table)[_COLUMNS]).sort_values("code", ignore_index=True)


def place_points(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Take the office as the place to travel to; where it stands off its own land, a point on the main land."""
    offices = shapely.points(table["office_lng"], table["office_lat"])
    near = shapely.get_point(shapely.shortest_line(offices, table.geometry.to_numpy()), 1)
    off_km = crow_km(shapely.get_coordinates(offices), shapely.get_coordinates(near))
    elsewhere = ~(off_km <= _OFF_LAND_KM)
    return table.assign(
        office_elsewhere=elsewhere,
        lng=np.where(elsewhere, table["main_lng"], table["office_lng"]),
        lat=np.where(elsewhere, table["main_lat"], table["office_lat"]),
    )
