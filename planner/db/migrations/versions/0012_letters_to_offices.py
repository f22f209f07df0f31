"""Let people of offices choose whether letters tell them of interests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; everybody is told until they choose otherwise."""
    op.add_column("person", sa.Column("letters", sa.Boolean, nullable=False, server_default=sa.true()))
