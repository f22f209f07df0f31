"""Check the whole data set: every table against its contract and against the tables it refers to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from geo.codes import MUNICIPALITY_COUNT
from geo.manifest import Manifest, edited_since_build, verify
from geo.schema import check
from geo.store import read_files, read_table
from geo.tables import CURATED, TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geo.schema import Table


def check_all(data_dir: Path) -> dict[str, int]:
    """Read and check every table; return the rows of each.

    Raises
    ------
    DatasetError
        When a file is absent or damaged.
    SchemaError
        Naming file, row and column of the first breach.
    """
    frames = {name: read_table(data_dir, name) for name in TABLES}
    return {name: check_table(data_dir, name, frames) for name in TABLES}


def check_files(data_dir: Path) -> Manifest:
    """Check what a program opens: built files by their hashes, and by their contract the curated ones edited since.

    What is as it was at the build was checked there. Quick where nobody edited anything.

    Raises
    ------
    DatasetError
        When a file is absent or damaged.
    SchemaError
        Naming file, row and column where an edited table breaks its contract.
    """
    manifest = verify(data_dir)
    edited = {data_dir / name for name in edited_since_build(data_dir, manifest)}
    for table in CURATED if edited else ():
        if not edited.isdisjoint(data_dir.glob(table.path)):
            referred = {column.refers.split(".")[0] for column in table.columns if column.refers}
            check_table(data_dir, table.name, {name: read_table(data_dir, name) for name in sorted(referred)})
    return manifest


def _expected(data_dir: Path, table: Table) -> Table:
    """Take the number of municipalities from the manifest: with imported boundaries it may differ after a merger."""
    if table.rows is None:
        return table
    return replace(table, rows=table.rows + Manifest.load(data_dir).tables["municipalities"].rows - MUNICIPALITY_COUNT)


def check_table(data_dir: Path, name: str, others: Mapping[str, pd.DataFrame]) -> int:
    """Check one table, file by file and as a whole, and the tables it refers to; return its rows."""
    table, parts = _expected(data_dir, TABLES[name]), read_files(data_dir, name)
    for file, part in parts.items():
        check(part, replace(table, rows=None), file.name, others)
    frames = list(parts.values())
    whole = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
    check(whole, table)  # a key must not come twice in two files either
    return len(whole)
