"""Read streets out of an OpenStreetMap file, XML or PBF, piece by piece: memory grows with the area, not the file."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.errors import SourceError
from geo.sphere import crow_km
from geo.street_access import NOBODY, Access, access_of
from geo.street_extract import as_of, points, ways
from geo.street_pieces import Pieces, both_directions

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.street_extract import Progress


MOST_POINTS = 20_000_000
"""Points of all kinds (of houses too) in the area: about 0.5 GB."""

MOST_STREET_POINTS = 400_000
"""Points of streets in one municipality: simplifying so many needs 2 GB (docs/BENCHMARKS.md, Streets)."""

CELLS_PER_DEGREE = 100


@dataclass(frozen=True)
class OsmStreets:
    """Streets of a file within an area.

    Attributes
    ----------
    lnglat : (N, 2) float64
        Points in the area, by ascending id.
    steps : (W,) int64
        Rows of `lnglat` along each way, way after way; -1 = outside the area.
    way : (W,) int64
        Which way each step belongs to.
    access : tuple of Access
        Every access that occurs; `access_of_way` (ways,) int64 numbers it.
    as_of : str
        When the file was made, as it says itself; empty where it does not.
    """

    lnglat: NDArray[np.float64]
    steps: NDArray[np.int64]
    way: NDArray[np.int64]
    access: tuple[Access, ...]
    access_of_way: NDArray[np.int64]
    as_of: str


def occupied_cells(file: Path, kind: str, progress: Progress) -> NDArray[np.int64]:
    """Find the cells of a hundredth of a degree, (C, 2) lng/lat, that hold points of the file."""
    found: set[tuple[int, int]] = set()
    for _, lnglat in points(file, kind, progress):
        found.update(map(tuple, np.unique(np.floor(lnglat * CELLS_PER_DEGREE).astype(np.int64), axis=0).tolist()))
    return np.array(sorted(found), dtype=np.int64).reshape(-1, 2)


def read_osm(file: Path, kind: str, area: shapely.Geometry, progress: Progress) -> OsmStreets:
    """Read the streets of a judged file within an area.

    Raises
    ------
    SourceError
        When the file is damaged, or the area holds more than fits into memory.
    """
    ids, lnglat = _points_within(file, kind, area, progress)
    steps, way = array("q"), array("q")
    access: dict[Access, int] = {}
    access_of_way = array("q")
    for refs, tags in ways(file, kind):
        allowed = access_of(tags)
        if allowed == NOBODY:
            continue
        wanted = np.fromiter(refs, dtype=np.int64)
        rows = np.minimum(np.searchsorted(ids, wanted), max(0, len(ids) - 1))
        found = np.where(ids[rows] == wanted, rows, -1) if len(ids) else np.full(len(wanted), -1)
        if (found >= 0).sum() < 2:
            continue
        way.extend([len(access_of_way)] * len(found))
        steps.extend(found.tolist())
        access_of_way.append(access.setdefault(allowed, len(access)))
        progress("streets", 1)
    return OsmStreets(
        lnglat,
        np.array(steps, dtype=np.int64),
        np.array(way, dtype=np.int64),
        tuple(access),
        np.array(access_of_way, dtype=np.int64),
        as_of(file, kind),
    )


def pieces_within(streets: OsmStreets, area: shapely.Geometry, name: str) -> Pieces:
    """Cut the streets of one municipality out of those of a file.

    Raises
    ------
    SourceError
        When they are more than can be simplified in memory.
    """
    used = np.unique(streets.steps[streets.steps >= 0])
    inside = np.zeros(len(streets.lnglat) + 1, dtype=bool)
    inside[used] = shapely.contains_xy(area, streets.lnglat[used])
    # row -1 of a step outside reads the last, always False
    there = inside[streets.steps]
    count = len(np.unique(streets.steps[there]))
    if count > MOST_STREET_POINTS:
        raise SourceError(
            f"{name} has {count:,} street points in this file; {MOST_STREET_POINTS:,} fit into memory. "
            "Take an extract of the part of it that matters."
        )
    joined = there[:-1] & there[1:] & (streets.way[:-1] == streets.way[1:])
    tail, head = streets.steps[:-1][joined], streets.steps[1:][joined]
    metres = crow_km(streets.lnglat[tail], streets.lnglat[head]) * 1000
    return both_directions(
        streets.lnglat, tail, head, metres, streets.access, streets.access_of_way[streets.way[:-1][joined]]
    )


def _points_within(
    file: Path, kind: str, area: shapely.Geometry, progress: Progress
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Read the points in the area: ids ascending, lng/lat."""
    shapely.prepare(area)
    west, south, east, north = shapely.bounds(area)
    ids, places, count = [np.zeros(0, dtype=np.int64)], [np.zeros((0, 2))], 0
    for batch, lnglat in points(file, kind, progress):
        near = np.flatnonzero(
            (lnglat[:, 0] >= west) & (lnglat[:, 0] <= east) & (lnglat[:, 1] >= south) & (lnglat[:, 1] <= north)
        )
        rows = near[shapely.contains_xy(area, lnglat[near])]
        ids.append(batch[rows])
        places.append(lnglat[rows])
        count += len(rows)
        if count > MOST_POINTS:
            raise SourceError(
                f"{file.name} holds more than the {MOST_POINTS:,} points that fit into memory: "
                "name one municipality at a time."
            )
    unique, first = np.unique(np.concatenate(ids), return_index=True)
    return unique, np.concatenate(places)[first]
