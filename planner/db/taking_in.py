"""Take the rows of a file into an office's listings, within one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import select

from planner.db.listing_rows import add_listing, edit_listing
from planner.db.listing_tables import ListingRow
from planner.db.listing_values import Counts, dump

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from planner.db.listing_values import Actor
    from planner.listing.check import Body

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
