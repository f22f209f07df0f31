"""The airports of Japan, from the world list, under the names people know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

_METRES_PER_FOOT = 0.3048


def build_airports(world_csv: Path, curated: Path) -> pd.DataFrame:
    """List the airports with an IATA code, and those without one that a curated name marks as in use.

    Parameters
    ----------
    world_csv : Path
        `airports.csv` of airportsdata; elevation in feet.
    curated : Path
        Folder with `airport_names.csv` and `airport_access.csv`, whose positions are newer: the world list
        still has Ishigaki where it stood until 2013.

    Returns
    -------
    DataFrame
        iata (may be empty), icao, name, name_ja, lng, lat, elevation_m; by icao.
    """
    world = _read(world_csv)
    names = _read(curated / "airport_names.csv").set_index("icao")["name_ja"]
    japan = world[(world["country"] == "JP") & ((world["iata"] != "") | world["icao"].isin(names.index))]
    table = pd.DataFrame(
        {
            "iata": japan["iata"],
            "icao": japan["icao"],
            "name": japan["name"],
            "name_ja": japan["icao"].map(names).fillna("").astype("str"),
            "lng": japan["lon"].astype(float).round(5),
            "lat": japan["lat"].astype(float).round(5),
            "elevation_m": (japan["elevation"].astype(float) * _METRES_PER_FOOT).round(1),
        }
    )
    return _moved(table, _read(curated / "airport_access.csv")).sort_values("icao", ignore_index=True)


def _moved(table: pd.DataFrame, access: pd.DataFrame) -> pd.DataFrame:
    """Take the positions that the access table knows."""
    known = access.drop_duplicates("airport_icao").set_index("airport_icao")
    for column, source in (("lng", "airport_lon"), ("lat", "airport_lat")):
        table[column] = table["icao"].map(known[source].astype(float).round(5)).fillna(table[column])
    return table


def _read(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    except OSError as error:
        raise SourceError(f"{path} is missing.") from error
