"""The imported streets on disk: a folder for each municipality, replaced as a whole, and read when first needed."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from geo import cache
from geo.errors import DatasetError
from geo.store import replacing
from geo.street_net import StreetNet
from geo.street_table import StreetTable
from geo.street_way import find_way

if TYPE_CHECKING:
    from pathlib import Path

    from geo.model import LngLat
    from geo.street_way import StreetWay

FOLDER = "streets"
CREDIT = "© OpenStreetMap contributors"
LICENCE = "ODbL-1.0"
KEPT = 16
"""Municipalities whose streets stay open in a process."""

_CODE = re.compile(r"[0-9]{5}")
_FORMAT = 1


@dataclass(frozen=True)
class TownStreets:
    """The streets of one municipality with where they come from.

    Attributes
    ----------
    about : dict
        code, name, source (the file's name), as_of, credit, licence, streets_km, nodes, edges, origin (lng, lat)
    isochrones : dict
        mode → minutes as text → GeoJSON geometry
    """

    net: StreetNet
    about: dict[str, Any]
    isochrones: dict[str, dict[str, Any]]


def save_town(root: Path, code: str, town: TownStreets) -> None:
    """Put the streets of a municipality in the place of older ones; interrupted, it changes nothing."""
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    with replacing(_folder(root, code)) as folder:
        texts = {"format": _FORMAT, "about": town.about, "isochrones": town.isochrones}
        cache.save(folder, town.net.table.arrays(), texts)


def imported(root: Path) -> tuple[str, ...]:
    """Codes of the municipalities whose streets are there."""
    folder = root / FOLDER
    if not folder.is_dir():
        return ()
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir() and _CODE.fullmatch(path.name)))


def list_towns(root: Path) -> list[dict[str, Any]]:
    """Tell what was imported, as `TownStreets.about`, by code; a damaged folder is left out."""
    found = []
    for code in imported(root):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            texts = json.loads((_folder(root, code) / "texts.json").read_text(encoding="utf-8"))
            found.append(dict(texts["about"]))
    return found


def read_town(root: Path, code: str) -> TownStreets | None:
    """Give the streets of a municipality; None where none were imported. A later import is seen at once.

    Raises
    ------
    DatasetError
        When the files are damaged.
    """
    if not _CODE.fullmatch(code):
        return None
    texts = _folder(root, code) / "texts.json"
    try:
        stamp = texts.stat()
    except OSError:
        return None
    return _open(root, code, stamp.st_mtime_ns, stamp.st_ino)


@lru_cache(maxsize=KEPT)
def _open(root: Path, code: str, _changed: int, _inode: int) -> TownStreets:
    folder = _folder(root, code)
    try:
        arrays, texts = cache.load(folder)
        if texts["format"] != _FORMAT:
            raise ValueError("another version of the program wrote it")
        table = StreetTable.of(arrays)
        _check(table)
        return TownStreets(StreetNet(table), texts["about"], texts["isochrones"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{folder} is damaged ({error}): import its streets again.") from error


def _check(table: StreetTable) -> None:
    """See that no number leads outside, since searches trust them."""
    nodes, edges = len(table.lnglat), len(table.head)
    fits = (
        len(table.indptr) == nodes + 1
        and int(table.indptr[-1]) == edges
        and len(table.shape_start) == edges + 1
        and int(table.shape_start[-1]) == len(table.shape)
        and all(len(column) == edges for column in (table.metres, table.modes, table.kmh))
        and bool((np.diff(table.indptr) >= 0).all())
        and (edges == 0 or (int(table.head.min()) >= 0 and int(table.head.max()) < nodes))
    )
    if not fits:
        raise ValueError("its arrays do not fit together")


def _folder(root: Path, code: str) -> Path:
    return root / FOLDER / code


def street_way(root: Path, code: str, origin: LngLat, destination: LngLat, mode: str) -> StreetWay | None:
    """Find the way by `walk`, `cycle` or `car` between two points of a municipality over its imported streets.

    None where no streets were imported, a point lies off them, or nothing joins the two: then an average must do.
    """
    town = read_town(root, code)
    return None if town is None else find_way(town.net.mode(mode), origin, destination)


def street_minutes(root: Path, code: str, origin: LngLat, destination: LngLat, mode: str) -> float | None:
    """Tell the minutes of `street_way`."""
    way = street_way(root, code, origin, destination, mode)
    return None if way is None else way.minutes
