"""Fares of a feed: what an adult pays between two zones on a route (fare_attributes.txt, fare_rules.txt)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.gtfs_read import Tables

_REDUCED = re.compile(
    r"child|kid|infant|student|senior|disab|小児|子供|こども|小人|学生|学割|障|高齢|幼児", re.IGNORECASE
)
"""Fares of reduced price, by their id: GTFS-JP wants adult fares only here, yet some feeds list all."""


@dataclass(frozen=True)
class FareRules:
    """Rules as columns; -1 stands for any.

    Attributes
    ----------
    route, origin, destination : (F,) int32, route and zone numbers
    yen : (F,) int32
    """

    route: NDArray[np.int32]
    origin: NDArray[np.int32]
    destination: NDArray[np.int32]
    yen: NDArray[np.int32]

    @classmethod
    def of(cls, tables: Tables) -> FareRules:
        """Take the fares in yen out of a feed; a fare without any rule holds everywhere."""
        if "fare_attributes.txt" not in tables:
            none = np.zeros(0, dtype=np.int32)
            return cls(none, none, none, none)
        fares = tables["fare_attributes.txt"]
        adult = np.array(
            [
                currency == "JPY" and not _REDUCED.search(fare)
                for fare, currency in zip(fares["fare_id"], fares["currency_type"], strict=True)
            ],
            dtype=np.bool_,
        )
        price = np.round(fares["price"]).astype(np.int32)
        if "fare_rules.txt" not in tables:
            return cls._everywhere(price[adult])
        rules = tables["fare_rules.txt"]
        # rules by zones passed through (contains_id) would need the whole way: such fares stay unknown
        kept = adult[rules["fare_id"]] & (rules["contains_id"] < 0)
        unruled = adult & ~np.isin(np.arange(len(adult)), rules["fare_id"])
        free = cls._everywhere(price[unruled])
        return cls(
            np.append(rules["route_id"][kept], free.route).astype(np.int32),
            np.append(rules["origin_id"][kept], free.origin).astype(np.int32),
            np.append(rules["destination_id"][kept], free.destination).astype(np.int32),
            np.append(price[rules["fare_id"][kept]], free.yen).astype(np.int32),
        )

    @classmethod
    def _everywhere(cls, yen: NDArray[np.int32]) -> FareRules:
        anything = np.full(len(yen), -1, dtype=np.int32)
        return cls(anything, anything, anything, yen)

    def yen_between(self, route: int, origin: int, destination: int) -> tuple[int, bool] | None:
        """Give the lowest adult fare of one ride, and whether there are dearer ones (classes, cabins); None = unknown.

        `origin` and `destination` are zones, -1 = the stop has none.
        """
        fits = ((self.route == route) | (self.route < 0)) & ((self.origin == origin) | (self.origin < 0))
        yen = self.yen[fits & ((self.destination == destination) | (self.destination < 0))]
        return (int(yen.min()), bool(yen.min() < yen.max())) if len(yen) else None
