"""The tables of listings, what they were before, and files that wait to be taken in."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.db.office_tables import EMAIL_LENGTH, WORD_LENGTH
from planner.db.tables import ID_LENGTH, Base, UtcDateTime

KEY_LENGTH = 64


class ListingRow(Base):
    """A listing: what the office works on, and in `public_body` what everybody sees while it is published."""

    __tablename__ = "listing"
    __table_args__ = (UniqueConstraint("office_id", "key"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    status: Mapped[str] = mapped_column(String(WORD_LENGTH), index=True)
    body: Mapped[str] = mapped_column(Text)
    public_body: Mapped[str | None] = mapped_column(Text)
    sequence: Mapped[int]
    modified: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    deleted: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class ListingVersionRow(Base):
    """What a listing was at a sequence: what was done, by whom, and the text after it."""

    __tablename__ = "listing_version"

    listing_id: Mapped[str] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str] = mapped_column(String(WORD_LENGTH))
    who: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    body: Mapped[str] = mapped_column(Text)


class PublicRow(Base):
    """How often what is published has changed, so that the planner notices by one number."""

    __tablename__ = "public"

    name: Mapped[str] = mapped_column(String(WORD_LENGTH), primary_key=True)
    changes: Mapped[int]


class UploadRow(Base):
    """A file between its preview and its import."""

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created: Mapped[dt.datetime] = mapped_column(UtcDateTime)
