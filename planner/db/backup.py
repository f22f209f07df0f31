"""Copy a database while it is in use, and put a copy back.

A copy is always one SQLite file, whatever database it is of: one of PostgreSQL can be put back into SQLite, and the
other way round.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from planner.db.copying import copy_rows
from planner.db.engine import BUSY_TIMEOUT_MS, connect, database, sqlite_file
from planner.db.errors import DatabaseTrouble
from planner.db.upgrade import upgrade, write_lock

if TYPE_CHECKING:
    from collections.abc import Iterator


def backup(url: str, file: Path) -> None:
    """Write a consistent copy to `file`; a copy cut short leaves an older `file` untouched.

    Raises
    ------
    DatabaseTrouble
        Where there is no database, `file` is the database itself, or it cannot be written.
    """
    source = None if _is_server(url) else _existing(url)
    if source:
        _refuse_same(source, file)
    with _told(f"The database cannot be copied to {file}"), _part(file) as partial:
        if source:
            _copy(source, partial)
        else:
            _fetch(url, partial)
        with partial.open("rb+") as handle:
            os.fsync(handle.fileno())
        partial.replace(file)


def restore(url: str, file: Path) -> None:
    """Replace the database by a backup, in one transaction, at the newest schema.

    Raises
    ------
    DatabaseTrouble
        Where `file` is no whole backup, is newer than the program, or is the database itself; the database is then
        as it was.
    """
    target = None if _is_server(url) else _sqlite(url)
    if not file.is_file():
        raise DatabaseTrouble(f"{file} does not exist.")
    if target is None:
        _send(file, url)
        return
    _refuse_same(target, file)
    with _told(f"{file} cannot be restored"):
        target.parent.mkdir(parents=True, exist_ok=True)
        with _part(target) as trial:
            # on a copy beside the database: whatever fails, fails there
            _copy(file, trial)
            _check(trial, file)
            upgrade(f"sqlite:///{trial}")
            with write_lock(url), closing(_open(trial)) as copy, closing(_open(target)) as live:
                copy.backup(live)
                live.execute("PRAGMA journal_mode=WAL")


def _is_server(url: str) -> bool:
    return database(url).get_backend_name() == "postgresql"


def _fetch(url: str, partial: Path) -> None:
    """Write the rows of a database on a server into a new file."""
    upgrade(f"sqlite:///{partial}")
    _transfer(url, f"sqlite:///{partial}")
    with closing(_open(partial)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")


def _send(file: Path, url: str) -> None:
    """Replace the rows of a database on a server by a file's."""
    with _told(f"{file} cannot be restored"), tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "trial.db"
        _copy(file, trial)
        _check(trial, file)
        upgrade(f"sqlite:///{trial}")
        upgrade(url)
        _transfer(f"sqlite:///{trial}", url)


def _transfer(source_url: str, target_url: str) -> None:
    source, target = connect(source_url), connect(target_url)
    try:
        copy_rows(source, target)
    finally:
        source.dispose()
        target.dispose()


def _copy(source: Path, target: Path) -> None:
    # read-only, so that a file which is none is not made; as_uri also escapes ? and # in names
    uri = f"{source.resolve().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_MS / 1000)) as live,
        closing(_open(target)) as copy,
    ):
        live.backup(copy)
        # one plain file: nobody should have to carry a log along with it
        copy.execute("PRAGMA journal_mode=DELETE")


def _check(trial: Path, file: Path) -> None:
    with closing(_open(trial)) as copy:
        whole = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        ours = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    if not whole or not ours:
        raise DatabaseTrouble(f"{file} is no whole backup of Sasurai.")


def _refuse_same(database: Path, file: Path) -> None:
    if file.exists() and database.exists() and file.samefile(database):
        raise DatabaseTrouble(f"{file} is the database itself; name another file.")


@contextmanager
def _part(file: Path) -> Iterator[Path]:
    """Give a name beside `file` for what is not whole yet; nothing of it stays."""
    partial = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        yield partial
    finally:
        for end in ("", "-wal", "-shm", "-journal", ".lock"):
            partial.with_name(partial.name + end).unlink(missing_ok=True)


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise DatabaseTrouble(f"{what}: {error}") from error


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None)


def _existing(url: str) -> Path:
    file = _sqlite(url)
    if not file.is_file():
        raise DatabaseTrouble(f"There is no database at {file} yet; make one with: sasurai db upgrade")
    return file


def _sqlite(url: str) -> Path:
    file = sqlite_file(url)
    if file is None:
        raise DatabaseTrouble("SASURAI_DATABASE_URL cannot be copied: it is no file and no PostgreSQL database.")
    return file
