"""Model what somebody observed: a journey given by two names and a mode, timed as a timetable would print it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.car import drive_minutes, toll_free_minutes
from geo.edges import MODE
from geo.errors import GeoError, UnknownPlaceError, UnreachableError
from geo.places import PlaceIndex
from geo.services import FAST_VESSELS
from geo.sphere import crow_km
from geo.stop_names import Stop, StopIndex, read_readings
from geo.store import read_table
from geo.timing import Clock, Timing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from geo.paths import Router

MODE_WORDS = (
    ("shinkansen", ("shinkansen", "新幹線")),
    ("limited_express", ("limited", "express train", "特急")),
    ("ferry", ("ferry", "jetfoil", "jet foil", "boat", "ship", "高速船", "船", "フェリー")),
    ("air", ("air", "flight", "plane", "飛行")),
    ("highway_bus", ("bus", "バス")),
    ("car", ("car", "drive", "taxi", "車")),
    ("rail", ("rail", "train", "sleeper", "local", "rapid", "metro", "subway", "tram", "列車", "電車", "鉄道")),
)
"""How people call modes, the most telling word first."""

RAIL = ("rail", "limited_express", "shinkansen")
CONVENTIONAL = ("rail", "limited_express")
MODES_OF = {
    "shinkansen": (("shinkansen",), ("shinkansen", "limited_express"), RAIL),
    "limited_express": (("limited_express",), CONVENTIONAL, RAIL),
    "rail": (CONVENTIONAL, RAIL),
    "local": (("rail",), CONVENTIONAL),
    "ferry": (("ferry",),),
    "air": (("air",),),
    "highway_bus": (("highway_bus",),),
}
"""Modes to search with; the next set where the one before does not lead there."""

KINDS = {
    "ferry": (("port",),),
    "air": (("airport",),),
    "highway_bus": (("bus",), ("bus", "major", "station", "airport", "port")),
}
TRAIN_KINDS = (("major", "station"),)
PREMIUM = ("tokaido_sanyo_nozomi", "sanyo_nozomi", "tohoku_hayabusa")
"""Supplements above the basic one; published fares are those of the basic one."""

NEAR_KM = 3.0
"""Namesakes this close together are one place."""


class Observation(NamedTuple):
    """A row of an observed table."""

    origin: str
    destination: str
    mode: str
    date: dt.date | None = None


class Modelled(NamedTuple):
    """What the model says to an observation."""

    mode: str
    minutes: float
    fare_jpy: int | None
    basis: str
    code: str
    """Of the municipality whose office is nearest to where it begins."""


def mode_of(text: str) -> str:
    """Match a mode loosely: `limited express + rail`, `car (no toll)`, `night bus`."""
    plain = text.casefold().replace("_", " ").replace("-", " ")
    for mode, words in MODE_WORDS:
        if any(word in plain for word in words):
            return mode
    raise UnknownPlaceError(f"No mode is called {text!r}.", tuple(mode for mode, _ in MODE_WORDS))


class Observer:
    """Answers observations from the networks of a data set."""

    def __init__(self, router: Router, data_dir: Path) -> None:
        """Index the names of its stops."""
        self._router, self._data_dir = router, data_dir
        airports = read_table(data_dir, "airports")
        english = dict(zip(airports.iata, airports.name, strict=True))
        self._stops = StopIndex(router.network, read_readings(data_dir / "curated" / "services"), english)
        self._clocks: dict[object, Clock] = {}

    def model(self, seen: Observation) -> Modelled:
        """Model one observation.

        Raises
        ------
        GeoError
            When a name or mode means nothing, or the mode does not lead there.
        """
        mode = mode_of(seen.mode)
        if mode == "car":
            return self._drive(seen)
        pairs = self._pairs(seen, mode)
        text = seen.mode.casefold()
        sets = MODES_OF["local" if mode == "rail" and ("local" in text or "rapid" in text) else mode]
        found = [self._timed(modes, seen, pairs) for modes in sets]
        best = next((timing for timing in found if timing), None)
        if best is None:
            raise UnreachableError(f"No {mode} leads from {seen.origin} to {seen.destination}.")
        if sets == MODES_OF["rail"] and found[-1] and found[-1].minutes < best.minutes / 2:
            best = found[-1]  # nobody calls 9 hours of local trains beside the Shinkansen the time by rail
        plain = self._timed(sets[found.index(best)], seen, pairs, premium=False) or best
        start = self._nearest(pairs[0][0].node)
        return Modelled(mode, best.minutes, min(best.fare_jpy, plain.fare_jpy), best.basis, start)

    def _timed(
        self, modes: Sequence[str], seen: Observation, pairs: list[tuple[Stop, list[Stop]]], *, premium: bool = True
    ) -> Timing | None:
        """The quickest of the pairs of stops; without `premium`, on trains of the basic supplement only."""
        clock, tariff = self._clock(modes, seen.mode, premium=premium), self._router.fare_book.on(seen.date)[1]
        timings = [clock.quickest(origin, ends, tariff) for origin, ends in pairs]
        return min((timing for timing in timings if timing), key=lambda timing: timing.minutes, default=None)

    def _clock(self, modes: Sequence[str], text: str, *, premium: bool) -> Clock:
        """A network of the modes; of conventional ships only where the text names no fast ones."""
        fast = any(word in text.casefold() for word in ("jet", "high", "fast", "speed", "高速"))
        slow_only = tuple(modes) == ("ferry",) and not fast
        key = (tuple(modes), slow_only, premium)
        if key not in self._clocks:
            network = self._router.network
            quick = np.array([line.name.endswith(FAST_VESSELS) for line in network.lines])
            dear = [number for number, name in enumerate(self._router.fares.systems) if name in PREMIUM]
            kept = ~(quick[network.edges.line] & slow_only)
            kept &= premium | ~np.isin(network.edges.surcharge, dear)
            self._clocks[key] = Clock.of(network, modes, kept)
        return self._clocks[key]

    def _pairs(self, seen: Observation, mode: str) -> list[tuple[Stop, list[Stop]]]:
        """Stops to search between: the likeliest of the names, and its namesakes close by."""
        for kinds in KINDS.get(mode, TRAIN_KINDS):
            ends = [
                self._stops.find(name, kinds) or self._near_office(name, kinds)
                for name in (seen.origin, seen.destination)
            ]
            if all(ends):
                break
        for name, found in zip((seen.origin, seen.destination), ends, strict=True):
            if not found:
                raise UnknownPlaceError(f"No stop for {mode} is called {name}.")
        first, second = ends
        linked = self._linked(first, second, mode) if mode in KINDS else None
        origin, destination = linked or self._likeliest(first, second)
        start, end = (self._close(stop, found) for stop, found in zip((origin, destination), ends, strict=True))
        return [(stop, end) for stop in start]

    def _linked(self, first: list[Stop], second: list[Stop], mode: str) -> tuple[int, int] | None:
        """Two stops that a service joins directly, the closest names first."""
        edges = self._router.network.edges
        rows = edges.mode == MODE[mode]
        joined = set(zip(edges.tail[rows].tolist(), edges.head[rows].tolist(), strict=True))
        both = [(a.rank + b.rank, a.node, b.node) for a in first for b in second if (a.node, b.node) in joined]
        return min(both)[1:] if both else None

    def _likeliest(self, first: list[Stop], second: list[Stop]) -> tuple[int, int]:
        """Weigh the closeness of the name, how many lines call there, a common one, and the way between the two."""
        points = self._router.network.points

        def cost(stop: Stop) -> float:
            major = self._router.network.kinds[stop.node] == "major"
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
        points = self._router.network.points
        best = next(stop.rank for stop in found if stop.node == node)
        return [stop for stop in found if stop.rank <= best + 1 and crow_km(points[stop.node], points[node]) <= NEAR_KM]

    def _near_office(self, name: str, kinds: Sequence[str]) -> list[Stop]:
        """Stops nearest to the office of a municipality of the name."""
        try:
            code = self._places.resolve(name.split("(")[0].strip()).code
        except UnknownPlaceError:
            return []
        network = self._router.network
        nodes = np.flatnonzero(np.isin(network.kinds, list(kinds)))
        km = crow_km(network.points[nodes], network.points[network.codes.index(code)])
        return [Stop(int(nodes[i]), 8 + int(km[i] / 5)) for i in np.argsort(km)[:5] if km[i] < 40]

    @cached_property
    def _places(self) -> PlaceIndex:
        return PlaceIndex.load(self._data_dir)

    def _drive(self, seen: Observation) -> Modelled:
        origin, destination = self._office(seen.origin), self._office(seen.destination)
        if origin == destination:
            raise UnreachableError("Both ends are one place.")
        journey = self._router.between(origin, destination, ("car",), seen.date)
        driven = sum(part.km for part in journey.segments if part.mode == "car")
        if "toll" in seen.mode and "no" in seen.mode:
            minutes = journey.minutes - float(drive_minutes(np.array([driven]))[0]) + toll_free_minutes(driven)
            return Modelled("car", minutes, None, "average", self._nearest(origin))
        # what people publish is the toll, without fuel
        toll = journey.fare_jpy - self._router.fares.yen("fuel", driven)
        return Modelled("car", journey.minutes, toll, journey.basis, self._nearest(origin))

    def _nearest(self, node: int) -> str:
        network = self._router.network
        return network.codes[int(np.argmin(crow_km(network.points[: len(network.codes)], network.points[node])))]

    def _office(self, name: str) -> int:
        """The office of a municipality, or the one nearest to a stop of the name."""
        network = self._router.network
        try:
            return network.codes.index(self._places.resolve(name).code)
        except GeoError:
            stops = self._stops.find(name)
            if not stops:
                raise
            best = min(stops, key=lambda stop: (stop.rank, -int(self._stops.lines[stop.node])))
            return network.codes.index(self._nearest(best.node))
