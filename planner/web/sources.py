"""Where the data comes from, for the page that says so: the manifest's tables, those with the same credit together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.climate import YEARS
from geo.co2 import CO2_MODES, Co2Factors
from geo.manifest import Manifest

if TYPE_CHECKING:
    from pathlib import Path

    from geo.co2 import Co2Row


@dataclass(frozen=True, slots=True)
class Source:
    """Tables that share credit, licence and age."""

    tables: tuple[str, ...]
    credit: str
    licence: str
    vintage: str


CLIMATE = Source(
    ("climate",),
    "出典：気象庁ホームページ（加工して作成）",
    "Agency terms (公共データ利用規約 where it applies)",
    YEARS,
)
"""Means of weather stations, which no manifest lists: no trip depends on them."""


def groups(data_dir: Path) -> list[Source]:
    """Group the tables of the manifest, in its order."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for name, table in Manifest.load(data_dir).tables.items():
        found.setdefault((table.credit, table.licence, table.vintage), []).append(name)
    return [*(Source(tuple(names), *key) for key, names in found.items()), CLIMATE]


def co2_rows(data_dir: Path) -> list[Co2Row]:
    """Give the factor of each mode that is in use, with its year and whether it was read at its first source."""
    rows = Co2Factors.load(data_dir / "curated" / "fares").rows
    return [rows[mode] for mode in CO2_MODES if rows[mode].g_per_km]
