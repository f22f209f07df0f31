"""Read the first sheet of an Excel file: dates and numbers as people see them, formulas by what they last gave."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING

from planner.listing.files.sheet import MOST_ROWS, NoSheet, Sheet, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.reader.excel import ExcelReader

ZIP = b"PK\x03\x04"
MOST_PARTS = 2_000
MOST_UNPACKED = 120 * 1024 * 1024
DAMAGED = (ValueError, TypeError, AttributeError, ArithmeticError, SyntaxError, OSError, EOFError, RuntimeError)
"""What the reader raises of parts that are not what they should be; of an archive with a password, RuntimeError."""
LAST_ROW = 10 * MOST_ROWS
"""A cell further down belongs to no list of ours; everything between would have to be made up."""


def read_xlsx(content: bytes) -> Sheet:
    """Read a file; NoSheet where it is damaged, unpacks to far more than it is, or brings a document type."""
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _look_inside(content)
        table = list(_table(content))
    except NoSheet:
        raise
    except (zipfile.BadZipFile, zlib.error, InvalidFileException, LookupError, *DAMAGED):
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
    """Give the rows of the first sheet that is shown, with their numbers."""
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet

    from planner.listing.files.xlsx_rows import XlsxRows

    with warnings.catch_warnings():
        # of what it leaves out: styles and rules for entering, of which nothing is read here
        warnings.simplefilter("ignore")
        # part by part: the library's own opening reads a sheet that does not tell its size from end to end
        reader = ExcelReader(io.BytesIO(content), read_only=True, keep_links=False)
        with reader.archive:
            reader.read_manifest()
            reader.read_strings()
            reader.read_workbook()
            apply_stylesheet(reader.archive, reader.wb)
            yield from XlsxRows(reader, _first_shown(reader)).read(LAST_ROW)


def _first_shown(reader: ExcelReader) -> str:
    for sheet, relation in reader.parser.find_sheets():
        known = relation.target in reader.valid_files and "chartsheet" not in relation.Type
        if known and sheet.state == "visible":
            if not relation.target.endswith(".xml"):
                # it was not looked at for document types
                raise NoSheet("no_xlsx")
            return str(relation.target)
    raise NoSheet("empty")
