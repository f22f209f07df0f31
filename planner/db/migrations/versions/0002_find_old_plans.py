"""Let plans be found by the day of their last change."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index by which old plans are found."""
    op.create_index("ix_plan_modified", "plan", ["modified"])
