"""The fares of every date, each tariff read once."""

from __future__ import annotations

import csv
import datetime as dt
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from geo.errors import SourceError
from geo.fare_tariff import tariff_of
from geo.fares import FareTables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo.fare_tariff import Tariff

NEXT_DAY = dt.timedelta(days=1)

NO_FARES = frozenset(
    ("bridge_tolls", "co2_factors", "fare_examples", "food", "lodging", "minimum_wage", "pass_rules", "passes")
)
"""Tables of the folder that `FareTables` does not read: what changes in them changes no fare."""


class FareBook:
    """Tariffs by date: between two days of change all dates share one."""

    def __init__(self, folder: Path, today: dt.date, names: Sequence[str] = ()) -> None:
        """Take the folder of fare tables, the date that stands for none, and the names of a network's nodes."""
        self._folder, self._today, self._names = folder, today, names
        self._known: dict[int, tuple[FareTables, Tariff]] = {}

    def on(self, date: dt.date | None = None) -> tuple[FareTables, Tariff]:
        """Give the fares in force on a date, and the same laid out for the network.

        Raises
        ------
        SourceError, SchemaError
            A table is absent or breaks its contract.
        """
        day = date or self._today
        number = bisect_right(self.changes, day)
        if number not in self._known:
            fares = FareTables.load(self._folder, day)
            self._known[number] = fares, tariff_of(fares, self._names)
        return self._known[number]

    @cached_property
    def changes(self) -> list[dt.date]:
        """Days on which some fare changes, in order."""
        tables = [path for path in sorted(self._folder.glob("*.csv")) if path.stem not in NO_FARES]
        days = {day for path in tables for day in _days(path)}
        return sorted(days)


def _days(path: Path) -> set[dt.date]:
    """First days of validity, and days after the last, in a table of fares; none where it is not dated so."""
    days: set[dt.date] = set()
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if first := row.get("valid_from"):
                    days.add(dt.date.fromisoformat(first))
                if last := row.get("valid_to"):
                    days.add(dt.date.fromisoformat(last) + NEXT_DAY)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise SourceError(f"{path}: cannot be read ({error})") from error
    return days
