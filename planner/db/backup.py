"""Copy a SQLite database while it is in use, and put a copy back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from planner.db.engine import BUSY_TIMEOUT_MS, sqlite_file
from planner.db.errors import DatabaseTrouble
from planner.db.upgrade import upgrade, write_lock

if TYPE_CHECKING:
    from pathlib import Path


def backup(url: str, file: Path) -> None:
    """Write a consistent copy to `file`; a copy cut short leaves an older `file` untouched."""
    source = _existing(url)
    partial = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with closing(_open(source)) as live, closing(sqlite3.connect(partial)) as copy:
            live.backup(copy)
            # one plain file: nobody should have to carry a log along with it
            copy.execute("PRAGMA journal_mode=DELETE")
        with partial.open("rb+") as handle:
            os.fsync(handle.fileno())
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


def restore(url: str, file: Path) -> None:
    """Replace the database by a backup, in one transaction, and bring it to the newest schema.

    Raises
    ------
    DatabaseTrouble
        Where `file` is no whole backup; the database is then as it was.
    """
    _check(file)
    target = _sqlite(url)
    target.parent.mkdir(parents=True, exist_ok=True)
    with write_lock(url), closing(_open(file)) as copy, closing(_open(target)) as live:
        copy.backup(live)
        live.execute("PRAGMA journal_mode=WAL")
    upgrade(url)


def _check(file: Path) -> None:
    if not file.is_file():
        raise DatabaseTrouble(f"{file} does not exist.")
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
            whole = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            ours = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    except sqlite3.DatabaseError as error:
        raise DatabaseTrouble(f"{file} is no backup of Sasurai: {error}") from error
    if not whole or not ours:
        raise DatabaseTrouble(f"{file} is no whole backup of Sasurai.")


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
        raise DatabaseTrouble("Only a SQLite database is copied here; use your database's own tools (pg_dump).")
    return file
