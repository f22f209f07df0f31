"""Japan's days: what is dated here is dated there, wherever the server stands."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")


def day_of(moment: dt.datetime) -> dt.date:
    """Give the day in Japan of an aware moment."""
    return moment.astimezone(JAPAN).date()


def today() -> dt.date:
    """Give today in Japan."""
    return day_of(dt.datetime.now(dt.UTC))
