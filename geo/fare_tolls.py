"""What a car costs: the NEXCO distance toll with its long-distance discount, fuel, and known ferry fares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import SchemaError
from geo.fare_bands import KM
from geo.fare_rows import in_force, read_rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.services import Crossing

ITEMS = (
    "yen_per_km",
    "terminal",
    "tax",
    "factor_to_100_km",
    "factor_101_to_200_km",
    "factor_beyond_200_km",
    "kei_factor",
    "petrol_yen_per_litre",
    "km_per_litre",
)

TOLL_SYSTEMS = ("nexco", "honshi", "shuto", "hanshin", "nagoya", "fukuoka", "kitakyushu")
"""Networks with a toll by distance; the first has a discount on long ways, the others limits."""

LIMITS = tuple(f"{name}_{item}" for name in TOLL_SYSTEMS[1:] for item in ("yen_per_km", "terminal", "min", "max"))


@dataclass(frozen=True, slots=True)
class TollRow:
    """One parameter of the toll or fuel rule."""

    item: str
    valid_from: dt.date
    valid_to: dt.date | None
    value: float
    unit: str
    note: str
    source: str
    confidence: str


@dataclass(frozen=True)
class CarCosts:
    """Parameters of the rules of one date, by item."""

    values: dict[str, float]

    @classmethod
    def load(cls, folder: Path, date: dt.date) -> CarCosts:
        """Read toll_rules.csv as in force on `date`."""
        path = folder / "toll_rules.csv"
        rows = in_force(read_rows(path, TollRow), date, key=lambda row: row.item)
        values = {row.item: row.value for row in rows}
        for item in (*ITEMS, *LIMITS):
            if item not in values:
                raise SchemaError(f"{path.name}, row 2, column item: {item} is missing")
        return cls(values)

    def toll_yen(self, km: float) -> int:
        """Toll of one uninterrupted use of NEXCO expressways, ordinary car, without time-of-day discounts.

        (rate x discounted km + terminal) x tax; rounded to 10 yen up to 10,000 yen, cut to 100 yen above
        (NEXCO toll table of 2014-04).
        """
        if km <= 0:
            return 0
        v = self.values
        charged = (
            min(km, 100) * v["factor_to_100_km"]
            + min(max(km - 100, 0), 100) * v["factor_101_to_200_km"]
            + max(km - 200, 0) * v["factor_beyond_200_km"]
        )
        yen = (v["yen_per_km"] * charged + v["terminal"]) * v["tax"]
        return round(yen / 10) * 10 if yen <= 10000 else int(yen // 100) * 100

    def network_yen(self, name: str, km: float) -> int:
        """Toll of one use of a network of `TOLL_SYSTEMS` by its charged km, rounded to 10 yen."""
        if name == TOLL_SYSTEMS[0] or km <= 0:
            return self.toll_yen(km)
        v = self.values
        yen = (v[f"{name}_yen_per_km"] * km + v[f"{name}_terminal"]) * v["tax"]
        return round(min(max(yen, v[f"{name}_min"]), v[f"{name}_max"]) / 10) * 10

    @property
    def fuel_yen_per_km(self) -> float:
        """Petrol per km of an average rental car."""
        return self.values["petrol_yen_per_litre"] / self.values["km_per_litre"]

    def tolls_by_km(self) -> dict[str, NDArray[np.int32]]:
        """List `network_yen` of every whole km, (3001,) int32 each, by the name of the tariff (`toll_nexco`)."""
        return {
            f"toll_{name}": np.array([self.network_yen(name, km) for km in range(KM)], np.int32)
            for name in TOLL_SYSTEMS
        }

    def fuel_by_km(self) -> NDArray[np.int32]:
        """Fuel of every whole km, (3001,) int32 yen, rounded to the yen."""
        return np.asarray(np.rint(np.arange(KM) * self.fuel_yen_per_km), dtype=np.int32)


@dataclass(frozen=True, slots=True)
class CarFerryRow:
    """Fare of a car with its driver between two ports, either way."""

    from_port: str
    to_port: str
    yen: int
    vehicle: str
    as_of: str
    source: str
    confidence: str
    note: str


def with_car_fares(crossings: Iterable[Crossing], folder: Path) -> list[Crossing]:
    """Put the fares of car_ferries.csv on the ships for cars that it names.

    Raises
    ------
    SchemaError
        When a row names two ports that no ship for cars joins.
    """
    path = folder / "car_ferries.csv"
    known = {frozenset((row.from_port, row.to_port)): row.yen for row in read_rows(path, CarFerryRow)}
    priced, used = [], set()
    for crossing in crossings:
        ports = frozenset((crossing.origin.name, crossing.destination.name))
        if crossing.mode == "ferry" and crossing.car and ports in known:
            used.add(ports)
            priced.append(replace(crossing, car_fare_jpy=known[ports]))
        else:
            priced.append(crossing)
    for number, ports in enumerate(known, start=2):
        if ports not in used:
            names = ", ".join(sorted(ports))
            raise SchemaError(f"{path.name}, row {number}, column from_port: no ship for cars joins {names}")
    return priced
