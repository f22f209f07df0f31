"""Expressways: lines of interchanges and junctions with kilometre posts, and what each section costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.fare_tolls import TOLL_SYSTEMS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

KMH = {"wide": 91.0, "two_lane": 81.0, "urban": 54.0, "bypass": 58.0}
"""What cars travel at with its share of slow traffic and rest: four lanes and more, one lane a direction, in cities,
and on national roads built like expressways. Censuses of road traffic and published times lie around these."""

NO_SYSTEM = -1


@dataclass(frozen=True)
class Expressways:
    """Nodes and sections; sections may be driven both ways.

    Attributes
    ----------
    names : of the nodes; (X,)
    points : (X, 2) float64 lng/lat
    access : (X,) bool, whether ordinary roads join there
    lines : names of the lines
    line : (S,) int32, index into `lines`
    ends : (S, 2) int32, nodes
    km, minutes : (S,) float64
    system : (S,) int8, index into `TOLL_SYSTEMS`, `NO_SYSTEM` where no toll goes by distance
    charged_km : (S,) float64, kilometres times the rate of the section
    yen : (S,) float64, toll of roads that have one of their own
    bypass : (S,) bool, whether it is a national road built like an expressway
    """

    names: tuple[str, ...]
    points: NDArray[np.float64]
    access: NDArray[np.bool_]
    lines: tuple[str, ...]
    line: NDArray[np.int32]
    ends: NDArray[np.int32]
    km: NDArray[np.float64]
    minutes: NDArray[np.float64]
    system: NDArray[np.int8]
    charged_km: NDArray[np.float64]
    yen: NDArray[np.float64]
    bypass: NDArray[np.bool_]

    @classmethod
    def of(cls, table: pd.DataFrame) -> Expressways:
        """Read the table `expressways`; a name stands for one place, wherever lines meet."""
        places = table.drop_duplicates("name")
        number = {name: i for i, name in enumerate(places.name)}
        lines = tuple(dict.fromkeys(table.line))
        rank = {name: i for i, name in enumerate(lines)}
        here, there = table.iloc[:-1], table.iloc[1:]
        same = here.line.to_numpy() == there.line.to_numpy()
        here, there = here[same], there[same]
        km = there.km.to_numpy() - here.km.to_numpy()
        systems = {name: i for i, name in enumerate(TOLL_SYSTEMS)}
        return cls(
            names=tuple(places.name),
            points=places[["lon", "lat"]].to_numpy(np.float64),
            access=places.access.to_numpy(np.bool_),
            lines=lines,
            line=np.array([rank[name] for name in here.line], dtype=np.int32),
            ends=np.array([[number[a], number[b]] for a, b in zip(here.name, there.name, strict=True)], dtype=np.int32),
            km=km,
            minutes=km / np.array([KMH[kind] for kind in here.road_class]) * 60,
            system=np.array([systems.get(toll, NO_SYSTEM) for toll in here.toll], dtype=np.int8),
            charged_km=km * here.rate.fillna(0.0).to_numpy(np.float64),
            yen=here.toll_jpy.fillna(0).to_numpy(np.float64),
            bypass=(here.road_class == "bypass").to_numpy(np.bool_),
        )


def plain(name: str) -> str:
    """Leave out what only tells namesakes apart: `山田IC（千葉）` is called 山田IC."""
    return name.split("（")[0]
