"""Interests in listings: sent by a stranger, answered by an office, erased half a year after they are over."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, or_, select, update

from planner.db.errors import RecordChanged, RecordGone, RecordMissing
from planner.db.letter_tables import InterestRow
from planner.db.listing_tables import ListingRow
from planner.db.news import forget, settle, tell
from planner.db.office_tables import OfficeRow
from planner.db.plans import utc_now
from planner.db.session import transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Engine
    from sqlalchemy.orm import Session

ANSWERS = ("accepted", "full", "dates")
KEPT = dt.timedelta(days=180)
"""How long an interest is kept after it is over."""
MOST_AT_ONCE = 200
NEWS = "interest"


@dataclass(frozen=True, slots=True)
class Interest:
    """An interest as sender and office see it."""

    id: str
    listing_id: str
    office_id: str
    office: str
    about: dict[str, str]
    """Titles and municipality of the listing as it was when this was sent."""
    body: dict[str, str]
    created: dt.datetime
    read: bool
    answer: str
    note: str
    answered: dt.datetime | None
    withdrawn: bool
    closes: dt.datetime

    @property
    def state(self) -> str:
        """Name where it stands: withdrawn, accepted, full, dates, read or sent."""
        if self.withdrawn:
            return "withdrawn"
        return self.answer or ("read" if self.read else "sent")

    @property
    def erased(self) -> dt.datetime:
        """Tell by when it is erased."""
        return self.closes + KEPT


class InterestStore:
    """Interests by the hash of their secret links, by device and by office."""

    def __init__(self, engine: Engine, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)
        self._clock = clock

    def send(
        self, listing_id: str, interest_id: str, hashes: tuple[str, str], body: dict[str, str], closes: dt.datetime
    ) -> Interest:
        """Keep an interest in a published listing; `hashes` are of its secret link and of the device.

        Raises
        ------
        RecordMissing, RecordGone
            Where there is no such listing, or it is closed.
        """
        with transaction(self._write) as session:
            self._erase(session)
            listing = session.get(ListingRow, listing_id)
            _must_be_open(listing)
            assert listing is not None
            public = json.loads(listing.public_body or "{}")
            about = {name: public[name] for name in ("title_ja", "title_en", "municipality_code") if name in public}
            row = InterestRow(id=interest_id, token_hash=hashes[0], owner_hash=hashes[1], listing_id=listing_id)
            row.office_id, row.about, row.body = listing.office_id, _dump(about), _dump(body)
            row.created, row.closes = self._clock(), closes
            session.add(row)
            # the office's feed of news: what it is about, nothing of who sent it
            tell(session, row.office_id, NEWS, about.get("title_ja", ""), _path(row.id), row.created)
            session.flush()
            return _interest(session, row)

    def standing(self, listing_id: str) -> None:
        """Tell by an error why a listing is not public: RecordGone where it was, RecordMissing otherwise."""
        with transaction(self._read) as session:
            row = session.get(ListingRow, listing_id)
            ended = row is not None and row.deleted is None and row.status in {"closed", "published"}
            if row is None or not ended or row.public_body is None:
                raise RecordMissing("There is no such listing.")
            raise RecordGone("This listing is closed.")

    def by_token(self, token_hash: str) -> Interest:
        """Give the interest of a secret link."""
        with transaction(self._read) as session:
            return _interest(session, self._by_token(session, token_hash))

    def withdraw(self, token_hash: str) -> Interest:
        """Take an interest back; the office sees that, and no longer whom to write to."""
        with transaction(self._write) as session:
            row = self._by_token(session, token_hash)
            if row.withdrawn is None:
                row.withdrawn = self._clock()
                row.closes = min(row.closes, row.withdrawn)
                row.body = _dump({k: v for k, v in json.loads(row.body).items() if k in {"first", "last"}})
                settle(session, row.office_id, NEWS, _path(row.id), row.withdrawn)
            return _interest(session, row)

    def delete(self, token_hash: str) -> None:
        """Erase an interest at once, for the office too."""
        with transaction(self._write) as session:
            row = self._by_token(session, token_hash)
            forget(session, [_path(row.id)])
            session.delete(row)

    def of_device(self, owner_hash: str) -> list[Interest]:
        """List what was sent from a device, the newest first."""
        return self._list(InterestRow.owner_hash == owner_hash, MOST_AT_ONCE, 0)

    def of_office(self, office_id: str, limit: int = MOST_AT_ONCE, offset: int = 0) -> list[Interest]:
        """List what was sent to an office, the newest first."""
        return self._list(InterestRow.office_id == office_id, limit, offset)

    def count(self, office_id: str, *, unread: bool = False) -> int:
        """Count an office's interests, or those that it has not looked at and nobody took back."""
        query = select(func.count()).select_from(InterestRow).where(InterestRow.office_id == office_id, self._kept())
        if unread:
            query = query.where(InterestRow.read.is_(None), InterestRow.withdrawn.is_(None))
        with transaction(self._read) as session:
            return session.scalar(query) or 0

    def open(self, office_id: str, interest_id: str) -> Interest:
        """Give one of an office's interests, which it has read from now on."""
        with transaction(self._write) as session:
            row = self._own(session, office_id, interest_id)
            self._seen(session, row)
            return _interest(session, row)

    def answer(self, office_id: str, interest_id: str, answer: str, note: str) -> Interest:
        """Answer an interest, or answer it anew; RecordChanged where it was taken back."""
        with transaction(self._write) as session:
            row = self._own(session, office_id, interest_id)
            if row.withdrawn is not None:
                raise RecordChanged("The sender has taken this back.")
            row.answer, row.note, row.answered = answer, note, self._clock()
            self._seen(session, row)
            return _interest(session, row)

    def erase(self) -> int:
        """Erase what was over 180 days ago, and give how many."""
        with transaction(self._write) as session:
            return self._erase(session)

    def _seen(self, session: Session, row: InterestRow) -> None:
        """Count it as read, and no longer as news."""
        now = self._clock()
        row.read = row.read or now
        settle(session, row.office_id, NEWS, _path(row.id), now)

    def _erase(self, session: Session) -> int:
        now = self._clock()
        ended = select(ListingRow.id).where(or_(ListingRow.status == "closed", ListingRow.deleted.is_not(None)))
        over = update(InterestRow).where(InterestRow.closes > now, InterestRow.listing_id.in_(ended))
        session.execute(over.values(closes=now))
        old = session.scalars(select(InterestRow.id).where(InterestRow.closes <= now - KEPT)).all()
        forget(session, [_path(one) for one in old])
        session.execute(delete(InterestRow).where(InterestRow.id.in_(old)))
        return len(old)

    def _kept(self) -> ColumnElement[bool]:
        """What is due to be erased is not shown, though nobody has come by to erase it yet."""
        return InterestRow.closes > self._clock() - KEPT

    def _list(self, whose: ColumnElement[bool], limit: int, offset: int) -> list[Interest]:
        query = select(InterestRow).where(whose, self._kept())
        query = query.order_by(InterestRow.created.desc(), InterestRow.id).limit(limit).offset(offset)
        with transaction(self._read) as session:
            return [_interest(session, row) for row in session.scalars(query)]

    def _by_token(self, session: Session, token_hash: str) -> InterestRow:
        row = session.scalar(select(InterestRow).where(InterestRow.token_hash == token_hash, self._kept()))
        if row is None:
            raise RecordMissing("There is nothing at this address; it may have been erased.")
        return row

    def _own(self, session: Session, office_id: str, interest_id: str) -> InterestRow:
        row = session.scalar(select(InterestRow).where(InterestRow.id == interest_id, self._kept()))
        if row is None or row.office_id != office_id:
            raise RecordMissing("There is no such message.")
        return row


def _must_be_open(listing: ListingRow | None) -> None:
    if listing is None or listing.deleted is not None or listing.public_body is None:
        raise RecordMissing("There is no such listing.")
    if listing.status != "published":
        raise (RecordGone if listing.status == "closed" else RecordMissing)("This listing takes nobody now.")


def _path(interest_id: str) -> str:
    """Give where in the office it is read and answered."""
    return f"/office/inbox/{interest_id}"


def _dump(value: dict[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _interest(session: Session, row: InterestRow) -> Interest:
    return Interest(
        row.id,
        row.listing_id,
        row.office_id,
        session.get_one(OfficeRow, row.office_id).name,
        json.loads(row.about),
        json.loads(row.body),
        row.created,
        row.read is not None,
        row.answer or "",
        row.note or "",
        row.answered,
        row.withdrawn is not None,
        row.closes,
    )
