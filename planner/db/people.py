"""Who works in an office as what, and how that changes hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from planner.db.deeds import Deed, deeds_of, record
from planner.db.errors import RecordMissing
from planner.db.listing_rows import must
from planner.db.office_tables import LinkRow, MemberRow, OfficePlaceRow, OfficeRow, PersonRow
from planner.db.offices import ROLES
from planner.db.plans import utc_now
from planner.db.session import transaction
from planner.errors import InvalidRequest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from planner.db.listing_values import Actor

OWNERS = frozenset({"owner"})


class LastOwner(InvalidRequest):
    """An office without an owner could let nobody in."""

    def __init__(self) -> None:
        super().__init__("role", "an office keeps at least one owner; make somebody else an owner first.")


class PeopleStore:
    """Members of offices; every change is kept as a deed."""

    def __init__(self, engine: Engine, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)
        self._clock = clock

    def deeds(self, office_id: str) -> list[Deed]:
        """List what was done in an office, the latest first."""
        return deeds_of(self._read, office_id)

    def note(self, actor: Actor, act: str, what: str) -> None:
        """Keep a deed that was done elsewhere."""
        with transaction(self._write) as session:
            record(session, actor.office_id, actor.who, act, what, self._clock())

    def set_role(self, actor: Actor, email: str, role: str) -> None:
        """Give a member another role; owners only.

        Raises
        ------
        LastOwner
            Where nobody would be an owner any more.
        """
        must(actor, OWNERS)
        if role not in ROLES:
            raise InvalidRequest("role", f"it is one of {', '.join(ROLES)}.")
        with transaction(self._write) as session:
            member = _member(session, actor.office_id, email)
            if member.role == "owner" != role:
                _keep_an_owner(session, actor.office_id)
            member.role = role
            record(session, actor.office_id, actor.who, "role", f"{email} {role}", self._clock())

    def remove(self, actor: Actor, email: str) -> None:
        """Take a member out, by an owner or themselves; LastOwner where nobody would be an owner any more.

        Open invitations of the same address into this office end too.
        """
        if email != actor.who:
            must(actor, OWNERS)
        with transaction(self._write) as session:
            member = _member(session, actor.office_id, email)
            if member.role == "owner":
                _keep_an_owner(session, actor.office_id)
            session.delete(member)
            session.execute(delete(LinkRow).where(LinkRow.email == email, LinkRow.office_id == actor.office_id))
            record(session, actor.office_id, actor.who, "remove", email, self._clock())

    def set_places(self, actor: Actor, codes: Iterable[str]) -> None:
        """Let an office speak for these municipalities and no others; its listings elsewhere stay as they are."""
        must(actor, OWNERS)
        wanted = sorted(set(codes))
        if not wanted:
            raise InvalidRequest("municipality", "an office speaks for at least one.")
        with transaction(self._write) as session:
            if session.get(OfficeRow, actor.office_id) is None:
                raise RecordMissing("There is no such office.")
            session.execute(delete(OfficePlaceRow).where(OfficePlaceRow.office_id == actor.office_id))
            session.add_all(OfficePlaceRow(office_id=actor.office_id, code=code) for code in wanted)
            record(session, actor.office_id, actor.who, "places", " ".join(wanted), self._clock())


def _member(session: Session, office_id: str, email: str) -> MemberRow:
    query = select(MemberRow).join(PersonRow, PersonRow.id == MemberRow.person_id)
    found = session.scalar(query.where(MemberRow.office_id == office_id, PersonRow.email == email))
    if found is None:
        raise RecordMissing("Nobody with this address works in this office.")
    return found


def _keep_an_owner(session: Session, office_id: str) -> None:
    owners = select(func.count()).where(MemberRow.office_id == office_id, MemberRow.role == "owner")
    if (session.scalar(owners) or 0) < 2:
        raise LastOwner
