"""Stream points and ways out of an OpenStreetMap file, XML or PBF; nothing of it is kept."""

from __future__ import annotations

import contextlib
from array import array
from typing import TYPE_CHECKING

import numpy as np
import osmium

from geo.errors import SourceError
from geo.street_access import TAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Progress = Callable[[str, int], object]
    """Called with a stage's name and how much more of it is done."""

_BATCH = 200_000
_DEGREES = 1e-7
"""What osmium's whole numbers count."""


def points(file: Path, kind: str, progress: Progress) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """Give all points of the file in batches: ids, lng/lat."""
    ids, places = array("q"), array("q")
    with _damage(file):
        for node in osmium.FileProcessor(_open(file, kind), osmium.osm.NODE):
            assert isinstance(node, osmium.osm.Node)
            place = node.location
            ids.append(node.id)
            places.extend((place.x, place.y))
            if len(ids) == _BATCH:
                yield _batch(ids, places)
                progress("points", _BATCH)
                ids, places = array("q"), array("q")
    yield _batch(ids, places)
    progress("points", len(ids))


def _batch(ids: array[int], places: array[int]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    lnglat = np.array(places, dtype=np.float64).reshape(-1, 2) * _DEGREES
    # deleted points have no place
    there = (np.abs(lnglat[:, 0]) <= 180) & (np.abs(lnglat[:, 1]) <= 90)
    return np.array(ids, dtype=np.int64)[there], lnglat[there]


def ways(file: Path, kind: str) -> Iterator[tuple[list[int], dict[str, str]]]:
    """Give the points' ids and the tags that matter of all ways with a `highway` tag."""
    with _damage(file):
        streets = osmium.FileProcessor(_open(file, kind), osmium.osm.WAY).with_filter(
            osmium.filter.KeyFilter("highway")
        )
        for way in streets:
            assert isinstance(way, osmium.osm.Way)
            yield [node.ref for node in way.nodes], {tag.k: tag.v for tag in way.tags if tag.k in TAGS}


def _open(file: Path, kind: str) -> osmium.io.File:
    """Name the file by its whole path, because osmium would fetch what looks like an address, and its format."""
    return osmium.io.File(str(file.resolve()), {"xml": "osm", "pbf": "pbf"}[kind])


def as_of(file: Path, kind: str) -> str:
    """Tell when the file was made, as it says itself; empty where it does not."""
    header = osmium.io.Reader(_open(file, kind), osmium.osm.NOTHING).header()
    return header.get("osmosis_replication_timestamp", "") or header.get("timestamp", "")


@contextlib.contextmanager
def _damage(file: Path) -> Iterator[None]:
    """Name the file in osmium's complaint, which has line and column for XML."""
    try:
        yield
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
        raise SourceError(f"{file.name} is damaged: {str(error).rstrip('.')}.") from error
