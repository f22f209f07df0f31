from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gtfs_time import MAX_HOURS, parse_date, parse_time, write_time


@given(st.integers(0, MAX_HOURS * 3600 - 1))
def test_a_written_time_is_read_back(seconds: int) -> None:
    assert parse_time(write_time(seconds)) == seconds


@given(st.integers(0, 9), st.integers(0, 59), st.integers(0, 59))
def test_hours_may_have_one_digit_and_seconds_may_lack(hour: int, minute: int, second: int) -> None:
    assert parse_time(f"{hour}:{minute:02}:{second:02}") == hour * 3600 + minute * 60 + second
    assert parse_time(f"{hour}:{minute:02}") == hour * 3600 + minute * 60


@given(st.text())
def test_any_text_is_a_time_within_ten_days_or_none(text: str) -> None:
    seconds = parse_time(text)
    assert seconds is None or 0 <= seconds < MAX_HOURS * 3600


@pytest.mark.parametrize(
    "text", ["", "-1:00:00", "8", "8:60:00", "8:00:60", "8:0:0", "240:00:00", "８:00:00", "8:00:00 ", "8:00:00\n"]
)
def test_what_is_no_time(text: str) -> None:
    assert parse_time(text) is None


@given(st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)))
def test_a_date_is_read(date: dt.date) -> None:
    assert parse_date(date.strftime("%Y%m%d").zfill(8)) == date.toordinal()


@pytest.mark.parametrize("text", ["", "20260229", "2026-01-01", "20261301", "00000101", "2026010"])
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None
