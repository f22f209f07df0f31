"""A feed read and checked: every value parsed, every id resolved; a damaged feed is refused and nothing of it kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.archive import Archive
from geo.errors import SchemaError
from geo.gtfs_sheet import read_sheet
from geo.gtfs_tables import FILES
from geo.gtfs_time import parse_date, parse_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.gtfs_sheet import Sheet, Texts
    from geo.gtfs_tables import Field, File

ZONES = frozenset({"Asia/Tokyo", "Japan"})
"""Time zones of feeds of Japan."""

CALENDARS = ("calendar.txt", "calendar_dates.txt")


@dataclass
class Tables:
    """The columns of a feed.

    Columns of kind `ref` hold row numbers of what they refer to (-1 = none), `name` numbers of `ids`, times seconds
    and dates ordinals (-1 = not given).
    """

    columns: dict[str, dict[str, NDArray[Any]]] = field(default_factory=dict)
    ids: dict[str, dict[str, int]] = field(default_factory=dict)
    sheets: dict[str, Sheet] = field(default_factory=dict)

    def __getitem__(self, file: str) -> dict[str, NDArray[Any]]:
        return self.columns[file]

    def __contains__(self, file: str) -> bool:
        return file in self.columns

    def get(self, file: str) -> dict[str, NDArray[Any]] | None:
        """Give the columns of a file, None where the feed lacks it."""
        return self.columns.get(file)


def read_feed(path: Path) -> Tables:
    """Read a feed from a zip or a folder.

    Raises
    ------
    SourceError
        When the archive is refused (see `geo.archive`).
    SchemaError
        When a file is missing or breaks its contract; the text names file, line and column.
    """
    archive, tables = Archive(path), Tables()
    root = archive.root_of("stops.txt")
    _refuse_missing({name.removeprefix(root) for name in archive.names}, path.name)
    for file in FILES:
        if root + file.name in archive.names:
            wanted = {part.name for part in file.fields}
            sheet = read_sheet(file.name, archive.read(root + file.name), wanted)
            tables.sheets[file.name] = sheet
            tables.columns[file.name] = _parse_file(sheet, file, tables.ids)
    _check_whole(tables)
    return tables


def _refuse_missing(names: set[str], archive: str) -> None:
    for file in FILES:
        if file.required and file.name not in names:
            raise SchemaError(f"{file.name} is missing in {archive}: it is no GTFS feed without it.")
    if not names & set(CALENDARS):
        raise SchemaError(f"calendar.txt and calendar_dates.txt are missing in {archive}: one of them is due.")


def _parse_file(sheet: Sheet, file: File, ids: dict[str, dict[str, int]]) -> dict[str, NDArray[Any]]:
    missing = [part.name for part in file.fields if part.column and part.name not in sheet.columns]
    if missing:
        raise SchemaError(f"{file.name}, line 1, column {missing[0]}: the column is missing.")
    parsed = {}
    for part in file.fields:
        if part.filled:
            _refuse_empty(sheet, part)
        if part.name in sheet.columns:
            parsed[part.name] = _KINDS[part.kind](sheet, part, ids)
        else:
            parsed[part.name] = _absent(part, sheet.size)
    return parsed


def _absent(part: Field, size: int) -> NDArray[Any]:
    if part.kind == "text":
        return np.full(size, "", dtype=object)
    if part.kind == "number":
        return np.full(size, np.nan)
    return np.full(size, part.absent if part.kind == "whole" else -1, dtype=np.int32)


def _refuse_empty(sheet: Sheet, part: Field) -> None:
    column = sheet.columns[part.name]
    if "" in column.values:
        sheet.fail(_first(column, column.values.index("")), part.name, "the value is missing.")


def _first(column: Texts, value: int) -> int:
    """Row of the first holder of a value."""
    return int((column.rows == value).argmax())


def _text(sheet: Sheet, part: Field, _: object) -> NDArray[Any]:
    column = sheet.columns[part.name]
    values = np.array([*column.values, ""], dtype=object)[:-1]
    return values[column.rows]


def _key(sheet: Sheet, part: Field, ids: dict[str, dict[str, int]]) -> NDArray[Any]:
    column = sheet.columns[part.name]
    if len(column.values) < sheet.size:
        seen = np.bincount(column.rows)
        again = int(np.flatnonzero(column.rows == int((seen > 1).argmax()))[1])
        sheet.fail(again, part.name, f"{sheet.value(again, part.name)!r} is there twice.")
    ids[_table(sheet, part)] = {column.values[value]: row for row, value in enumerate(column.rows)}
    return _text(sheet, part, ids)


def _table(sheet: Sheet, part: Field) -> str:
    return f"{sheet.name.removesuffix('.txt')}.{part.name}"


def _name(sheet: Sheet, part: Field, ids: dict[str, dict[str, int]]) -> NDArray[Any]:
    """Number the groups; a name that another file gave already (services) keeps its number."""
    column = sheet.columns[part.name]
    known = ids.setdefault(part.refers or _table(sheet, part), {})
    numbers = [known.setdefault(value, len(known)) if value else -1 for value in column.values]
    return np.array([*numbers, -1], dtype=np.int32)[:-1][column.rows]


def _ref(sheet: Sheet, part: Field, ids: dict[str, dict[str, int]]) -> NDArray[Any]:
    column, known = sheet.columns[part.name], ids.get(part.refers, {})
    numbers = np.array([known.get(value, -1) for value in column.values] + [-1], dtype=np.int32)[:-1]
    for number, value in zip(numbers, column.values, strict=True):
        if number < 0 and value:
            where = "calendar.txt or calendar_dates.txt" if part.refers == "services" else part.refers
            sheet.fail(
                _first(column, column.values.index(value)), part.name, f"{value!r} is an id that {where} does not know."
            )
    return numbers[column.rows]


def _parsed(
    read: Callable[[str], float | int | None], what: str, dtype: type
) -> Callable[[Sheet, Field, object], NDArray[Any]]:
    """Make a parser of values that lie in the range of their field."""

    def parse(sheet: Sheet, part: Field, _: object) -> NDArray[Any]:
        column = sheet.columns[part.name]
        numbers: list[float | int] = []
        for value in column.values:
            number = (np.nan if dtype is float else part.absent) if value == "" else read(value)
            if number is None:
                sheet.fail(_first(column, len(numbers)), part.name, f"{value!r} is {what}.")
            if value and not part.low <= number <= part.high:
                reason = f"{value!r} is not within {part.low:g} and {part.high:g}."
                sheet.fail(_first(column, len(numbers)), part.name, reason)
            numbers.append(number)
        return np.array([*numbers, 0], dtype=np.float64 if dtype is float else np.int32)[:-1][column.rows]

    return parse


def _whole(text: str) -> int | None:
    """Digits of a few places: longer ones would not fit any column."""
    return int(text) if len(text) < 12 and text.removeprefix("-").isdecimal() and text.isascii() else None


def _number(text: str) -> float | None:
    """Read a decimal number; float() alone takes 3_5 and the digits of every script."""
    if not text.isascii() or "_" in text:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if np.isfinite(number) else None


_KINDS: dict[str, Callable[[Sheet, Field, dict[str, dict[str, int]]], NDArray[Any]]] = {
    "text": _text,
    "key": _key,
    "name": _name,
    "ref": _ref,
    "time": _parsed(parse_time, "no time: H:MM:SS is due, not before 0:00:00", int),
    "date": _parsed(parse_date, "no date: YYYYMMDD is due", int),
    "whole": _parsed(_whole, "no whole number", int),
    "number": _parsed(_number, "no number", float),
}


def _check_whole(tables: Tables) -> None:
    """Check what no single column tells."""
    for file in ("agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt"):
        if not tables.sheets[file].size:
            raise SchemaError(f"{file}, line 2, column {FILES_BY_NAME[file].fields[0].name}: there are no rows.")
    for row, zone in enumerate(tables["agency.txt"]["agency_timezone"]):
        if zone not in ZONES:
            tables.sheets["agency.txt"].fail(row, "agency_timezone", f"{zone!r} is not Japan's (Asia/Tokyo).")
    stops = tables["stops.txt"]
    for column in ("stop_lat", "stop_lon"):
        # entrances and nodes (types 3 and 4) may take their position from the station
        lost = np.isnan(stops[column]) & (stops["location_type"] <= 2)
        if lost.any():
            tables.sheets["stops.txt"].fail(int(lost.argmax()), column, "the value is missing.")


FILES_BY_NAME = {file.name: file for file in FILES}
