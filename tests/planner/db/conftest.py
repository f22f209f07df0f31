"""A database of each kind, and a clock that stands still until a test moves it."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.db.engine import connect


class Clock:
    """Tells `now`."""

    def __init__(self) -> None:
        self.now = dt.datetime(2027, 4, 1, 12, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def engine(database_url):
    engine = connect(database_url)
    yield engine
    engine.dispose()
