"""The edges of a travel network, gathered row by row and kept as columns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODES = (
    "none",
    "walk",
    "taxi",
    "local_bus",
    "highway_bus",
    "rail",
    "limited_express",
    "shinkansen",
    "ferry",
    "air",
    "car",
)
"""Mode numbers of edges; 0 = boarding, alighting and other edges that carry nobody anywhere."""

ALL_YEAR = 0b1111_1111_1111
"""Months of running as bits, January the lowest."""

MODE = {name: number for number, name in enumerate(MODES)}


class Edge(NamedTuple):
    """One direction of a way; units as in `Edges`."""

    tail: int
    head: int
    minutes: float
    mode: str = "none"
    ride: float = 0.0
    km: float = 0.0
    boardings: int = 0
    yen: int = 0
    estimated: bool = False
    perceived_yen: float = 0.0
    company: int = -1
    system: int = -1
    fare_km: float = 0.0
    local_km: float = 0.0
    urban: bool = False
    surcharge: int = -1
    surcharge_km: float = 0.0
    alight: bool = False
    overnight: bool = False
    months: int = ALL_YEAR
    line: int = 0
    chain: int = -1
    trips: float = 0.0


@dataclass(frozen=True)
class Edges:
    """Columns of E edges.

    Attributes
    ----------
    tail, head : int32, node numbers
    minutes : float32, door to door along the edge: waiting, check-in and ride
    ride : float32, minutes in the vehicle; of a change on the way those between arrival and departure
    km : float32
    mode : int8, index into `MODES`
    boardings : int8, vehicles boarded
    yen : int32, the fare of the edge itself
    estimated : bool, whether that fare is estimated by distance
    perceived_yen : float32, what the search takes the edge to cost
    company : int8, JR company whose kilometres are counted over the whole journey, -1 none
    system : int16, fare table that prices consecutive kilometres, -1 none
    fare_km : float32, kilometres as the tariff counts them
    local_km : float32, the real ones among them on JR's local lines
    urban : bool, whether all of them lie in JR's cheaper zone around Osaka
    surcharge : int16, fare table of the train's surcharge, priced once a train, -1 none
    surcharge_km : float32, kilometres as that table counts them
    alight : bool, ends a train and so closes its surcharge
    overnight : bool, the traveller may spend the night on it
    months : int16, bit m - 1 is set where it runs in month m
    line : int32, index into the network's lines
    chain : int32, index into the network's station chains (geometry), -1 = straight
    trips : float32, departures a day and direction of the service that is ridden, 0 = not known
    """

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    minutes: NDArray[np.float32]
    mode: NDArray[np.int8]
    ride: NDArray[np.float32]
    km: NDArray[np.float32]
    boardings: NDArray[np.int8]
    yen: NDArray[np.int32]
    estimated: NDArray[np.bool_]
    perceived_yen: NDArray[np.float32]
    company: NDArray[np.int8]
    system: NDArray[np.int16]
    fare_km: NDArray[np.float32]
    local_km: NDArray[np.float32]
    urban: NDArray[np.bool_]
    surcharge: NDArray[np.int16]
    surcharge_km: NDArray[np.float32]
    alight: NDArray[np.bool_]
    overnight: NDArray[np.bool_]
    months: NDArray[np.int16]
    line: NDArray[np.int32]
    chain: NDArray[np.int32]
    trips: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.tail)

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> Edges:
        """Keep some rows."""
        return Edges(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


DTYPES = {
    "tail": np.int32,
    "head": np.int32,
    "minutes": np.float32,
    "mode": np.int8,
    "ride": np.float32,
    "km": np.float32,
    "boardings": np.int8,
    "yen": np.int32,
    "estimated": np.bool_,
    "perceived_yen": np.float32,
    "company": np.int8,
    "system": np.int16,
    "fare_km": np.float32,
    "local_km": np.float32,
    "urban": np.bool_,
    "surcharge": np.int16,
    "surcharge_km": np.float32,
    "alight": np.bool_,
    "overnight": np.bool_,
    "months": np.int16,
    "line": np.int32,
    "chain": np.int32,
    "trips": np.float32,
}


class EdgeList:
    """Edges while they are being gathered."""

    def __init__(self) -> None:
        self._rows: list[Edge] = []

    def add(self, edge: Edge) -> None:
        """Append one direction."""
        self._rows.append(edge)

    def both(self, edge: Edge) -> None:
        """Append an edge and its reverse."""
        self._rows.append(edge)
        self._rows.append(edge._replace(tail=edge.head, head=edge.tail))

    def columns(self) -> Edges:
        """Turn the rows into columns."""
        data: dict[str, Any] = {}
        for name, values in zip(Edge._fields, zip(*self._rows, strict=True), strict=True):
            numbers = [MODE[str(value)] for value in values] if name == "mode" else values
            data[name] = np.array(numbers, dtype=DTYPES[name])
        return Edges(**data)
