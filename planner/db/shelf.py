"""An office's listings as its list shows them: searched and paged by the database, and changed by the many."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from planner.clock import day_of
from planner.db.deeds import record
from planner.db.errors import RecordChanged, RecordMissing
from planner.db.listing_rows import count_change, edit_listing, must, step_listing, trash_listing
from planner.db.listing_tables import ListingRow, ListingVersionRow
from planner.db.listing_values import Actor, Listing, listing_of
from planner.db.listings import nothing
from planner.db.plans import utc_now
from planner.db.session import transaction
from planner.listing.steps import STEPS, WRITERS
from planner.listing.window import next_year

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement, Engine
    from sqlalchemy.orm import Session

    from planner.listing.check import Body

MOST_AT_ONCE = 10_000
ESCAPE = "\\"
SHOWN_STALE = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows: words in any field, a status (or `stale`, `over`, `trash`)."""

    words: str = ""
    status: str = ""
    oldest: str = ""
    """Facts from before this day are old."""
    today: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of many at once: how many were changed, and how many could not be, by the reason's key."""

    changed: int
    left: dict[str, int]
    at: dt.datetime


class ShelfStore:
    """The list of an office's listings."""

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], dt.datetime] = utc_now,
        lacks: Callable[[Body], dict[str, str]] = nothing,
    ) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)
        self._clock, self._lacks = clock, lacks

    def page(self, office_id: str, wanted: Wanted, limit: int, offset: int) -> tuple[list[Listing], int]:
        """Give a page of what is wanted, the last changed first, and how many there are."""
        rules = _rules(office_id, wanted)
        query = select(ListingRow).where(*rules).order_by(ListingRow.modified.desc(), ListingRow.id)
        with transaction(self._read) as session:
            total = session.scalar(select(func.count()).select_from(ListingRow).where(*rules)) or 0
            return [listing_of(row) for row in session.scalars(query.limit(limit).offset(offset))], total

    def counts(self, office_id: str, oldest: str, today: str) -> dict[str, int]:
        """Count the listings by status, and those that are old."""
        live = ListingRow.office_id == office_id, ListingRow.deleted.is_(None)
        query = select(ListingRow.status, func.count()).where(*live).group_by(ListingRow.status)
        old = select(func.count()).select_from(ListingRow).where(*_rules(office_id, Wanted("", "stale", oldest, today)))
        with transaction(self._read) as session:
            found = {status: count for status, count in session.execute(query)}
            return found | {"stale": session.scalar(old) or 0}

    def stale(self, office_id: str, oldest: str, today: str) -> list[Listing]:
        """List what is public, still shown, and old; the oldest first."""
        query = select(ListingRow).where(*_rules(office_id, Wanted("", "stale", oldest, today)))
        with transaction(self._read) as session:
            rows = session.scalars(query.order_by(ListingRow.as_of, ListingRow.id).limit(SHOWN_STALE))
            return [listing_of(row) for row in rows]

    def ids(self, office_id: str, wanted: Wanted) -> list[str]:
        """Give the ids of all that is wanted."""
        with transaction(self._read) as session:
            return list(session.scalars(select(ListingRow.id).where(*_rules(office_id, wanted)).limit(MOST_AT_ONCE)))

    def all_at_once(self, actor: Actor, ids: Sequence[str], deed: str, reason: str = "") -> Done:
        """Do one thing to many listings, in one transaction; what it cannot be done to stays as it is.

        Parameters
        ----------
        deed : str
            A step, `trash`, `untrash`, `year` (days a year later) or `confirm` (the facts are as of today).
        """
        must(actor, STEPS[deed].roles if deed in STEPS else WRITERS)
        if deed not in {*STEPS, "trash", "untrash", "year", "confirm"}:
            raise RecordMissing("There is no such step.")
        changed, left, now = 0, dict[str, int](), self._clock()
        with transaction(self._write) as session:
            for row in _own(session, actor.office_id, ids):
                why = self._do(session, actor, row, deed, reason, now)
                changed += not why
                if why:
                    left[why] = left.get(why, 0) + 1
            if changed:
                record(session, actor.office_id, actor.who, "many", f"{deed} {changed}", now)
        return Done(changed, left, now)

    def some(self, office_id: str, ids: Sequence[str]) -> list[Listing]:
        """Give the office's own of these listings."""
        with transaction(self._read) as session:
            return [listing_of(row) for row in _own(session, office_id, ids)]

    def undo_trash(self, actor: Actor, at: dt.datetime) -> int:
        """Take out what the actor put into the trash at that time, as drafts; give how many."""
        must(actor, WRITERS)
        last = (ListingVersionRow.listing_id == ListingRow.id) & (ListingVersionRow.sequence == ListingRow.sequence)
        query = select(ListingRow).join(ListingVersionRow, last)
        query = query.where(ListingRow.office_id == actor.office_id, ListingRow.deleted == at)
        query = query.where(ListingVersionRow.who == actor.who)
        with transaction(self._write) as session:
            rows, now = list(session.scalars(query)), self._clock()
            for row in rows:
                trash_listing(session, actor, row, now, back=True)
            if rows:
                record(session, actor.office_id, actor.who, "many", f"untrash {len(rows)}", now)
            return len(rows)

    def _do(self, session: Session, actor: Actor, row: ListingRow, deed: str, reason: str, now: dt.datetime) -> str:
        """Do it to one; give the key of what is in the way, empty where it was done."""
        body: Body = json.loads(row.body)
        if deed in {"publish", "submit"} and self._lacks(body):
            return "lacks"
        if deed == "publish" and row.status == "published" and row.public_body == row.body:
            return "same"
        if deed in STEPS:
            try:
                step_listing(session, actor, row, deed, reason, now)
            except RecordChanged:
                return "elsewhere"
            return ""
        if (row.deleted is not None) is not (deed == "untrash"):
            return "elsewhere"
        if deed in {"trash", "untrash"}:
            trash_listing(session, actor, row, now, back=deed == "untrash")
            return ""
        return self._reword(session, actor, row, body, deed, now)

    def _reword(self, session: Session, actor: Actor, row: ListingRow, body: Body, deed: str, now: dt.datetime) -> str:
        confirmed = {**body, "as_of": day_of(now).isoformat()}
        words = confirmed if deed == "confirm" else next_year(body)
        if words == body:
            return "same"
        edit_listing(session, actor, row, words, "edit" if deed == "year" else "confirm", now)
        if deed == "confirm" and row.status == "published" and row.public_body is not None:
            # nothing but the day is new to the public, and it was just looked at
            public: Body = json.loads(row.public_body)
            row.public_body = json.dumps({**public, "as_of": words["as_of"]}, ensure_ascii=False, sort_keys=True)
            count_change(session, row)
        return ""


def _own(session: Session, office_id: str, ids: Sequence[str]) -> list[ListingRow]:
    found: list[ListingRow] = []
    for at in range(0, len(ids), 500):
        part = list(ids[at : at + 500])
        found += session.scalars(
            select(ListingRow).where(ListingRow.office_id == office_id, ListingRow.id.in_(part)).order_by(ListingRow.id)
        )
    return found


def _rules(office_id: str, wanted: Wanted) -> list[ColumnElement[bool]]:
    trash = wanted.status == "trash"
    rules: list[ColumnElement[bool]] = [
        ListingRow.office_id == office_id,
        ListingRow.deleted.is_not(None) if trash else ListingRow.deleted.is_(None),
    ]
    if wanted.status == "stale":
        rules += [ListingRow.status == "published", ListingRow.as_of < wanted.oldest, _shown(wanted.today)]
    elif wanted.status == "over":
        rules += [ListingRow.ends.is_not(None), ListingRow.ends < wanted.today]
    elif wanted.status and not trash:
        rules.append(ListingRow.status == wanted.status)
    for word in wanted.words.split():
        plain = word.replace(ESCAPE, ESCAPE * 2).replace("%", f"{ESCAPE}%").replace("_", f"{ESCAPE}_")
        rules.append(func.lower(ListingRow.body).like(f"%{plain.lower()}%", escape=ESCAPE))
    return rules


def _shown(today: str) -> ColumnElement[bool]:
    return or_(ListingRow.ends.is_(None), ListingRow.ends >= today)
