"""What happened on the railways after the 2020 table: openings, closures, new owners, new names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.errors import SchemaError
from geo.rail_curated import read_curated, station_list
from geo.rail_source import KEY

if TYPE_CHECKING:
    from pathlib import Path

WHOLE_LINE = "*"
"""In place of a list of stations: all of the line."""

SECTION = "section"
"""A change of this kind takes its track along; otherwise only the stop comes or goes and trains run through."""


NEVER = "never"
"""A closure of this kind takes a row out altogether: passengers never could board there."""


def apply_changes(table: pd.DataFrame, curated: Path) -> pd.DataFrame:
    """Bring the 2020 stations up to date.

    Parameters
    ----------
    table : DataFrame
        Stations as `geo.rail_source.read_n02` gives them.
    curated : Path
        Folder of the `rail_*.csv` tables.

    Returns
    -------
    DataFrame
        The columns of `table` and opened, closed (ISO dates, empty where not since 2020). Closed stations stay.

    Raises
    ------
    SchemaError
        When a row names a station the table has not, or adds one it has.
    """
    stations = table.assign(opened="", closed="")
    for step in (_rename, _add, _close, _hand_over):
        stations = step(stations, curated)
    return stations.sort_values([*KEY, "lat", "lng"], kind="stable", ignore_index=True)


def select(stations: pd.DataFrame, operator: str, line: str, names: str, where: str) -> pd.Series[bool]:
    """Mark the rows of a line that a curated list means; `where` begins the message when one is unknown."""
    on_line = (stations["operator"] == operator) & (stations["line"] == line)
    if not on_line.any():
        raise SchemaError(f"{where}: no line {operator}/{line}.")
    if names == WHOLE_LINE:
        return on_line
    wanted = station_list(names)
    unknown = set(wanted) - set(stations.loc[on_line, "name"])
    if unknown:
        raise SchemaError(f"{where}: {operator}/{line} has no station {min(unknown)}.")
    return on_line & stations["name"].isin(wanted)


def _rename(stations: pd.DataFrame, curated: Path) -> pd.DataFrame:
    renamed = stations.copy()
    for number, row in _rows(curated, "rail_renamed"):
        chosen = select(renamed, row["operator"], row["line"], row["name"], f"rail_renamed.csv, row {number}")
        renamed.loc[chosen, "name"] = row["new_name"]
    return renamed


def _add(stations: pd.DataFrame, curated: Path) -> pd.DataFrame:
    added = read_curated(curated, "rail_stations").reindex(columns=[*stations.columns], fill_value="")
    added["lng"], added["lat"] = added["lng"].astype(float), added["lat"].astype(float)
    joined = pd.concat([stations, added], ignore_index=True)
    twice = joined[joined.duplicated(KEY)]
    if len(twice):
        raise SchemaError(f"rail_stations.csv: {'/'.join(twice.iloc[0][KEY])} is in the table already.")
    return joined


def _close(stations: pd.DataFrame, curated: Path) -> pd.DataFrame:
    closed = stations.copy()
    for number, row in _rows(curated, "rail_closed"):
        chosen = select(closed, row["operator"], row["line"], row["stations"], f"rail_closed.csv, row {number}")
        if row["kind"] == NEVER:
            closed = closed[~chosen]
        else:
            closed.loc[chosen & (closed["closed"] == ""), "closed"] = row["closed"]
    return closed


def _hand_over(stations: pd.DataFrame, curated: Path) -> pd.DataFrame:
    table = stations
    for number, row in _rows(curated, "rail_handed_over"):
        where = f"rail_handed_over.csv, row {number}"
        chosen = select(table, row["operator"], row["line"], row["stations"], where) & (table["closed"] == "")
        taken = table[chosen].assign(operator=row["new_operator"], line=row["new_line"])
        if row["date"]:
            taken["opened"] = taken["opened"].where(taken["opened"] > row["date"], row["date"])
            old = table.copy()
            old.loc[chosen, "closed"] = row["date"]
        else:
            old = table[~chosen]
        table = pd.concat([old, taken], ignore_index=True).drop_duplicates(KEY, keep="first")
    return table


def _rows(curated: Path, table: str) -> list[tuple[int, dict[str, str]]]:
    frame = read_curated(curated, table)
    return [
        (number, {str(k): str(v) for k, v in row.items()}) for number, row in enumerate(frame.to_dict("records"), 2)
    ]
