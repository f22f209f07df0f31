"""The tables: plans, the shares that let others read them, and the calendars that follow them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    false,
)
from sqlalchemy import types as sa_types
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

ID_LENGTH = 32
"""Hexadecimal digits of a random 128-bit identifier."""
HASH_LENGTH = 64
"""Hexadecimal digits of a SHA-256."""
NAME_LENGTH = 80
"""Characters of a plan's name."""
TOLD_LENGTH = 64
"""Room for `plan:` or `region:` and what it names."""


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware time, kept in UTC without a zone because SQLite knows none."""

    impl = sa_types.DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Turn an aware time into a naive one in UTC."""
        return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


class Base(DeclarativeBase):
    """Declarative base; names every constraint, so that later migrations can address them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class PlanRow(Base):
    """A plan of one device; `body` is emptied when its owner deletes it."""

    __tablename__ = "plan"
    __table_args__ = (
        CheckConstraint("(body IS NULL) = (deleted IS NOT NULL)", name="deleted_plans_are_empty"),
        Index(None, "owner_hash", "created"),
        Index(None, "modified"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    owner_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    body: Mapped[str | None] = mapped_column(Text)
    created: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    modified: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    sequence: Mapped[int] = mapped_column(default=0)
    deleted: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    name: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    """What its owner calls it; None = nothing."""
    trip: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    """The plan that it is a variant of; None = itself. No foreign key: that one may be let go first."""


class ShareRow(Base):
    """A right to read a plan: the latest version, or the one kept in `frozen_body`."""

    __tablename__ = "share"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    frozen_body: Mapped[str | None] = mapped_column(Text)
    frozen_sequence: Mapped[int | None]
    created: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    revoked: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    expires: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    shown: Mapped[str | None] = mapped_column(String(80))
    """The private parts that it shows, with spaces between; None = all."""
    edits: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whoever has it may change the plan."""


class VersionRow(Base):
    """What a plan was at a sequence before the latest, compressed."""

    __tablename__ = "version"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class FeedRow(Base):
    """An address at which calendars follow a plan; a plan has one that is not revoked, or none."""

    __tablename__ = "feed"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    created: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    revoked: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class ToldRow(Base):
    """What a feed has told of each of its events, so that it counts their changes and can call them off."""

    __tablename__ = "told"

    key: Mapped[str] = mapped_column(String(TOLD_LENGTH), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
