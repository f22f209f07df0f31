"""Listings of offices; every change is kept as a version, and only what was published is ever public."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from planner.db.errors import RecordChanged, RecordMissing
from planner.db.listing_tables import ListingRow, ListingVersionRow, PublicRow, UploadRow
from planner.db.office_tables import OfficeRow
from planner.db.plans import new_id, utc_now
from planner.db.session import transaction
from planner.listing.steps import STEPS, WRITERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from planner.listing.check import Body

PUBLIC = "listings"
UPLOAD_LIVES = dt.timedelta(days=1)


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


class ListingStore:
    """Listings by office; another office's are not told apart from none."""

    def __init__(self, engine: Engine, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)
        self._clock = clock

    def of_office(self, office_id: str, *, trash: bool = False) -> list[Listing]:
        """List an office's listings, the last changed first; or its trash."""
        kept = ListingRow.deleted.is_not(None) if trash else ListingRow.deleted.is_(None)
        query = select(ListingRow).where(ListingRow.office_id == office_id, kept)
        with transaction(self._read) as session:
            return [_listing(row) for row in session.scalars(query.order_by(ListingRow.modified.desc(), ListingRow.id))]

    def get(self, office_id: str, listing_id: str) -> Listing:
        """Give a listing of an office, one in the trash too."""
        with transaction(self._read) as session:
            return _listing(_own(session, office_id, listing_id))

    def create(self, actor: Actor, body: Body, act: str = "create") -> Listing:
        """Keep a new draft."""
        _must(actor, WRITERS)
        with transaction(self._write) as session:
            return _listing(self._new(session, actor, new_id(), body, act))

    def change(self, actor: Actor, listing_id: str, body: Body, sequence: int) -> Listing:
        """Keep other words; what is published stays so until they are published too.

        Raises
        ------
        RecordChanged
            Where somebody else changed it since version `sequence`.
        """
        _must(actor, WRITERS)
        with transaction(self._write) as session:
            row = _own(session, actor.office_id, listing_id)
            if row.sequence != sequence or row.deleted is not None:
                raise RecordChanged("Somebody has changed this listing since you opened it.")
            self._edit(session, actor, row, body, "edit")
            return _listing(row)

    def step(self, actor: Actor, listing_id: str, name: str) -> Listing:
        """Take a step of planner.listing.steps; RecordMissing where there is none from here."""
        step = STEPS.get(name)
        if step is None:
            raise RecordMissing("There is no such step.")
        _must(actor, step.roles)
        with transaction(self._write) as session:
            row = _own(session, actor.office_id, listing_id)
            if row.status not in step.before or row.deleted is not None:
                raise RecordChanged("This listing is no longer where this step begins.")
            row.status = step.after
            if name == "publish":
                row.public_body = row.body
            self._note(session, actor, row, name)
            if row.public_body is not None:
                _tell(session)
            return _listing(row)

    def trash(self, actor: Actor, listing_id: str, *, back: bool = False) -> None:
        """Put a listing into the trash, which unpublishes it; or take it out, as a draft."""
        _must(actor, WRITERS)
        with transaction(self._write) as session:
            row = _own(session, actor.office_id, listing_id)
            row.deleted = None if back else self._clock()
            row.status, row.public_body = "draft", None
            self._note(session, actor, row, "untrash" if back else "trash")
            _tell(session)

    def history(self, office_id: str, listing_id: str) -> list[Version]:
        """List what was done to a listing, the latest first."""
        query = select(ListingVersionRow).where(ListingVersionRow.listing_id == listing_id)
        with transaction(self._read) as session:
            _own(session, office_id, listing_id)
            rows = session.scalars(query.order_by(ListingVersionRow.sequence.desc()))
            return [Version(row.sequence, row.act, row.who, row.at, json.loads(row.body)) for row in rows]

    def restore(self, actor: Actor, listing_id: str, sequence: int) -> Listing:
        """Take the words of an earlier version up again."""
        _must(actor, WRITERS)
        with transaction(self._write) as session:
            row = _own(session, actor.office_id, listing_id)
            old = session.get(ListingVersionRow, (listing_id, sequence))
            if old is None:
                raise RecordMissing("There is no such version.")
            self._edit(session, actor, row, json.loads(old.body), "restore")
            return _listing(row)

    def take_in(self, actor: Actor, rows: Iterable[tuple[str, Body]], *, keep: bool = True) -> Counts:
        """Make and change listings by their keys, all or none; without `keep` only count."""
        _must(actor, WRITERS)
        made = changed = same = 0
        with transaction(self._write if keep else self._read) as session:
            known = session.scalars(select(ListingRow).where(ListingRow.office_id == actor.office_id))
            by_key = {row.key: row for row in known}
            for key, body in rows:
                row = by_key.get(key)
                if row is None:
                    made += 1
                    if keep:
                        self._new(session, actor, key, body, "import")
                elif row.deleted is None and row.body == _dump(body):
                    same += 1
                else:
                    changed += 1
                    if keep:
                        row.deleted = None
                        self._edit(session, actor, row, body, "import")
        return Counts(made, changed, same)

    def hold(self, office_id: str, content: bytes) -> str:
        """Keep a file until its import is confirmed, for a day at most."""
        with transaction(self._write) as session:
            session.execute(delete(UploadRow).where(UploadRow.created < self._clock() - UPLOAD_LIVES))
            session.execute(delete(UploadRow).where(UploadRow.office_id == office_id))
            row = UploadRow(id=new_id(), office_id=office_id, content=content, created=self._clock())
            session.add(row)
            return row.id

    def held(self, office_id: str, upload_id: str) -> bytes:
        """Give a file that is kept; RecordMissing for another office's."""
        with transaction(self._read) as session:
            row = session.get(UploadRow, upload_id)
            if row is None or row.office_id != office_id:
                raise RecordMissing("This file is no longer kept; please choose it again.")
            return row.content

    def changes(self) -> int:
        """Count how often what is published has changed."""
        with transaction(self._read) as session:
            return session.scalar(select(PublicRow.changes).where(PublicRow.name == PUBLIC)) or 0

    def published(self) -> list[Listing]:
        """List what is public, of all offices, each with its public words as its body."""
        query = (
            select(ListingRow, OfficeRow.name)
            .join(OfficeRow, OfficeRow.id == ListingRow.office_id)
            .where(ListingRow.status == "published", ListingRow.public_body.is_not(None))
            .order_by(ListingRow.id)
        )
        with transaction(self._read) as session:
            return [_public(row, office) for row, office in session.execute(query)]

    def _new(self, session: Session, actor: Actor, key: str, body: Body, act: str) -> ListingRow:
        row = ListingRow(id=new_id(), office_id=actor.office_id, key=key, status="draft", body=_dump(body), sequence=0)
        session.add(row)
        self._note(session, actor, row, act)
        return row

    def _edit(self, session: Session, actor: Actor, row: ListingRow, body: Body, act: str) -> None:
        row.body = _dump(body)
        if row.status == "review":
            # what a reviewer was shown is no longer what is there
            row.status = "draft"
        self._note(session, actor, row, act)

    def _note(self, session: Session, actor: Actor, row: ListingRow, act: str) -> None:
        row.sequence, row.modified = row.sequence + 1, self._clock()
        session.flush()
        version = ListingVersionRow(listing_id=row.id, sequence=row.sequence, act=act, who=actor.who)
        version.at, version.body = row.modified, row.body
        session.add(version)


def _own(session: Session, office_id: str, listing_id: str) -> ListingRow:
    row = session.get(ListingRow, listing_id)
    if row is None or row.office_id != office_id:
        raise RecordMissing("There is no such listing.")
    return row


def _must(actor: Actor, roles: frozenset[str]) -> None:
    if actor.role not in roles:
        raise RecordMissing("Your role does not allow this.")


def _tell(session: Session) -> None:
    row = session.get(PublicRow, PUBLIC)
    if row is None:
        session.add(PublicRow(name=PUBLIC, changes=1))
    else:
        row.changes += 1


def _dump(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True)


def _listing(row: ListingRow) -> Listing:
    public = None if row.public_body is None else json.loads(row.public_body)
    body = json.loads(row.body)
    return Listing(
        row.id, row.key, row.status, body, public, row.sequence, row.modified, deleted=row.deleted is not None
    )


def _public(row: ListingRow, office: str) -> Listing:
    body = json.loads(row.public_body or "{}")
    return Listing(row.id, row.key, row.status, body, body, row.sequence, row.modified, office=office)
