"""Which fare system a railway line or an express train belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import SchemaError
from geo.fare_default import DEFAULT
from geo.fare_rows import read_rows

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from pathlib import Path

NO_CHARGE = "none"
"""The system of zeros: rapid trains, and trains whose fare is the base fare alone."""

UNKNOWN_EXPRESS = {"shinkansen": "tohoku", "limited_express": "limited_express_a", "rapid": NO_CHARGE}
"""Supplement of a JR train that is not in the table: the national tables."""

OPERATORS_FILE, SERVICES_FILE = "rail_operators.csv", "surcharge_services.csv"


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """The fare system of an operator, or of one of its lines."""

    operator: str
    line: str
    system: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """The supplement of a service, or of its part on one line."""

    kind: str
    service: str
    operator: str
    line: str
    system: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Names:
    """Look-ups from names to systems; a row with an empty line holds for all other lines."""

    rails: dict[tuple[str, str], str]
    services: dict[tuple[str, str], str]

    def rail(self, operator: str, line: str = "") -> str:
        """System of a line of `operator` (N02 names)."""
        return self.rails.get((operator, line)) or self.rails.get((operator, ""), DEFAULT)

    def surcharge(self, kind: str, service: str, operator: str, line: str = "") -> str:
        """Supplement of a train; unknown ones take the national table of their kind."""
        known = self.services.get((service, line)) or self.services.get((service, ""))
        if known:
            return known
        if kind == "limited_express" and not operator.startswith("JR"):
            return "private_express_default"
        return UNKNOWN_EXPRESS[kind]

    def check(self, folder: Path, systems: AbstractSet[str]) -> None:
        """Raise SchemaError where a row points to a system that no fare table defines."""
        for name, table in ((OPERATORS_FILE, self.rails), (SERVICES_FILE, self.services)):
            for row, (key, system) in enumerate(table.items(), start=2):
                if system not in systems:
                    raise SchemaError(f"{folder / name}, row {row}, column system: {system} ({key[0]}) has no fares")


def load_names(folder: Path) -> Names:
    """Read rail_operators.csv and surcharge_services.csv."""
    operators = read_rows(folder / OPERATORS_FILE, OperatorRow)
    services = read_rows(folder / SERVICES_FILE, ServiceRow)
    rails = {(row.operator, row.line): row.system for row in operators}
    charges = {(row.service, row.line): row.system for row in services}
    for name, count, unique in (
        (OPERATORS_FILE, len(operators), len(rails)),
        (SERVICES_FILE, len(services), len(charges)),
    ):
        if count != unique:
            raise SchemaError(f"{name}, row 2, column line: {count - unique} rows repeat an earlier key")
    return Names(rails, charges)
