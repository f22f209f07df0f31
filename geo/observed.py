"""Model what somebody observed: a journey given by two names and a mode, timed as a timetable would print it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.car_observed import Drives
from geo.car_sums import fuel_yen
from geo.errors import UnknownPlaceError, UnreachableError
from geo.services import FAST_VESSELS
from geo.sphere import crow_km
from geo.stop_names import StopIndex, read_readings
from geo.stop_pairs import StopPairs
from geo.store import read_table
from geo.timing import Clock, Timing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from geo.paths import Router
    from geo.stop_names import Stop

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

PREMIUM = ("tokaido_sanyo_nozomi", "sanyo_nozomi", "tohoku_hayabusa")
"""Supplements above the basic one; published fares are those of the basic one."""


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
        self._pairs = StopPairs(router.network, self._stops, data_dir)
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
        pairs = self._pairs.between(seen.origin, seen.destination, mode)
        text = seen.mode.casefold()
        sets = MODES_OF["local" if mode == "rail" and ("local" in text or "rapid" in text) else mode]
        found = [self._timed(modes, seen, pairs) for modes in sets]
        if mode == "ferry" and not any(found):
            seen = seen._replace(mode="high-speed ferry")  # many call every ship a ferry
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

    def _drive(self, seen: Observation) -> Modelled:
        """Drive; what people publish is the toll, without fuel."""
        fares = self._router.fare_book.on(seen.date)[0]
        free = "toll" in seen.mode and "no" in seen.mode
        journey = self._drives.find(seen.origin, seen.destination, fares, toll_free=free)
        driven = sum(part.km for part in journey.segments if part.mode == "car")
        toll = journey.fare_jpy - round(float(fuel_yen(np.array(driven), fares)))
        return Modelled("car", journey.minutes, toll, journey.basis, self._drives.nearest(seen.origin))

    def _nearest(self, node: int) -> str:
        network = self._router.network
        return network.codes[int(np.argmin(crow_km(network.points[: len(network.codes)], network.points[node])))]

    @cached_property
    def _drives(self) -> Drives:
        return Drives(self._router, self._pairs.places, self._stops, self._data_dir)
