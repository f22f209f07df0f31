"""Imported timetables (GTFS, GTFS-JP): journeys true to their date."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.compiled import ALWAYS, GROUPS
from geo.errors import GeoError
from geo.gtfs_day import build_day
from geo.gtfs_hubs import link_hubs
from geo.gtfs_join import timetabled
from geo.gtfs_onward import Around
from geo.gtfs_raptor import earliest
from geo.gtfs_rides import Teller
from geo.gtfs_static import ON_FOOT
from geo.gtfs_stops import join_stops
from geo.gtfs_store import feed_folders, open_feed
from geo.land import Land
from geo.sphere import neighbours
from geo.store import read_boundaries

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.gtfs_day import Day
    from geo.gtfs_feed import Feed
    from geo.gtfs_hubs import Links
    from geo.gtfs_rides import Rates
    from geo.gtfs_static import Static
    from geo.gtfs_stops import Stops
    from geo.model import Journey

DAYS_KEPT = 8
"""Dates whose timetable stays in memory: about 10 MB each for 700,000 stop times."""

SERVED_KM = 1.0
"""A feed with stops this near to both ends of a ride is the one that would serve it."""

_LAND_MARGIN = 0.35

log = logging.getLogger(__name__)


class Timetables:
    """The feeds stored in a folder; opened on first use, and again when the folder changes."""

    def __init__(self, folder: Path, data_dir: Path) -> None:
        """Take the folder of stored feeds, which may be absent, and the data set's."""
        self._folder, self._data_dir = folder, data_dir
        self._lock = threading.Lock()
        self._state: tuple[int, _Opened | None] = (-1, None)

    def dated(
        self,
        ends: tuple[int, int],
        average: Journey | None,
        date: dt.date,
        modes: Collection[str],
        static: Static,
        rates: Rates,
    ) -> Journey | None:
        """Give the journey that stands for the average one on a date.

        Parameters
        ----------
        ends : tuple of int
            Nodes of the network.
        average : Journey, optional
            The journey at average times; None where the network has none.
        modes : collection of str
            Words of `--modes`.

        Returns
        -------
        Journey
            By timetable where a feed serves it, else the average one, with a note where the feed that would serve it
            has run out or not begun.
        """
        opened = self._open(static)
        if opened is None:
            return average
        allowed = frozenset(ALWAYS) | {mode for group in modes for mode in GROUPS.get(group, ())}
        found = None
        if any(feed.runs_on(date) for feed in opened.feeds):
            day = opened.day(date, allowed)
            teller = Teller(opened.feeds, opened.stops, day, date, rates)
            around = Around(day, opened.stops, opened.links, static, rates, teller, date)
            found = timetabled(around, *ends, average)
        if found is not None or average is None:
            return found
        said = _expired(opened, average, date)
        return replace(
            average,
            notes=(*average.notes, *(ja for ja, _ in said)),
            notes_en=(*average.notes_en, *(en for _, en in said)),
        )

    def _open(self, static: Static) -> _Opened | None:
        """Open the feeds; every import replaces a folder inside, which the time of the outer one tells."""
        try:
            changed = self._folder.stat().st_mtime_ns
        except OSError:
            return None
        with self._lock:
            if self._state[0] != changed:
                self._state = (changed, _open_all(self._folder, self._data_dir, static))
            return self._state[1]


def rehearse(stored: Path) -> None:
    """Search a stored feed once: that compiles the kernels, so that the first person who asks need not wait."""
    feed = open_feed(stored)
    stops = join_stops([feed], lambda points: np.zeros(len(points), dtype=np.int32))
    modes = {mode for _, _, mode in feed.routes}
    earliest(build_day([feed], stops.first, feed.first, modes), stops, 0, 0)


@dataclass(frozen=True)
class _Opened:
    feeds: tuple[Feed, ...]
    stops: Stops
    links: Links

    def day(self, date: dt.date, modes: frozenset[str]) -> Day:
        """Give the routes of a date, kept for the next question."""
        return _day(_Same(self), date, modes)


class _Same:
    """Wraps a value to be compared by identity."""

    def __init__(self, value: _Opened) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value


@lru_cache(maxsize=DAYS_KEPT)
def _day(opened: _Same, date: dt.date, modes: frozenset[str]) -> Day:
    return build_day(opened.value.feeds, opened.value.stops.first, date, modes)


def _open_all(folder: Path, data_dir: Path, static: Static) -> _Opened | None:
    feeds = []
    for path in feed_folders(folder):
        try:
            feeds.append(open_feed(path))
        except GeoError as error:
            # the other feeds, and the averages, still answer
            log.warning("%s", error)
    if not feeds:
        return None
    land = land_around(data_dir, np.concatenate([feed.points for feed in feeds]))
    stops = join_stops(feeds, land.of)
    return _Opened(tuple(feeds), stops, link_hubs(static.points, static.kinds, feeds, stops, land.of))


def land_around(data_dir: Path, points: NDArray[np.float64]) -> Land:
    """Give the land near some points: two places are apart where no land near them joins them."""
    polygons = read_boundaries(data_dir, "full").geometry.to_numpy()
    boxes = shapely.box(*(points - _LAND_MARGIN).T, *(points + _LAND_MARGIN).T)
    near = np.unique(shapely.STRtree(polygons).query(boxes)[1])
    return Land(polygons[near] if len(near) else polygons)


def _expired(opened: _Opened, average: Journey, date: dt.date) -> list[tuple[str, str]]:
    """Name the feeds that would serve the journey or a ride of it, were the date in their calendar: ja and en."""
    rides = [(part.path[0], part.path[-1]) for part in average.segments if part.mode not in ON_FOOT and part.path]
    if rides:
        rides.append((average.segments[0].path[0], average.segments[-1].path[-1]))
    ends = np.array(rides, dtype=np.float64).reshape(-1, 2)
    notes = []
    for feed in opened.feeds:
        if feed.runs_on(date):
            continue
        near = np.zeros(len(ends), dtype=np.bool_)
        near[neighbours(ends, feed.points, 1, SERVED_KM)[0]] = True
        if near.reshape(-1, 2).all(axis=1).any():
            first, last = feed.first.isoformat(), feed.last.isoformat()
            notes.append(
                (
                    f"{feed.name}の時刻表は{first}から{last}までのもので、この日は平均の所要時間で示します。",
                    f"The timetable of {feed.name} holds from {first} to {last}; average times stand for this day.",
                )
            )
    return notes
