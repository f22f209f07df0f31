"""What day it is."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from flask import current_app

JAPAN = ZoneInfo("Asia/Tokyo")


def today() -> dt.date:
    """Give today in Japan; a test puts its own day into the app's settings."""
    given: dt.date | None = current_app.config.get("TODAY")
    return given or dt.datetime.now(JAPAN).date()
