"""Copy every row from one database into another, of whatever kind the two are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.exc import DatabaseError

from planner.db.errors import DatabaseTrouble
from planner.db.schema import METADATA

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

AT_ONCE = 500
"""Rows that are held in memory."""


def copy_rows(source: Engine, target: Engine) -> None:
    """Make the target hold exactly the rows of the source; both at the same schema, in one transaction each.

    Raises
    ------
    DatabaseTrouble
        Where the two have not the same schema or one of them cannot be used; the target is then as it was.
    """
    try:
        with source.connect() as read, target.execution_options(write=True).begin() as write:
            if (ours := _revision(read)) != (theirs := _revision(write)):
                raise DatabaseTrouble(f"The schemas differ ({ours} and {theirs}); first run: sasurai db upgrade")
            for table in reversed(METADATA.sorted_tables):
                write.execute(delete(table))
            for table in METADATA.sorted_tables:
                _copy(table, read, write)
    except DatabaseError as error:
        raise DatabaseTrouble(f"The database cannot be copied: {error.orig}") from error


def _revision(connection: Connection) -> object:
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _copy(table: Table, read: Connection, write: Connection) -> None:
    rows = read.execution_options(yield_per=AT_ONCE).execute(select(table)).mappings()
    for part in rows.partitions(AT_ONCE):
        write.execute(insert(table), [dict(row) for row in part])
    counted = table.autoincrement_column
    if counted is not None and write.dialect.name == "postgresql":
        # the next row must not get the number of one that was copied
        last = select(func.coalesce(func.max(counted), 0) + 1).scalar_subquery()
        write.execute(select(func.setval(func.pg_get_serial_sequence(table.name, counted.name), last, False)))
