"""Read the first sheet of an Excel file: dates and numbers as people see them, formulas by what they last gave."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from planner.listing.files.sheet import MOST_COLUMNS, MOST_ROWS, NoSheet, Sheet, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ZIP = b"PK\x03\x04"
MOST_PARTS = 2_000
MOST_UNPACKED = 120 * 1024 * 1024
LAST_ROW = 10 * MOST_ROWS
"""A cell further down belongs to no list of ours; everything between would have to be made up."""
_YEAR = re.compile(r"[ygeb]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def read_xlsx(content: bytes) -> Sheet:
    """Read a file; NoSheet where it is damaged, unpacks to far more than it is, or brings a document type."""
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _look_inside(content)
        table = list(_table(content))
    except NoSheet:
        raise
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, OSError, EOFError):
        # a damaged file can fail in any part of the library that reads it; it says nothing to people
        raise NoSheet("no_xlsx") from None
    return sheet_of("xlsx", table)


def _look_inside(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise NoSheet("too_big")
        if "xl/workbook.xml" not in archive.namelist():
            raise NoSheet("no_xlsx")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                _refuse_doctype(archive.read(part))


def _refuse_doctype(text: bytes) -> None:
    # another encoding would hide it; Excel and its likes write UTF-8
    plain = text.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not plain.startswith(b"<") or b"\0" in plain[:64] or b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise NoSheet("no_xlsx")


def _table(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Give the rows; where a formula stands, the file is read again for what it last gave."""
    plain = _cells(content, computed=False)
    known: list[list[Any]] | None = None
    for number, cells in enumerate(plain, 1):
        if number > LAST_ROW:
            raise NoSheet("too_many")
        if any(cell.data_type == "f" for cell in cells):
            known = known or list(_cells(content, computed=True))
            seen = known[number - 1]
            yield number, [_computed(cell, seen[at] if at < len(seen) else None) for at, cell in enumerate(cells)]
        else:
            yield number, [_text(cell) for cell in cells]


def _cells(content: bytes, *, computed: bool) -> Iterator[list[Any]]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # of what it leaves out: styles and rules for entering, of which nothing is read here
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=computed, keep_links=False)
    try:
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if sheet is None:
            raise NoSheet("empty")
        sheet.reset_dimensions()
        width = _width(sheet)
        for row in sheet.iter_rows(max_col=width):
            yield list(row)
    finally:
        book.close()


def _width(sheet: Any) -> int:
    """Give the columns that are looked at: one more than the first filled row has, to tell of a row that has more."""
    for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1, max_row=LAST_ROW, values_only=True):
        filled = [place for place, value in enumerate(row, 1) if value is not None]
        if filled:
            return min(filled[-1] + 1, MOST_COLUMNS + 1)
    return 1


def _computed(cell: Any, seen: Any) -> str:
    if cell.data_type == "f" and (seen is None or seen.value is None):
        # no program has computed it yet, and this one runs nobody's formulas
        return str(cell.value)
    return _text(seen)


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime | dt.date):
        return _day(value, cell.number_format or "")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return str(value)


def _day(value: dt.datetime | dt.date, shown: str) -> str:
    """Write a date as the sheet shows it: without its year where people see none."""
    day = value.date() if isinstance(value, dt.datetime) else value
    return day.isoformat() if _YEAR.search(_QUOTED.sub("", shown)) or not shown else day.isoformat()[5:]
