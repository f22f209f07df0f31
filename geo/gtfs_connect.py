"""The best connection of a day between two places: a way to a stop, vehicles, and a way from the last stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.gtfs_raptor import NEVER, ROUNDS, Labels, rides_to, search
from geo.perceive import BOARDING_MINUTES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.gtfs_day import Day
    from geo.gtfs_hubs import Links
    from geo.gtfs_raptor import Ride
    from geo.gtfs_stops import Stops

FIRST_LEAVE, LAST_LEAVE = 4 * 3600, 22 * 3600
"""Nobody sets out in the small hours."""

LEAVE_STEP = 900
"""Departures tried, in seconds; the one found then leaves as late as its first vehicle lets it."""

_HOPELESS = 36 * 3600


class Way(NamedTuple):
    """How a stop is reached from a place, or a place from a stop: over a hub, and a link (a row of `Links`)."""

    seconds: NDArray[np.int32]
    """(S,) generalised seconds to the stop; `NEVER` = too far."""
    link: NDArray[np.int32]
    """(S,) the link it uses, -1 = none."""


@dataclass(frozen=True)
class Connection:
    """Vehicles between two links."""

    to_stop: int
    """Row of `Links` by which the first stop is reached."""
    from_stop: int
    """Row of `Links` by which the last stop is left."""
    begins: int
    ends: int
    """First and last stop."""
    rides: tuple[Ride, ...]
    leaves: int
    """Seconds after midnight of the date when one has to set out on the first link."""
    arrives: int
    """Seconds after midnight of the date at the end of the last link."""


def ways(cost: NDArray[np.float64], links: Links, stops: int, limit_minutes: float) -> Way:
    """Give the least generalised time between a place and each stop.

    Parameters
    ----------
    cost : (V,) float64
        Generalised minutes between the place and each node of the network.
    limit_minutes : float
        Hubs further than this are left out.
    """
    seconds, link = np.full(stops, NEVER, dtype=np.int32), np.full(stops, -1, dtype=np.int32)
    total = cost[links.hub] * 60 + links.seconds
    near = np.flatnonzero(cost[links.hub] <= min(limit_minutes, _HOPELESS / 60))
    for row in near[np.argsort(-total[near], kind="stable")]:
        stop = links.stop[row]
        seconds[stop], link[stop] = int(total[row]), row
    return Way(seconds, link)


def connect(
    day: Day, stops: Stops, links: Links, there: Way, hence: Way, window: tuple[int, int] = (FIRST_LEAVE, LAST_LEAVE)
) -> Connection | None:
    """Find the connection of least generalised time among the departures of a window; None where there is none.

    A window of one moment takes what arrives first.
    """
    seeds = np.flatnonzero(there.link >= 0).astype(np.int32)
    goals = np.flatnonzero(hence.link >= 0)
    if not len(seeds) or not len(goals) or not len(day):
        return None
    best: tuple[float, int, int] | None = None
    labels = Labels.empty(len(stops.points))
    for leave in range(window[1], window[0] - 1, -LEAVE_STEP):
        search(day, stops, seeds, there.seconds[seeds] + np.int32(leave), labels)
        for vehicles in range(1, ROUNDS + 1):
            arrive = labels.arrive[vehicles, goals].astype(np.int64) + hence.seconds[goals]
            if arrive.min() < NEVER:
                burden = (int(arrive.min()) - leave) / 60 + BOARDING_MINUTES * vehicles
                best = min(best or (burden, leave, vehicles), (burden, leave, vehicles))
    if best is None:
        return None
    return _again(day, stops, links, there, hence, best[1], best[2])


def _again(
    day: Day, stops: Stops, links: Links, there: Way, hence: Way, leave: int, vehicles: int
) -> Connection | None:
    """Search once more for the departure found, to tell which vehicles it takes."""
    seeds, goals = (np.flatnonzero(way.link >= 0).astype(np.int32) for way in (there, hence))
    labels = search(
        day, stops, seeds, there.seconds[seeds] + np.int32(leave), Labels.empty(len(stops.points), vehicles)
    )
    arrive = labels.arrive[vehicles, goals].astype(np.int64) + hence.seconds[goals]
    end = int(goals[int(arrive.argmin())])
    if labels.arrive[vehicles, end] == NEVER:
        return None
    begin, rides = rides_to(day, labels, vehicles, end)
    first = rides[0]
    to_stop, from_stop = int(there.link[begin]), int(hence.link[end])
    leaves = first.departs - int(day.board[first.route]) - int(links.seconds[to_stop])
    arrives = int(labels.arrive[vehicles, end]) + int(links.seconds[from_stop])
    return Connection(to_stop, from_stop, begin, end, tuple(rides), leaves, arrives)
