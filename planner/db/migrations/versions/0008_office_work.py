"""Make what the offices' daily work needs: codes by time, notices, deeds, columns of their files, days to look at."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and columns."""
    for column in (
        sa.Column("reason", sa.String(16)),
        sa.Column("as_of", sa.String(10), nullable=False, server_default=""),
        sa.Column("ends", sa.String(10)),
    ):
        op.add_column("listing", column)
    op.create_index("ix_listing_office_id_modified", "listing", ["office_id", "modified"])
    for column in (
        sa.Column("name", sa.String(120), nullable=False, server_default=""),
        sa.Column("columns", sa.Text, nullable=False, server_default="{}"),
    ):
        op.add_column("upload", column)
    _fill_days()
    _make_people()
    _make_news()


def _fill_days() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.text("SELECT id, body, modified FROM listing")).mappings().all():
        body = json.loads(row["body"])
        ends = [day for day in (body.get("closes"), body["end"] if len(body["end"]) > 5 else None) if day]
        values = {
            "id": row["id"],
            "as_of": body.get("as_of") or str(row["modified"])[:10],
            "ends": min(ends, default=None),
        }
        connection.execute(sa.text("UPDATE listing SET as_of = :as_of, ends = :ends WHERE id = :id"), values)


def _make_people() -> None:
    op.create_table(
        "time_code",
        _text("person_id", 32),
        _text("nonce", 64),
        sa.Column("last_step", sa.BigInteger, nullable=False),
        sa.Column("confirmed", sa.DateTime),
        sa.PrimaryKeyConstraint("person_id", name="pk_time_code"),
        _of("time_code", "person"),
    )
    op.create_table(
        "recovery_code",
        _text("code_hash", 64),
        _text("person_id", 32),
        sa.PrimaryKeyConstraint("code_hash", name="pk_recovery_code"),
        _of("recovery_code", "person"),
    )
    op.create_index("ix_recovery_code_person_id", "recovery_code", ["person_id"])
    op.create_table(
        "file_columns",
        _text("office_id", 32),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("office_id", name="pk_file_columns"),
        _of("file_columns", "office"),
    )


def _make_news() -> None:
    op.create_table(
        "deed",
        _text("id", 32),
        _text("office_id", 32),
        sa.Column("at", sa.DateTime, nullable=False),
        _text("who", 254),
        _text("act", 32),
        _text("what", 300),
        sa.PrimaryKeyConstraint("id", name="pk_deed"),
        _of("deed", "office"),
    )
    op.create_index("ix_deed_office_id_at", "deed", ["office_id", "at"])
    op.create_table(
        "news_address",
        _text("office_id", 32),
        _text("token_hash", 64),
        sa.PrimaryKeyConstraint("office_id", name="pk_news_address"),
        sa.UniqueConstraint("token_hash", name="uq_news_address_token_hash"),
        _of("news_address", "office"),
    )
    op.create_table(
        "news",
        _text("id", 32),
        _text("office_id", 32),
        _text("kind", 32),
        _text("subject", 200),
        _text("path", 300),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("seen", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_news"),
        _of("news", "office"),
    )
    op.create_index("ix_news_office_id_at", "news", ["office_id", "at"])


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _of(table: str, owner: str) -> sa.ForeignKeyConstraint:
    column = f"{owner}_id"
    return sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")
