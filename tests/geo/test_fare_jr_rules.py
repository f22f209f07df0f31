from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.fare_jr_rules import BaseRow, band_end, middle, rated_fare, trunk_table

RATES = [
    BaseRow("honshu", "trunk", "rate", dt.date(2019, 10, 1), None, a, b, Decimal(yen), "", "x", "high")
    for a, b, yen in ((1, 300, "16.20"), (301, 600, "12.85"), (601, 9999, "7.05"))
]


@pytest.mark.parametrize(
    ("km", "end", "mid"),
    [(11, 15, 13), (50, 50, 48), (51, 60, 55), (100, 100, 95), (101, 120, 110), (600, 600, 590), (601, 640, 620)],
)
def test_bands_and_mid_points(km: int, end: int, mid: int) -> None:
    assert band_end(km) == end
    assert middle(km) == mid


@given(st.integers(1, 3000))
def test_a_km_lies_at_or_below_the_end_of_its_band(km: int) -> None:
    assert km <= band_end(km)
    assert band_end(band_end(km)) == band_end(km)


@pytest.mark.parametrize(
    ("km", "yen"),
    # 13 x 16.20 = 210.6 → 220 → 242 → 240; 350: 300 x 16.20 + 50 x 12.85 = 5502.5 → 5500 → 6050
    [(11, 240), (350, 6050), (541, 8910), (1161, 14080)],
)
def test_rate_rounding_and_tax(km: int, yen: int) -> None:
    assert rated_fare(middle(km), km, RATES, "nearest") == yen


def test_cash_fares_rounded_up_are_never_below_the_nearest() -> None:
    near, up = trunk_table(RATES, "nearest"), trunk_table(RATES, "up")
    assert ((up - near >= 0) & (up - near <= 10)).all()
    assert up[13] == 250
