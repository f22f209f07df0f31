"""What is done to listings within somebody's transaction; each deed leaves a version."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from planner.clock import day_of
from planner.db.errors import RecordChanged, RecordMissing
from planner.db.listing_tables import ListingRow, ListingVersionRow, PublicRow
from planner.db.listing_values import dump
from planner.db.news import settle, tell
from planner.db.plans import new_id
from planner.db.public import PUBLIC
from planner.listing.steps import STEPS
from planner.listing.window import last_day

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from planner.db.listing_values import Actor
    from planner.listing.check import Body


def own_listing(session: Session, office_id: str, listing_id: str) -> ListingRow:
    """Find a listing of this office; RecordMissing also for another office's."""
    row = session.get(ListingRow, listing_id)
    if row is None or row.office_id != office_id:
        raise RecordMissing("There is no such listing.")
    return row


def must(actor: Actor, roles: frozenset[str]) -> None:
    """Raise RecordMissing where the actor's role is none of these."""
    if actor.role not in roles:
        raise RecordMissing("Your role does not allow this.")


def add_listing(session: Session, actor: Actor, key: str, body: Body, act: str, now: dt.datetime) -> ListingRow:
    """Keep a new draft."""
    row = ListingRow(id=new_id(), office_id=actor.office_id, key=key, status="draft", sequence=0)
    _say(row, body, now)
    session.add(row)
    note(session, actor, row, act, now)
    return row


def edit_listing(session: Session, actor: Actor, row: ListingRow, body: Body, act: str, now: dt.datetime) -> None:
    """Keep other words; what a reviewer was shown is then no longer what is there, and it is a draft again."""
    _say(row, body, now)
    if row.status == "review":
        row.status = "draft"
    note(session, actor, row, act, now)


def step_listing(session: Session, actor: Actor, row: ListingRow, name: str, reason: str, now: dt.datetime) -> None:
    """Take a step; RecordChanged where it does not begin here."""
    step = STEPS[name]
    must(actor, step.roles)
    if row.status not in step.before or row.deleted is not None:
        raise RecordChanged("This listing is no longer where this step begins.")
    row.status = step.after
    row.reason = reason or None
    if name == "publish":
        row.public_body = row.body
    if name == "submit":
        tell(session, actor.office_id, "review", _title(row), f"/office/listings/{row.id}", now)
    elif name in {"publish", "send_back"}:
        settle(session, actor.office_id, "review", f"/office/listings/{row.id}", now)
    note(session, actor, row, name, now)
    if row.public_body is not None:
        count_change(session, row)


def trash_listing(session: Session, actor: Actor, row: ListingRow, now: dt.datetime, *, back: bool) -> None:
    """Put a listing into the trash, which unpublishes it; or take it out, as a draft."""
    row.deleted = None if back else now
    row.status, row.public_body, row.reason = "draft", None, None
    note(session, actor, row, "untrash" if back else "trash", now)
    count_change(session, row)


def note(session: Session, actor: Actor, row: ListingRow, act: str, now: dt.datetime) -> None:
    """Keep what a listing is now as its next version."""
    row.sequence, row.modified = row.sequence + 1, now
    version = ListingVersionRow(listing_id=row.id, sequence=row.sequence, act=act, who=actor.who)
    version.at, version.body = row.modified, row.body
    session.add(version)


def count_change(session: Session, row: ListingRow) -> None:
    """Count that what is public has changed, and note at which count this listing did."""
    count = session.get(PublicRow, PUBLIC)
    if count is None:
        count = PublicRow(name=PUBLIC, changes=0)
        session.add(count)
    count.changes += 1
    row.public_change = count.changes


def _say(row: ListingRow, body: Body, now: dt.datetime) -> None:
    row.body = dump(body)
    row.as_of = body.get("as_of") or day_of(now).isoformat()
    row.ends = last_day(body)


def _title(row: ListingRow) -> str:
    return str(json.loads(row.body).get("title_ja", ""))
