"""A feed compiled to arrays: what is stored, and what the search reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import SchemaError
from geo.gtfs_calendar import Calendar
from geo.gtfs_fares import FareRules
from geo.gtfs_modes import mode_of
from geo.gtfs_shapes import Shapes
from geo.gtfs_trips import Trips, build_trips
from geo.sphere import crow_km

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

    from geo.gtfs_read import Tables

FORBIDDEN = 3
"""transfer_type: no transfer between these stops."""


@dataclass(frozen=True)
class Feed:
    """One operator's timetable.

    Attributes
    ----------
    name : str
        Who runs it.
    version : str
        As the publisher names it; may be empty.
    first, last : date
        Outside these days nothing runs.
    stop_names : tuple of str, length S
    points : (S, 2) float64 lng/lat
    zones : (S,) int32, fare zone, -1 = none
    routes : tuple of (line, operator, mode), one a route
    calendar, trips, fares, shapes
    transfers : (X, 3) int32, from stop, to stop, seconds; -1 seconds = forbidden
    """

    name: str
    version: str
    first: dt.date
    last: dt.date
    stop_names: tuple[str, ...]
    points: NDArray[np.float64]
    zones: NDArray[np.int32]
    routes: tuple[tuple[str, str, str], ...]
    calendar: Calendar
    trips: Trips
    fares: FareRules
    shapes: Shapes
    transfers: NDArray[np.int32]

    def runs_on(self, date: dt.date) -> bool:
        """Tell whether the feed's calendar reaches the date; that day may still have no trip."""
        return self.first <= date <= self.last


def compile_feed(tables: Tables) -> Feed:
    """Turn a checked feed into arrays.

    Raises
    ------
    SchemaError
        When its trips go back in time, or nothing ever runs.
    """
    trips, calendar, stops = build_trips(tables), Calendar.of(tables), tables["stops.txt"]
    span = calendar.span()
    if span is None or not len(trips):
        raise SchemaError("calendar.txt, line 2, column start_date: no trip of this feed runs on any day.")
    points = np.nan_to_num(np.column_stack([stops["stop_lon"], stops["stop_lat"]]))
    return Feed(
        name=_publisher(tables),
        version=_version(tables),
        first=span[0],
        last=span[1],
        stop_names=tuple(str(name) for name in stops["stop_name"]),
        points=points,
        zones=stops["zone_id"],
        routes=_routes(tables, trips, points),
        calendar=calendar,
        trips=trips,
        fares=FareRules.of(tables),
        shapes=Shapes.of(tables),
        transfers=_transfers(tables),
    )


def _publisher(tables: Tables) -> str:
    """The operators; who made the file matters less to a traveller."""
    names = list(dict.fromkeys(tables["agency.txt"]["agency_name"].tolist()))
    return "、".join(names[:3]) + (" ほか" if len(names) > 3 else "")


def _version(tables: Tables) -> str:
    versions = tables["feed_info.txt"]["feed_version"] if "feed_info.txt" in tables else ()
    return "".join(versions[:1])


def _routes(tables: Tables, trips: Trips, points: NDArray[np.float64]) -> tuple[tuple[str, str, str], ...]:
    rows, agencies = tables["routes.txt"], tables["agency.txt"]
    operator = dict(zip(agencies["agency_id"], agencies["agency_name"], strict=True))
    begins, ends = points[trips.stops[trips.pattern_ptr[:-1]]], points[trips.stops[trips.pattern_ptr[1:] - 1]]
    reach = np.zeros(len(rows["route_id"]))
    np.maximum.at(reach, trips.routes, crow_km(begins, ends))
    alone = str(agencies["agency_name"][0])
    return tuple(
        (str(long or short), str(operator.get(agency, alone)), mode_of(int(kind), km))
        for short, long, agency, kind, km in zip(
            rows["route_short_name"], rows["route_long_name"], rows["agency_id"], rows["route_type"], reach, strict=True
        )
    )


def _transfers(tables: Tables) -> NDArray[np.int32]:
    if "transfers.txt" not in tables:
        return np.zeros((0, 3), dtype=np.int32)
    rows = tables["transfers.txt"]
    seconds = np.where(rows["transfer_type"] == FORBIDDEN, -1, np.maximum(rows["min_transfer_time"], 0))
    found = np.column_stack([rows["from_stop_id"], rows["to_stop_id"], seconds])
    return found[(found[:, :2] >= 0).all(axis=1)].astype(np.int32)
