"""The tables of listings, what they were before, and files that wait to be taken in."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.db.office_tables import EMAIL_LENGTH, NAME_LENGTH, WORD_LENGTH
from planner.db.tables import ID_LENGTH, Base, UtcDateTime

KEY_LENGTH = 64
DAY_LENGTH = 10


class ListingRow(Base):
    """A listing: what the office works on, and in `public_body` what everybody sees while it is published."""

    __tablename__ = "listing"
    __table_args__ = (UniqueConstraint("office_id", "key"), Index(None, "office_id", "modified"))

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    status: Mapped[str] = mapped_column(String(WORD_LENGTH), index=True)
    body: Mapped[str] = mapped_column(Text)
    public_body: Mapped[str | None] = mapped_column(Text)
    sequence: Mapped[int]
    modified: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    deleted: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(WORD_LENGTH))
    """Why it is paused or closed."""
    as_of: Mapped[str] = mapped_column(String(DAY_LENGTH), server_default="")
    """The day of the facts: as the words say, else that of their last change."""
    ends: Mapped[str | None] = mapped_column(String(DAY_LENGTH))
    """The last day on which it is shown; None where it comes back every year."""
    public_change: Mapped[int] = mapped_column(index=True, server_default="0", default=0)
    """The count of public changes at which what everybody sees of it was last another (PublicRow)."""


class ListingVersionRow(Base):
    """What a listing was at a sequence: what was done, by whom, and the text after it."""

    __tablename__ = "listing_version"

    listing: Mapped[ListingRow] = relationship()
    """Never read: it tells in which order rows are written."""
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
    """A file between its preview and its import, with the field that each of its columns is read as."""

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), server_default="")
    columns: Mapped[str] = mapped_column(Text, server_default="{}")


class ImportWorkRow(Base):
    """An import that a worker is at, or what became of it; gone after a day."""

    __tablename__ = "import_work"

    upload_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), index=True)
    thousandths: Mapped[int]
    """The share that is done."""
    stopped: Mapped[bool]
    beat: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    """When its worker was last heard of."""
    outcome: Mapped[str | None] = mapped_column(Text)


class FileColumnsRow(Base):
    """The field that an office's files mean by a header, as somebody chose it."""

    __tablename__ = "file_columns"

    office_id: Mapped[str] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
