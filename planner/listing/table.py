"""Listings as CSV: read from what spreadsheets write (UTF-8, BOM, CP932), written so that they open it."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.listing.check import Body, check
from planner.listing.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

COLUMNS = ("id", *FIELDS)
MOST_ROWS = 10_000
ID_LENGTH = 64
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong where: the row as a spreadsheet counts it (the header is 1), the column, the key of the text."""

    row: int
    column: str
    key: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds: listings by their ids, or what is wrong."""

    rows: tuple[tuple[str, Body], ...]
    wrong: tuple[Wrong, ...] = ()


def read(content: bytes, codes: Container[str]) -> Read:
    """Read a file; with anything wrong in it none of it may be kept."""
    try:
        stream = csv.reader(io.StringIO(_text(content), newline=""), strict=True)
        table = [(stream.line_num, row) for row in stream if any(cell.strip() for cell in row)]
    except (UnicodeDecodeError, csv.Error):
        return Read((), (Wrong(1, "", "no_csv"),))
    if not table:
        return Read((), (Wrong(1, "", "empty"),))
    header = [cell.strip() for cell in table[0][1]]
    wrong = _header(header)
    if len(table) - 1 > MOST_ROWS:
        wrong.append(Wrong(MOST_ROWS + 2, "", "too_many"))
    return Read((), tuple(wrong)) if wrong else _rows(header, [row for _, row in table[1:]], codes)


def write(rows: Iterable[tuple[str, Body]]) -> bytes:
    """Write a file; a cell that a spreadsheet would take for a formula gets an apostrophe, which `read` takes off."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for key, body in rows:
        writer.writerow([_guarded(cell) for cell in (key, *(body.get(name, "") for name in FIELDS))])
    return stream.getvalue().encode("utf-8-sig")


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp932")


def _header(header: list[str]) -> list[Wrong]:
    named = [name for name in header if name]
    wrong = [Wrong(1, name, "unknown_column") for name in named if name not in COLUMNS]
    wrong += [Wrong(1, name, "twice") for name in dict.fromkeys(named) if named.count(name) > 1]
    return wrong + [Wrong(1, n, "missing") for n, field in FIELDS.items() if field.required and n not in named]


def _rows(header: list[str], table: list[list[str]], codes: Container[str]) -> Read:
    found: dict[str, Body] = {}
    wrong: list[Wrong] = []
    for number, cells in enumerate(table, start=2):
        if len(cells) > len(header) and any(cells[len(header) :]):
            wrong.append(Wrong(number, "", "too_wide"))
            continue
        given = {name: _bare(cell) for name, cell in zip(header, cells, strict=False) if name}
        body, errors = check(given, codes)
        wrong += [Wrong(number, column, key) for column, key in errors.items()]
        key = given.get("id", "").strip() or _own_id(body)
        if len(key) > ID_LENGTH or not key.isprintable():
            wrong.append(Wrong(number, "id", "too_long"))
        elif key in found:
            wrong.append(Wrong(number, "id", "twice"))
        found[key] = body
    return Read(() if wrong else tuple(found.items()), tuple(wrong))


def _own_id(body: Body) -> str:
    """Give a row without an id the same one whenever the file is read."""
    parts = (body.get(name, "") for name in ("municipality_code", "kind", "title_ja", "employer", "start"))
    return "row-" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def _guarded(cell: str) -> str:
    return _GUARD + cell if cell.startswith((*_FORMULA, _GUARD)) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith(_GUARD) and cell[1:].startswith((*_FORMULA, _GUARD)) else cell
