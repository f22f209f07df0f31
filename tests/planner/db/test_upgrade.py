import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from planner.db import schema
from planner.db.engine import connect
from planner.db.errors import DatabaseTrouble
from planner.db.schema import METADATA
from planner.db.tables import Base
from planner.db.upgrade import upgrade


@pytest.fixture
def file(tmp_path):
    return tmp_path / "deep" / "sasurai.db"


@pytest.fixture
def url(file):
    return f"sqlite:///{file}"


@pytest.fixture
def engine(empty_url):
    upgrade(empty_url)
    engine = connect(empty_url)
    yield engine
    engine.dispose()


def test_migrations_from_nothing_make_exactly_the_tables_of_the_code(engine):
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_every_module_of_tables_is_named():
    """Otherwise a backup would leave its rows out."""
    modules = {file.stem for file in Path(schema.__file__).parent.glob("*tables.py")}
    named = {mapper.class_.__module__.rsplit(".", 1)[1] for mapper in Base.registry.mappers}
    assert modules == named


def test_upgrading_twice_changes_nothing(url, file):
    upgrade(url)
    with closing(sqlite3.connect(file)) as before:
        first = before.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    upgrade(url)
    with closing(sqlite3.connect(file)) as after:
        assert after.execute("SELECT type, name, sql FROM sqlite_master").fetchall() == first


def test_several_may_upgrade_at_once(empty_url):
    problems: list[Exception] = []

    def run() -> None:
        try:
            upgrade(empty_url)
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


def test_connections_follow_the_house_rules(url):
    upgrade(url)
    engine = connect(url)
    with engine.connect() as connection:
        rules = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert rules == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 5000}


def test_a_newer_database_is_refused(engine, empty_url):
    with engine.execution_options(write=True).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseTrouble, match="newer version"):
        upgrade(empty_url)


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "oracle9i://host/db", "sqlite:////proc/nowhere/x.db", "postgres://u:secret@127.0.0.1:1/none"],
)
def test_an_address_that_leads_nowhere_is_said_in_one_sentence(url):
    with pytest.raises(DatabaseTrouble) as told:
        upgrade(url)
    assert "secret" not in str(told.value)


def test_a_file_that_is_no_database_is_refused_and_left_alone(url, file):
    file.parent.mkdir()
    file.write_bytes(b"not a database" * 100)
    with pytest.raises(DatabaseTrouble, match="cannot be used"):
        upgrade(url)
    assert file.read_bytes().startswith(b"not a database")
