"""Travel matrices of public transport: one search a municipality, summed along its tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo.accumulate import accumulate
from geo.edges import MODES
from geo.model import DAY_LIMIT_MINUTES, NO_NIGHT, UNREACHABLE, TravelMatrix

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from geo.accumulate import Sums
    from geo.co2 import Co2Factors
    from geo.compiled import Compiled
    from geo.fare_tariff import Tariff

MATRIX_ARRAYS = ("minutes", "fare_jpy", "transfers", "co2_g", "nights")

BATCH = 64
"""Searches at a time: about 20 MB of distances and predecessors."""


def no_progress(_done: int) -> None:
    """Tell nobody."""


def co2_by_mode(factors: Co2Factors) -> NDArray[np.float32]:
    """CO2 factor of each mode number of `geo.edges.MODES`, g a passenger-km."""
    return np.array([0.0 if mode == "none" else factors.g_per_km(mode) for mode in MODES], dtype=np.float32)


class MatrixRows:
    """Some rows of a travel matrix while they come in."""

    def __init__(self, codes: Sequence[str], rows: range) -> None:
        """Begin with every pair unreachable; `rows` are consecutive."""
        shape = (len(rows), len(codes))
        self.rows, self.codes = rows, tuple(codes)
        self.minutes = np.full(shape, UNREACHABLE, dtype=np.uint16)
        self.fare_jpy = np.zeros(shape, dtype=np.uint32)
        self.transfers = np.zeros(shape, dtype=np.uint8)
        self.co2_g = np.zeros(shape, dtype=np.uint32)
        self.nights = np.full(shape, NO_NIGHT, dtype=np.uint8)

    def put(self, row: int, sums: Sums) -> None:
        """Fill a row, by its number in the whole matrix, from the sums of its source; staying costs nothing."""
        i = row - self.rows.start
        reached = np.isfinite(sums.minutes) & (sums.minutes < UNREACHABLE)
        minutes = np.where(reached, np.ceil(np.where(reached, sums.minutes, 0.0) - 0.001), UNREACHABLE)
        self.minutes[i] = minutes
        self.fare_jpy[i] = sums.fare_jpy
        self.transfers[i] = np.clip(sums.boardings - 1, 0, 255)
        self.co2_g[i] = np.round(sums.co2_g)
        self.nights[i] = nights_of(minutes, sums.overnight)
        for array in self.arrays().values():
            array[i, row] = 0

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays by the names they bear in a `TravelMatrix`."""
        return {name: getattr(self, name) for name in MATRIX_ARRAYS}


def join_rows(codes: Sequence[str], parts: Sequence[dict[str, NDArray[Any]]]) -> TravelMatrix:
    """Put parts of consecutive rows together."""
    return TravelMatrix(tuple(codes), **{name: np.concatenate([p[name] for p in parts]) for name in MATRIX_ARRAYS})


def nights_of(minutes: NDArray[np.float64], overnight: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Count midnights: none up to 14 h, else one a day begun by halves, each on an overnight service or not at all."""
    needed = np.maximum(1, np.round(minutes / 1440))
    nights = np.where(minutes <= DAY_LIMIT_MINUTES, 0, np.where(overnight >= needed, needed, NO_NIGHT))
    return np.asarray(nights, dtype=np.uint8)


def public_rows(
    compiled: Compiled,
    codes: Sequence[str],
    rows: range,
    tariff: Tariff,
    factors: Co2Factors,
    progress: Callable[[int], None] = no_progress,
) -> dict[str, NDArray[Any]]:
    """Search from each municipality of `rows` and sum up to each of all; they are the first nodes of the network.

    Parameters
    ----------
    progress : called with the number of rows done since the last call
    """
    matrix, columns, g_per_km = MatrixRows(codes, rows), np.arange(len(codes)), co2_by_mode(factors)
    for start in range(rows.start, rows.stop, BATCH):
        batch = np.arange(start, min(start + BATCH, rows.stop))
        _, before = compiled.search(batch)
        for i, source in enumerate(batch):
            matrix.put(int(source), accumulate(compiled, tariff, g_per_km, int(source), before[i], columns))
        progress(len(batch))
    return matrix.arrays()
