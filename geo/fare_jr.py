"""JR base fares of one date: each company's table, and what a journey through several of them costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import SchemaError
from geo.fare_bands import KM
from geo.fare_jr_rules import BaseRow, level, local_table, trunk_km_of_local, trunk_table, with_fixed
from geo.fare_rows import in_force, read_rows

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from numpy.typing import NDArray

JR_COMPANIES = ("hokkaido", "east", "central", "west", "shikoku", "kyushu")
"""Order of the companies in every array."""

JR_ADDON_COMPANIES = ("east", "hokkaido", "shikoku", "kyushu")
"""Companies whose own fare level is above the Honshu table: through journeys pay an add-on for the km inside."""

ZONE = "osaka"
"""The zone around Osaka (電車特定区間), in the tables of base fares."""

HONSHU = "honshu"
"""The common table of Central and West, and of East before 2026-03-14: the base of every through journey."""

LOCAL_KM_FACTOR = 1.1
"""Tariff km (換算キロ, 擬制キロ) of a local line by its real km; the printed values are this product, rounded."""

LOCAL_ONLY_KM = 0.05
"""A ticket with less on trunk lines is one on local lines only: sums of km are not exact."""

LOCAL_TABLE_KM = 10.0
"""Tickets over trunk and local lines up to this distance pay the table of local lines (article 81)."""

KM_SLACK = 0.0005
"""Half a metre: a distance that exceeds a whole number of km by less is that number."""


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """Which table a company uses, and how its cash fares are rounded to ten yen: `nearest` or `up`."""

    company: str
    operator: str
    valid_from: dt.date
    valid_to: dt.date | None
    base: str
    cash_rounding: str
    source: str
    confidence: str


@dataclass(frozen=True)
class JrTables:
    """JR base fares on one date.

    Attributes
    ----------
    trunk : (3001,) int32, yen
        Honshu table, by tariff km of the whole journey.
    own, own_local : (6, 3001) int32, yen
        Table of each company for journeys wholly inside it, by tariff km, and by real km for journeys on local
        lines only.
    addon : (4, 3001) int32, yen
        Order `JR_ADDON_COMPANIES`, by km travelled inside.
    operators : dict
        N02 operator name → index in `JR_COMPANIES`.
    """

    trunk: NDArray[np.int32]
    own: NDArray[np.int32]
    own_local: NDArray[np.int32]
    addon: NDArray[np.int32]
    zone: NDArray[np.int32]
    """(3001,) yen: tickets wholly inside the zone around Osaka, by km."""
    operators: dict[str, int]


def load_jr(folder: Path, date: dt.date) -> JrTables:
    """Read jr_base.csv and jr_companies.csv as in force on `date`."""
    path = folder / "jr_base.csv"
    rows = in_force(read_rows(path, BaseRow), date, key=lambda row: (row.company, row.line_class))
    companies = _companies(folder / "jr_companies.csv", date)
    common = with_fixed(trunk_table(_pick(path, rows, HONSHU), "nearest"), _pick(path, rows, HONSHU))
    common_local = local_table(common, _pick(path, rows, HONSHU, "local"))
    own, own_local = np.empty((6, KM), np.int32), np.empty((6, KM), np.int32)
    for i, name in enumerate(JR_COMPANIES):
        company = companies[name]
        trunk = _pick(path, rows, company.base)
        own[i] = with_fixed(level(trunk_table(trunk, company.cash_rounding), common), trunk)
        own_local[i] = _own_local(own[i], common, common_local, _pick(path, rows, company.base, "local"))
    index = [JR_COMPANIES.index(name) for name in JR_ADDON_COMPANIES]
    operators = {companies[name].operator: i for i, name in enumerate(JR_COMPANIES)}
    zone = _zone(_pick(path, rows, ZONE, "zone"), own[JR_COMPANIES.index("west")], date)
    return JrTables(common, own, own_local, (own[index] - common).astype(np.int32), zone, operators)


def _zone(rows: list[BaseRow], elsewhere: NDArray[np.int32], date: dt.date) -> NDArray[np.int32]:
    """The table of the zone around Osaka; before it had its present bounds, that of all other lines."""
    if not rows or any(row.valid_from > date for row in rows):
        return elsewhere
    yen = trunk_table(rows, "nearest")
    yen[1:] += sum(int(row.yen) for row in rows if row.rule == "addition")
    return with_fixed(yen, rows)


def _companies(path: Path, date: dt.date) -> dict[str, CompanyRow]:
    rows = in_force(read_rows(path, CompanyRow), date, key=lambda row: row.company)
    if {row.company for row in rows} != set(JR_COMPANIES):
        raise SchemaError(f"{path.name}, row 2, column company: not the six JR companies")
    return {row.company: row for row in rows}


def _own_local(
    own: NDArray[np.int32], common: NDArray[np.int32], common_local: NDArray[np.int32], rows: list[BaseRow]
) -> NDArray[np.int32]:
    """Raise the common local fare by the add-on of the matching trunk band.

    Shikoku and Kyushu print no table for local lines: they look up 1.1 x km (擬制キロ, article 77 の 6 to 8).
    """
    km = np.arange(KM)
    if not rows:
        return own[np.minimum(KM - 1, -(-11 * km // 10))]
    matching = trunk_km_of_local(km)
    return with_fixed(common_local + (own - common)[matching], rows)


def _pick(path: Path, rows: list[BaseRow], company: str, line_class: str = "trunk") -> list[BaseRow]:
    mine = [row for row in rows if row.company == company and row.line_class == line_class]
    if line_class == "trunk" and not any(row.rule == "rate" for row in mine):
        raise SchemaError(f"{path.name}, row 2, column rule: no rate of {company} is in force")
    return mine


def jr_fare(
    tables: JrTables,
    km_by_company: NDArray[np.float64],
    local_km: NDArray[np.float64] | float = 0.0,
    *,
    urban: bool = False,
) -> NDArray[np.int32]:
    """Price tickets by their JR tariff km (articles 77, 81, 85): vectorised over the leading axes.

    A ticket inside one company pays that company's table: that of local lines where it leaves them nowhere or is no
    longer than 10 km. Any other pays the Honshu table on the total km and the add-on of each company that has one,
    on the km inside it.

    Parameters
    ----------
    km_by_company : (..., 6) float, km
        Tariff km in each company (local lines already x 1.1), order `JR_COMPANIES`.
    local_km : (...) float, km
        The real km on local lines among them.
    urban : bool
        Whether the tickets lie wholly in the zone around Osaka.

    Returns
    -------
    (...) int32, yen; 0 where no km is on JR.
    """
    if urban:
        return tables.zone[_columns(km_by_company.sum(axis=-1))]
    local, whole = np.asarray(local_km, dtype=np.float64), km_by_company.sum(axis=-1)
    real = whole - (LOCAL_KM_FACTOR - 1.0) * local
    km, total, real_km = _columns(km_by_company), _columns(whole), _columns(real)
    through = tables.trunk[total].astype(np.int64)
    for row, name in enumerate(JR_ADDON_COMPANIES):
        through += tables.addon[row][km[..., JR_COMPANIES.index(name)]]
    company = km_by_company.argmax(axis=-1)
    by_local_table = (local > 0) & ((real - local < LOCAL_ONLY_KM) | (real <= LOCAL_TABLE_KM))
    alone = np.where(by_local_table, tables.own_local[company, real_km], tables.own[company, total])
    single = (km > 0).sum(axis=-1) <= 1
    return np.asarray(np.where(single, alone, through), dtype=np.int32)


def _columns(km: NDArray[np.float64]) -> NDArray[np.int64]:
    """Km rounded up, half a metre forgiven."""
    return np.clip(np.ceil(km - KM_SLACK), 0, KM - 1).astype(np.int64)
