"""Offices, who works in them, and the links that let people in."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from planner.db.errors import RecordMissing
from planner.db.office_tables import LinkRow, MemberRow, OfficePlaceRow, OfficeRow, PersonRow, SignInRow
from planner.db.passwords import hashed, matches
from planner.db.plans import new_id, utc_now
from planner.db.session import transaction
from planner.db.tokens import new_token, token_hash
from planner.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

ROLES = ("owner", "editor", "reviewer")
INVITED = dt.timedelta(days=14)
RESET = dt.timedelta(days=2)
# one address and nothing that a letter's head would read as another
_EMAIL = re.compile(r"""[^\s@,;:<>()\[\]"\\]+@(?:[^\s@,;:<>()\[\]"\\.]+\.)+[^\s@,;:<>()\[\]"\\.]+""")


@dataclass(frozen=True, slots=True)
class Office:
    """An office with the codes of its municipalities and its people, by address and role."""

    id: str
    name: str
    codes: tuple[str, ...]
    people: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """What a link is for: `office` and `role` are empty where it sets a new password."""

    email: str
    office: str
    role: str
    known: bool
    """The person has a password already, and joins with that one."""


class LinkOver(RecordMissing):
    """A link that opens nothing; `why` is used, old or unknown."""

    def __init__(self, why: str) -> None:
        super().__init__("This link leads nowhere: it was used, is too old, or is not complete.")
        self.why = why


class OfficeStore:
    """Offices and links; a link is known by its token's hash only and opens once."""

    def __init__(self, engine: Engine, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)
        self._clock = clock

    def create(self, name: str, codes: Iterable[str]) -> Office:
        """Make an office; InvalidRequest where there is one of that name."""
        name = " ".join(name.split())
        if not 0 < len(name) <= 120:
            raise InvalidRequest("name", "an office's name has 1 to 120 characters.")
        with transaction(self._write) as session:
            if session.scalar(select(OfficeRow.id).where(OfficeRow.name == name)):
                raise InvalidRequest("name", f"there is an office {name} already.")
            row = OfficeRow(id=new_id(), name=name, created=self._clock())
            session.add(row)
            session.flush()
            session.add_all(OfficePlaceRow(office_id=row.id, code=code) for code in sorted(set(codes)))
            session.flush()
            return _office(session, row)

    def all(self) -> list[Office]:
        """List the offices by name."""
        with transaction(self._read) as session:
            return [_office(session, row) for row in session.scalars(select(OfficeRow).order_by(OfficeRow.name))]

    def named(self, name: str) -> Office:
        """Find an office by name or id; RecordMissing where there is none."""
        with transaction(self._read) as session:
            found = session.scalar(select(OfficeRow).where((OfficeRow.name == name) | (OfficeRow.id == name)))
            if found is None:
                raise RecordMissing(f"There is no office {name}; see: sasurai office list")
            return _office(session, found)

    def person(self, email: str) -> str:
        """Give the id of whoever has an address; RecordMissing where nobody has."""
        with transaction(self._read) as session:
            found = session.scalar(select(PersonRow.id).where(PersonRow.email == plain_email(email)))
            if found is None:
                raise RecordMissing(f"Nobody with the address {email} has accepted an invitation yet.")
            return found

    def invite(self, office_id: str, email: str, role: str) -> str:
        """Make a link into an office and give its token; earlier invitations of the same person there end."""
        if role not in ROLES:
            raise InvalidRequest("role", f"it is one of {', '.join(ROLES)}.")
        email = plain_email(email)
        with transaction(self._write) as session:
            session.execute(delete(LinkRow).where(LinkRow.email == email, LinkRow.office_id == office_id))
            return self._link(session, email, INVITED, office_id, role)

    def reset(self, email: str) -> str:
        """Make a link to a new password and give its token; RecordMissing where nobody has the address."""
        email = plain_email(email)
        with transaction(self._write) as session:
            if session.scalar(select(PersonRow.id).where(PersonRow.email == email)) is None:
                raise RecordMissing(f"Nobody with the address {email} has accepted an invitation yet.")
            session.execute(delete(LinkRow).where(LinkRow.email == email, LinkRow.office_id.is_(None)))
            return self._link(session, email, RESET, None, None)

    def link(self, token: str) -> Link:
        """Tell what a link is for; LinkOver where it is none, was used or is too old."""
        with transaction(self._read) as session:
            row = self._live(session, token)
            office = session.get(OfficeRow, row.office_id) if row.office_id else None
            known = session.scalar(select(PersonRow.id).where(PersonRow.email == row.email)) is not None
            return Link(row.email, office.name if office else "", row.role or "", known and row.office_id is not None)

    def accept(self, token: str, password: str) -> str | None:
        """Use a link and give its person's address; None where a known person's password is another.

        A new password ends every session of its person. WeakPassword where a new one will not do.
        """
        link = self.link(token)
        known = self._known(link.email) if link.known else None
        if link.known and not matches(password, known):
            return None
        fresh = None if link.known else hashed(password)
        with transaction(self._write) as session:
            row = self._live(session, token)
            row.used = self._clock()
            person = session.scalar(select(PersonRow).where(PersonRow.email == row.email))
            if fresh is not None:
                person = _with_password(session, person, row.email, fresh, row.used)
            if person is None or (fresh is None and person.password_hash != known):
                raise LinkOver("used")
            if row.office_id and row.role:
                session.merge(MemberRow(office_id=row.office_id, person_id=person.id, role=row.role))
        return link.email

    def _known(self, email: str) -> str | None:
        with transaction(self._read) as session:
            return session.scalar(select(PersonRow.password_hash).where(PersonRow.email == email))

    def _link(self, session: Session, email: str, lives: dt.timedelta, office_id: str | None, role: str | None) -> str:
        token = new_token()
        expires = self._clock() + lives
        row = LinkRow(
            id=new_id(), token_hash=token_hash(token), email=email, office_id=office_id, role=role, expires=expires
        )
        session.add(row)
        return token

    def _live(self, session: Session, token: str) -> LinkRow:
        row = session.scalar(select(LinkRow).where(LinkRow.token_hash == token_hash(token)))
        if row is None:
            raise LinkOver("unknown")
        if row.used is not None or row.expires <= self._clock():
            raise LinkOver("old" if row.used is None else "used")
        return row


def plain_email(text: str) -> str:
    """Give an address in the form in which it is kept; InvalidRequest where it is none."""
    email = text.strip().casefold()
    if not _EMAIL.fullmatch(email) or len(email) > 254 or not email.isprintable():
        raise InvalidRequest("email", f"{text[:80]!r} is no e-mail address.")
    return email


def _with_password(
    session: Session, person: PersonRow | None, email: str, password_hash: str, now: dt.datetime
) -> PersonRow:
    if person is None:
        person = PersonRow(id=new_id(), email=email, password_hash=password_hash, created=now)
        session.add(person)
        session.flush()
        return person
    person.password_hash = password_hash
    session.execute(delete(SignInRow).where(SignInRow.person_id == person.id))
    # another link to a new password would undo this one
    others = LinkRow.email == email, LinkRow.office_id.is_(None), LinkRow.used.is_(None)
    session.execute(update(LinkRow).where(*others).values(used=now))
    return person


def _office(session: Session, row: OfficeRow) -> Office:
    codes = session.scalars(
        select(OfficePlaceRow.code).where(OfficePlaceRow.office_id == row.id).order_by(OfficePlaceRow.code)
    )
    people = (
        select(PersonRow.email, MemberRow.role)
        .join(MemberRow, MemberRow.person_id == PersonRow.id)
        .where(MemberRow.office_id == row.id)
        .order_by(PersonRow.email)
    )
    return Office(row.id, row.name, tuple(codes), tuple((email, role) for email, role in session.execute(people)))
