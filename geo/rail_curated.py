"""Read the tables of railway facts kept by hand (`data/curated/rail_*.csv`)."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pandas as pd

from geo.errors import SchemaError, SourceError

if TYPE_CHECKING:
    from pathlib import Path

PROVENANCE = ("source", "as_of", "confidence", "note")
"""Columns every curated table ends with."""

ARROW = ">"
"""Stands between the stations of a list, in the order of the line."""

_COLUMNS: dict[str, tuple[str, ...]] = {
    "rail_stations": ("operator", "line", "name", "railway_class", "institution_type", "lng", "lat", "opened", "kind"),
    "rail_closed": ("operator", "line", "stations", "closed", "kind"),
    "rail_handed_over": ("operator", "line", "stations", "date", "new_operator", "new_line"),
    "rail_renamed": ("operator", "line", "name", "new_name", "date"),
    "rail_order": ("operator", "line", "action", "stations"),
    "rail_lengths": ("operator", "line", "stations", "km"),
    "rail_interchanges": ("stations",),
}
HEADERS = {table: [*columns, *PROVENANCE] for table, columns in _COLUMNS.items()}
"""Header of each curated table."""


def read_curated(folder: Path, table: str) -> pd.DataFrame:
    """Read one table; every value is text, empty where unknown.

    Raises
    ------
    SourceError
        When the file is absent.
    SchemaError
        When its header is not the agreed one, or a row has too few or too many fields.
    """
    path = folder / f"{table}.csv"
    expected = HEADERS[table]
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error
    if not rows or rows[0] != expected:
        raise SchemaError(f"{path}: the header must be {','.join(expected)}.")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(expected):
            raise SchemaError(f"{path}, row {number}: {len(row)} fields instead of {len(expected)}.")
    return pd.DataFrame(rows[1:], columns=expected, dtype=str)


def station_list(text: str) -> list[str]:
    """Split `A>B>C` into its stations."""
    return [name.strip() for name in text.split(ARROW)]
