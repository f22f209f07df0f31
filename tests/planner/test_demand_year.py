"""A year's sums are those of its days, however the calendar was put together."""

from __future__ import annotations

import calendar as months
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.demand import DemandCalendar, DemandWindow, MonthDay
from planner.demand_year import sums_of

DAYS = [MonthDay((dt.date(2024, 1, 1) + dt.timedelta(days=i)).month, 1 + i % 28) for i in range(0, 366, 5)]


@st.composite
def windows(draw: st.DrawFn) -> list[DemandWindow]:
    made = []
    for number in range(draw(st.integers(0, 5))):
        first = draw(st.integers(0, len(DAYS) - 1))
        steps = sorted(draw(st.lists(st.integers(0, 40), min_size=3, max_size=3)))
        marks = [DAYS[(first + step) % len(DAYS)] for step in (0, *steps)]
        code, kind = draw(st.sampled_from(["16210", "13101"])), draw(st.sampled_from(["harvest", "snow"]))
        years = draw(st.sampled_from([None, (2026,), (2027,)]))
        made.append(
            DemandWindow(f"w{number}", code, kind, "題", "", *marks, min_nights=1, max_nights=9, only_years=years)
        )
    return made


@given(windows(), st.sampled_from([2026, 2028]), st.sampled_from([None, ("harvest",)]))
def test_sums_are_those_of_the_days(made: list[DemandWindow], year: int, kinds: tuple[str, ...] | None) -> None:
    whole = DemandCalendar.of(made)
    sums = sums_of(DemandCalendar.of(made[:2]).with_more(made[2:]), year, kinds)
    assert sums_of(whole, year, kinds).wave == pytest.approx(sums.wave)
    first, days = dt.date(year, 1, 1), 366 if months.isleap(year) else 365
    wave = [0.0] * days
    at: dict[tuple[str, int], float] = {}
    for window in whole.select(kinds=kinds):
        for found in window.occurrences(first, dt.date(year, 12, 31)):
            for i in range(days):
                day = first + dt.timedelta(days=i)
                wave[i] += found.intensity(day)
                key = window.code, day.month
                at[key] = at.get(key, 0.0) + found.intensity(day) / months.monthrange(year, day.month)[1]
    assert sums.wave == pytest.approx(wave)
    told = {(code, month): row[month - 1] for code, row in sums.months.items() for month in range(1, 13)}
    assert {key: value for key, value in told.items() if value} == pytest.approx({k: v for k, v in at.items() if v})


def test_what_lies_beneath_is_summed_once() -> None:
    beneath = DemandCalendar.of([])
    sums_of(beneath.with_more([]), 2027)
    kept = dict(beneath.sums)
    sums_of(beneath.with_more([]), 2027)
    assert beneath.sums[2027, None] is kept[2027, None]
