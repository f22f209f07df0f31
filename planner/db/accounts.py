"""What is kept of somebody who works in an office: all of it to take along, and to erase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from planner.db.errors import RecordMissing
from planner.db.listing_tables import ListingVersionRow
from planner.db.map_tables import MapVersionRow
from planner.db.office_tables import LinkRow, MemberRow, OfficeRow, PersonRow, SignInRow
from planner.db.people import LastOwner
from planner.db.people_tables import DeedRow
from planner.db.session import transaction

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

ERASED = "—"
"""Stands in histories for somebody who has deleted their account."""


class AccountStore:
    """Accounts by person."""

    def __init__(self, engine: Engine) -> None:
        self._read = engine
        self._write = engine.execution_options(write=True)

    def export(self, person_id: str) -> dict[str, Any]:
        """Give everything that names a person, but for what would let others in: no hashes, no keys."""
        with transaction(self._read) as session:
            person = _person(session, person_id)
            member = select(OfficeRow.name, MemberRow.role).join(MemberRow, MemberRow.office_id == OfficeRow.id)
            signed = select(SignInRow).where(SignInRow.person_id == person_id).order_by(SignInRow.created)
            return {
                "email": person.email,
                "created": person.created.isoformat(),
                "letters": person.letters,
                "offices": [
                    {"office": office, "role": role}
                    for office, role in session.execute(member.where(MemberRow.person_id == person_id))
                ],
                "sessions": [
                    {"device": row.device, "created": row.created.isoformat(), "expires": row.expires.isoformat()}
                    for row in session.scalars(signed)
                ],
                "listings": _history(session, ListingVersionRow, ListingVersionRow.listing_id, person.email),
                "maps": _history(session, MapVersionRow, MapVersionRow.map_id, person.email),
                "deeds": [
                    {"at": row.at.isoformat(), "act": row.act, "what": row.what}
                    for row in session.scalars(select(DeedRow).where(DeedRow.who == person.email).order_by(DeedRow.at))
                ],
            }

    def choose_letters(self, person_id: str, *, wanted: bool) -> None:
        """Keep whether letters tell a person of interests."""
        with transaction(self._write) as session:
            _person(session, person_id).letters = wanted

    def readers(self, office_id: str) -> list[str]:
        """List the addresses of an office's people who want letters about interests."""
        query = select(PersonRow.email).join(MemberRow, MemberRow.person_id == PersonRow.id)
        query = query.where(MemberRow.office_id == office_id, PersonRow.letters.is_(True))
        with transaction(self._read) as session:
            return list(session.scalars(query.order_by(PersonRow.email)))

    def delete(self, person_id: str) -> None:
        """Delete an account and take its address out of every history.

        Raises
        ------
        LastOwner
            Where an office would be left with people and without an owner.
        """
        with transaction(self._write) as session:
            person = _person(session, person_id)
            for office_id in session.scalars(select(MemberRow.office_id).where(MemberRow.person_id == person_id)):
                _leaves_an_owner(session, office_id, person_id)
            email = person.email
            for table in (ListingVersionRow, MapVersionRow, DeedRow):
                session.execute(update(table).where(table.who == email).values(who=ERASED))
            for deed in session.scalars(select(DeedRow).where(DeedRow.what.contains(email, autoescape=True))):
                deed.what = " ".join(ERASED if word == email else word for word in deed.what.split(" "))
            session.execute(delete(LinkRow).where(LinkRow.email == email))
            session.execute(delete(PersonRow).where(PersonRow.id == person_id))


def _person(session: Session, person_id: str) -> PersonRow:
    found = session.get(PersonRow, person_id)
    if found is None:
        raise RecordMissing("There is no such account.")
    return found


def _leaves_an_owner(session: Session, office_id: str, person_id: str) -> None:
    others = MemberRow.office_id == office_id, MemberRow.person_id != person_id
    left = session.scalar(select(func.count()).select_from(MemberRow).where(*others)) or 0
    owners = session.scalar(select(func.count()).select_from(MemberRow).where(*others, MemberRow.role == "owner")) or 0
    if left and not owners:
        raise LastOwner


def _history(session: Session, table: Any, what: Any, email: str) -> list[dict[str, Any]]:
    rows = session.execute(
        select(what, table.sequence, table.act, table.at).where(table.who == email).order_by(table.at)
    )
    return [{"id": one, "version": version, "act": act, "at": at.isoformat()} for one, version, act, at in rows]
