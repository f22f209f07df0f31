"""The tables of a second proof at the door, of what was done in an office, and of what waits for somebody there."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.db.office_tables import EMAIL_LENGTH
from planner.db.tables import HASH_LENGTH, ID_LENGTH, Base, UtcDateTime

ACT_LENGTH = 32
WHAT_LENGTH = 300
SUBJECT_LENGTH = 200


class TimeCodeRow(Base):
    """A person's codes by time: the secret is made of the nonce and of a key that is not in the database."""

    __tablename__ = "time_code"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(HASH_LENGTH))
    last_step: Mapped[int] = mapped_column(BigInteger)
    """The latest step of thirty seconds whose code was used: no code opens twice."""
    confirmed: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class RecoveryCodeRow(Base):
    """A code for when the telephone is lost; deleted when it is used."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)


class DeedRow(Base):
    """Who did what in an office."""

    __tablename__ = "deed"
    __table_args__ = (Index(None, "office_id", "at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    who: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    act: Mapped[str] = mapped_column(String(ACT_LENGTH))
    what: Mapped[str] = mapped_column(String(WHAT_LENGTH))


class NewsAddressRow(Base):
    """The address at which a reader of feeds follows what waits for an office."""

    __tablename__ = "news_address"

    office_id: Mapped[str] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)


class NewsRow(Base):
    """Something that waits for an office: its kind, what it is about, and where in the office it is seen to."""

    __tablename__ = "news"
    __table_args__ = (Index(None, "office_id", "at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(ACT_LENGTH))
    subject: Mapped[str] = mapped_column(String(SUBJECT_LENGTH))
    path: Mapped[str] = mapped_column(String(WHAT_LENGTH))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    seen: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
