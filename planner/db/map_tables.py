"""The tables of regional maps: the map, what it was before, and the files and courses it is made of."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.db.office_tables import EMAIL_LENGTH, WORD_LENGTH
from planner.db.tables import ID_LENGTH, Base, UtcDateTime

SLUG_LENGTH = 40


class MapRow(Base):
    """A regional map: what the office works on, and in `public_body` what everybody sees."""

    __tablename__ = "regional_map"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(SLUG_LENGTH), unique=True)
    body: Mapped[str] = mapped_column(Text)
    public_body: Mapped[str | None] = mapped_column(Text)
    public_sequence: Mapped[int | None]
    published: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    sequence: Mapped[int]
    modified: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class MapVersionRow(Base):
    """What a map was at a sequence: what was done, by whom, and the map after it."""

    __tablename__ = "regional_map_version"

    map_id: Mapped[str] = mapped_column(ForeignKey("regional_map.id", ondelete="CASCADE"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str] = mapped_column(String(WORD_LENGTH))
    who: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    body: Mapped[str] = mapped_column(Text)


class MapPartRow(Base):
    """A picture, a layer or a course of a map; never changed, so that every version keeps its own."""

    __tablename__ = "regional_map_part"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    map_id: Mapped[str] = mapped_column(ForeignKey("regional_map.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(WORD_LENGTH))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created: Mapped[dt.datetime] = mapped_column(UtcDateTime)
