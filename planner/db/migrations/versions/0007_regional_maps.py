"""Make the tables of regional maps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "regional_map",
        _text("id", 32),
        _text("office_id", 32),
        _text("slug", 40),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("public_body", sa.Text),
        sa.Column("public_sequence", sa.Integer),
        sa.Column("published", sa.DateTime),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("modified", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_regional_map"),
        sa.UniqueConstraint("slug", name="uq_regional_map_slug"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_regional_map_office_id", ondelete="CASCADE"),
    )
    op.create_index("ix_regional_map_office_id", "regional_map", ["office_id"])
    op.create_table(
        "regional_map_version",
        _text("map_id", 32),
        sa.Column("sequence", sa.Integer, nullable=False),
        _text("act", 16),
        _text("who", 254),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("map_id", "sequence", name="pk_regional_map_version"),
        _of_map("regional_map_version"),
    )
    op.create_table(
        "regional_map_part",
        _text("id", 32),
        _text("map_id", 32),
        _text("kind", 16),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_regional_map_part"),
        _of_map("regional_map_part"),
    )
    op.create_index("ix_regional_map_part_map_id", "regional_map_part", ["map_id"])


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _of_map(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["map_id"], ["regional_map.id"], name=f"fk_{table}_map_id", ondelete="CASCADE")
