"""Times and dates as GTFS writes them."""

from __future__ import annotations

import datetime as dt
import re

DAY = 86_400
"""Seconds of a service day; Japan has no summer time, so noon minus twelve hours is midnight."""

MAX_HOURS = 240
"""Ten days: the longest ferry line takes two."""

_TIME = re.compile(r"([0-9]{1,3}):([0-5][0-9])(?::([0-5][0-9]))?")
_DATE = re.compile(r"[0-9]{8}")


def parse_time(text: str) -> int | None:
    """Give the seconds after midnight of the service day, which may be over 24 hours; None for what is no time.

    `H:MM:SS`, `HH:MM:SS` and, as some feeds write, `H:MM` (gtfs.org, Field types: Time).
    """
    found = _TIME.fullmatch(text)
    if found is None or int(found[1]) >= MAX_HOURS:
        return None
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)


def write_time(seconds: int) -> str:
    """Write seconds after midnight as GTFS does: 93600 → 26:00:00."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def parse_date(text: str) -> int | None:
    """Give the proleptic ordinal of a `YYYYMMDD` date; None for what is none."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:])).toordinal()
    except ValueError:
        return None
