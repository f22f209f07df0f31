"""Which two stops a pair of names means: where a name has namesakes, the pair decides."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geo.edges import MODE
from geo.errors import UnknownPlaceError, UnreachableError
from geo.places import PlaceIndex
from geo.sphere import crow_km
from geo.stop_names import Stop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo.network import Network
    from geo.stop_names import StopIndex

KINDS = {
    "ferry": (("port",),),
    "air": (("airport",),),
    "highway_bus": (("bus",), ("bus", "major", "station", "airport", "port")),
}
TRAIN_KINDS = (("major", "station"),)

NEAR_KM = 3.0
"""Namesakes this close together are one place."""

AROUND_KM = {"ferry": 12.0, "air": 40.0, "highway_bus": 6.0}
"""Tokyo's ships leave from more than one pier, Hakata's buses from a terminal of another name."""

AROUND_RANK = 10
"""Of a stop that only lies near one of the name."""


class StopPairs:
    """Pairs of stops for pairs of names."""

    def __init__(self, network: Network, stops: StopIndex, data_dir: Path) -> None:
        """Search among the stops of a network by their names."""
        self._network, self._stops, self._data_dir = network, stops, data_dir

    def between(self, origin: str, destination: str, mode: str) -> list[tuple[Stop, list[Stop]]]:
        """Give the stops to search between: the likeliest of the names, and its namesakes close by.

        Raises
        ------
        UnknownPlaceError
            When a name means no stop of the mode.
        UnreachableError
            When both names mean one stop only.
        """
        names = (origin, destination)
        for kinds in KINDS.get(mode, TRAIN_KINDS):
            ends = [self._stops.find(name, kinds) or self._near_office(name, kinds) for name in names]
            if all(ends):
                break
        for name, found in zip(names, ends, strict=True):
            if not found:
                raise UnknownPlaceError(f"No stop for {mode} is called {name}.")
        first, second = ends
        linked = self._linked(first, second, mode)
        if mode in KINDS and not linked:
            wider = [[*found, *self._around(found, mode)] for found in ends]
            linked = self._linked(wider[0], wider[1], mode)
            first, second = wider if linked else ends
        start, end = linked or self._likeliest(first, second)
        return [(stop, self._close(end, second)) for stop in self._close(start, first)]

    def _linked(self, first: list[Stop], second: list[Stop], mode: str) -> tuple[int, int] | None:
        """Two stops that a ship, plane or bus joins directly, the closest names first."""
        if mode not in KINDS:
            return None
        joined = self._joined(mode)
        both = [(a.rank + b.rank, a.node, b.node) for a in first for b in second if (a.node, b.node) in joined]
        return min(both)[1:] if both else None

    def _joined(self, mode: str) -> set[tuple[int, int]]:
        edges = self._network.edges
        rows = edges.mode == MODE[mode]
        return set(zip(edges.tail[rows].tolist(), edges.head[rows].tolist(), strict=True))

    def _around(self, found: list[Stop], mode: str) -> list[Stop]:
        """Stops of the mode near those of the name."""
        network, known = self._network, {stop.node for stop in found}
        nodes = np.flatnonzero(np.isin(network.kinds, KINDS[mode][0]))
        near = []
        for stop in found[:5]:
            km = crow_km(network.points[nodes], network.points[stop.node])
            near += [
                Stop(int(nodes[i]), stop.rank + AROUND_RANK + int(km[i]))
                for i in np.flatnonzero(km <= AROUND_KM[mode])
                if int(nodes[i]) not in known
            ]
        return near

    def _likeliest(self, first: list[Stop], second: list[Stop]) -> tuple[int, int]:
        """Weigh the closeness of the name, how many lines call there, a common one, and the way between the two."""
        points = self._network.points

        def cost(stop: Stop) -> float:
            major = self._network.kinds[stop.node] == "major"
            return 3.0 * stop.rank - 4.0 * major - min(int(self._stops.lines[stop.node]), 8) / 2

        pairs = [
            (
                cost(a) + cost(b) + float(crow_km(points[a.node], points[b.node])) / 60 - 5.0 * bool(a.lines & b.lines),
                a.node,
                b.node,
            )
            for a in first[:40]
            for b in second[:40]
            if a.node != b.node
        ]
        if not pairs:
            raise UnreachableError("Both ends are one place.")
        return min(pairs)[1:]

    def _close(self, node: int, found: list[Stop]) -> list[Stop]:
        points = self._network.points
        best = next(stop.rank for stop in found if stop.node == node)
        return [stop for stop in found if stop.rank <= best + 1 and crow_km(points[stop.node], points[node]) <= NEAR_KM]

    def _near_office(self, name: str, kinds: Sequence[str]) -> list[Stop]:
        """Stops nearest to the office of a municipality of the name."""
        try:
            code = self.places.resolve(name.split("(")[0].strip()).code
        except UnknownPlaceError:
            return []
        network = self._network
        nodes = np.flatnonzero(np.isin(network.kinds, list(kinds)))
        km = crow_km(network.points[nodes], network.points[network.codes.index(code)])
        return [Stop(int(nodes[i]), 8 + int(km[i] / 5)) for i in np.argsort(km)[:5] if km[i] < 40]

    @cached_property
    def places(self) -> PlaceIndex:
        """Municipalities by their names."""
        return PlaceIndex.load(self._data_dir)
