"""Make the table of what plans were before they were changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of versions."""
    op.create_table(
        "version",
        sa.Column("plan_id", sa.String(32), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("plan_id", "sequence", name="pk_version"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_version_plan_id", ondelete="CASCADE"),
    )
