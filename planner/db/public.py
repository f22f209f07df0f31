"""What is public of all offices' listings: read whole once, then only what has changed since."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from planner.clock import day_of
from planner.db.listing_tables import ListingRow, ListingVersionRow, PublicRow
from planner.db.listing_values import Listing, public_listing
from planner.db.office_tables import OfficeRow
from planner.db.session import transaction
from planner.listing.window import last_day, window_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Container, Iterator

    from sqlalchemy import ColumnElement, Engine
    from sqlalchemy.orm import Session

    from planner.demand import DemandWindow

PUBLIC = "listings"
SHOWING = ("publish", "resume", "confirm")
"""What changes the public words or shows them again; a draft beside them does not."""
PUBLISHED = ListingRow.status == "published"


class Entry(NamedTuple):
    """A public listing, the window of demand that it is, and the last day on which it is shown."""

    listing: Listing
    window: DemandWindow
    last: str | None


@dataclass(frozen=True, slots=True)
class Public:
    """What is public after so many changes, in the order of the listings' ids; nothing in it changes."""

    changes: int
    entries: tuple[Entry, ...]

    def open_on(self, day: dt.date, codes: Container[str]) -> tuple[Entry, ...]:
        """Give what takes somebody on `day` still, in these municipalities."""
        now = day.isoformat()
        return tuple(one for one in self.entries if (one.last is None or one.last >= now) and one.window.code in codes)


class PublicListings:
    """Reads what is public, and keeps it: an entry is the same object until its listing changes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._held: Public | None = None

    def look(self) -> Public:
        """Give what is public now; the same object while nothing changed."""
        with transaction(self._engine) as session:
            changes = changes_of(session)
        held = self._held
        return held if held is not None and held.changes == changes else self._read()

    def _read(self) -> Public:
        # who comes while another reads waits, and finds nothing left to read
        with self._lock, transaction(self._engine) as session:
            changes, held = changes_of(session), self._held
            if held is None or held.changes != changes:
                held = _followed(session, held, changes) or Public(changes, _entries(session))
                self._held = held
            return held


def changes_of(session: Session) -> int:
    """Count how often what is published has changed."""
    return session.scalar(select(PublicRow.changes).where(PublicRow.name == PUBLIC)) or 0


def _rows(session: Session, rule: ColumnElement[bool]) -> Iterator[tuple[str, Entry | None]]:
    """Give the ids of listings, each with what everybody sees of it."""
    shown = (
        select(func.max(ListingVersionRow.at))
        .where(ListingVersionRow.listing_id == ListingRow.id, ListingVersionRow.act.in_(SHOWING))
        .scalar_subquery()
    )
    query = select(ListingRow, OfficeRow.name, shown).join(OfficeRow, OfficeRow.id == ListingRow.office_id)
    for row, office, at in session.execute(query.where(rule).order_by(ListingRow.id)):
        yield row.id, _entry(row, office, at) if row.status == "published" else None


def _followed(session: Session, held: Public | None, changes: int) -> Public | None:
    """Bring what is held up to date; None where rows are gone or came another way, and all must be read."""
    if held is None or changes < held.changes:
        return None
    known = {one.listing.id: one for one in held.entries}
    for key, entry in _rows(session, ListingRow.public_change > held.changes):
        known.pop(key, None)
        if entry is not None:
            known[key] = entry
    count = session.scalar(select(func.count()).select_from(ListingRow).where(PUBLISHED))
    if count != len(known):
        return None
    return Public(changes, tuple(known[key] for key in sorted(known)))


def _entries(session: Session) -> tuple[Entry, ...]:
    return tuple(entry for _, entry in _rows(session, PUBLISHED) if entry is not None)


def _entry(row: ListingRow, office: str, at: dt.datetime | None) -> Entry:
    listing = public_listing(row, office, at)
    window = window_of(row.id, listing.body, office, day_of(listing.modified))
    return Entry(listing, window, last_day(listing.body))
