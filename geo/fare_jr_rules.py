"""The arithmetic of JR base fares: bands, mid-points, rates and roundings (旅客営業規則, article 77 and after)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.fare_bands import KM

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

TAX = Decimal("1.10")
"""Consumption tax, since 2019-10-01."""


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


def band_end(km: int) -> int:
    """Upper end of the band that holds `km`: bands of 3, 3, 4, then 5, 10, 20 and 40 km (article 77)."""
    if km <= 10:
        return 3 if km <= 3 else 6 if km <= 6 else 10
    for limit, width in ((50, 5), (100, 10), (600, 20)):
        if km <= limit:
            return -(-km // width) * width
    return 600 + -(-(km - 600) // 40) * 40


def middle(km: int) -> Decimal:
    """Mid-point of the band of `km`: 11-15 km count as 13, 101-120 as 110 (article 77)."""
    end = band_end(km)
    width = 5 if end <= 50 else 10 if end <= 100 else 20 if end <= 600 else 40
    return Decimal(end - width // 2)


def _round(value: Decimal, step: int, rounding: str) -> int:
    return int((value / step).quantize(Decimal(1), rounding=rounding)) * step


def rated_fare(mid: Decimal, km: int, rates: list[BaseRow], cash_rounding: str) -> int:
    """Price the mid-point of the band of `km`: Σ rate x km, rounded (≤ 100 km up to 10 yen, beyond to 100), plus tax.

    The first rate counts from 0 km even where its table begins later (the spans below are priced by fixed fares).
    """
    begin, net = 0, Decimal(0)
    for row in rates:
        net += max(Decimal(0), min(mid, Decimal(row.km_to)) - begin) * row.yen
        begin = row.km_to
    net = Decimal(_round(net, 10, ROUND_CEILING) if km <= 100 else _round(net, 100, ROUND_HALF_UP))
    return _round(net * TAX, 10, ROUND_CEILING if cash_rounding == "up" else ROUND_HALF_UP)


def trunk_table(rows: list[BaseRow], cash_rounding: str) -> NDArray[np.int32]:
    """Price every km to 3,000 by the rates of one company's trunk lines."""
    rates = _rates(rows)
    yen = np.zeros(KM, np.int32)
    for km in range(1, KM):
        same = km > 1 and band_end(km) == band_end(km - 1)
        yen[km] = yen[km - 1] if same else rated_fare(middle(km), km, rates, cash_rounding)
    return yen


def trunk_km_of_local(km: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give a km in the trunk band whose fare a local line takes (article 77 の 5).

    Up to 20 km the bands are the same; from there a local band ends where a trunk band divided by 1.1 does.
    """
    return np.where(km > 20, np.minimum(KM - 1, 11 * (km - 1) // 10 + 1), km)


def local_table(trunk: NDArray[np.int32], rows: list[BaseRow]) -> NDArray[np.int32]:
    """Price journeys on local lines of Honshu only, by real km.

    To 100 km the trunk fare of the matching band holds, beyond it the local rates at the trunk mid-point divided
    by 1.1, rounded up.
    """
    matching = trunk_km_of_local(np.arange(KM))
    yen, rates = trunk[matching].copy(), _rates(rows)
    ends = np.array([band_end(int(km)) for km in matching])
    starts = np.flatnonzero(np.diff(ends, prepend=-1))
    for start, stop in pairwise([*starts, KM]):
        if start > 100:
            mid = -(-int(middle(int(matching[start]))) * 10 // 11)
            yen[start:stop] = rated_fare(Decimal(mid), int(start), rates, "nearest")
    return yen


def _rates(rows: list[BaseRow]) -> list[BaseRow]:
    return sorted((row for row in rows if row.rule == "rate"), key=lambda row: row.km_from)


def with_fixed(yen: NDArray[np.int32], rows: list[BaseRow]) -> NDArray[np.int32]:
    """Put the fixed fares of a company over its rated ones, in place."""
    for row in rows:
        if row.rule == "fixed":
            yen[row.km_from : row.km_to + 1] = int(row.yen)
    return yen


def level(own: NDArray[np.int32], honshu: NDArray[np.int32]) -> NDArray[np.int32]:
    """Lower a company's fares beyond 100 km so that its add-on never falls with the distance.

    Rounding to 100 yen alone would make the difference to the Honshu table jump up and down; published fares do
    not (Tokyo-Sendai 6,270 and Tokyo-Nagano 4,180 yen from 2026-03-14 are both 110 below the rounded rate).
    """
    addon = own - honshu
    # beyond 600 km all companies have one rate, so one add-on
    addon[601:] = addon[601:].min()
    addon[101:] = np.minimum.accumulate(addon[:100:-1])[::-1]
    return (honshu + addon).astype(np.int32)
