"""Distance fares as arrays: one price per whole kilometre, from bands or from anchor points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import SchemaError
from geo.fare_rows import in_force, read_rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

KM = 3001
"""Length of every fare array: index = km rounded up, 0 to 3,000."""


@dataclass(frozen=True, slots=True)
class Band:
    """A fare for all distances from `km_from` to `km_to`, both rounded up to whole kilometres."""

    system: str
    valid_from: dt.date
    valid_to: dt.date | None
    km_from: int
    km_to: int
    yen: int
    estimate: bool
    note: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A point of an estimated fare curve: straight lines join the points of a system."""

    system: str
    valid_from: dt.date
    valid_to: dt.date | None
    km: float
    yen: int
    round_to: int
    estimate: bool
    note: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class DistanceFare:
    """A fare system: yen by km, and whether any part of it is an estimate."""

    name: str
    yen_by_km: NDArray[np.int32]
    estimated: bool


def load_bands(path: Path, date: dt.date) -> dict[str, DistanceFare]:
    """Read the band tables in force on `date`, by system.

    Raises
    ------
    SchemaError
        The bands of a system overlap, have a gap, or do not begin at 1 km.
    """
    systems: dict[str, list[Band]] = {}
    for band in in_force(read_rows(path, Band), date, key=lambda row: row.system):
        systems.setdefault(band.system, []).append(band)
    return {name: _from_bands(path, name, bands) for name, bands in systems.items()}


def _from_bands(path: Path, name: str, bands: list[Band]) -> DistanceFare:
    bands = sorted(bands, key=lambda band: band.km_from)
    expected = 1
    for band in bands:
        if band.km_from != expected or band.km_to < band.km_from:
            raise SchemaError(
                f"{path.name}, {name} from {band.valid_from}, column km_from: "
                f"band {band.km_from}-{band.km_to} where one from {expected} km is due"
            )
        expected = band.km_to + 1
    return DistanceFare(name, yen_of_bands(bands), any(band.estimate for band in bands))


def yen_of_bands(bands: Sequence[Band]) -> NDArray[np.int32]:
    """Fill the array of contiguous bands; beyond the last one the fare grows at the mean price of a kilometre."""
    yen = np.zeros(KM, np.int64)
    for band in bands:
        yen[band.km_from : band.km_to + 1] = band.yen
    last = bands[-1]
    if last.km_to < KM - 1:
        beyond = np.arange(last.km_to + 1, KM) - last.km_to
        # a table ends where its network ends, so this only smooths errors of a modelled distance
        yen[last.km_to + 1 :] = last.yen + np.ceil(beyond * _slope(bands) / 10) * 10
    return yen.astype(np.int32)


def _slope(bands: Sequence[Band]) -> float:
    """Yen per km between the first and the last band; 0 for a flat fare."""
    first, last = bands[0], bands[-1]
    return (last.yen - first.yen) / (last.km_to - first.km_to) if last is not first else 0.0


def load_anchors(path: Path, date: dt.date) -> dict[str, DistanceFare]:
    """Read the fare curves in force on `date`, by system."""
    systems: dict[str, list[Anchor]] = {}
    for anchor in in_force(read_rows(path, Anchor), date, key=lambda row: row.system):
        systems.setdefault(anchor.system, []).append(anchor)
    return {name: _from_anchors(path, name, anchors) for name, anchors in systems.items()}


def _from_anchors(path: Path, name: str, anchors: list[Anchor]) -> DistanceFare:
    if len(anchors) < 2:
        raise SchemaError(f"{path.name}, {name}, column km: a curve needs two points")
    anchors = sorted(anchors, key=lambda anchor: anchor.km)
    km, yen = np.array([a.km for a in anchors]), np.array([a.yen for a in anchors], np.float64)
    if (np.diff(km) <= 0).any() or (np.diff(yen) < 0).any():
        raise SchemaError(f"{path.name}, {name}, column yen: the curve must rise with the distance")
    return DistanceFare(name, yen_of_points(km, yen, anchors[0].round_to), any(a.estimate for a in anchors))


def yen_of_points(km: NDArray[np.float64], yen: NDArray[np.float64], round_to: int) -> NDArray[np.int32]:
    """Join points by straight lines and round up to multiples of `round_to` yen; 0 km cost nothing.

    Beyond the last point the fare grows by the last slope or the mean one, whichever is less.
    """
    whole = np.arange(KM)
    slope = min((yen[-1] - yen[i]) / (km[-1] - km[i]) for i in (-2, 0))
    curve = np.where(whole > km[-1], yen[-1] + slope * (whole - km[-1]), np.interp(whole, km, yen))
    curve[0] = 0
    return (np.ceil(curve / round_to - 1e-9) * round_to).astype(np.int32)
