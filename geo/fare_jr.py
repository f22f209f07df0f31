"""JR base fares: rates, band mid-points and roundings of the passenger rules (旅客営業規則, articles 77 to 85)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import SchemaError
from geo.fare_bands import KM
from geo.fare_rows import in_force, read_rows

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from numpy.typing import NDArray

JR_COMPANIES = ("hokkaido", "east", "central", "west", "shikoku", "kyushu")
"""Order of the companies in every array."""

JR_ADDON_COMPANIES = ("east", "hokkaido", "shikoku", "kyushu")
"""Companies whose own fare level is above the Honshu table: through journeys pay an add-on for the km inside."""

HONSHU = "honshu"
"""The common table of Central and West, and of East before 2026-03-14: the base of every through journey."""

TAX = Decimal("1.10")
LOCAL_KM_FACTOR = 1.1
"""Tariff km (換算キロ, 擬制キロ) of a local line by its real km; the printed values are this product, rounded."""


@dataclass(frozen=True, slots=True)
class BaseRow:
    """A fixed fare, or a rate per km before tax, for a span of distances."""

    company: str
    line_class: str
    rule: str
    valid_from: dt.date
    valid_to: dt.date | None
    km_from: int
    km_to: int
    yen: Decimal
    note: str
    source: str
    confidence: str


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
    operators: dict[str, int]


def band_end(km: int) -> int:
    """Upper end of the band that holds `km`: bands of 3, 3, 4, then 5, 10, 20 and 40 km (article 77)."""
    if km <= 10:
        return 3 if km <= 3 else 6 if km <= 6 else 10
    for limit, width in ((50, 5), (100, 10), (600, 20)):
        if km <= limit:
            return -(-km // width) * width
    return 600 + -(-(km - 600) // 40) * 40


def _middle(km: int) -> Decimal:
    """Mid-point of the band of `km`: 11-15 km count as 13, 101-120 as 110."""
    end = band_end(km)
    width = 5 if end <= 50 else 10 if end <= 100 else 20 if end <= 600 else 40
    return Decimal(end - width // 2)


def _round(value: Decimal, step: int, rounding: str) -> int:
    return int((value / step).quantize(Decimal(1), rounding=rounding)) * step


def rated_fare(km: int, rates: list[BaseRow], cash_rounding: str) -> int:
    """Price `km` by rates: Σ rate x km of each span, rounded (≤ 100 km up to 10 yen, beyond to 100), plus tax.

    The first rate counts from 0 km even where its table begins later (the spans below are priced by fixed fares).
    """
    middle, begin, net = _middle(km), 0, Decimal(0)
    for row in rates:
        net += max(Decimal(0), min(middle, Decimal(row.km_to)) - begin) * row.yen
        begin = row.km_to
    net = Decimal(_round(net, 10, ROUND_CEILING) if km <= 100 else _round(net, 100, ROUND_HALF_UP))
    return _round(net * TAX, 10, ROUND_CEILING if cash_rounding == "up" else ROUND_HALF_UP)


def base_table(rows: list[BaseRow], cash_rounding: str) -> NDArray[np.int32]:
    """Price every km to 3,000 by the fixed fares and rates of one company's trunk lines."""
    rates = sorted((row for row in rows if row.rule == "rate"), key=lambda row: row.km_from)
    yen = np.zeros(KM, np.int32)
    for km in range(1, KM):
        yen[km] = yen[km - 1] if km > 1 and band_end(km) == band_end(km - 1) else rated_fare(km, rates, cash_rounding)
    for row in rows:
        if row.rule == "fixed":
            yen[row.km_from : row.km_to + 1] = int(row.yen)
    return yen


def local_table(trunk: NDArray[np.int32], fixed: list[BaseRow]) -> NDArray[np.int32]:
    """Price journeys on local lines only, by real km.

    From 21 km a local band ends where a trunk band divided by 1.1 does (article 77 の 5); `fixed` holds the fares
    that follow neither table (7-10 km).
    """
    yen = trunk.copy()
    for km in range(21, KM):
        yen[km] = trunk[min(KM - 1, 11 * (km - 1) // 10 + 1)]
    for row in fixed:
        yen[row.km_from : row.km_to + 1] = int(row.yen)
    return yen


def load_jr(folder: Path, date: dt.date) -> JrTables:
    """Read jr_base.csv and jr_companies.csv as in force on `date`."""
    base_path, company_path = folder / "jr_base.csv", folder / "jr_companies.csv"
    rows = in_force(read_rows(base_path, BaseRow), date, key=lambda row: (row.company, row.line_class))
    companies = {
        row.company: row for row in in_force(read_rows(company_path, CompanyRow), date, key=lambda row: row.company)
    }
    if set(companies) != set(JR_COMPANIES):
        raise SchemaError(f"{company_path.name}, row 2, column company: not the six JR companies")
    trunk = {c.base: _table(base_path, rows, c.base, c.cash_rounding) for c in companies.values()}
    local = {base: local_table(yen, _pick(rows, base, "local")) for base, yen in trunk.items()}
    own = np.stack([trunk[companies[name].base] for name in JR_COMPANIES])
    own_local = np.stack([local[companies[name].base] for name in JR_COMPANIES])
    index = [JR_COMPANIES.index(name) for name in JR_ADDON_COMPANIES]
    return JrTables(
        trunk[HONSHU],
        own,
        own_local,
        (own[index] - trunk[HONSHU]).astype(np.int32),
        {companies[name].operator: i for i, name in enumerate(JR_COMPANIES)},
    )


def _pick(rows: list[BaseRow], company: str, line_class: str) -> list[BaseRow]:
    return [row for row in rows if row.company == company and row.line_class == line_class]


def _table(path: Path, rows: list[BaseRow], company: str, cash_rounding: str) -> NDArray[np.int32]:
    mine = _pick(rows, company, "trunk")
    if not any(row.rule == "rate" for row in mine):
        raise SchemaError(f"{path.name}, company {company}, column rule: no rate in force")
    return base_table(mine, cash_rounding)


def jr_fare(
    trunk: NDArray[np.int32],
    addon: NDArray[np.int32],
    own: NDArray[np.int32],
    km_by_company: NDArray[np.float64],
) -> NDArray[np.int32]:
    """Price journeys by their JR tariff km (articles 77, 85): vectorised over the leading axes.

    A journey inside one company pays that company's table; any other pays the Honshu table on the total km and
    the add-on of each company that has one, on the km inside it.

    Parameters
    ----------
    trunk, addon, own
        As in `JrTables`.
    km_by_company : (..., 6) float, km
        Tariff km in each company (local lines already x 1.1), order `JR_COMPANIES`.

    Returns
    -------
    (...) int32, yen; 0 where no km is on JR.
    """
    km = np.minimum(np.ceil(np.round(km_by_company, 3)).astype(np.int64), KM - 1)
    total = np.minimum(np.ceil(np.round(km_by_company.sum(axis=-1), 3)).astype(np.int64), KM - 1)
    through = trunk[total].astype(np.int64)
    for row, name in enumerate(JR_ADDON_COMPANIES):
        through += addon[row][km[..., JR_COMPANIES.index(name)]]
    alone = own[km.argmax(axis=-1), total]
    single = (km > 0).sum(axis=-1) <= 1
    return np.where(single, alone, through).astype(np.int32)
