"""The demand calendar where the database is not laid out, locked or gone: the national table goes on alone."""

from __future__ import annotations

import logging
import sqlite3
from typing import TYPE_CHECKING

import pytest

from planner.db import engine as engines
from planner.db import following as followings
from planner.db.engine import connect
from planner.db.following import Following
from planner.db.listings import ListingStore
from planner.db.upgrade import upgrade

if TYPE_CHECKING:
    from pathlib import Path

    from planner.dataset import Dataset


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followings, "LOOK_SECONDS", 0.0)
    monkeypatch.setattr(engines, "BUSY_TIMEOUT_MS", 20)


def test_without_tables_the_national_one_goes_on_until_they_are_there(
    tmp_path: Path, small_dataset: Dataset, caplog: pytest.LogCaptureFixture
) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    engine = connect(url)
    following = Following(small_dataset, ListingStore(engine))
    with caplog.at_level(logging.WARNING):
        assert following.dataset() is small_dataset
        assert following.dataset() is small_dataset
    assert "no such table" in str(following.trouble)
    assert len(caplog.records) == 1
    upgrade(url)
    assert following.dataset() is small_dataset
    assert following.trouble is None
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    engine.dispose()


@pytest.mark.parametrize("known", [True, False])
def test_a_locked_database_changes_nothing(tmp_path: Path, small_dataset: Dataset, known: bool) -> None:
    url = f"sqlite:///{tmp_path / 'busy.db'}"
    upgrade(url)
    engine = connect(url)
    following = Following(small_dataset, ListingStore(engine))
    if known:
        following.dataset()
        engine.dispose()
    holder = sqlite3.connect(tmp_path / "busy.db", isolation_level=None)
    # out of the write-ahead log, whose readers nobody can lock out
    holder.execute("PRAGMA journal_mode=DELETE")
    holder.execute("BEGIN EXCLUSIVE")
    assert following.dataset() is small_dataset
    assert "locked" in str(following.trouble)
    holder.execute("ROLLBACK")
    holder.close()
    assert following.dataset() is small_dataset
    assert following.trouble is None
    engine.dispose()


def test_a_file_that_is_no_database_is_told(tmp_path: Path, small_dataset: Dataset) -> None:
    (tmp_path / "other.db").write_bytes(b"no database at all, but long enough to be looked at" * 40)
    engine = connect(f"sqlite:///{tmp_path / 'other.db'}")
    following = Following(small_dataset, ListingStore(engine))
    assert following.dataset() is small_dataset
    assert "not a database" in str(following.trouble)
    engine.dispose()
