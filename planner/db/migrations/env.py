"""Alembic's entry: runs in the connection and transaction that planner.db.upgrade holds."""

from alembic import context

from planner.db.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
context.run_migrations()
