"""Make the tables of plans and shares."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of plans and shares."""
    op.create_table(
        "plan",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("owner_hash", sa.String(64), nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("modified", sa.DateTime, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("deleted", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_plan"),
        sa.CheckConstraint("(body IS NULL) = (deleted IS NOT NULL)", name="ck_plan_deleted_plans_are_empty"),
    )
    op.create_index("ix_plan_owner_hash_created", "plan", ["owner_hash", "created"])
    op.create_table(
        "share",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("plan_id", sa.String(32), nullable=False),
        sa.Column("frozen_body", sa.Text),
        sa.Column("frozen_sequence", sa.Integer),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("revoked", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_share"),
        sa.UniqueConstraint("token_hash", name="uq_share_token_hash"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_share_plan_id", ondelete="CASCADE"),
    )
    op.create_index("ix_share_plan_id", "share", ["plan_id"])
