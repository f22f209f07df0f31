"""The day whose fares an observed row should be held to, as its date or its remarks tell it."""

from __future__ import annotations

import datetime as dt
import re

_DAY = re.compile(r"(?<!\d)(20[0-2]\d)[-/](0[1-9]|1[0-2])(?:[-/](0[1-9]|[12]\d|3[01]))?(?!\d)")
_BEFORE = re.compile(r"(?:pre-|before )(20[0-2]\d)(?!\d)")
_SPAN = re.compile(r"(?:c\.|ca\.? ?|about )(20[0-2]\d)-(\d\d)(?!\d)")


def date_of(date: str, *remarks: str) -> dt.date | None:
    """Read a row's ISO date; where it has none, what its remarks say of the time of the figures.

    `2026-04` is the first of that month, `pre-2026` the last day of 2025, `c.2019-22` the end of 2022. None where
    nothing is said.

    Raises
    ------
    ValueError
        When `date` is no ISO date.
    """
    if date:
        return dt.date.fromisoformat(date)
    text = " ".join(remarks)
    if span := _SPAN.search(text):
        return dt.date(2000 + int(span[2]), 12, 31)
    if before := _BEFORE.search(text):
        return dt.date(int(before[1]) - 1, 12, 31)
    if day := _DAY.search(text):
        try:
            return dt.date(int(day[1]), int(day[2]), int(day[3] or 1))
        except ValueError:
            return None
    return None
