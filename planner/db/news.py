"""What waits for an office: told in its feed of news, where no mail is sent, and on its pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from planner.db.office_tables import OfficeRow
from planner.db.people_tables import SUBJECT_LENGTH, NewsAddressRow, NewsRow
from planner.db.plans import new_id, utc_now
from planner.db.session import transaction
from planner.db.tokens import new_token, token_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

KEPT = dt.timedelta(days=180)
SHOWN = 200


@dataclass(frozen=True, slots=True)
class News:
    """Something that waits; `kind` names the text `news.{kind}` of the catalogue, which takes {subject}."""

    id: str
    kind: str
    subject: str
    path: str
    at: dt.datetime
    seen: bool = False


class NewsStore:
    """News by office, and the address of its feed by the token's hash."""

    def __init__(self, engine: Engine, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)
        self._clock = clock

    def add(self, office_id: str, kind: str, subject: str, path: str) -> None:
        """Tell an office of something; nothing personal belongs into `subject`, for the feed carries it."""
        with transaction(self._write) as session:
            tell(session, office_id, kind, subject, path, self._clock())

    def of_office(self, office_id: str) -> list[News]:
        """List what an office was told, the newest first."""
        with transaction(self._read) as session:
            return _news(session, office_id)

    def see(self, office_id: str) -> None:
        """Mark everything as seen."""
        with transaction(self._write) as session:
            unseen = update(NewsRow).where(NewsRow.office_id == office_id, NewsRow.seen.is_(None))
            session.execute(unseen.values(seen=self._clock()))

    def renew(self, office_id: str) -> str:
        """Give the office's feed a new address, by its token; the one before leads nowhere from now on."""
        token = new_token()
        with transaction(self._write) as session:
            session.merge(NewsAddressRow(office_id=office_id, token_hash=token_hash(token)))
        return token

    def revoke(self, office_id: str) -> None:
        """Withdraw the feed's address."""
        with transaction(self._write) as session:
            session.execute(delete(NewsAddressRow).where(NewsAddressRow.office_id == office_id))

    def has_address(self, office_id: str) -> bool:
        """Tell whether the feed has an address; which, only its first reader knows."""
        with transaction(self._read) as session:
            return session.get(NewsAddressRow, office_id) is not None

    def office_of(self, token: str) -> tuple[str, str] | None:
        """Give id and name of the office whose feed has this token; None where there is none."""
        with transaction(self._read) as session:
            office_id = session.scalar(
                select(NewsAddressRow.office_id).where(NewsAddressRow.token_hash == token_hash(token))
            )
            return None if office_id is None else (office_id, session.get_one(OfficeRow, office_id).name)


def tell(session: Session, office_id: str, kind: str, subject: str, path: str, now: dt.datetime) -> None:
    """Keep news within somebody's transaction, and let go of the old."""
    session.execute(delete(NewsRow).where(NewsRow.office_id == office_id, NewsRow.at < now - KEPT))
    row = NewsRow(id=new_id(), office_id=office_id, kind=kind, subject=subject[:SUBJECT_LENGTH], path=path, at=now)
    session.add(row)


def settle(session: Session, office_id: str, kind: str, path: str, now: dt.datetime) -> None:
    """Mark news as seen within the transaction in which what they ask for is done."""
    told = update(NewsRow).where(NewsRow.office_id == office_id, NewsRow.kind == kind, NewsRow.path == path)
    session.execute(told.where(NewsRow.seen.is_(None)).values(seen=now))


def forget(session: Session, paths: Sequence[str]) -> None:
    """Let go of news whose pages are no longer there, within the transaction in which these go."""
    session.execute(delete(NewsRow).where(NewsRow.path.in_(paths)))


def _news(session: Session, office_id: str) -> list[News]:
    query = select(NewsRow).where(NewsRow.office_id == office_id).order_by(NewsRow.at.desc(), NewsRow.id)
    rows = session.scalars(query.limit(SHOWN))
    return [News(row.id, row.kind, row.subject, row.path, row.at, row.seen is not None) for row in rows]
