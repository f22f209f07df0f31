"""Engines: one connection rule for every part of the program, on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from planner.db.errors import DatabaseTrouble

if TYPE_CHECKING:
    from sqlalchemy import URL

BUSY_TIMEOUT_MS = 5000
WRITERS_LOCK = 5263712946
"""The advisory lock of a PostgreSQL database that whoever writes holds; any number that nobody else takes."""
_SPELLINGS = ("postgres", "postgresql", "postgresql+psycopg")


def database(url: str) -> URL:
    """Read a database's URL; `postgres://` and `postgresql://` get the driver that comes with Sasurai.

    Raises
    ------
    DatabaseTrouble
        Where the URL is none.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseTrouble(f"SASURAI_DATABASE_URL cannot be used: {error}") from error
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername in _SPELLINGS else parsed


def sqlite_file(url: str) -> Path | None:
    """Name the file of a SQLite URL; None for any other database.

    Raises
    ------
    DatabaseTrouble
        Where the URL is none.
    """
    parsed = database(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def connect(url: str) -> Engine:
    """Open a database.

    Engines with the execution option `write=True` take the lock of all writers when they begin: what they read is
    then still so when they write, and nobody has to try again. Who reads sees one moment of the database, and waits
    for nobody. A lock is waited for five seconds.

    Raises
    ------
    DatabaseTrouble
        Where the URL is none, its driver is missing, or the file's folder cannot be made.
    """
    try:
        file, parsed = sqlite_file(url), database(url)
        if parsed.get_backend_name() == "postgresql":
            return _postgresql(parsed)
        if file is None:
            return create_engine(parsed, pool_pre_ping=True)
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
    # a lock taken halfway through a transaction cannot be waited for
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _postgresql(url: URL) -> Engine:
    engine = create_engine(url, pool_pre_ping=True)
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:
    connection.autocommit = True
    connection.execute(f"SET lock_timeout = {BUSY_TIMEOUT_MS}")
    connection.autocommit = False


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("write", False):
        # not a snapshot of before the lock: each statement sees what the writer before has left
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
