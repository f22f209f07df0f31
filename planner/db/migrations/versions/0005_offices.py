"""Make the tables of offices, their people and who is signed in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "office",
        _key("id"),
        sa.Column("name", sa.String(120), nullable=False),
        _time("created"),
        sa.PrimaryKeyConstraint("id", name="pk_office"),
        sa.UniqueConstraint("name", name="uq_office_name"),
    )
    op.create_table(
        "office_place",
        _key("office_id"),
        sa.Column("code", sa.String(5), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "code", name="pk_office_place"),
        _of("office_place", "office"),
    )
    op.create_table(
        "person",
        _key("id"),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("password_hash", sa.String(256), nullable=False),
        _time("created"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_email"),
    )
    op.create_table(
        "member",
        _key("office_id"),
        _key("person_id"),
        sa.Column("role", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "person_id", name="pk_member"),
        _of("member", "office"),
        _of("member", "person"),
    )
    _make_doors()


def _make_doors() -> None:
    op.create_table(
        "link",
        _key("id"),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("office_id", sa.String(32)),
        sa.Column("role", sa.String(16)),
        _time("expires"),
        sa.Column("used", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_link"),
        sa.UniqueConstraint("token_hash", name="uq_link_token_hash"),
        _of("link", "office"),
    )
    op.create_table(
        "sign_in",
        _key("id"),
        sa.Column("token_hash", sa.String(64), nullable=False),
        _key("person_id"),
        sa.Column("device", sa.String(120), nullable=False),
        _time("created"),
        _time("expires"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.UniqueConstraint("token_hash", name="uq_sign_in_token_hash"),
        _of("sign_in", "person"),
    )
    op.create_index("ix_sign_in_person_id", "sign_in", ["person_id"])
    op.create_table(
        "attempt",
        _key("id"),
        sa.Column("key_hash", sa.String(64), nullable=False),
        _time("at"),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_index("ix_attempt_key_hash_at", "attempt", ["key_hash", "at"])


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=False)


def _time(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime, nullable=False)


def _of(table: str, owner: str) -> sa.ForeignKeyConstraint:
    column = f"{owner}_id"
    return sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")
