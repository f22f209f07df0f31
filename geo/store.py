"""Read and write the tables of the data set: CSV where small, parquet (zstd) where large or geometric."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import shutil
import tempfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from geo.errors import DatasetError, SchemaError
from geo.mended_names import mended
from geo.model import LngLat, Municipality
from geo.schema import check, parse
from geo.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.schema import Table

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
"""What no table holds, but a damaged one may."""


def read_table(data_dir: Path, name: str) -> pd.DataFrame:
    """Read a table of the data set by its name, with the dtypes of its contract.

    A curated table is checked against its contract, because people edit it; a built one was checked by the build.

    Raises
    ------
    DatasetError
        When a file is absent or damaged.
    SchemaError
        When a curated table breaks its contract.
    """
    parts = list(read_files(data_dir, name).values())
    return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)


def read_files(data_dir: Path, name: str) -> dict[Path, pd.DataFrame]:
    """Read the files of a table one by one, as `read_table` does: rows keep the numbers they have in their file."""
    table = TABLES[name]
    files = sorted(data_dir.glob(table.path))
    if not files:
        raise DatasetError(f"{data_dir / table.path} is missing.")
    return {file: _read_file(file, table) for file in files}


def _read_file(file: Path, table: Table) -> pd.DataFrame:
    curated = table.path.startswith("curated/")
    try:
        if file.suffix == ".parquet":
            return gpd.read_parquet(file) if table.geometric else pd.read_parquet(file)
        if curated:
            _check_text(file.read_text(encoding="utf-8-sig"), file.name)
        raw = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        frame = parse(raw, table, file.name)
    except UnicodeDecodeError as error:
        raise DatasetError(f"{file} is damaged: it is not UTF-8 text.") from error
    except (OSError, ValueError) as error:
        if curated and isinstance(error, SchemaError):
            raise
        raise DatasetError(f"{file} is damaged: {str(error).strip()}") from error
    if curated:
        check(frame, table, file.name)
    return frame


def _check_text(text: str, name: str) -> None:
    """Refuse what the reader of tables would take silently, or with an error that names no row."""
    found = _CONTROL.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        raise SchemaError(f"{name}, line {line}: the character {found[0]!r} is in no table.")
    rows = csv.reader(io.StringIO(text, newline=""))
    columns = len(next(rows, []))
    try:
        for number, row in enumerate((row for row in rows if row), start=2):
            if len(row) != columns:
                raise SchemaError(f"{name}, row {number}: {len(row)} values, where there are {columns} columns.")
    except csv.Error as error:
        raise SchemaError(f"{name}, line {rows.line_num}: {error}.") from error


def read_boundaries(data_dir: Path, level: str) -> gpd.GeoDataFrame:
    """Read the boundaries at level `overview`, `mid` or `full`: columns code, geometry in WGS 84, by code."""
    frame = read_table(data_dir, f"boundaries_{level}")
    assert isinstance(frame, gpd.GeoDataFrame)
    return frame


def read_municipalities(data_dir: Path) -> tuple[Municipality, ...]:
    """Read the 1,741 municipalities, by code."""
    rows = read_table(data_dir, "municipalities").sort_values("code").to_dict("records")
    return tuple(
        Municipality(
            code=row["code"],
            name=row["name"],
            name_kana=mended(row["code"], "name_kana", row["name_kana"]),
            # unknown where imported boundaries made it: its Japanese name then stands on English pages too
            name_en=mended(row["code"], "name_en", row["name_en"]) or row["name"],
            prefecture=row["prefecture"],
            prefecture_name=row["prefecture_name"],
            prefecture_en=row["prefecture_en"],
            lnglat=LngLat(row["lng"], row["lat"]),
            population=None if pd.isna(row["population"]) else int(row["population"]),
        )
        for row in rows
    )


def write_table(frame: pd.DataFrame, path: Path, table: Table) -> None:
    """Write a built table to a file; the same rows give the same bytes."""
    ordered = frame[[column.name for column in table.columns]].reset_index(drop=True)
    if path.suffix == ".parquet":
        ordered.to_parquet(path, index=False, compression="zstd", compression_level=19)
    else:
        ordered.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


@contextlib.contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside `folder` that takes its place when the block ends well, and else leaves no trace."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = type(folder)(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    old = new.with_suffix(".old")
    try:
        yield new
        new.chmod(0o755)
        if folder.exists():
            folder.replace(old)
        new.replace(folder)
    except BaseException:
        if old.exists() and not folder.exists():
            old.replace(folder)
        raise
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
