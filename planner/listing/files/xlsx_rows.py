"""The rows of a sheet of Excel as texts: what most cells are is read at once, the rest by the library that knows all.

Half a million cells take two seconds so, and eight where each becomes a cell of the library.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from xml.etree.ElementTree import iterparse

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet._reader import CELL_TAG, INLINE_STRING, ROW_TAG, VALUE_TAG, WorkSheetParser

from planner.listing.files.sheet import LOOKED_AT, MOST_COLUMNS, NoSheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from openpyxl.reader.excel import ExcelReader

_YEAR = re.compile(r"[ygeb]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
DIGITS = "0123456789"
TEXT_TAG = INLINE_STRING.replace("}is", "}t")


class XlsxRows:
    """A sheet of a workbook that was looked at for document types; `path` is its part of the file."""

    def __init__(self, reader: ExcelReader, path: str) -> None:
        self._archive, self._path = reader.archive, path
        self._book = cast("Any", reader.wb)
        self._dates, self._shared = self._book._date_formats, reader.shared_strings
        self._said, self._seen = self._parser(computed=False), self._parser(computed=True)
        self._columns: dict[str, int] = {}
        # what a cell asks for its format
        self._sheet = cast("Any", SimpleNamespace(parent=self._book))

    def _parser(self, *, computed: bool) -> WorkSheetParser:
        book = self._book
        return WorkSheetParser(
            io.BytesIO(), self._shared, computed, book.epoch, self._dates, timedelta_formats=book._timedelta_formats
        )

    def read(self, last: int) -> Iterator[tuple[int, list[str]]]:
        """Give each row's number and texts; NoSheet where one stands below row `last`.

        As many columns are looked at as the widest of the first rows has, the header among them, and one more, to tell
        of a row that has more.
        """
        number, width, widest, seen = 0, 0, 0, 0
        with self._archive.open(self._path) as source:
            for _, element in iterparse(source):
                if element.tag != ROW_TAG:
                    continue
                number = int(element.get("r") or number + 1)
                if number > last:
                    raise NoSheet("too_many")
                cells = self._row(element, width or MOST_COLUMNS + 1)
                element.clear()
                if not width and any(cells):
                    filled = max(at for at, cell in enumerate(cells) if cell) + 1
                    seen, widest, cells = seen + 1, max(widest, filled), cells[:filled]
                    width = min(widest + 1, MOST_COLUMNS + 1) if seen == LOOKED_AT else 0
                yield number, cells

    def _row(self, element: Element, width: int) -> list[str]:
        cells, column = [""] * width, 0
        for one in element:
            if one.tag != CELL_TAG:
                continue
            place = one.get("r")
            column = self._column(place) if place else column + 1
            if column <= width:
                cells[column - 1] = self._text(one)
        return cells

    def _column(self, place: str) -> int:
        letters = place.rstrip(DIGITS)
        if letters not in self._columns:
            self._columns[letters] = column_index_from_string(letters)
        return self._columns[letters]

    def _text(self, element: Element) -> str:
        if not len(element):
            return ""
        kind, first = element.get("t", "n"), element[0]
        if len(element) == 1:
            if kind == "s" and first.tag == VALUE_TAG and first.text:
                return str(self._shared[int(first.text)])
            if kind == "n" and first.tag == VALUE_TAG and first.text and int(element.get("s", 0)) not in self._dates:
                return first.text if first.text.isdecimal() and first.text[0] != "0" else self._other(element)
            if kind == "inlineStr" and first.tag == INLINE_STRING and len(first) == 1 and first[0].tag == TEXT_TAG:
                return first[0].text or ""
        return self._other(element)

    def _other(self, element: Element) -> str:
        """Read a date, a fraction, rich text, or a formula by what it last gave."""
        said = self._said.parse_cell(element)
        if said["data_type"] == "f":
            seen = self._seen.parse_cell(element)
            if seen["value"] is None:
                # no program has computed it yet, and this one runs nobody's formulas
                return str(said["value"])
            said = seen
        return _text(ReadOnlyCell(self._sheet, **said))


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
