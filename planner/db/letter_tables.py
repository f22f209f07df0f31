"""The tables of what people send to offices, and of what is counted without naming anybody."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.db.office_tables import WORD_LENGTH
from planner.db.tables import HASH_LENGTH, ID_LENGTH, TOLD_LENGTH, Base, UtcDateTime

MONTH_LENGTH = 7


class InterestRow(Base):
    """Somebody's interest in a listing; all that is personal is in `body`, deleted with the row."""

    __tablename__ = "interest"
    __table_args__ = (Index(None, "office_id", "created"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    owner_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), index=True)
    """The device that it was sent from, so that its plans show the answer."""
    listing_id: Mapped[str] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"))
    about: Mapped[str] = mapped_column(Text)
    """What the listing was called when it was public."""
    body: Mapped[str] = mapped_column(Text)
    created: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    read: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(String(WORD_LENGTH))
    note: Mapped[str | None] = mapped_column(Text)
    answered: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    withdrawn: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    closes: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    """When it is over at the latest; erased 180 days after."""


class ReportRow(Base):
    """A report of wrong data: to the office of a listing, or to the operator where there is no office."""

    __tablename__ = "report"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    office_id: Mapped[str | None] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), index=True)
    window_id: Mapped[str] = mapped_column(String(TOLD_LENGTH))
    about: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(String(WORD_LENGTH))
    text: Mapped[str] = mapped_column(Text)
    created: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    done: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class FigureRow(Base):
    """How often something was seen or planned with in a month; nothing of who did."""

    __tablename__ = "figure"

    subject: Mapped[str] = mapped_column(String(TOLD_LENGTH), primary_key=True)
    month: Mapped[str] = mapped_column(String(MONTH_LENGTH), primary_key=True)
    what: Mapped[str] = mapped_column(String(WORD_LENGTH), primary_key=True)
    n: Mapped[int]
