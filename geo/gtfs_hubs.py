"""Where feeds meet the network: stops near offices, stations, ports and airports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.access import TAXI_KMH, TAXI_WAIT
from geo.gtfs_stops import WALK_DETOUR, walk_seconds
from geo.sphere import neighbours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.gtfs_feed import Feed
    from geo.gtfs_stops import Ground, Stops

HUB_KINDS = ("municipality", "station", "major", "port", "airport", "bus")
"""Nodes of the network where one can change vehicles."""

LINK_KM = 1.5
"""Crow kilometres that one walks between a hub and a stop: about 25 minutes."""

LINK_STOPS = 40
TERMINAL_KM = 15.0
"""Crow kilometres of a taxi between a hub and a terminal of ships or aircraft, which no other stop replaces."""

TERMINAL_HUBS = 3
WALK, TAXI = 0, 1


@dataclass(frozen=True)
class Links:
    """Ways between hubs and stops, good in both directions.

    Attributes
    ----------
    hub, stop, seconds : (L,) int32
    km : (L,) float64, along the way
    kind : (L,) int8, 0 on foot, 1 by taxi
    """

    hub: NDArray[np.int32]
    stop: NDArray[np.int32]
    seconds: NDArray[np.int32]
    km: NDArray[np.float64]
    kind: NDArray[np.int8]


def link_hubs(
    points: NDArray[np.float64], kinds: Sequence[str], feeds: Sequence[Feed], stops: Stops, land_of: Ground
) -> Links:
    """Tie the hubs of a network, (V, 2) lng/lat with their kinds, to the stops near them on the same land."""
    hubs = np.flatnonzero(np.isin(np.array(kinds), HUB_KINDS))
    box = _near(points[hubs], stops.points)
    hubs = hubs[box]
    called = np.flatnonzero(_called(feeds, stops))
    places = points[hubs]
    land, stop_land = land_of(places), land_of(stops.points)
    a, b, km = neighbours(places, stops.points[called], LINK_STOPS, LINK_KM)
    on_foot = (a, called[b], km, np.full(len(a), WALK))
    terminals = np.flatnonzero(_called(feeds, stops, ("ferry", "air")))
    b, a, km = neighbours(stops.points[terminals], places, TERMINAL_HUBS, TERMINAL_KM)
    far = km > LINK_KM
    by_taxi = (a[far], terminals[b[far]], km[far], np.full(int(far.sum()), TAXI))
    hub, stop, km, kind = (np.concatenate(parts) for parts in zip(on_foot, by_taxi, strict=True))
    kept = land[hub] == stop_land[stop] if len(hub) else np.zeros(0, dtype=np.bool_)
    hub, stop, km, kind = hub[kept], stop[kept], km[kept], kind[kept]
    driven = (TAXI_WAIT * 60 + km * WALK_DETOUR / TAXI_KMH * 3600).astype(np.int32)
    seconds = np.where(kind == WALK, walk_seconds(km), driven)
    return Links(
        hubs[hub].astype(np.int32), stop.astype(np.int32), seconds.astype(np.int32), km * WALK_DETOUR,
        kind.astype(np.int8),
    )  # fmt: skip


def _near(points: NDArray[np.float64], stops: NDArray[np.float64], margin: float = 0.3) -> NDArray[np.bool_]:
    """Which points lie in or near the rectangle of the stops."""
    if not len(stops):
        return np.zeros(len(points), dtype=np.bool_)
    low, high = stops.min(axis=0) - margin, stops.max(axis=0) + margin
    return np.asarray(((low <= points) & (points <= high)).all(axis=1))


def _called(feeds: Sequence[Feed], stops: Stops, modes: tuple[str, ...] | None = None) -> NDArray[np.bool_]:
    """Stops where some trip calls, of some modes."""
    marks = np.zeros(len(stops.points), dtype=np.bool_)
    for feed, first in zip(feeds, stops.first, strict=False):
        trips = feed.trips
        wanted = np.array([modes is None or mode in modes for _, _, mode in feed.routes], dtype=np.bool_)
        chosen = np.repeat(wanted[trips.routes], np.diff(trips.pattern_ptr))
        marks[trips.stops[chosen] + int(first)] = True
    return marks
