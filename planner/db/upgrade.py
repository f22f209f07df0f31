"""Bring a database to the newest schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from filelock import FileLock, Timeout
from sqlalchemy.exc import DatabaseError

from planner import config
from planner.db.engine import connect, sqlite_file
from planner.db.errors import DatabaseTrouble

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_SECONDS = 60


def upgrade(url: str) -> None:
    """Run the migrations that `url` still lacks, one process at a time, all of them or none.

    Raises
    ------
    DatabaseTrouble
        Where the file is no database, or was made by a newer version of the program.
    """
    alembic = Config()
    alembic.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    engine = connect(url)
    try:
        with write_lock(url), engine.execution_options(write=True).begin() as connection:
            alembic.attributes["connection"] = connection
            command.upgrade(alembic, "head")
    except Timeout as error:
        raise DatabaseTrouble("Another process has been changing this database for a minute; try again.") from error
    except CommandError as error:
        raise DatabaseTrouble(f"This database needs a newer version of Sasurai: {error}") from error
    except DatabaseError as error:
        # the password of the URL is not shown
        raise DatabaseTrouble(f"The database {engine.url.render_as_string()} cannot be used: {error.orig}") from error
    finally:
        engine.dispose()


def write_lock(url: str) -> FileLock:
    """Give the lock that whoever changes the schema or replaces the file must hold."""
    file = sqlite_file(url)
    lock = file.with_name(file.name + ".lock") if file else config.instance_dir() / "database.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(lock, timeout=LOCK_SECONDS)
