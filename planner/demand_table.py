"""Seasonal demand read from the curated tables: every mistake is named by file, row and column."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from geo.errors import SchemaError
from planner.demand import CONFIDENCES, LODGINGS, DemandCalendar, DemandWindow, MonthDay
from planner.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

COLUMNS = (
    "id",
    "municipality_code",
    "kind",
    "crop_or_activity_ja",
    "crop_or_activity_en",
    "start_mmdd",
    "peak_start_mmdd",
    "peak_end_mmdd",
    "end_mmdd",
    "typical_stay_nights_min",
    "typical_stay_nights_max",
    "lodging",
    "exchange_ja",
    "skills",
    "confidence",
    "source",
    "as_of",
)
TRIENNALE_MARK = "3年ごとの開催年"
TRIENNALE_YEARS = tuple(range(2010, 2101, 3))
"""Years of the Setouchi Triennale; windows that carry the mark hold in these only."""


def read_calendar(folder: Path) -> DemandCalendar:
    """Read every csv file of `folder`; SchemaError names file, row and column."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise SchemaError(f"{folder}: no demand table here")
    return DemandCalendar.of(window for file in files for window in read_windows(file))


def read_windows(file: Path) -> Iterator[DemandWindow]:
    """Read one curated table; SchemaError names file, row (the first below the header is 2) and column."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        for column in COLUMNS:
            if column not in (rows.fieldnames or ()):
                raise SchemaError(f"{file}: column {column} is missing")
        for number, row in enumerate(rows, start=2):
            yield _window(row, f"{file}, row {number}")


def _window(row: Mapping[str, str], where: str) -> DemandWindow:
    title = row["crop_or_activity_ja"]
    window = DemandWindow(
        id=_text(row, "id", where),
        code=_code(row, where),
        kind=_one_of(row, "kind", KINDS, where),
        title=_text(row, "crop_or_activity_ja", where),
        title_en=row["crop_or_activity_en"],
        start=_month_day(row, "start_mmdd", where),
        peak_start=_month_day(row, "peak_start_mmdd", where),
        peak_end=_month_day(row, "peak_end_mmdd", where),
        end=_month_day(row, "end_mmdd", where),
        min_nights=_nights(row, "typical_stay_nights_min", where),
        max_nights=_nights(row, "typical_stay_nights_max", where),
        lodging=_one_of(row, "lodging", LODGINGS, where),
        exchange=row["exchange_ja"],
        skills=tuple(s for s in row["skills"].split(",") if s and s != "none"),
        confidence=_one_of(row, "confidence", CONFIDENCES, where),
        source=row["source"],
        as_of=row["as_of"],
        only_years=TRIENNALE_YEARS if TRIENNALE_MARK in title else None,
    )
    if window.min_nights > window.max_nights:
        raise SchemaError(f"{where}, column typical_stay_nights_max: less than the minimum")
    found = window.occurrence(TRIENNALE_YEARS[0])
    if found and not found.start <= found.peak_start <= found.peak_end <= found.end:
        raise SchemaError(f"{where}, column peak_start_mmdd: the peak lies outside the window")
    return window


def _text(row: Mapping[str, str], column: str, where: str) -> str:
    if not row[column]:
        raise SchemaError(f"{where}, column {column}: empty")
    return row[column]


def _code(row: Mapping[str, str], where: str) -> str:
    code = row["municipality_code"]
    if len(code) != 5 or not code.isdigit():
        raise SchemaError(f"{where}, column municipality_code: {code!r} is not a five-digit code")
    return code


def _one_of(row: Mapping[str, str], column: str, allowed: tuple[str, ...], where: str) -> str:
    if row[column] not in allowed:
        raise SchemaError(f"{where}, column {column}: {row[column]!r} is none of {', '.join(allowed)}")
    return row[column]


def _month_day(row: Mapping[str, str], column: str, where: str) -> MonthDay:
    try:
        return MonthDay.parse(row[column])
    except ValueError:
        raise SchemaError(f"{where}, column {column}: {row[column]!r} is not MM-DD") from None


def _nights(row: Mapping[str, str], column: str, where: str) -> int:
    text = row[column]
    if not text.isdigit() or not 1 <= int(text) <= 400:
        raise SchemaError(f"{where}, column {column}: {text!r} is not a number of nights from 1 to 400")
    return int(text)
