"""Imported feeds on disk: one folder of arrays a feed, written whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import shutil
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.cache import load, save
from geo.errors import SourceError
from geo.gtfs_calendar import Calendar
from geo.gtfs_fares import FareRules
from geo.gtfs_feed import Feed, compile_feed
from geo.gtfs_read import read_feed
from geo.gtfs_shapes import Shapes
from geo.gtfs_trips import Trips
from geo.store import replacing

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 2
"""Raise it when what is stored changes its shape: older folders then ask to be imported again."""

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_PARTS: dict[str, type[Any]] = {"calendar": Calendar, "trips": Trips, "fares": FareRules, "shapes": Shapes}
_ARRAYS = ("points", "zones", "transfers")


@dataclass(frozen=True, slots=True)
class FeedInfo:
    """What is known of a stored feed without opening it."""

    id: str
    name: str
    version: str
    first: dt.date
    last: dt.date
    stops: int
    trips: int
    stop_times: int
    source: str
    """Name of the file it came from."""
    sha256: str
    """Of its files."""


def feed_id(path: Path) -> str:
    """Make an id of a file's name."""
    name = path.name.removesuffix(".zip") if path.suffix.lower() == ".zip" else path.name
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:64]
    return plain or "feed-" + hashlib.sha256(name.encode()).hexdigest()[:8]


def checked_id(name: str) -> str:
    """Return an id that is fit to name a folder.

    Raises
    ------
    SourceError
        When it is not: lower-case letters, digits, - and _ only.
    """
    if not _ID.fullmatch(name):
        raise SourceError(f"{name!r} cannot name a feed: use lower-case letters, digits, - and _.")
    return name


def import_feed(path: Path, folder: Path, name: str | None = None) -> FeedInfo:
    """Read, check and compile a feed, and store it as `folder`/<id>; one of the same id is replaced.

    Raises
    ------
    SourceError, SchemaError
        When the feed is refused; nothing is changed then.
    """
    target = folder / checked_id(name or feed_id(path))
    tables = read_feed(path)
    feed = compile_feed(tables)
    digest = hashlib.sha256()
    for file, sheet in sorted(tables.sheets.items()):
        digest.update(file.encode() + b"\0" + sheet.text.encode() + b"\0")
    texts = {
        "format": FORMAT,
        "name": feed.name,
        "version": feed.version,
        "first": feed.first.isoformat(),
        "last": feed.last.isoformat(),
        "stops": len(feed.points),
        "trips": len(feed.trips),
        "stop_times": len(feed.trips.arrive),
        "source": path.name,
        "sha256": digest.hexdigest(),
        "stop_names": feed.stop_names,
        "routes": feed.routes,
    }
    with replacing(target) as new:
        save(new, _arrays(feed), texts)
    return _info(target.name, texts)


def _arrays(feed: Feed) -> dict[str, Any]:
    arrays = {name: getattr(feed, name) for name in _ARRAYS}
    for part, kind in _PARTS.items():
        for field in fields(kind):
            if field.name != "count":
                arrays[f"{part}.{field.name}"] = getattr(getattr(feed, part), field.name)
    arrays["calendar.count"] = np.array([feed.calendar.count], dtype=np.int32)
    return arrays


def open_feed(folder: Path) -> Feed:
    """Open a stored feed, its arrays mapped read-only.

    Raises
    ------
    SourceError
        When it is damaged, or of another version of the program.
    """
    try:
        arrays, texts = load(folder)
        if texts["format"] != FORMAT:
            raise ValueError("it was stored by another version of the program")
        parts = {
            part: kind(
                **{field.name: arrays[f"{part}.{field.name}"] for field in fields(kind) if field.name != "count"}
                | ({"count": int(arrays["calendar.count"][0])} if part == "calendar" else {})
            )
            for part, kind in _PARTS.items()
        }
        return Feed(
            name=texts["name"],
            version=texts["version"],
            first=dt.date.fromisoformat(texts["first"]),
            last=dt.date.fromisoformat(texts["last"]),
            stop_names=tuple(texts["stop_names"]),
            routes=tuple((line, operator, mode) for line, operator, mode in texts["routes"]),
            **{name: arrays[name] for name in _ARRAYS},
            **parts,
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise SourceError(f"The feed {folder.name} cannot be read ({error}): import it again, or remove it.") from error


def list_feeds(folder: Path) -> list[FeedInfo]:
    """List the stored feeds by id; what cannot be read is left out."""
    found = []
    for path in feed_folders(folder):
        try:
            found.append(_info(path.name, load(path)[1]))
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            continue
    return found


def feed_folders(folder: Path) -> list[Path]:
    """Folders of the stored feeds, by id."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and _ID.fullmatch(path.name))


def remove_feed(folder: Path, name: str) -> None:
    """Delete a stored feed.

    Raises
    ------
    SourceError
        When there is none of this id.
    """
    path = folder / checked_id(name)
    if not path.is_dir():
        known = ", ".join(found.name for found in feed_folders(folder)) or "none"
        raise SourceError(f"There is no feed {name}; stored are: {known}.")
    hidden = path.with_name(f".{name}.removed")
    path.replace(hidden)
    shutil.rmtree(hidden)


def _info(name: str, texts: dict[str, Any]) -> FeedInfo:
    return FeedInfo(
        id=name,
        name=texts["name"],
        version=texts["version"],
        first=dt.date.fromisoformat(texts["first"]),
        last=dt.date.fromisoformat(texts["last"]),
        stops=texts["stops"],
        trips=texts["trips"],
        stop_times=texts["stop_times"],
        source=texts["source"],
        sha256=texts["sha256"],
    )
