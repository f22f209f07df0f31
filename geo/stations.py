"""Rail stations, and the links between neighbouring stations of each line, since 2020."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.errors import SchemaError
from geo.rail_changes import SECTION, apply_changes, select
from geo.rail_curated import read_curated
from geo.rail_groups import assign_groups
from geo.rail_history import Life, link_periods
from geo.rail_lengths import TRACK_FACTOR, Distances, read_lengths, set_lengths, track_class
from geo.rail_order import line_graph, read_corrections
from geo.rail_source import read_n02

if TYPE_CHECKING:
    from pathlib import Path

STATION_COLUMNS = (
    "station_id", "name", "operator", "line", "railway_class", "institution_type",
    "lng", "lat", "group", "opened", "closed",
)  # fmt: skip
LINK_COLUMNS = ("operator", "line", "a", "b", "km", "opened", "closed", "source")


def build_stations(n02_csv: Path, curated: Path) -> pd.DataFrame:
    """List every station of every line since 2020.

    Parameters
    ----------
    n02_csv : Path
        Stations of the national table N02, 2020, with `operator/line` in `hypernym`.
    curated : Path
        Folder of the `rail_*.csv` tables.

    Returns
    -------
    DataFrame
        `STATION_COLUMNS`: station_id int32 (row number), names and classes str, lng and lat float64 degrees WGS 84,
        group int32 (interchange complex), opened and closed ISO dates or empty. One row a station of a line;
        closed stations stay, with `closed` set.
    """
    table = apply_changes(read_n02(n02_csv), curated)
    table["station_id"] = np.arange(len(table), dtype=np.int32)
    table["group"] = assign_groups(table, curated)
    return table[list(STATION_COLUMNS)]


def build_rail_links(stations: pd.DataFrame, curated: Path) -> pd.DataFrame:
    """Link the neighbouring stations of each line.

    Parameters
    ----------
    stations : DataFrame
        As `build_stations` gives it.
    curated : Path
        Folder of the `rail_*.csv` tables.

    Returns
    -------
    DataFrame
        `LINK_COLUMNS`: operator, line str; a, b int32 station_id, a < b; km float64, published or estimated;
        opened, closed ISO dates or empty; source `derived` or `curated`.
    """
    corrections, lengths = read_corrections(curated), read_lengths(curated)
    lives = _lives(stations, curated)
    rows: list[tuple[object, ...]] = []
    for (operator, line), members in stations.groupby(["operator", "line"], sort=True):
        key = (str(operator), str(line))
        rows.extend(_links_of_line(members, corrections.pop(key, []), lengths.pop(key, []), lives))
    for table, left in (("rail_order", corrections), ("rail_lengths", lengths)):
        if left:
            raise SchemaError(f"{table}.csv: no line {'/'.join(min(left))}.")
    links = pd.DataFrame(rows, columns=list(LINK_COLUMNS))
    links = links.sort_values(["operator", "line", "a", "b", "opened"], kind="stable", ignore_index=True)
    return links.astype({"a": np.int32, "b": np.int32, "km": np.float64})


def open_on(table: pd.DataFrame, date: dt.date | str) -> pd.DataFrame:
    """Keep the stations or links that exist on `date`."""
    day = date.isoformat() if isinstance(date, dt.date) else date
    return table[(table["opened"] <= day) & ((table["closed"] == "") | (table["closed"] > day))]


def _links_of_line(
    members: pd.DataFrame, corrections: list[tuple[str, str]], distances: Distances, lives: dict[int, Life]
) -> list[tuple[object, ...]]:
    if len(members) < 2:
        return []
    graph = line_graph(members, corrections)
    first = members.iloc[0]
    factor = TRACK_FACTOR[track_class(first["railway_class"], first["institution_type"])]
    ident = dict(zip(members["name"], members["station_id"].astype(int), strict=True))
    set_lengths(graph, factor, distances)
    source = {frozenset((a, b)): edge["source"] for a, b, edge in graph.edges(data=True)}
    periods = link_periods(graph, {name: lives[i] for name, i in ident.items()})
    rows: list[tuple[object, ...]] = []
    for a, b, km, opened, closed in periods:
        low, high = sorted((ident[str(a)], ident[str(b)]))
        kind = source.get(frozenset((a, b)), "derived")
        rows.append((first["operator"], first["line"], low, high, round(km, 3), opened, closed, kind))
    return rows


def _lives(stations: pd.DataFrame, curated: Path) -> dict[int, Life]:
    opens = _with_track(stations, curated, "rail_stations", "name")
    closes = _with_track(stations, curated, "rail_closed", "stations")
    handed = read_curated(curated, "rail_handed_over").query("date != ''")
    for operator, line, names, new_operator, new_line in handed[
        ["operator", "line", "stations", "new_operator", "new_line"]
    ].itertuples(index=False):
        closes |= select(stations, operator, line, names, "rail_handed_over.csv")
        opens |= select(stations, new_operator, new_line, names, "rail_handed_over.csv")
    columns = zip(stations["station_id"], stations["opened"], stations["closed"], opens, closes, strict=True)
    return {int(i): Life(o, c, opens_track=bool(new), closes_track=bool(old)) for i, o, c, new, old in columns}


def _with_track(stations: pd.DataFrame, curated: Path, table: str, column: str) -> pd.Series[bool]:
    marked = pd.Series(False, index=stations.index)
    rows = read_curated(curated, table)
    rows = rows[rows["kind"] == SECTION]
    for operator, line, names in rows[["operator", "line", column]].itertuples(index=False):
        marked |= select(stations, operator, line, names, f"{table}.csv")
    return marked
