"""How the supplements of express trains go together: premium trains, changes within the gates, joined tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import SchemaError
from geo.fare_rows import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RULES_FILE = "surcharge_rules.csv"


@dataclass(frozen=True, slots=True)
class SupplementRule:
    """What holds for the supplement of one system.

    Attributes
    ----------
    basic : str
        The system that counts the whole ride where this one is dearer for a part of it (のぞみ, はやぶさ);
        empty = itself.
    gates : str
        Trains of one name here that are changed within the gates pay one supplement by their summed km.
    joined : str
        Trains of one name here that follow each other within the gates pay both tables less one seat.
    end_station, end_yen : str, int
        A station whose rides cost so much more than the table by km.
    """

    system: str
    basic: str
    gates: str
    joined: str
    end_station: str
    end_yen: int
    note: str
    source: str
    confidence: str


def load_supplement_rules(folder: Path, systems: Iterable[str]) -> dict[str, SupplementRule]:
    """Read surcharge_rules.csv, by system.

    Raises
    ------
    SchemaError
        A row names a system that has no fares, or one twice.
    """
    rows, known = read_rows(folder / RULES_FILE, SupplementRule), set(systems)
    for line, row in enumerate(rows, start=2):
        for column, name in (("system", row.system), ("basic", row.basic or row.system)):
            if name not in known:
                raise SchemaError(f"{RULES_FILE}, row {line}, column {column}: {name} has no fares")
    rules = {row.system: row for row in rows}
    if len(rules) != len(rows):
        raise SchemaError(f"{RULES_FILE}, row 2, column system: a system is given twice")
    return rules
