from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from geo.errors import SchemaError, SourceError
from geo.fare_rows import in_force, read_rows

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Price:
    name: str
    valid_from: dt.date
    valid_to: dt.date | None
    yen: int
    estimate: bool
    source: str
    confidence: str


HEADER = "name,valid_from,valid_to,yen,estimate,source,confidence\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "prices.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_typed_rows(tmp_path: Path) -> None:
    rows = read_rows(write(tmp_path, HEADER + "a,2024-04-01,,100,1,x,high\n"), Price)
    assert rows == [Price("a", dt.date(2024, 4, 1), None, 100, True, "x", "high")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEADER.replace(",yen", ""), "prices.csv, row 1, column yen: missing"),
        (HEADER.replace(",yen", ",yen,colour"), "prices.csv, row 1, column colour: not a column"),
        (HEADER + "a,2024-04-01,,100,1,x,high\nb,2024-04-01,,dear,1,x,high\n", "prices.csv, row 3, column yen: 'dear'"),
        (HEADER + "a,2024-13-01,,100,1,x,high\n", "prices.csv, row 2, column valid_from: '2024-13-01'"),
        (HEADER + "a,2024-04-01,,100,yes,x,high\n", "prices.csv, row 2, column estimate: 'yes'"),
        (HEADER + "a,2024-04-01,,100,1, ,high\n", "prices.csv, row 2, column source: empty"),
        (HEADER + "a,2024-04-01,,100,1,x,sure\n", "prices.csv, row 2, column confidence: 'sure'"),
        (HEADER + "a,2024-04-01,,100,1,x\n", "prices.csv, row 2"),
        (HEADER + "a,2024-04-01,,1,000,1,x,high\n", "prices.csv, row 2"),
        ("", "prices.csv, row 1, column name: missing"),
    ],
)
def test_names_file_row_and_column_of_damage(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(SchemaError, match="^" + says):
        read_rows(write(tmp_path, text), Price)


def test_an_absent_or_foreign_file_is_a_source_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="absent"):
        read_rows(tmp_path / "absent.csv", Price)
    path = tmp_path / "cp932.csv"
    path.write_bytes((HEADER + "東京,2024-04-01,,100,1,x,high\n").encode("cp932"))
    with pytest.raises(SourceError, match="cp932"):
        read_rows(path, Price)


def price(name: str, start: str, end: str | None, yen: int) -> Price:
    to = dt.date.fromisoformat(end) if end else None
    return Price(name, dt.date.fromisoformat(start), to, yen, False, "x", "high")


@pytest.mark.parametrize(
    ("day", "yen"), [("2019-01-01", 100), ("2024-03-31", 100), ("2024-04-01", 200), ("2030-01-01", 200)]
)
def test_in_force_takes_the_day_and_falls_back_to_the_first(day: str, yen: int) -> None:
    rows = [price("a", "2024-04-01", None, 200), price("a", "2020-04-01", "2024-03-31", 100)]
    assert [row.yen for row in in_force(rows, dt.date.fromisoformat(day), lambda row: row.name)] == [yen]
