"""Let shares end by themselves, hide parts and allow changes; let plans have names and variants."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; the shares and plans of before show all, last and have no name."""
    op.add_column("share", sa.Column("expires", sa.DateTime))
    op.add_column("share", sa.Column("shown", sa.String(80)))
    op.add_column("share", sa.Column("edits", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("plan", sa.Column("name", sa.String(80)))
    op.add_column("plan", sa.Column("trip", sa.String(32)))
