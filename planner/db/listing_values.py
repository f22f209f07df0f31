"""Listings as their store hands them out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from planner.db.listing_tables import ListingRow
    from planner.listing.check import Body


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: in which office, with which role."""

    office_id: str
    role: str
    who: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing with its record."""

    id: str
    key: str
    status: str
    body: Body
    public: Body | None
    sequence: int
    modified: dt.datetime
    deleted: bool = False
    office: str = ""
    reason: str = ""
    as_of: str = ""
    """The day of the facts."""
    ends: str | None = None
    """The last day on which it is shown; None where it comes back every year."""

    @property
    def unpublished_changes(self) -> bool:
        """Tell whether the office works on something else than what was published."""
        return self.public is not None and self.public != self.body


@dataclass(frozen=True, slots=True)
class Version:
    """A listing after something was done to it."""

    sequence: int
    act: str
    who: str
    at: dt.datetime
    body: Body


@dataclass(frozen=True, slots=True)
class Counts:
    """What a file does: listings made, changed and left as they are."""

    made: int
    changed: int
    same: int


def listing_of(row: ListingRow, office: str = "") -> Listing:
    """Give a row as a value."""
    public = None if row.public_body is None else json.loads(row.public_body)
    return Listing(
        row.id,
        row.key,
        row.status,
        json.loads(row.body),
        public,
        row.sequence,
        row.modified,
        deleted=row.deleted is not None,
        office=office,
        reason=row.reason or "",
        as_of=row.as_of,
        ends=row.ends,
    )


def public_listing(row: ListingRow, office: str, shown: dt.datetime | None) -> Listing:
    """Give what everybody sees of a row: its public words as its body, `shown` as the time of its last change."""
    body = json.loads(row.public_body or "{}")
    return Listing(row.id, row.key, row.status, body, body, row.sequence, shown or row.modified, office=office)


def dump(body: Body) -> str:
    """Write a body as it is kept: the same words, the same text."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True)
