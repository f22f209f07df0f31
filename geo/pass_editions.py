"""Which editions of a pass can be used on a trip, and what the last edition lets expect where none is announced."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.fare_passes import Pass
    from geo.pass_rules import PassBook

YEAR = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Edition:
    """A pass with definite days of use."""

    offer: Pass
    name_ja: str
    first: dt.date
    last: dt.date
    announced: bool
    """False: days taken from an earlier year, or days of use that are an estimate."""

    @property
    def label(self) -> str:
        """Give year and season, without the remarks of the table."""
        return re.split("[(,]", self.offer.period)[0].strip()


def editions(book: PassBook, first: dt.date, last: dt.date) -> list[Edition]:
    """Give the editions with a day of use between `first` and `last`; expected ones only after all announced ones."""
    families: dict[tuple[str, int], list[Pass]] = {}
    for offer in book.known:
        families.setdefault((offer.name, offer.days), []).append(offer)
    found = [edition for family in families.values() for edition in _family(book, family, first, last)]
    return [edition for edition in found if edition.first <= last and first <= edition.last]


def _family(book: PassBook, family: list[Pass], first: dt.date, last: dt.date) -> Iterator[Edition]:
    rules = book.coverage[family[0].name]
    bounded = [offer for offer in family if offer.use_to is not None and not offer.visitors_only]
    for offer in family:
        if offer.visitors_only or offer in bounded:
            days = offer.use_from or dt.date.min, offer.use_to or dt.date.max
            yield Edition(offer, rules.name_ja, *days, announced=not offer.estimate)
    known = max((offer.use_to for offer in bounded if offer.use_to), default=dt.date.min)
    for edition in _expected(book, family, bounded, range(first.year - 1, last.year + 1)):
        if edition.first > known:
            yield edition


def _expected(book: PassBook, family: list[Pass], bounded: list[Pass], years: range) -> Iterator[Edition]:
    """Editions as they were last: the offer without an end in its usual seasons, else those of the last year."""
    rules = book.coverage[family[0].name]
    for offer in family:
        if offer.use_to is None and not offer.visitors_only:
            for begin, end in rules.seasons:
                for year in years:
                    start, stop = _of_year(begin, year), _of_year(end, year + (end < begin))
                    if offer.use_from is None or start >= offer.use_from:
                        yield Edition(offer, rules.name_ja, start, stop, announced=False)
    if rules.seasons or not bounded:
        return
    newest = max(offer.use_from for offer in bounded if offer.use_from)
    for offer in bounded:
        if offer.use_from and offer.use_to and offer.use_from > newest - YEAR:
            for year in years:
                later = year - offer.use_from.year
                start, stop = _later(offer.use_from, later), _later(offer.use_to, later)
                yield Edition(offer, rules.name_ja, start, stop, announced=False)


def _of_year(month_day: str, year: int) -> dt.date:
    return dt.date.fromisoformat(f"{year}-{month_day}")


def _later(date: dt.date, years: int) -> dt.date:
    """Give the same day some years later; the 28th for a leap day."""
    return date.replace(year=date.year + years, day=28 if (date.month, date.day) == (2, 29) else date.day)
