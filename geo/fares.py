"""Fares of one date as arrays by kilometre, for every operator and every kind of supplement."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import SchemaError
from geo.fare_bands import KM, DistanceFare, load_anchors, load_bands
from geo.fare_default import private_default
from geo.fare_jr import JR_ADDON_COMPANIES, JR_COMPANIES, LOCAL_KM_FACTOR, JrTables, jr_fare, load_jr
from geo.fare_names import NO_CHARGE, Names, load_names
from geo.fare_pairs import load_rail_pairs, load_surcharge_pairs
from geo.fare_tolls import CarCosts

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["JR_ADDON_COMPANIES", "JR_COMPANIES", "NO_CHARGE", "FareTables", "jr_fare"]

JOIN_DISCOUNT = 530
"""Yen off for each further table of one through train (Tohoku + Hokkaido, Akita, Yamagata; Sanyo + Kyushu): the
seat is reserved once (旅客営業規則第57条の2, 第125条)."""


@dataclass(frozen=True)
class FareTables:
    """Fares of one date.

    A run of consecutive kilometres in one system is priced once, by its summed km.

    Attributes
    ----------
    date : date
    systems : tuple of str, length S
        Private and municipal railways by their N02 operator name, then `private_default`, `tram_default`,
        `local_bus`, `taxi`, `highway_bus_estimate`, `ferry_estimate`, `flight_estimate`, `toll`, `fuel`, `none`
        and the supplements of express trains.
    yen_by_km : (S, 3001) int32, yen
        Index = km rounded up.
    estimated : (S,) bool
        Whether the table, or a part of it, is an estimate.
    jr_trunk, jr_own, jr_own_local, jr_addon, jr_local_factor
        JR base fares, see `geo.fare_jr.JrTables`; km on local lines count `jr_local_factor` times.
    """

    date: dt.date
    systems: tuple[str, ...]
    yen_by_km: NDArray[np.int32]
    estimated: NDArray[np.bool_]
    jr_trunk: NDArray[np.int32]
    jr_local_factor: float
    jr_addon: NDArray[np.int32]
    jr_own: NDArray[np.int32]
    jr_own_local: NDArray[np.int32]
    jr_operators: dict[str, int]
    names: Names
    surcharge_pairs: dict[tuple[str, frozenset[str]], int]

    @classmethod
    def load(cls, folder: Path, date: dt.date) -> FareTables:
        """Read data/curated/fares as in force on `date`.

        Where a table begins after `date`, its first version holds.

        Raises
        ------
        SourceError
            A file is absent.
        SchemaError
            A table breaks its contract; the text names file, row and column.
        """
        systems = _systems(folder, date)
        jr: JrTables = load_jr(folder, date)
        names = load_names(folder)
        names.check(folder, {fare.name for fare in systems})
        return cls(
            date,
            tuple(fare.name for fare in systems),
            np.stack([fare.yen_by_km for fare in systems]),
            np.array([fare.estimated for fare in systems]),
            jr.trunk,
            LOCAL_KM_FACTOR,
            jr.addon,
            jr.own,
            jr.own_local,
            jr.operators,
            names,
            load_surcharge_pairs(folder / "surcharge_pairs.csv", date),
        )

    @cached_property
    def _index(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.systems)}

    def system(self, name: str) -> int:
        """Row of a system; KeyError where there is none."""
        return self._index[name]

    def rail_system(self, operator: str, line: str = "") -> int:
        """Row of a private or municipal railway by its N02 names; `private_default` where it has no table."""
        return self._index[self.names.rail(operator, line)]

    def surcharge_system(self, kind: str, service: str, operator: str, line: str = "") -> int:
        """Row of the supplement for an ordinary reserved seat in normal season.

        Parameters
        ----------
        kind : str
            shinkansen, limited_express or rapid.
        service, operator, line : str
            As in data/curated/services/rail_lines.csv. Where a through train changes table (はやぶさ beyond
            新青森), `line` picks the table of that part; `JOIN_DISCOUNT` is then off once for each further part.
        """
        return self._index[self.names.surcharge(kind, service, operator, line)]

    def surcharge_yen(self, system: int, km: float, origin: str = "", destination: str = "") -> int:
        """Price one express ride: the published figure of its pair of stations, else its table by km."""
        name = self.systems[system]
        known = self.surcharge_pairs.get((name, frozenset((origin, destination))))
        return self.yen(name, km) if known is None else known

    def jr_company(self, operator: str) -> int:
        """Index in `JR_COMPANIES` of an N02 operator name; -1 where it is not JR."""
        return self.jr_operators.get(operator, -1)

    def yen(self, name: str, km: float) -> int:
        """Price one run of `km` in a system."""
        return int(self.yen_by_km[self.system(name), min(KM - 1, int(np.ceil(round(km, 3))))])


def _systems(folder: Path, date: dt.date) -> list[DistanceFare]:
    rail = load_bands(folder / "rail_bands.csv", date)
    small = load_rail_pairs(folder / "rail_pairs.csv", date)
    car = CarCosts.load(folder, date)
    fares = [
        *rail.values(),
        *small.values(),
        private_default(rail | small),
        *load_anchors(folder / "fare_estimates.csv", date).values(),
        DistanceFare("toll", car.toll_by_km(), estimated=False),
        DistanceFare("fuel", car.fuel_by_km(), estimated=True),
        DistanceFare(NO_CHARGE, np.zeros(KM, np.int32), estimated=False),
        *load_bands(folder / "surcharge_bands.csv", date).values(),
    ]
    seen: set[str] = set()
    for fare in fares:
        if fare.name in seen:
            raise SchemaError(f"surcharge_bands.csv, row 2, column system: {fare.name} is defined twice")
        seen.add(fare.name)
    return fares
