"""What a table must look like, said as data; `check` tells file, row and column of the first breach."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import geopandas as gpd
import pandas as pd

from geo.crs import WGS84
from geo.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Mapping

CODE = r"(0[1-9]|[1-3][0-9]|4[0-7])[0-9]{3}"
"""Five digits of a prefecture: a lost leading zero does not match."""

_DTYPES = {"text": "str", "integer": "Int64", "number": "float64", "boolean": "bool"}
_DTYPE_FAMILY = {
    "text": "str",
    "integer": "u?int(8|16|32|64)|Int64",
    "number": "float(32|64)",
    "boolean": "bool",
    "geometry": "geometry",
}
_TRUTH = {"True": True, "False": False, "1": True, "0": False, "yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind, and what its values may be."""

    name: str
    kind: str = "text"
    """text, integer, number, boolean or geometry."""
    optional: bool = False
    """May be unknown: empty text, null number."""
    low: float | None = None
    high: float | None = None
    pattern: str | None = None
    """Regular expression that the whole text must match."""
    allowed: frozenset[str] | None = None
    refers: str | None = None
    """`table.column` whose values these must be among."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: where it is kept, its columns in order, and the columns that together name a row."""

    name: str
    path: str
    """Below the data folder; `*` joins several files of the same columns."""
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    rows: int | None = None
    """Exact number of rows, where the world fixes it."""

    @property
    def geometric(self) -> bool:
        """Whether it carries a geometry, and with it a reference system."""
        return any(column.kind == "geometry" for column in self.columns)


def parse(raw: pd.DataFrame, table: Table, source: str) -> pd.DataFrame:
    """Turn a table of text, as a CSV reader gives it, into the dtypes of its contract.

    Raises
    ------
    SchemaError
        When columns are missing or unknown, or a value is no number where one is due.
    """
    _check_columns(raw, table, source)
    return pd.DataFrame({column.name: _parse_column(raw[column.name], column, source) for column in table.columns})


def _parse_column(values: pd.Series[str], column: Column, source: str) -> pd.Series[Any]:
    if column.kind == "boolean":
        parsed = values.map(_TRUTH)
        _refuse(parsed.isna(), values, column, source, "is neither true nor false")
        return parsed.astype("bool")
    if column.kind in ("integer", "number"):
        numbers = pd.to_numeric(values.where(values != "", None), errors="coerce")
        _refuse(numbers.isna() & (values != ""), values, column, source, "is not a number")
        if column.kind == "integer":
            _refuse(numbers.notna() & (numbers % 1 != 0), values, column, source, "is not a whole number")
        return numbers.astype(cast("Any", _DTYPES[column.kind]))
    return values.astype("str")


def check(
    frame: pd.DataFrame, table: Table, source: str | None = None, others: Mapping[str, pd.DataFrame] | None = None
) -> None:
    """Check a table against its contract.

    Parameters
    ----------
    frame : DataFrame
        Row numbers in messages count a header as row 1, as a spreadsheet does.
    table : Table
    source : str, optional
        File named in messages; the table's own path unless given.
    others : mapping of table name to DataFrame, optional
        Tables that columns refer to; a reference to a table that is not given is not checked.

    Raises
    ------
    SchemaError
        Naming file, row and column of the first breach.
    """
    where = source or table.path
    _check_columns(frame, table, where)
    for column in table.columns:
        _check_dtype(frame, column, where)
        if column.kind == "geometry":
            _check_geometry(cast("gpd.GeoDataFrame", frame), column, where)
        else:
            _check_values(frame[column.name], column, where)
            _check_reference(frame[column.name], column, where, others or {})
    _check_key(frame, table, where)
    if table.rows is not None and len(frame) != table.rows:
        raise SchemaError(f"{where}: {len(frame)} rows, where there must be {table.rows}.")


def _check_columns(frame: pd.DataFrame, table: Table, where: str) -> None:
    expected = [column.name for column in table.columns]
    missing = [name for name in expected if name not in frame.columns]
    unknown = [str(name) for name in frame.columns if name not in expected]
    if missing or unknown:
        parts = [
            f"{word} {', '.join(names)}" for word, names in (("lacks", missing), ("does not know", unknown)) if names
        ]
        raise SchemaError(f"{where}, row 1: the table {' and '.join(parts)} among its columns.")


def _check_dtype(frame: pd.DataFrame, column: Column, where: str) -> None:
    actual = str(frame[column.name].dtype)
    if not re.fullmatch(_DTYPE_FAMILY[column.kind], actual):
        raise SchemaError(f"{where}, column {column.name}: dtype {actual}, where {column.kind} is due.")


def _check_values(values: pd.Series[Any], column: Column, where: str) -> None:
    unknown = values.isna() | (values == "") if column.kind == "text" else values.isna()
    if not column.optional:
        _refuse(unknown, values, column, where, "is empty")
    known = values[~unknown]
    if column.low is not None:
        _refuse(known < column.low, known, column, where, f"is below {column.low:g}")
    if column.high is not None:
        _refuse(known > column.high, known, column, where, f"is above {column.high:g}")
    if column.pattern is not None:
        pattern = re.compile(column.pattern)
        _refuse(
            ~known.map(lambda text: pattern.fullmatch(text) is not None).astype(bool),
            known,
            column,
            where,
            f"does not match {column.pattern}",
        )
    if column.allowed is not None:
        _refuse(~known.isin(column.allowed), known, column, where, f"is none of {', '.join(sorted(column.allowed))}")


def _check_reference(values: pd.Series[Any], column: Column, where: str, others: Mapping[str, pd.DataFrame]) -> None:
    if column.refers is None:
        return
    name, target = column.refers.split(".")
    if name in others:
        known = values[~(values.isna() | (values == ""))]
        _refuse(~known.isin(others[name][target]), known, column, where, f"is not in {column.refers}")


def _check_geometry(frame: gpd.GeoDataFrame, column: Column, where: str) -> None:
    shapes = gpd.GeoSeries(frame[column.name])
    if shapes.crs is None or not shapes.crs.equals(WGS84):
        raise SchemaError(f"{where}, column {column.name}: reference system {shapes.crs}, where {WGS84} is due.")
    texts = frame.index.to_series().astype(str)
    _refuse(shapes.isna() | shapes.is_empty, texts, column, where, "is empty")
    _refuse(~shapes.is_valid, texts, column, where, "is not valid")


def _check_key(frame: pd.DataFrame, table: Table, where: str) -> None:
    if not table.key:
        return
    repeated = frame.duplicated(list(table.key)).to_numpy()
    if repeated.any():
        row = int(repeated.argmax())
        values = ", ".join(str(frame[name].iloc[row]) for name in table.key)
        raise SchemaError(f"{where}, row {row + 2}, column {' + '.join(table.key)}: {values} occurs twice.")


def _refuse(bad: pd.Series[bool], values: pd.Series[Any], column: Column, where: str, why: str) -> None:
    """Raise for the first bad row; `bad` and `values` keep the row numbers of the table as their index."""
    wrong = bad.fillna(value=True).to_numpy(dtype=bool)
    if wrong.any():
        first = int(wrong.argmax())
        row = int(bad.index[first]) + 2
        raise SchemaError(f"{where}, row {row}, column {column.name}: {str(values.iloc[first])!r} {why}.")
