"""Read a curated fare table into typed rows; what breaks its contract is named by file, row and column."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeVar

from geo.errors import SchemaError, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from pathlib import Path

CONFIDENCE = ("low", "low-medium", "medium", "medium-high", "high")
"""Words of the column `confidence`, weakest first."""

Row = TypeVar("Row")


def _flag(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError("must be 0 or 1")
    return text == "1"


def _optional(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: parse(text) if text else None


PARSERS: dict[str, Callable[[str], Any]] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": _flag,
    "Decimal": Decimal,
    "dt.date": dt.date.fromisoformat,
    "int | None": _optional(int),
    "float | None": _optional(float),
    "dt.date | None": _optional(dt.date.fromisoformat),
}
"""How a cell is read, by the annotation of its field as written (`from __future__ import annotations`)."""


def read_rows(path: Path, row_type: type[Row]) -> list[Row]:
    """Read `path`, whose columns are exactly the fields of the dataclass `row_type`, in any order.

    Raises
    ------
    SourceError
        The file is absent or not UTF-8.
    SchemaError
        A column is missing or unknown, a cell cannot be read, a source is empty, or a confidence is not one of
        `CONFIDENCE`; the text names file, row (the line number, header = 1) and column.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            columns = tuple(reader.fieldnames or ())
            rows = [(reader.line_num, record) for record in reader]
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read ({error})") from error
    hints = {field.name: str(field.type) for field in fields(row_type)}  # type: ignore[arg-type]  # a dataclass
    _check_columns(path, columns, tuple(hints))
    return [row_type(**_cells(path, line, record, hints)) for line, record in rows]


def _check_columns(path: Path, found: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    for column in wanted:
        if column not in found:
            raise SchemaError(f"{path.name}, row 1, column {column}: missing")
    for column in found:
        if column not in wanted:
            raise SchemaError(f"{path.name}, row 1, column {column}: not a column of this table")


def _cells(path: Path, line: int, record: dict[str, Any], hints: dict[str, str]) -> dict[str, Any]:
    cells = {}
    for column, kind in hints.items():
        text = record.get(column)
        if text is None or None in record:
            raise SchemaError(f"{path.name}, row {line}, column {column}: the row has too few or too many cells")
        try:
            cells[column] = PARSERS[kind](text)
        except (ValueError, InvalidOperation) as error:
            raise SchemaError(f"{path.name}, row {line}, column {column}: {text!r} cannot be read ({error})") from error
        _check_origin(path, line, column, text)
    return cells


def _check_origin(path: Path, line: int, column: str, text: str) -> None:
    """No figure without its origin: issue 2 asks for source and confidence on every row."""
    if column == "source" and not text.strip():
        raise SchemaError(f"{path.name}, row {line}, column source: empty")
    if column == "confidence" and text not in CONFIDENCE:
        raise SchemaError(f"{path.name}, row {line}, column confidence: {text!r} is none of {', '.join(CONFIDENCE)}")


def in_force(rows: Iterable[Row], date: dt.date, key: Callable[[Row], Hashable]) -> list[Row]:
    """Keep, of each group of `key`, the rows valid on `date`; where a group has none, those of its earliest date.

    Rows are dataclasses with `valid_from` and `valid_to` (None = open, both days included).
    """
    groups: dict[Hashable, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return [row for group in groups.values() for row in _of_date(group, date)]


def _of_date(group: list[Any], date: dt.date) -> list[Any]:
    valid = [row for row in group if row.valid_from <= date and (row.valid_to is None or date <= row.valid_to)]
    if valid:
        return valid
    first = min(row.valid_from for row in group)
    return [row for row in group if row.valid_from == first]
