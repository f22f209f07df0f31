"""Engines: one connection rule for every part of the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from planner.db.errors import DatabaseTrouble

BUSY_TIMEOUT_MS = 5000


def sqlite_file(url: str) -> Path | None:
    """Name the file of a SQLite URL; None for any other database.

    Raises
    ------
    DatabaseTrouble
        Where the URL is none.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseTrouble(f"SASURAI_DATABASE_URL cannot be used: {error}") from error
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def connect(url: str) -> Engine:
    """Open a database.

    SQLite gets a write-ahead log (readers never wait for the writer), foreign keys, and five seconds of patience;
    engines with the execution option `write=True` take the write lock when they begin, because a lock taken halfway
    through a transaction cannot be waited for.

    Raises
    ------
    DatabaseTrouble
        Where the URL is none, its driver is missing, or the file's folder cannot be made.
    """
    try:
        file = sqlite_file(url)
        if file is None:
            return create_engine(url, pool_pre_ping=True)
        file.parent.mkdir(parents=True, exist_ok=True)
    except (ArgumentError, ModuleNotFoundError) as error:
        raise DatabaseTrouble(f"SASURAI_DATABASE_URL cannot be used: {error}") from error
    except OSError as error:
        raise DatabaseTrouble(f"The database's folder cannot be made: {error}") from error
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # the driver must not begin transactions on its own: it would begin them without the write lock
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
