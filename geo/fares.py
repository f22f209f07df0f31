"""Fares of one date as arrays by kilometre, for every operator and every kind of supplement."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import SchemaError
from geo.fare_bands import KM, DistanceFare, load_anchors, load_bands
from geo.fare_default import private_default
from geo.fare_jr import KM_SLACK, LOCAL_KM_FACTOR, JrTables, load_jr
from geo.fare_names import NO_CHARGE, Names, load_names
from geo.fare_pairs import load_base_pairs, load_rail_pairs, load_surcharge_pairs
from geo.fare_supplements import SupplementRule, load_supplement_rules
from geo.fare_through import load_through
from geo.fare_tolls import CarCosts

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from numpy.typing import NDArray


@dataclass(frozen=True, repr=False)
class FareTables:
    """Fares of one date.

    A run of consecutive kilometres in one system is priced once, by its summed km.

    Attributes
    ----------
    date : date
    systems : tuple of str, length S
        Private and municipal railways by their N02 operator name, then `private_default`, `tram_default`,
        `local_bus`, `taxi`, `highway_bus_estimate`, `ferry_estimate`, `flight_estimate`, `toll_nexco` and the other
        networks of expressways, `fuel`, `none` and the supplements of express trains.
    yen_by_km : (S, 3001) int32, yen
        Index = km rounded up.
    estimated : (S,) bool
        Whether the table, or a part of it, is an estimate.
    jr : JrTables
        JR base fares; km on local lines count `jr_local_factor` times.
    through_railways : frozenset of str
        Systems of private railways that a JR ticket passes through without closing.
    surcharge_pairs, base_pairs : dict
        (system, {station, station}) → yen, where that is not what the table by km says.
    supplement_rules : dict of str
        How supplements go together, by system.
    """

    date: dt.date
    systems: tuple[str, ...]
    yen_by_km: NDArray[np.int32]
    estimated: NDArray[np.bool_]
    jr: JrTables
    names: Names
    surcharge_pairs: dict[tuple[str, frozenset[str]], int]
    base_pairs: dict[tuple[str, frozenset[str]], int]
    supplement_rules: dict[str, SupplementRule]
    through_railways: frozenset[str]

    jr_local_factor = LOCAL_KM_FACTOR

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
        names, known = load_names(folder), {fare.name for fare in systems}
        names.check(folder, known)
        return cls(
            date,
            tuple(fare.name for fare in systems),
            np.stack([fare.yen_by_km for fare in systems]),
            np.array([fare.estimated for fare in systems]),
            load_jr(folder, date),
            names,
            load_surcharge_pairs(folder / "surcharge_pairs.csv", date),
            load_base_pairs(folder / "base_pairs.csv", date),
            load_supplement_rules(folder, known),
            load_through(folder / "jr_through.csv", known),
        )

    @property
    def pairs(self) -> dict[tuple[str, frozenset[str]], int]:
        """All fares by pair of stations."""
        return self.surcharge_pairs | self.base_pairs

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
            新青森), `line` picks the table of that part; `geo.fare_carry.JOIN_DISCOUNT` is then off once for each
            further part.
        """
        return self._index[self.names.surcharge(kind, service, operator, line)]

    def surcharge_yen(self, system: int, km: float, origin: str = "", destination: str = "") -> int:
        """Price one express ride: the published figure of its pair of stations, else its table by km."""
        name = self.systems[system]
        known = self.surcharge_pairs.get((name, frozenset((origin, destination))))
        if known is not None:
            return known
        rule = self.supplement_rules.get(name)
        at_end = rule is not None and rule.end_station in {origin, destination} - {""}
        return self.yen(name, km) + (rule.end_yen if rule and at_end else 0)

    def jr_company(self, operator: str) -> int:
        """Index in `JR_COMPANIES` of an N02 operator name; -1 where it is not JR."""
        return self.jr.operators.get(operator, -1)

    def yen(self, name: str, km: float) -> int:
        """Price one run of `km` in a system."""
        return int(self.yen_by_km[self.system(name), min(KM - 1, max(0, int(np.ceil(km - KM_SLACK))))])


def _systems(folder: Path, date: dt.date) -> list[DistanceFare]:
    rail = load_bands(folder / "rail_bands.csv", date)
    small = load_rail_pairs(folder / "rail_pairs.csv", date)
    car = CarCosts.load(folder, date)
    fares = [
        *rail.values(),
        *small.values(),
        private_default(rail | small),
        *load_anchors(folder / "fare_estimates.csv", date).values(),
        *(DistanceFare(name, yen, estimated=False) for name, yen in car.tolls_by_km().items()),
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
