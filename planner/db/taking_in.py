"""Take the rows of a file into an office's listings, within one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from planner.db.listing_rows import add_listing, edit_listing
from planner.db.listing_tables import ListingRow
from planner.db.listing_values import Counts, dump
from planner.listing.fields import FIELDS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from planner.db.listing_values import Actor
    from planner.listing.check import Body

SHOWN = 50
"""Listings of a file that are shown before it is taken in."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A listing that a file makes, or changes in these fields."""

    key: str
    body: Body
    changed: tuple[tuple[str, str, str], ...] = ()
    """Field, text of now, text of the file; empty where it is new."""
    new: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a file would do: how much, and to which listings first."""

    counts: Counts
    first: tuple[Coming, ...]


Tell = Callable[[float], None]
AT_ONCE = 500
"""Rows that are written together."""


def take_in(
    session: Session,
    actor: Actor,
    rows: Sequence[tuple[str, Body]],
    now: dt.datetime,
    *,
    keep: bool = True,
    tell: Tell | None = None,
) -> Counts:
    """Make and change listings by their keys; without `keep` only count. A listing in the trash comes out of it."""
    made = changed = same = 0
    known = session.scalars(select(ListingRow).where(ListingRow.office_id == actor.office_id))
    by_key = {row.key: row for row in known}
    for number, (key, body) in enumerate(rows):
        row = by_key.get(key)
        if row is None:
            made += 1
            if keep:
                add_listing(session, actor, key, body, "import", now)
        elif row.deleted is None and row.body == dump(body):
            same += 1
        else:
            changed += 1
            if keep:
                row.deleted = None
                edit_listing(session, actor, row, body, "import", now)
        if number % AT_ONCE == AT_ONCE - 1:
            session.flush()
            if tell is not None:
                tell(number / len(rows))
    return Counts(made, changed, same)


def compare(session: Session, office_id: str, rows: Sequence[tuple[str, Body]]) -> Comparison:
    """Tell what a file would do, without doing it."""
    columns = select(ListingRow.key, ListingRow.body, ListingRow.deleted).where(ListingRow.office_id == office_id)
    known = {key: (body, deleted) for key, body, deleted in session.execute(columns)}
    made = changed = same = 0
    first: list[Coming] = []
    for key, body in rows:
        was, deleted = known.get(key, (None, None))
        if was is None:
            made += 1
            coming = Coming(key, body)
        elif deleted is None and was == dump(body):
            same += 1
            continue
        else:
            changed += 1
            coming = Coming(key, body, _differences(json.loads(was), body), new=False)
        if len(first) < SHOWN:
            first.append(coming)
    return Comparison(Counts(made, changed, same), tuple(first))


def _differences(was: Body, now: Body) -> tuple[tuple[str, str, str], ...]:
    return tuple((n, was.get(n, ""), now.get(n, "")) for n in FIELDS if was.get(n, "") != now.get(n, ""))
