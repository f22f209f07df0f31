"""Who is signed in, and where; tries to sign in are counted."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from planner.db.errors import RecordMissing
from planner.db.office_tables import AttemptRow, MemberRow, OfficePlaceRow, OfficeRow, PersonRow, SignInRow
from planner.db.passwords import matches
from planner.db.plans import new_id, utc_now
from planner.db.session import transaction
from planner.db.tokens import new_token, token_hash
from planner.errors import PlannerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine, Select
    from sqlalchemy.orm import Session

LIVES = dt.timedelta(days=30)
SPAN = dt.timedelta(minutes=15)
MOST_OF_ACCOUNT = 10
"""Tries for one account within SPAN; whether the account exists makes no difference."""
MOST_OF_ADDRESS = 40


class TooManyTries(PlannerError):
    """Too many tries for an account or from an address; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("Too many tries to sign in; wait a quarter of an hour.")
        self.retry_after = retry_after

    @property
    def minutes(self) -> int:
        """Give the minutes to wait, the begun one too."""
        return -(-self.retry_after // 60)


@dataclass(frozen=True, slots=True)
class Membership:
    """A role in an office."""

    office_id: str
    office: str
    role: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is signed in, with the offices they work in."""

    session_id: str
    person_id: str
    email: str
    memberships: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class Device:
    """A browser in which somebody is signed in."""

    id: str
    device: str
    created: dt.datetime


class SignInStore:
    """Sessions, known by their tokens' hashes."""

    def __init__(self, engine: Engine, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)
        self._clock = clock

    def open(self, email: str, password: str, address: str, device: str) -> str | None:
        """Sign somebody in by the password alone and give the token; None where it or the address is wrong."""
        person_id = self.check(email, password, address)
        return None if person_id is None else self.begin(person_id, device)

    def check(self, email: str, password: str, address: str) -> str | None:
        """Tell whose address and password these are; None where they are nobody's.

        Raises
        ------
        TooManyTries
            Told before anything is looked at, so that it says nothing of the password.
        """
        # PostgreSQL knows no text with a NUL
        email = email.replace("\0", "").strip().casefold()[:300]
        tried = self._try(email, address)
        with transaction(self._read) as session:
            person = session.scalar(select(PersonRow).where(PersonRow.email == email))
            found = (person.id, person.password_hash) if person else (None, None)
        if not matches(password, found[1]) or found[0] is None:
            return None
        self.forgive(tried)
        return found[0]

    def begin(self, person_id: str, device: str) -> str:
        """Open a session and give its token."""
        token, now = new_token(), self._clock()
        with transaction(self._write) as session:
            session.execute(delete(SignInRow).where(SignInRow.expires <= now))
            kept = SignInRow(id=new_id(), token_hash=token_hash(token), person_id=person_id, device=device[:120])
            kept.created, kept.expires = now, now + LIVES
            session.add(kept)
        return token

    def count_try(self, email: str, address: str) -> list[str]:
        """Count a try of an account from an address, and give what `forgive` takes; or TooManyTries."""
        return self._try(email, address)

    def forgive(self, tried: list[str]) -> None:
        """Count a try no longer, for it was right."""
        with transaction(self._write) as session:
            session.execute(delete(AttemptRow).where(AttemptRow.id.in_(tried)))

    def who(self, token: str) -> SignedIn | None:
        """Tell whose session a token is; None where it is nobody's or has ended."""
        with transaction(self._read) as session:
            kept = session.scalar(select(SignInRow).where(SignInRow.token_hash == token_hash(token)))
            if kept is None or kept.expires <= self._clock():
                return None
            person = session.get_one(PersonRow, kept.person_id)
            return SignedIn(kept.id, person.id, person.email, _memberships(session, person.id))

    def devices(self, person_id: str) -> list[Device]:
        """List the sessions of a person, the newest first."""
        query = select(SignInRow).where(SignInRow.person_id == person_id, SignInRow.expires > self._clock())
        with transaction(self._read) as session:
            rows = session.scalars(query.order_by(SignInRow.created.desc(), SignInRow.id))
            return [Device(row.id, row.device, row.created) for row in rows]

    def close(self, person_id: str, session_id: str) -> None:
        """End a session of this person; RecordMissing for anybody else's."""
        with transaction(self._write) as session:
            row = session.get(SignInRow, session_id)
            if row is None or row.person_id != person_id:
                raise RecordMissing("There is no such session.")
            session.delete(row)

    def _try(self, email: str, address: str) -> list[str]:
        """Count a try before it is made, so that a thousand at once are a thousand."""
        now = self._clock()
        limits = {token_hash(f"account {email}"): MOST_OF_ACCOUNT, token_hash(f"address {address}"): MOST_OF_ADDRESS}
        with transaction(self._write) as session:
            session.execute(delete(AttemptRow).where(AttemptRow.at <= now - SPAN))
            for key, most in limits.items():
                count = session.scalar(select(func.count()).where(AttemptRow.key_hash == key)) or 0
                if count >= most:
                    raise TooManyTries(_seconds_left(session, key, count - most, now))
            rows = [AttemptRow(id=new_id(), key_hash=key, at=now) for key in limits]
            tried = [row.id for row in rows]
            session.add_all(rows)
        return tried


def _seconds_left(session: Session, key: str, more: int, now: dt.datetime) -> int:
    """Give the seconds until so many tries are forgotten that another may be made."""
    oldest = select(AttemptRow.at).where(AttemptRow.key_hash == key).order_by(AttemptRow.at).offset(more).limit(1)
    at = session.scalar(oldest) or now
    return max(1, math.ceil((at + SPAN - now).total_seconds()))


def _memberships(session: Session, person_id: str) -> tuple[Membership, ...]:
    query = (
        select(OfficeRow, MemberRow.role)
        .join(MemberRow, MemberRow.office_id == OfficeRow.id)
        .where(MemberRow.person_id == person_id)
        .order_by(OfficeRow.name)
    )
    return tuple(
        Membership(office.id, office.name, role, tuple(session.scalars(_codes(office.id))))
        for office, role in session.execute(query)
    )


def _codes(office_id: str) -> Select[str]:
    return select(OfficePlaceRow.code).where(OfficePlaceRow.office_id == office_id).order_by(OfficePlaceRow.code)
