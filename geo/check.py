"""Check the whole data set: every table against its contract and against the tables it refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.schema import check
from geo.store import read_table
from geo.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path


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
    for name, frame in frames.items():
        check(frame, TABLES[name], others=frames)
    return {name: len(frame) for name, frame in frames.items()}
