"""Listings whose facts are old: told to the office after 90 days, on its list and in its feed."""

from __future__ import annotations

import datetime as dt
import hashlib

from planner.db.news import News
from planner.web import state

DAYS = 90
NOON = dt.time(3, tzinfo=dt.UTC)
"""Noon in Japan: the time at which a listing grows old."""


def oldest(day: dt.date) -> str:
    """Give the day before which facts are old."""
    return (day - dt.timedelta(days=DAYS)).isoformat()


def stale_news(office_id: str, day: dt.date) -> list[News]:
    """Tell of the public listings whose facts are old and that are still shown."""
    found = state.current().shelf.stale(office_id, oldest(day), day.isoformat())
    return [
        News(_id(one.id, one.as_of), "stale", one.body["title_ja"], f"/office/listings/{one.id}", _at(one.as_of))
        for one in found
    ]


def _at(as_of: str) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(as_of) + dt.timedelta(days=DAYS + 1), NOON)


def _id(listing_id: str, as_of: str) -> str:
    return hashlib.sha256(f"stale {listing_id} {as_of}".encode()).hexdigest()[:32]
