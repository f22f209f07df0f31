"""What day it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from planner import clock

if TYPE_CHECKING:
    import datetime as dt


def today() -> dt.date:
    """Give today in Japan; a test puts its own day into the app's settings."""
    given: dt.date | None = current_app.config.get("TODAY")
    return given or clock.today()
