"""One journey with its segments, by public transport or by car."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geo.car_ends import car_between
from geo.co2 import Co2Factors
from geo.compiled import GROUPS, Compiled, compile_network
from geo.errors import DatasetError, UnknownPlaceError, UnreachableError
from geo.fare_book import FareBook
from geo.gtfs_static import Narrowed, RatesByDistance
from geo.network_file import load_car_network, load_network, travel_date
from geo.perceive import YEN_PER_MINUTE
from geo.public_path import public_journey
from geo.rail_names import plain_name
from geo.sphere import crow_km
from geo.stop_names import STOP_KINDS, platform_names
from geo.street_legs import by_streets
from geo.transit import Timetables

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from geo.car import CarNetwork
    from geo.fares import FareTables
    from geo.model import Journey
    from geo.network import Network

SUFFIXES = ("駅", "空港", "港")

NEAR, BY_KM, DOUBLED, FAR = 120.0, 2.5, 2.0, 1300.0
"""Generalised minutes within which a journey is sought first: so many, so many for each km as the crow flies, then
twice as far; what reaches further than the last reaches the whole country."""

log = logging.getLogger(__name__)


class Router:
    """Finds journeys over the networks of a data set; made once a process."""

    def __init__(
        self, data_dir: Path, cache_dir: Path, feeds_dir: Path | None = None, streets_root: Path | None = None
    ) -> None:
        """Open the network (built first where the cache lacks it), imported timetables and streets where any are."""
        self._data_dir, self._cache_dir = data_dir, cache_dir
        self.network: Network = load_network(data_dir, cache_dir)
        folder = data_dir / "curated" / "fares"
        self.fare_book = FareBook(folder, travel_date(data_dir), self.network.names)
        self.fares: FareTables = self.fare_book.on()[0]
        self.factors = Co2Factors.load(folder)
        self._compiled: dict[tuple[frozenset[str], int | None], Compiled] = {}
        self._index = {code: node for node, code in enumerate(self.network.codes)}
        self._timetables = Timetables(feeds_dir, data_dir) if feeds_dir else None
        self._streets_root = streets_root

    @classmethod
    def load(
        cls, data_dir: Path, cache_dir: Path, feeds_dir: Path | None = None, streets_root: Path | None = None
    ) -> Router:
        """Open the networks of `data_dir`, kept in `cache_dir`, and what was imported.

        Parameters
        ----------
        feeds_dir : Path, optional
            The folder of timetables.
        streets_root : Path, optional
            The instance, which holds the folder of streets; ways on foot, by taxi and by car at both ends of a journey
            then follow the streets of the municipalities that were imported.
        """
        return cls(data_dir, cache_dir, feeds_dir, streets_root)

    @cached_property
    def roads(self) -> CarNetwork:
        """The network for cars; opened when the first car journey is asked for."""
        return load_car_network(self._data_dir, self._cache_dir)

    def journey(self, origin: str, destination: str, modes: Sequence[str], date: dt.date | None = None) -> Journey:
        """Find the journey of least generalised cost between two municipalities.

        Parameters
        ----------
        origin, destination : str
            Five-digit codes.
        modes : sequence of str
            Words of `--modes`: rail, bus, ferry, air, car.
        date : date, optional
            Services out of season in its month are not used, and fares are those in force; where an imported
            timetable serves that day, its times hold. Without it every service runs, as in the matrices.

        Raises
        ------
        UnreachableError
            When the modes do not lead there.
        UnknownPlaceError
            When a code is no municipality.
        """
        for code in (origin, destination):
            if code not in self._index:
                raise UnknownPlaceError(f"No municipality has the code {code}.")
        return self.between(self._index[origin], self._index[destination], modes, date)

    def between(self, origin: int, destination: int, modes: Sequence[str], date: dt.date | None = None) -> Journey:
        """Find the journey between two nodes."""
        found = []
        public = frozenset(modes) & (GROUPS.keys() - {"car"})
        if public or "car" not in modes:
            found.append(self._dated(origin, destination, public, date))
        if "car" in modes:
            ends, fares = (origin, destination), self.fare_book.on(date)[0]
            found.append(car_between(self.network, self.roads, ends, fares, self.factors, date))
        reached = [journey for journey in found if journey is not None]
        if not reached:
            names = self.network.names
            raise UnreachableError(f"{'、'.join(modes)} does not lead from {names[origin]} to {names[destination]}.")
        best = min(reached, key=lambda journey: journey.minutes + journey.fare_jpy / YEN_PER_MINUTE)
        return self._through_streets(best, origin, destination)

    def find(self, name: str) -> int:
        """Give the node of a station, port, airport (name or IATA code) or bus stop.

        Raises
        ------
        UnknownPlaceError
            When nothing bears the name; `candidates` are those whose names contain it.
        """
        codes = dict(self.network.aliases)
        if name.upper() in codes:
            return codes[name.upper()]
        for wanted in (name, *(name.removesuffix(suffix) for suffix in SUFFIXES)):
            for kind in STOP_KINDS:
                if (kind, plain_name(wanted)) in self._stops:
                    return self._stops[kind, plain_name(wanted)]
        part = plain_name(name.rstrip("駅港"))
        candidates = sorted({stop for _, stop in self._stops if part and part in stop})[:8]
        raise UnknownPlaceError(f"No station, port or airport is called {name}.", tuple(candidates))

    @cached_property
    def _stops(self) -> dict[tuple[str, str], int]:
        stops: dict[tuple[str, str], int] = {}
        for node, (name, kind) in enumerate(zip(self.network.names, self.network.kinds, strict=True)):
            if kind in STOP_KINDS:
                stops.setdefault((kind, plain_name(name)), node)
        for hub, name in platform_names(self.network):
            stops.setdefault((self.network.kinds[hub], plain_name(name)), hub)
        return stops

    def _through_streets(self, journey: Journey, origin: int, destination: int) -> Journey:
        if self._streets_root is None:
            return journey
        start, end = (self.network.codes[node] if node < len(self._index) else None for node in (origin, destination))
        try:
            return by_streets(journey, self._streets_root, start, end, self.fares)
        except DatasetError as error:
            # damaged streets of one town are no reason to refuse a journey
            log.warning("%s", error)
            return journey

    def _dated(self, origin: int, destination: int, groups: frozenset[str], date: dt.date | None) -> Journey | None:
        average = self._public(origin, destination, groups, date)
        if self._timetables is None or date is None:
            return average
        static = Narrowed(
            self.network,
            lambda node: self._narrowed(groups, date).search([node])[0][0],
            lambda start, end: self._public(start, end, groups, date),
        )
        rates = RatesByDistance(self.fare_book.on(date)[0], self.factors)
        return self._timetables.dated((origin, destination), average, date, groups, static, rates)

    def _narrowed(self, groups: frozenset[str], date: dt.date | None) -> Compiled:
        key = (groups, date.month if date else None)
        if key not in self._compiled:
            self._compiled[key] = compile_network(self.network, sorted(groups), key[1])
        return self._compiled[key]

    def _public(self, origin: int, destination: int, groups: frozenset[str], date: dt.date | None) -> Journey | None:
        compiled = self._narrowed(groups, date)
        for reach in self._reaches(origin, destination):
            # what lies within reach is found the same way as without a limit
            cost, before = compiled.search([origin], reach)
            if np.isfinite(cost[0, destination]):
                break
        else:
            return None
        return public_journey(
            self.network, compiled, self.fare_book.on(date), self.factors, before[0], (origin, destination), date
        )

    def _reaches(self, origin: int, destination: int) -> tuple[float, ...]:
        """Give limits within which to search, one after another: most journeys end near where they began."""
        near = NEAR + BY_KM * float(crow_km(self.network.points[origin], self.network.points[destination]))
        return (*(limit for limit in (near, DOUBLED * near) if limit < FAR), np.inf)
