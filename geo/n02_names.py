"""Stations of a file under the names the data set gives them: the corrections kept by hand hold for newer files too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.rail_changes import NEVER, WHOLE_LINE
from geo.rail_curated import read_curated, station_list
from geo.rail_source import KEY

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    import pandas as pd


def as_we_write(file: pd.DataFrame, curated: Path, day: dt.date) -> pd.DataFrame:
    """Rename stations, give lines to whom the data set says runs them, and leave out what carries no passengers.

    A correction of something that the file has right, or has no more, changes nothing. Lines that were handed over
    after `day`, the file's, stay with whom they were.
    """
    table = file.copy()
    for row in read_curated(curated, "rail_renamed").to_dict("records"):
        table.loc[_chosen(table, row["operator"], row["line"], row["name"]), "name"] = row["new_name"]
    for row in read_curated(curated, "rail_closed").to_dict("records"):
        if row["kind"] == NEVER:
            table = table[~_chosen(table, row["operator"], row["line"], row["stations"])]
    for row in read_curated(curated, "rail_handed_over").to_dict("records"):
        if row["date"] > day.isoformat():
            continue
        chosen = _chosen(table, row["operator"], row["line"], row["stations"])
        table.loc[chosen, ["operator", "line"]] = [row["new_operator"], row["new_line"]]
    return table.drop_duplicates(KEY).reset_index(drop=True)


def _chosen(table: pd.DataFrame, operator: str, line: str, names: str) -> pd.Series[bool]:
    chosen = (table["operator"] == operator) & (table["line"] == line)
    return chosen if names == WHOLE_LINE else chosen & table["name"].isin(station_list(names))


def kept_by_hand(curated: Path) -> set[tuple[str, str, str]]:
    """Stations that the data set adds to what files tell: their absence from one says nothing."""
    rows = read_curated(curated, "rail_stations")
    return set(rows[KEY].itertuples(index=False, name=None))
