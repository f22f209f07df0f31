from __future__ import annotations

import datetime as dt

import pytest

from geo.observed_date import date_of


@pytest.mark.parametrize(
    ("date", "remarks", "found"),
    [
        ("2025-03-01", ("2026-04",), dt.date(2025, 3, 1)),
        ("", ("fares.json (2026-04)", "basic 8360+reserved 5490"), dt.date(2026, 4, 1)),
        ("", ("reserved; pre-2026",), dt.date(2025, 12, 31)),
        ("", ("reserved, c.2019-22 fares",), dt.date(2022, 12, 31)),
        ("", ("entry/2021/10/31",), dt.date(2021, 10, 31)),
        ("", ("2021-02-31",), None),
        ("", ("id=181012 (Toyokeizai 2024)", "24-1234"), None),
        ("", ("",), None),
    ],
)
def test_the_time_of_a_figure_is_read_from_what_is_said(date: str, remarks: tuple[str, ...], found: object) -> None:
    assert date_of(date, *remarks) == found


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="tomorrow"):
        date_of("tomorrow")
