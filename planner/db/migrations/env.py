"""Alembic's entry: runs in the connection and transaction that planner.db.upgrade holds."""

from alembic import context

from planner.db import listing_tables, office_tables  # noqa: F401 - tables tell Base of themselves
from planner.db.tables import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
context.run_migrations()
