"""Railways that a JR ticket passes through without closing (通過連絡運輸)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import SchemaError
from geo.fare_rows import read_rows

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ThroughRow:
    """A railway between two JR lines: the JR kilometres before and after it are priced as one journey."""

    system: str
    note: str
    source: str
    confidence: str


def load_through(path: Path, systems: AbstractSet[str]) -> frozenset[str]:
    """Read jr_through.csv: names of fare systems.

    Raises
    ------
    SchemaError
        A row names a system that has no fares.
    """
    rows = read_rows(path, ThroughRow)
    for line, row in enumerate(rows, start=2):
        if row.system not in systems:
            raise SchemaError(f"{path.name}, row {line}, column system: {row.system} has no fares")
    return frozenset(row.system for row in rows)
