"""Distances and additions that a tariff fixes by line: Shinkansen kilometres, and flat charges of single lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import SchemaError
from geo.fare_rows import in_force, read_rows

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class TariffKm:
    """Where a station lies on the tariff's scale of a line (営業キロ), km from the line's origin of reckoning."""

    line: str
    station: str
    km: float
    note: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class LineAddon:
    """A flat charge on top of the JR base fare when a section is travelled (加算運賃)."""

    line: str
    from_station: str
    to_station: str
    valid_from: dt.date
    valid_to: dt.date | None
    yen: int
    source: str
    confidence: str


def load_tariff_km(folder: Path) -> dict[tuple[str, str], float]:
    """Read tariff_km.csv: (line, station) → km; the tariff distance of two stations of a line is the difference.

    Shinkansen fares go by the km of the old parallel lines (Tokyo-Shin-Osaka 552.6, though the track is 515.4),
    so a distance measured on the map would price them too low.
    """
    path = folder / "tariff_km.csv"
    rows = read_rows(path, TariffKm)
    table = {(row.line, row.station): row.km for row in rows}
    if len(table) != len(rows):
        raise SchemaError(f"{path.name}, row 2, column station: a station is given twice on its line")
    return table


def load_line_addons(folder: Path, date: dt.date) -> dict[tuple[str, frozenset[str]], int]:
    """Read jr_line_addons.csv: (line, {station, station}) → yen, for journeys whose part on the line is that."""
    rows = in_force(
        read_rows(folder / "jr_line_addons.csv", LineAddon),
        date,
        key=lambda row: (row.line, row.from_station, row.to_station),
    )
    return {(row.line, frozenset((row.from_station, row.to_station))): row.yen for row in rows}
