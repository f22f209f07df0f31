"""Stops of all feeds together, and the ways on foot between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.sphere import neighbours

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from geo.gtfs_feed import Feed

    Ground = Callable[[NDArray[np.float64]], NDArray[np.int32]]

WALK_DETOUR = 1.3
WALK_KMH = 4.5
TRANSFER_KM = 0.4
"""Crow kilometres within which one changes stops on foot."""

TRANSFER_STOPS = 16
"""Stops at most that a stop is joined to; large terminals have that many bays."""


@dataclass(frozen=True)
class Stops:
    """The stops of several feeds, one after another.

    Attributes
    ----------
    first : (F + 1,) int64, where each feed's stops begin
    points : (S, 2) float64 lng/lat
    walk_ptr : (S + 1,) int64; walk_stop, walk_seconds : int32, from each stop to others
    """

    first: NDArray[np.int64]
    points: NDArray[np.float64]
    walk_ptr: NDArray[np.int64]
    walk_stop: NDArray[np.int32]
    walk_seconds: NDArray[np.int32]


def walk_seconds(km: NDArray[np.float64]) -> NDArray[np.int32]:
    """Seconds on foot over a crow distance."""
    return np.ceil(km * WALK_DETOUR / WALK_KMH * 3600).astype(np.int32)


def join_stops(feeds: Sequence[Feed], land_of: Ground) -> Stops:
    """Lay the stops of all feeds out and tie those that a short walk joins; nobody walks over water.

    `land_of` gives the piece of land that each of some points (n, 2) stands on. Times of transfers.txt stand over
    those by distance.
    """
    first = np.cumsum([0, *(len(feed.points) for feed in feeds)]).astype(np.int64)
    points = np.concatenate([np.zeros((0, 2)), *(feed.points for feed in feeds)])
    tail, head, km = neighbours(points, points, TRANSFER_STOPS + 1, TRANSFER_KM)
    land = land_of(points)
    kept = (tail != head) & (land[tail] == land[head])
    ways = {
        (int(a), int(b)): int(seconds)
        for a, b, seconds in zip(tail[kept], head[kept], walk_seconds(km[kept]), strict=True)
    }
    for feed, offset in zip(feeds, first, strict=False):
        for a, b, seconds in feed.transfers.tolist():
            if seconds < 0:
                ways.pop((a + int(offset), b + int(offset)), None)
            elif a != b:
                ways[a + int(offset), b + int(offset)] = seconds
    rows = np.array([(a, b, seconds) for (a, b), seconds in sorted(ways.items())], dtype=np.int64).reshape(-1, 3)
    ptr = np.searchsorted(rows[:, 0], np.arange(len(points) + 1))
    return Stops(first, points, ptr.astype(np.int64), rows[:, 1].astype(np.int32), rows[:, 2].astype(np.int32))
