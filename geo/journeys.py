"""Travel matrices of public transport: one search a municipality, summed along its tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    from geo.fares import FareTables

BATCH = 64
"""Searches at a time: about 20 MB of distances and predecessors."""


def no_progress(_done: int) -> None:
    """Tell nobody."""


def co2_by_mode(factors: Co2Factors) -> NDArray[np.float32]:
    """CO2 factor of each mode number of `geo.edges.MODES`, g a passenger-km."""
    return np.array([0.0 if mode == "none" else factors.g_per_km(mode) for mode in MODES], dtype=np.float32)


class MatrixRows:
    """A travel matrix while its rows come in."""

    def __init__(self, codes: Sequence[str]) -> None:
        size = len(codes)
        self.codes = tuple(codes)
        self.minutes = np.full((size, size), UNREACHABLE, dtype=np.uint16)
        self.fare = np.zeros((size, size), dtype=np.uint32)
        self.transfers = np.zeros((size, size), dtype=np.uint8)
        self.co2 = np.zeros((size, size), dtype=np.uint32)
        self.nights = np.full((size, size), NO_NIGHT, dtype=np.uint8)

    def put(self, row: int, sums: Sums) -> None:
        """Fill a row from the sums of its source."""
        reached = np.isfinite(sums.minutes) & (sums.minutes < UNREACHABLE)
        minutes = np.where(reached, np.ceil(np.where(reached, sums.minutes, 0.0) - 0.001), UNREACHABLE)
        self.minutes[row] = minutes
        self.fare[row] = sums.fare_jpy
        self.transfers[row] = np.clip(sums.boardings - 1, 0, 255)
        self.co2[row] = np.round(sums.co2_g)
        self.nights[row] = nights_of(minutes, sums.overnight)

    def matrix(self) -> TravelMatrix:
        """Finish: staying where one is costs nothing."""
        for array in (self.minutes, self.fare, self.transfers, self.co2, self.nights):
            np.fill_diagonal(array, 0)
        return TravelMatrix(self.codes, self.minutes, self.fare, self.transfers, self.co2, self.nights)


def nights_of(minutes: NDArray[np.float64], overnight: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Count midnights: none up to 14 h, else one a day begun by halves, each on an overnight service or not at all."""
    needed = np.maximum(1, np.round(minutes / 1440))
    nights = np.where(minutes <= DAY_LIMIT_MINUTES, 0, np.where(overnight >= needed, needed, NO_NIGHT))
    return np.asarray(nights, dtype=np.uint8)


def public_matrix(
    compiled: Compiled,
    nodes: Sequence[int],
    codes: Sequence[str],
    fares: FareTables,
    factors: Co2Factors,
    progress: Callable[[int], None] = no_progress,
) -> TravelMatrix:
    """Search from each node and sum up to each node.

    Parameters
    ----------
    nodes, codes : the municipalities (node numbers and their codes) that make rows and columns
    progress : called with the number of rows done since the last call
    """
    rows, columns = MatrixRows(codes), np.asarray(nodes, dtype=np.int64)
    g_per_km = co2_by_mode(factors)
    for start in range(0, len(nodes), BATCH):
        batch = columns[start : start + BATCH]
        _, before = compiled.search(batch)
        for i, source in enumerate(batch):
            rows.put(start + i, accumulate(compiled, fares, g_per_km, int(source), before[i], columns))
        progress(len(batch))
    return rows.matrix()
