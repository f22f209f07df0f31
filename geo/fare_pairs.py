"""Fares known between two stations: a curve by distance from them, or an exact supplement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import SchemaError
from geo.fare_bands import DistanceFare, yen_of_points
from geo.fare_rows import in_force, read_rows

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

FIRST_FARE = 170
"""Yen near 0 km where a railway's cheapest known fare is a long one: about the lowest first fare of small railways."""


@dataclass(frozen=True, slots=True)
class RailPair:
    """A base fare between two stations of one railway, and the km between them."""

    system: str
    valid_from: dt.date
    valid_to: dt.date | None
    from_station: str
    to_station: str
    km: float
    yen: int
    note: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class SurchargePair:
    """The supplement of one express system between two stations, either way."""

    system: str
    valid_from: dt.date
    valid_to: dt.date | None
    from_station: str
    to_station: str
    yen: int
    note: str
    source: str
    confidence: str


def load_rail_pairs(path: Path, date: dt.date) -> dict[str, DistanceFare]:
    """Estimate the fares by km of each railway of rail_pairs.csv, through its known pairs.

    Several pairs of one distance count by their mean; the curve never falls with the distance.
    """
    systems: dict[str, list[RailPair]] = {}
    for pair in in_force(read_rows(path, RailPair), date, key=lambda row: row.system):
        if pair.km <= 0:
            raise SchemaError(f"{path.name}, {pair.from_station}-{pair.to_station}, column km: must be above 0")
        systems.setdefault(pair.system, []).append(pair)
    return {name: _curve(name, pairs) for name, pairs in systems.items()}


def _curve(name: str, pairs: list[RailPair]) -> DistanceFare:
    # fares are looked up by km rounded up, so the points stand there too
    km = np.unique([np.ceil(pair.km) for pair in pairs])
    mean = [float(np.mean([pair.yen for pair in pairs if np.ceil(pair.km) == x])) for x in km]
    yen = np.maximum.accumulate(np.array([min(FIRST_FARE, mean[0]), *mean], dtype=np.float64))
    return DistanceFare(name, yen_of_points(np.concatenate([[0.0], km]), yen, 10), estimated=True)


@dataclass(frozen=True, slots=True)
class BasePair:
    """A base fare between two stations that is not the one by distance (特定区間運賃), either way."""

    system: str
    """`JR_SYSTEM` or a private railway's."""
    valid_from: dt.date
    valid_to: dt.date | None
    from_station: str
    to_station: str
    yen: int
    note: str
    source: str
    confidence: str


JR_SYSTEM = "jr"
"""Stands for the base fares of JR where pairs are kept by system."""


def load_base_pairs(path: Path, date: dt.date) -> dict[tuple[str, frozenset[str]], int]:
    """Read the base fares known by pair of stations: (system, {station, station}) → yen.

    A pair that is not in force on `date` has no fare of its own then, unlike the rows of a table.
    """
    pairs: dict[tuple[str, frozenset[str]], int] = {}
    for row in read_rows(path, BasePair):
        if row.valid_from <= date and (row.valid_to is None or date <= row.valid_to):
            key = (row.system, frozenset((row.from_station, row.to_station)))
            if key in pairs:
                raise SchemaError(f"{path.name}, {row.from_station}-{row.to_station}, column yen: given twice")
            pairs[key] = row.yen
    return pairs


def load_surcharge_pairs(path: Path, date: dt.date) -> dict[tuple[str, frozenset[str]], int]:
    """Read the supplements known by pair of stations: (system, {station, station}) → yen."""
    rows = in_force(
        read_rows(path, SurchargePair),
        date,
        key=lambda row: (row.system, frozenset((row.from_station, row.to_station))),
    )
    pairs: dict[tuple[str, frozenset[str]], int] = {}
    for row in rows:
        key = (row.system, frozenset((row.from_station, row.to_station)))
        if key in pairs:
            raise SchemaError(f"{path.name}, {row.from_station}-{row.to_station}, column yen: given twice")
        pairs[key] = row.yen
    return pairs
