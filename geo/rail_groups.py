"""Interchange complexes: the stations of all lines between which people change trains on foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from networkx.utils import UnionFind
from scipy.spatial import cKDTree

from geo.errors import SchemaError
from geo.rail_curated import read_curated, station_list
from geo.rail_names import plain_name
from geo.sphere import EARTH_KM, crow_km

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

SAME_NAME_KM = 0.6
"""Stations of one name this close are one complex."""
ANY_NAME_KM = 0.15
"""Stations this close are one complex whatever they are called."""
CURATED_KM = 1.2
"""Names listed as an interchange are joined only where they stand this close: names repeat across the country."""


def assign_groups(stations: pd.DataFrame, curated: Path) -> NDArray[np.int32]:
    """Number the complexes in the order of the table.

    Parameters
    ----------
    stations : DataFrame
        name, lng, lat.
    curated : Path
        Folder with `rail_interchanges.csv`: lists of names between which people change.

    Returns
    -------
    (N,) int32
        Number of each station's complex.
    """
    names = stations["name"].map(plain_name).to_numpy()
    points = stations[["lng", "lat"]].to_numpy(float)
    partners = _partners(curated, set(names))
    joined = UnionFind(range(len(stations)))
    for i, j in _near_pairs(points, CURATED_KM):
        km = float(crow_km(points[i], points[j]))
        same = names[i] == names[j] and km <= SAME_NAME_KM
        listed = (names[i], names[j]) in partners and km <= CURATED_KM
        if same or listed or km <= ANY_NAME_KM:
            joined.union(i, j)
    number: dict[int, int] = {}
    return np.array([number.setdefault(joined[i], len(number)) for i in range(len(stations))], dtype=np.int32)


def _partners(curated: Path, known: set[str]) -> set[tuple[str, str]]:
    partners: set[tuple[str, str]] = set()
    for row, text in enumerate(read_curated(curated, "rail_interchanges")["stations"], start=2):
        listed = [plain_name(name) for name in station_list(text)]
        unknown = [name for name in listed if name not in known]
        if unknown:
            raise SchemaError(f"{curated / 'rail_interchanges.csv'}, row {row}: no station is called {unknown[0]}.")
        partners |= {(a, b) for a in listed for b in listed if a != b}
    return partners


def _near_pairs(points: NDArray[np.float64], km: float) -> list[tuple[int, int]]:
    x, y = np.radians(points).T
    ball = EARTH_KM * np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])
    pairs = cKDTree(ball).query_pairs(km * 1.001, output_type="ndarray")
    return sorted((int(i), int(j)) for i, j in pairs)
