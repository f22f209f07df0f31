"""One CSV text of a feed as columns of text, each with the numbers of its lines at hand for messages."""

from __future__ import annotations

import csv
import io
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pa_csv

from geo.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from numpy.typing import NDArray


LONGEST_VALUE = 131_072
"""Bytes of one value: as many characters as Python's own reader, which finds the lines for messages, takes."""


class Texts(NamedTuple):
    """A column of text: every different value once, and which of them each row holds."""

    rows: NDArray[np.int32]
    values: list[str]


@dataclass(frozen=True)
class Sheet:
    """A table of text."""

    name: str
    size: int
    columns: dict[str, Texts]
    text: str

    def fail(self, row: int, column: str, why: str) -> NoReturn:
        """Refuse the value of a row (counted from 0, without the header)."""
        raise SchemaError(f"{self.name}, line {_line(self.name, self.text, row)}, column {column}: {why}")

    def value(self, row: int, column: str) -> str:
        """Give one value, for messages."""
        column_of = self.columns[column]
        return str(column_of.values[column_of.rows[row]])


def read_sheet(name: str, content: bytes, wanted: Collection[str]) -> Sheet:
    """Read the wanted columns that are there; values lose the blanks around them.

    Raises
    ------
    SchemaError
        When it is no text, a row has more or fewer values than the header, or a value is longer than any can be;
        the text names file and line.
    """
    text = _decode(name, content)
    header = _header(name, text)
    bad: list[tuple[int, str]] = []

    def judge(row: Any) -> str:
        if not row.text.strip(" \t\r\n,"):
            return "skip"
        bad.append((row.actual_columns, row.text))
        return "error"

    try:
        table = pa_csv.read_csv(
            io.BytesIO(text.encode()),
            pa_csv.ReadOptions(use_threads=False, column_names=header, skip_rows=1),
            pa_csv.ParseOptions(newlines_in_values=True, invalid_row_handler=judge),
            pa_csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()),
                include_columns=[column for column in header if column in wanted],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        raise SchemaError(_uneven(name, text, header, bad) or f"{name}: {error}") from error
    for column in table.column_names:
        longest = pc.max(pc.binary_length(table[column])).as_py() or 0
        if longest > LONGEST_VALUE:
            raise SchemaError(f"{name}, column {column}: a value of {longest:,} bytes is longer than any can be.")
    columns = {column: _encode(table[column]) for column in table.column_names}
    return Sheet(name, table.num_rows, columns, text)


def _decode(name: str, content: bytes) -> str:
    """UTF-8 with or without its mark, as the standard wants; else CP932, as spreadsheets in Japan write."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            text = content.decode("cp932")
        except UnicodeDecodeError:
            line = content.count(b"\n", 0, error.start) + 1
            raise SchemaError(f"{name}, line {line}: the text is neither UTF-8 nor CP932.") from error
    if "\0" in text:
        raise SchemaError(f"{name}, line {text.count(chr(10), 0, text.index(chr(0))) + 1}: the file is not text.")
    return text


def _header(name: str, text: str) -> list[str]:
    try:
        header = [column.strip() for column in next(csv.reader(io.StringIO(text, newline="")), [])]
    except csv.Error as error:
        raise SchemaError(f"{name}, line 1: {error}.") from error
    if not any(header):
        raise SchemaError(f"{name}, line 1: the names of the columns are missing.")
    twice = [column for column in header if column and header.count(column) > 1]
    if twice:
        raise SchemaError(f"{name}, line 1, column {twice[0]}: the column is there twice.")
    # a comma at the end of the header makes a column without a name
    return [column or f"(unnamed {number})" for number, column in enumerate(header)]


def _encode(column: Any) -> Texts:
    coded = pc.dictionary_encode(pc.utf8_trim_whitespace(column)).combine_chunks()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.chunk(0) if coded.num_chunks else pa.array([], pa.string()).dictionary_encode()
    return Texts(coded.indices.to_numpy(zero_copy_only=False).astype(np.int32), coded.dictionary.to_pylist())


def _records(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on, the header first; blank lines are left out, as the reader does."""
    reader = csv.reader(io.StringIO(text, newline=""))
    before, width = 0, 0
    try:
        for row in reader:
            begin, before = before + 1, reader.line_num
            width = width or len(row)
            if row and (len(row) == width or any(value.strip() for value in row)):
                yield begin, row
    except csv.Error as error:
        raise SchemaError(f"{name}, line {before + 1}: {error}.") from error


def _line(name: str, text: str, row: int) -> int:
    """Line of a row; where quotes stand so oddly that the two readers differ, as if there were none."""
    found = next(itertools.islice(_records(name, text), row + 1, None), None)
    return row + 2 if found is None else found[0]


def _uneven(name: str, text: str, header: list[str], bad: list[tuple[int, str]]) -> str | None:
    """Say which line has too many or too few values."""
    if not bad:
        return None
    for line, row in _records(name, text):
        if len(row) != len(header):
            column = header[len(row)] if len(row) < len(header) else header[-1]
            return f"{name}, line {line}, column {column}: {len(row)} values, where there are {len(header)} columns."
    return None
