"""CO2 by mode, dated: grams per passenger-kilometre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import SchemaError
from geo.fare_rows import read_rows

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

CO2_MODES = (
    "walk",
    "taxi",
    "local_bus",
    "highway_bus",
    "rail",
    "limited_express",
    "shinkansen",
    "ferry",
    "air",
    "car",
)
"""Modes of a journey's segments (INTERFACE.md); every one has a factor."""


@dataclass(frozen=True, slots=True)
class Co2Row:
    """A factor and the year its figure describes."""

    mode: str
    valid_from: dt.date
    year: str
    g_per_km: float
    per: str
    verified: bool
    note: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Co2Factors:
    """The latest factor of each mode.

    `car` is per passenger at the national average load; `car_vehicle` is per car and `car_ferry` per passenger
    who takes a car aboard.
    """

    rows: dict[str, Co2Row]

    @classmethod
    def load(cls, folder: Path, date: dt.date | None = None) -> Co2Factors:
        """Read co2_factors.csv: the newest row of each mode, not newer than `date`."""
        path = folder / "co2_factors.csv"
        rows: dict[str, Co2Row] = {}
        for row in sorted(read_rows(path, Co2Row), key=lambda row: row.valid_from):
            if date is None or row.valid_from <= date or row.mode not in rows:
                rows[row.mode] = row
        for mode in CO2_MODES:
            if mode not in rows:
                raise SchemaError(f"{path.name}, row 2, column mode: no factor for {mode}")
        return cls(rows)

    def g_per_km(self, mode: str) -> float:
        """Grams of CO2 per passenger-km."""
        return self.rows[mode].g_per_km

    def verified(self, mode: str) -> bool:
        """Whether the figure was read at its first source; the page marks those that were not."""
        return self.rows[mode].verified
