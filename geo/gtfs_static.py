"""What the timetables ask of the static network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from geo.co2 import Co2Factors
    from geo.fares import FareTables
    from geo.model import Journey, Segment
    from geo.network import Network

ON_FOOT = frozenset({"walk", "taxi"})
"""Modes that are no vehicle with a line: a change from or to them is no transfer."""


class Static(Protocol):
    """The network of average times, narrowed to the modes asked for."""

    @property
    def points(self) -> NDArray[np.float64]:
        """(V, 2) lng/lat of its nodes."""
        ...

    @property
    def kinds(self) -> Sequence[str]:
        """What each node is."""
        ...

    @property
    def names(self) -> Sequence[str]:
        """What each node is called."""
        ...

    def cost(self, node: int) -> NDArray[np.float64]:
        """Generalised minutes (V,) between a node and every other."""
        ...

    def journey(self, origin: int, destination: int) -> Journey | None:
        """Find the journey of least cost between two nodes."""
        ...


class Narrowed:
    """A network, its searches narrowed to some modes; made for one question, whose searches it keeps."""

    def __init__(
        self,
        network: Network,
        cost: Callable[[int], NDArray[np.float64]],
        journey: Callable[[int, int], Journey | None],
    ) -> None:
        self.points, self.kinds, self.names = network.points, network.kinds, network.names
        self._cost, self.journey = cost, journey
        self._known: dict[int, NDArray[np.float64]] = {}

    def cost(self, node: int) -> NDArray[np.float64]:
        """Generalised minutes (V,) between a node and every other; ways are taken to be as long back as forth."""
        if node not in self._known:
            self._known[node] = self._cost(node)
        return self._known[node]


_FARES = {
    "local_bus": "local_bus",
    "highway_bus": "highway_bus_estimate",
    "ferry": "ferry_estimate",
    "air": "flight_estimate",
    "taxi": "taxi",
}


class RatesByDistance:
    """Fares and CO2 of rides whose feed states no fare."""

    def __init__(self, fares: FareTables, factors: Co2Factors) -> None:
        self._fares, self._factors = fares, factors

    def yen(self, mode: str, km: float) -> int:
        """Estimate a fare: railways by the average of the private ones."""
        return self._fares.yen(_FARES.get(mode, "private_default"), km)

    def g_per_km(self, mode: str) -> float:
        """Grams of CO2 a passenger-kilometre."""
        return self._factors.g_per_km(mode)


@dataclass
class Piece:
    """A part of a journey: what it adds to the whole."""

    minutes: int = 0
    fare_jpy: int = 0
    boardings: int = 0
    km: float = 0.0
    co2_kg: float = 0.0
    segments: list[Segment] = field(default_factory=list)

    def add(self, other: Piece) -> None:
        """Append another."""
        self.minutes += other.minutes
        self.fare_jpy += other.fare_jpy
        self.boardings += other.boardings
        self.km += other.km
        self.co2_kg += other.co2_kg
        self.segments += other.segments


def piece_of(journey: Journey) -> Piece:
    """Take a whole static journey as a part of another; one that stays where it is adds nothing."""
    aboard = any(segment.mode not in ON_FOOT for segment in journey.segments)
    return Piece(
        journey.minutes,
        journey.fare_jpy,
        journey.transfers + aboard,
        journey.km,
        journey.co2_kg,
        list(journey.segments),
    )
