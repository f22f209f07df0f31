from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import SchemaError
from planner.demand import (
    FLOOR,
    DemandCalendar,
    DemandWindow,
    MonthDay,
    open_in_month,
)
from planner.demand_table import COLUMNS, TRIENNALE_YEARS, read_calendar, read_windows
from planner.demand_year import sums_of

CURATED = Path(__file__).parents[2] / "data" / "curated" / "demand"


def window(start: str, p1: str, p2: str, end: str, **more: object) -> DemandWindow:
    marks = [MonthDay.parse(text) for text in (start, p1, p2, end)]
    return DemandWindow("w", "01229", "harvest", "収穫", "harvest", *marks, 7, 30, **more)  # type: ignore[arg-type]


def test_a_window_wraps_over_new_year() -> None:
    ski = window("12-01", "12-20", "02-28", "03-31")
    found = ski.occurrence(2027)
    assert found is not None
    assert (found.start, found.peak_start) == (dt.date(2027, 12, 1), dt.date(2027, 12, 20))
    assert (found.peak_end, found.end) == (dt.date(2028, 2, 28), dt.date(2028, 3, 31))
    assert [o.start.year for o in ski.occurrences(dt.date(2028, 1, 1), dt.date(2028, 12, 31))] == [2027, 2028]


def test_the_29th_of_february_is_the_28th_elsewhen() -> None:
    leap = window("02-01", "02-10", "02-20", "02-29")
    assert leap.occurrence(2028).end == dt.date(2028, 2, 29)  # type: ignore[union-attr]
    assert leap.occurrence(2027).end == dt.date(2027, 2, 28)  # type: ignore[union-attr]


def test_a_triennale_happens_every_third_year() -> None:
    art = window("03-20", "04-25", "05-25", "05-31", only_years=TRIENNALE_YEARS)
    years = [o.start.year for o in art.occurrences(dt.date(2024, 1, 1), dt.date(2029, 12, 31))]
    assert years == [2025, 2028]


days_of_year = st.dates(dt.date(2027, 1, 1), dt.date(2027, 12, 31))


@given(st.lists(st.integers(0, 180), min_size=3, max_size=3), days_of_year)
def test_intensity_rises_to_the_peak_and_falls(steps: list[int], first: dt.date) -> None:
    marks = [first + dt.timedelta(days=sum(sorted(steps)[:0]) + n) for n in (0, *sorted(steps))]
    found = window(*(f"{m:%m-%d}" for m in marks)).occurrence(2027)
    assert found is not None
    course = [found.intensity(found.start + dt.timedelta(days=i)) for i in range((found.end - found.start).days + 1)]
    top = (found.peak_start - found.start).days
    assert all(FLOOR <= x <= 1 for x in course)
    assert course[top] == 1.0
    assert course[: top + 1] == sorted(course[: top + 1])
    assert course[top:] == sorted(course[top:], reverse=True)
    assert found.intensity(found.end + dt.timedelta(days=1)) == 0.0


def test_months_of_a_window_over_new_year() -> None:
    ski = window("12-01", "12-20", "02-28", "03-31")
    assert [m for m in range(1, 13) if open_in_month(ski, m)] == [1, 2, 3, 12]


def test_the_curated_calendar_is_whole() -> None:
    calendar = read_calendar(CURATED)
    assert len(calendar.windows) >= 1234
    assert len(calendar.by_code) >= 738
    assert all(calendar.select(month=month) for month in range(1, 13))
    sums = sums_of(calendar, 2027)
    assert max(row[8] for row in sums.months.values()) > 1
    assert min(sums.wave) > 10
    assert {w.only_years for w in calendar.windows if w.code == "37364"} >= {TRIENNALE_YEARS}


def test_selection_by_place_and_kind() -> None:
    calendar = read_calendar(CURATED)
    found = calendar.select(month=2, codes=["16210"], kinds=["craft", "festival"])
    assert all(w.code == "16210" and w.kind in {"craft", "festival"} for w in found)


GOOD = dict(
    zip(
        COLUMNS,
        "x-1 16210 harvest 柿 kaki 10-01 10-10 10-20 10-31 7 30 none 夕飯 none sourced page 2025".split(),  # noqa: SIM905
        strict=True,
    )
)


def write(path: Path, row: dict[str, str]) -> Path:
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("municipality_code", "6210"),
        ("kind", "hunting"),
        ("start_mmdd", "13-01"),
        ("peak_start_mmdd", "09-20"),
        ("typical_stay_nights_min", "0"),
        ("typical_stay_nights_max", "3"),
        ("lodging", "maybe"),
        ("confidence", "rumour"),
        ("id", ""),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, column: str, value: str) -> None:
    file = write(tmp_path / "demand.csv", {**GOOD, column: value})
    with pytest.raises(SchemaError, match=rf"demand\.csv, row 2, column {column}"):
        list(read_windows(file))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    row = {k: v for k, v in GOOD.items() if k != "lodging"}
    with pytest.raises(SchemaError, match="column lodging is missing"):
        list(read_windows(write(tmp_path / "demand.csv", row)))


def test_an_id_comes_once(tmp_path: Path) -> None:
    one = next(read_windows(write(tmp_path / "demand.csv", GOOD)))
    with pytest.raises(SchemaError, match="x-1 comes twice"):
        DemandCalendar.of([one, one])
