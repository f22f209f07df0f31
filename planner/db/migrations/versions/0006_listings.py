"""Make the tables of listings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "listing",
        _text("id", 32),
        _text("office_id", 32),
        _text("key", 64),
        _text("status", 16),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("public_body", sa.Text),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("modified", sa.DateTime, nullable=False),
        sa.Column("deleted", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_listing"),
        sa.UniqueConstraint("office_id", "key", name="uq_listing_office_id_key"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_listing_office_id", ondelete="CASCADE"),
    )
    op.create_index("ix_listing_status", "listing", ["status"])
    op.create_table(
        "listing_version",
        _text("listing_id", 32),
        sa.Column("sequence", sa.Integer, nullable=False),
        _text("act", 16),
        _text("who", 254),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("listing_id", "sequence", name="pk_listing_version"),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name="fk_listing_version_listing_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "public",
        _text("name", 16),
        sa.Column("changes", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_public"),
    )
    op.create_table(
        "upload",
        _text("id", 32),
        _text("office_id", 32),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_upload"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_upload_office_id", ondelete="CASCADE"),
    )


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)
