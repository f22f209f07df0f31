"""The tables of tourism offices: their places, their people, the links that let people in, and who is signed in."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import ForeignKey, Index, String, true
from sqlalchemy.orm import Mapped, mapped_column

from planner.db.tables import HASH_LENGTH, ID_LENGTH, Base, UtcDateTime

NAME_LENGTH = 120
EMAIL_LENGTH = 254
CODE_LENGTH = 5
WORD_LENGTH = 16


class OfficeRow(Base):
    """A tourism office."""

    __tablename__ = "office"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), unique=True)
    created: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class OfficePlaceRow(Base):
    """A municipality that an office speaks for; a town and its region may both speak for it."""

    __tablename__ = "office_place"

    office_id: Mapped[str] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)


class PersonRow(Base):
    """Somebody who signs in; without a password until an invitation was accepted."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), unique=True)
    password_hash: Mapped[str] = mapped_column(String(256))
    created: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    letters: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Letters tell them of interests, where the server can send any."""


class MemberRow(Base):
    """A person's role in an office."""

    __tablename__ = "member"

    office_id: Mapped[str] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(WORD_LENGTH))


class LinkRow(Base):
    """A link to be used once: into an office with a role, or to a new password where there is no office."""

    __tablename__ = "link"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    office_id: Mapped[str | None] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"))
    role: Mapped[str | None] = mapped_column(String(WORD_LENGTH))
    expires: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    used: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class SignInRow(Base):
    """A browser in which somebody is signed in; deleted when they sign out."""

    __tablename__ = "sign_in"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(NAME_LENGTH))
    created: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    expires: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class AttemptRow(Base):
    """A try to sign in: of an account or from an address, both kept as hashes, for a quarter of an hour."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "key_hash", "at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
