"""Editions on the days of a trip: announced ones, and what the last ones let expect."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from geo.pass_editions import Edition, editions
from geo.pass_rules import PassBook, load_pass_book

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def book(data_dir: Path) -> PassBook:
    return load_pass_book(data_dir)


def told(book: PassBook, name: str, first: str, last: str) -> list[tuple[str, str, str, int, bool]]:
    found: list[Edition] = editions(book, dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    return sorted(
        (e.label, e.first.isoformat(), e.last.isoformat(), e.offer.days, e.announced)
        for e in found
        if e.offer.name == name
    )


def test_announced_editions_come_alone(book: PassBook) -> None:
    assert told(book, "Seishun 18", "2026-08-01", "2026-08-31") == [
        ("2026 summer", "2026-07-18", "2026-09-08", 3, True),
        ("2026 summer", "2026-07-18", "2026-09-08", 5, True),
    ]


def test_where_none_is_announced_the_last_one_is_expected_and_says_so(book: PassBook) -> None:
    assert told(book, "Seishun 18", "2027-08-01", "2027-08-31") == [
        ("2026 summer", "2027-07-18", "2027-09-08", 3, False),
        ("2026 summer", "2027-07-18", "2027-09-08", 5, False),
    ]
    winter = told(book, "Seishun 18", "2027-01-05", "2027-03-05")
    assert {(label, announced) for label, _, _, _, announced in winter} == {
        ("2026 winter", True),
        ("2026 spring", False),
    }


def test_days_out_of_season_have_none(book: PassBook) -> None:
    assert told(book, "Seishun 18", "2026-10-01", "2026-10-31") == []
    assert told(book, "Seishun 18", "2027-10-01", "2027-10-31") == []
    assert told(book, "Seishun 18", "2015-08-01", "2015-08-31") == []


def test_an_offer_without_announced_days_is_expected_in_its_season(book: PassBook) -> None:
    name = "Hokkaido & East Japan Pass"
    assert told(book, name, "2026-12-01", "2027-01-31") == [("2026 spring", "2026-12-10", "2027-01-10", 7, False)]
    assert told(book, name, "2026-10-01", "2026-11-30") == []
    assert told(book, "Autumn Pass (Aki no norihodai)", "2027-10-01", "2027-10-31") == [
        ("2026", "2027-10-05", "2027-10-19", 3, False)
    ]


def test_every_edition_meets_the_trip(book: PassBook) -> None:
    for month in range(1, 13):
        first, last = dt.date(2026, month, 3), dt.date(2026, month, 20)
        for edition in editions(book, first, last):
            assert edition.first <= last
            assert first <= edition.last
            assert edition.first <= edition.last
