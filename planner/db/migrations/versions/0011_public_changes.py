"""Note at which count of public changes each listing was last another, so that only what changed is read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; listings of before are read when a process starts, whatever it says."""
    op.add_column("listing", sa.Column("public_change", sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_listing_public_change", "listing", ["public_change"])
