"""What a newer table of stations changes, and the stations with those changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.errors import SchemaError
from geo.rail_groups import assign_groups
from geo.rail_source import KEY
from geo.sphere import crow_km
from geo.stations import STATION_COLUMNS, build_rail_links, open_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection
    from pathlib import Path

    from numpy.typing import NDArray

MOVED_KM = 0.3
"""A station further off than this has moved; less is the middle of a platform drawn anew."""

LEAST_SHARE = 0.8
"""A file with fewer than this share of the stations open on its day is a part of the country."""

Station = tuple[str, str, str]


@dataclass(frozen=True)
class RailChanges:
    """Differences: stations as (operator, line, name).

    Attributes
    ----------
    new, gone : lists of stations
    moved : dict of station to kilometres
    """

    new: list[Station]
    gone: list[Station]
    moved: dict[Station, float]

    @property
    def nothing(self) -> bool:
        """Whether the stations are the same."""
        return not (self.new or self.gone or self.moved)


def compare_stations(
    known: pd.DataFrame, file: pd.DataFrame, day: dt.date, source: str, kept: Collection[Station] = ()
) -> RailChanges:
    """Compare the stations open on the day of a file with those in it; what opened later is left alone.

    Stations in `kept` (see `geo.n02_names`) are not gone where the file lacks them.

    Raises
    ------
    SchemaError
        When the file lacks a fifth of the stations.
    """
    before = _places(open_on(known, day))
    after = _places(file)
    ever = set(_places(known))
    gone = sorted(before.keys() - after.keys() - set(kept))
    if len(gone) > (1 - LEAST_SHARE) * len(before):
        raise SchemaError(f"{source}: {len(gone)} of {len(before)} stations are missing: the file is not whole.")
    both = sorted(before.keys() & after.keys())
    old, new = (np.array([places[key] for key in both]).reshape(-1, 2) for places in (before, after))
    return RailChanges(
        new=sorted(after.keys() - ever),
        gone=gone,
        moved={key: round(float(off), 2) for key, off in zip(both, crow_km(old, new), strict=True) if off > MOVED_KM},
    )


def _places(table: pd.DataFrame) -> dict[Station, NDArray[np.float64]]:
    """Position of each station; of namesakes on one line the first, whose order is that of the table."""
    keys = table[KEY].itertuples(index=False, name=None)
    places: dict[Station, Any] = {}
    for key, place in zip(keys, table[["lng", "lat"]].to_numpy(float), strict=True):
        places.setdefault(key, place)
    return places


def changed_stations(
    known: pd.DataFrame, file: pd.DataFrame, changes: RailChanges, day: dt.date, curated: Path
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give stations and links with the changes; a station that is gone stays, closed on the day of the file.

    Raises
    ------
    SchemaError
        When the order of stations kept by hand does not fit the new table.
    """
    table = known.drop(columns=["station_id", "group"]).reset_index(drop=True)
    keys = pd.MultiIndex.from_frame(table[KEY])
    gone = keys.isin(changes.gone) & (table["closed"] == "").to_numpy()
    table.loc[gone, "closed"] = day.isoformat()
    places = _places(file)
    for key in changes.moved:
        row = int(np.flatnonzero(keys == key)[0])
        table.loc[row, "lng"], table.loc[row, "lat"] = places[key].tolist()
    rows = file[pd.MultiIndex.from_frame(file[KEY]).isin(changes.new)]
    table = pd.concat([table, rows.assign(opened="", closed="")], ignore_index=True)
    table = table.astype({"lng": "float64", "lat": "float64"})
    table = table.sort_values([*KEY, "lat", "lng"], kind="stable", ignore_index=True)
    table["station_id"] = np.arange(len(table), dtype=np.int32)
    table["group"] = assign_groups(table, curated)
    stations = table[list(STATION_COLUMNS)]
    return _as_text(stations), _as_text(build_rail_links(stations, curated))


def _as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Give columns of Python strings the text dtype of their contract."""
    return frame.astype(dict.fromkeys(frame.select_dtypes(include=["object", "str"]).columns, "str"))
