"""Drives that somebody observed: by expressway or without toll, between offices, stations and interchanges."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geo.car_path import car_journey
from geo.car_places import GateIndex, means_gate
from geo.errors import GeoError, UnreachableError
from geo.sphere import crow_km
from geo.stop_names import interchange_towns, read_readings
from geo.store import read_municipalities

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo.car import CarNetwork
    from geo.fares import FareTables
    from geo.model import Journey
    from geo.paths import Router
    from geo.places import PlaceIndex
    from geo.stop_names import StopIndex


class Drives:
    """Finds drives between places of any kind."""

    def __init__(self, router: Router, places: PlaceIndex, stops: StopIndex, data_dir: Path) -> None:
        """Use the roads of a router."""
        self._router, self._places, self._stops, self._data_dir = router, places, stops, data_dir

    def find(self, origin: str, destination: str, fares: FareTables, *, toll_free: bool) -> Journey:
        """Drive from one place to another the quickest way, on roads without toll where `toll_free`.

        Raises
        ------
        UnreachableError
            When no road leads there.
        UnknownPlaceError
            When a name means nothing.
        """
        ends = self._node(origin), self._node(destination)
        roads = self._toll_free if toll_free else self._quickest
        journey = car_journey(roads, *ends, fares, self._router.factors, None)
        if journey is None:
            raise UnreachableError(f"No road leads from {origin} to {destination}, or both are one place.")
        return journey

    def nearest(self, name: str) -> str:
        """Give the code of the municipality whose office is nearest to a place."""
        roads = self._router.roads
        km = crow_km(roads.points[: len(roads.codes)], roads.points[self._node(name)])
        return roads.codes[int(np.argmin(km))]

    @cached_property
    def _toll_free(self) -> CarNetwork:
        return self._router.roads.toll_free()

    @cached_property
    def _quickest(self) -> CarNetwork:
        return self._router.roads.quickest()

    @cached_property
    def _gates(self) -> GateIndex:
        readings = {name: kana[0] for name, kana in read_readings(self._data_dir / "curated" / "services").items()}
        for place in read_municipalities(self._data_dir):
            readings.setdefault(place.name[:-1], place.name_kana.removesuffix(_read_suffix(place.name_kana)))
        return GateIndex(self._router.roads.names, readings)

    def _node(self, name: str) -> int:
        """The gate that a name means, the office of a municipality, or the one nearest to a stop."""
        gate = self._gates.find(name) if means_gate(name) else None
        if gate is not None:
            return gate
        network = self._router.network
        try:
            return network.codes.index(self._places.resolve(name).code)
        except GeoError:
            gate = self._gates.find(name)
            stops = self._stops.find(name)
            if gate is not None and not any(stop.rank == 0 for stop in stops):
                return gate
            towns = interchange_towns(name)
            if not stops and not towns:
                raise
        if not stops:
            return self._node(towns[0])
        best = min(stops, key=lambda stop: (stop.rank, -int(self._stops.lines[stop.node])))
        km = crow_km(network.points[: len(network.codes)], network.points[best.node])
        return int(np.argmin(km))


def _read_suffix(kana: str) -> str:
    """し, く, ちょう, まち, そん or むら at the end of a municipality's reading."""
    endings: Sequence[str] = ("ちょう", "まち", "そん", "むら", "し", "く")
    return next((ending for ending in endings if kana.endswith(ending)), "")
