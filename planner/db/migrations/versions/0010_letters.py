"""Make the tables of interests, reports and figures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "interest",
        _text("id", 32),
        _text("token_hash", 64),
        _text("owner_hash", 64),
        _text("listing_id", 32),
        _text("office_id", 32),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("read", sa.DateTime),
        sa.Column("answer", sa.String(16)),
        sa.Column("note", sa.Text),
        sa.Column("answered", sa.DateTime),
        sa.Column("withdrawn", sa.DateTime),
        sa.Column("closes", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_interest"),
        sa.UniqueConstraint("token_hash", name="uq_interest_token_hash"),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name="fk_interest_listing_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_interest_office_id", ondelete="CASCADE"),
    )
    for columns in (["owner_hash"], ["listing_id"], ["office_id", "created"], ["closes"]):
        op.create_index(f"ix_interest_{'_'.join(columns)}", "interest", columns)
    op.create_table(
        "report",
        _text("id", 32),
        sa.Column("office_id", sa.String(32)),
        _text("window_id", 64),
        sa.Column("about", sa.Text, nullable=False),
        _text("what", 16),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("done", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_report_office_id", ondelete="CASCADE"),
    )
    op.create_index("ix_report_office_id", "report", ["office_id"])
    op.create_table(
        "figure",
        _text("subject", 64),
        _text("month", 7),
        _text("what", 16),
        sa.Column("n", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("subject", "month", "what", name="pk_figure"),
    )


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)
