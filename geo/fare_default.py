"""A fare for railways without a table of their own: what those with one have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.fare_bands import KM, DistanceFare

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT = "private_default"

QUANTILE = 0.6
"""Railways without a table here are mostly small ones, somewhat dearer than the median of those that have one."""


def private_default(known: Mapping[str, DistanceFare]) -> DistanceFare:
    """Estimate by a quantile above the median, at each km, of the railways that have a table.

    The curve is made to rise with the distance, prolonged beyond 100 km by its slope between 50 and 100 km, and
    rounded up to 10 yen.
    """
    tables = np.stack([fare.yen_by_km for fare in known.values()])[:, :101]
    curve = np.maximum.accumulate(np.quantile(tables, QUANTILE, axis=0))
    beyond = curve[100] + (curve[100] - curve[50]) / 50 * np.arange(1, KM - 100)
    yen = np.ceil(np.concatenate([curve, beyond]) / 10) * 10
    return DistanceFare(DEFAULT, yen.astype(np.int32), estimated=True)
