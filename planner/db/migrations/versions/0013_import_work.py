"""Keep how far imports are, so that every worker of a server can tell."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "import_work",
        sa.Column("upload_id", sa.String(32), nullable=False),
        sa.Column("office_id", sa.String(32), nullable=False),
        sa.Column("thousandths", sa.Integer, nullable=False),
        sa.Column("stopped", sa.Boolean, nullable=False),
        sa.Column("beat", sa.DateTime, nullable=False),
        sa.Column("outcome", sa.Text),
        sa.PrimaryKeyConstraint("upload_id", name="pk_import_work"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_import_work_office_id", ondelete="CASCADE"),
    )
    op.create_index("ix_import_work_office_id", "import_work", ["office_id"])
