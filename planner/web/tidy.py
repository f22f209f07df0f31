"""Erase what is due, once a day and after every start, so that a promise does not wait for a letter to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from planner.db.errors import DatabaseTrouble
from planner.web import state
from planner.web.clock import today

if TYPE_CHECKING:
    from flask import Flask

KEY = "sasurai_tidied"


def register(app: Flask) -> None:
    """Look at the day with every request."""
    app.before_request(tidy)


def tidy() -> None:
    """Erase interests that were over 180 days ago; a database that is busy is asked again with the next request."""
    day = today()
    if current_app.extensions.get(KEY) == day:
        return
    try:
        state.current().interests.erase()
        current_app.extensions[KEY] = day
    except DatabaseTrouble as error:
        current_app.logger.info("Nothing was erased: %s", error)
