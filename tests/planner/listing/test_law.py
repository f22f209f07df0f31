"""What the law asks of a listing: enough pay, a place of the municipality, and the terms before it is public."""

from __future__ import annotations

import datetime as dt

import pytest
from persimmons import GOOD as PERSIMMONS

from planner import config
from planner.listing.check import check
from planner.listing.fields import FIELDS
from planner.listing.ground import Ground
from planner.listing.law import NEEDED, lacks

GOOD = {**PERSIMMONS, "engagement": "employment", "contact_url": "", "contact": "0763-00-0000"}


@pytest.fixture(scope="module")
def ground():
    """Nanto on a day between the wages of 2025 and of 2026: 1,062 yen an hour."""
    return Ground(config.installed_data_dir(), lambda: dt.date(2026, 3, 1))


def wrong(ground, **given):
    return check({**GOOD, **given}, ["16210"], ground)[1]


@pytest.mark.parametrize(
    ("pay", "unit", "hours", "days", "said"),
    [
        ("1062", "hour", "", "", None),
        ("1061", "hour", "", "", "minimum_wage:1062"),
        ("8496", "day", "8", "", None),
        ("8495", "day", "8", "", "minimum_wage:1062"),
        ("9000", "day", "", "", None),
        ("1000", "month", "8", "", None),
        # 52 weeks a year: 8 × 5 × 52 / 12 = 173.33 hours a month
        ("184080", "month", "8", "5", None),
        ("184079", "month", "8", "5", "minimum_wage:1062"),
        # the shortest stay of GOOD is a week: 6 days of 7 hours
        ("44604", "total", "7", "6", None),
        ("44603", "total", "7", "6", "minimum_wage:1062"),
        ("1", "total", "", "6", None),
    ],
)
def test_employment_is_paid_the_minimum_wage(ground, pay, unit, hours, days, said):
    given = {"pay_jpy": pay, "pay_unit": unit, "hours_per_day": hours, "days_per_week": days, "min_nights": "7"}
    assert wrong(ground, **given).get("pay_jpy") == said
    for engagement in ("contract", "volunteer", "exchange"):
        assert wrong(ground, **given, engagement=engagement) == {}


def test_the_wage_is_the_one_of_the_prefecture_and_day():
    later = Ground(config.installed_data_dir(), lambda: dt.date(2026, 12, 1))
    earlier = Ground(config.installed_data_dir(), lambda: dt.date(2025, 3, 1))
    assert earlier.wage("16210") == 998
    assert later.wage("16210") > 1062
    assert later.wage("13101") > later.wage("47207")


@pytest.mark.parametrize(
    ("lng", "lat", "said"),
    [
        ("136.8756", "36.5876", None),
        ("136.93", "36.40", None),
        ("139.7536", "35.6940", "outside"),
        ("137.21", "36.70", "outside"),
    ],
)
def test_a_place_lies_in_its_municipality(ground, lng, lat, said):
    assert wrong(ground, lng=lng, lat=lat, precision="exact").get("lng") == said


def test_a_municipality_without_a_border_is_believed(ground):
    assert ground.holds("99999", 0.0, 0.0)


def test_terms_are_asked_for_by_engagement():
    for engagement in ("volunteer", "exchange"):
        assert lacks({**GOOD, "engagement": engagement}) == {}
    assert set(lacks({**GOOD, "engagement": "contract"})) == {"duties_ja", "term_ja", "pay_unit"}
    told = {name: "x" for name in NEEDED["employment"]}
    assert set(lacks(GOOD)) == set(NEEDED["employment"])
    assert lacks({**GOOD, **told, "pay_unit": "hour"}) == {}
    assert lacks({**GOOD, **told, "pay_unit": "day"}) == {"hours_per_day": "compare"}
    missing = lacks({**GOOD, **told, "pay_unit": "month", "hours_per_day": "7"})
    assert missing == {"days_per_week": "compare"}
    assert lacks({**GOOD, **told, "pay_unit": "in_kind"}) == {"pay_unit": "wages"}
    assert set(NEEDED["employment"]) <= FIELDS.keys()
