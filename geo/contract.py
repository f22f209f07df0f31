"""The words contracts are written in: kinds of columns that many tables share."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from geo.schema import CODE, Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable

IATA = r"[A-Z]{3}"
ICAO = r"[A-Z]{4}"
MONTHS = r"([1-9]|1[0-2])(-([1-9]|1[0-2]))?"
MONTH_DAY = r"(02-(0[1-9]|1[0-9]|2[0-9])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01]))"
"""A day that recurs every year; 02-29 is one."""

_ISO_DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"

lng = partial(Column, kind="number", low=122, high=155)
lat = partial(Column, kind="number", low=20, high=46)
code = partial(Column, pattern=CODE, refers="municipalities.code")
whole = partial(Column, kind="integer", low=0)
number = partial(Column, kind="number", low=0)
yen = partial(Column, kind="integer", optional=True, low=0)
minutes = partial(Column, kind="integer", low=1, high=3000)
date = partial(Column, optional=True, pattern=_ISO_DATE)
month_day = partial(Column, pattern=MONTH_DAY)

CONFIDENCE = Column("confidence", allowed=frozenset({"high", "medium-high", "medium", "low-medium", "low"}))
SOURCE = Column("source")
NOTES = Column("notes", optional=True)

_KINDS: dict[str, Callable[..., Column]] = {
    "text": Column,
    "int": partial(Column, kind="integer"),
    "num": partial(Column, kind="number"),
    "flag": partial(Column, kind="boolean"),
    "date": partial(Column, pattern=_ISO_DATE),
    "lng": lng,
    "lat": lat,
    "yen": partial(Column, kind="integer", low=0, high=1_000_000),
    # rules without an upper end are written to 9999 km
    "km": partial(Column, kind="number", low=0, high=9999),
    "confidence": lambda name, optional: CONFIDENCE,
}


def simple(name: str, folder: str, columns: str, key: str = "") -> Table:
    """Describe a table kept by hand in one line: `name:kind`, `name` for text, `name?` for what may be unknown."""
    parsed = []
    for word in columns.split():
        field, _, kind = word.partition(":")
        plain = field.removesuffix("?")
        parsed.append(_KINDS[kind or "text"](plain, optional=field.endswith("?")))
    return Table(name, f"{folder}/{name}.csv", tuple(parsed), key=tuple(key.split()))
