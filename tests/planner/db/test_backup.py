import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from planner.cli.db import db
from planner.db.backup import backup, restore
from planner.db.engine import connect
from planner.db.errors import DatabaseTrouble, RecordMissing
from planner.db.listings import Actor, ListingStore
from planner.db.offices import OfficeStore
from planner.db.plans import PlanStore
from planner.db.schema import METADATA
from planner.db.upgrade import upgrade
from planner.db.uploads import UploadStore

OWNER = "c" * 64


@pytest.fixture
def url(tmp_path):
    url = f"sqlite:///{tmp_path / 'live.db'}"
    upgrade(url)
    return url


@pytest.fixture
def store(url):
    engine = connect(url)
    yield PlanStore(engine)
    engine.dispose()


def test_a_backup_brings_the_plans_of_its_day_back(url, store, tmp_path):
    """The store stays open all the while, as the web app does."""
    kept = store.add(OWNER, "kept")
    backup(url, tmp_path / "copy.db")
    later = store.add(OWNER, "later")
    restore(url, tmp_path / "copy.db")
    assert store.get(OWNER, kept.id).body == "kept"
    with pytest.raises(RecordMissing):
        store.get(OWNER, later.id)
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.db"]


@pytest.mark.parametrize("content", [None, b"", b"SQLite format 3\x00 torn", b"words" * 1000])
def test_what_is_no_backup_changes_nothing(url, store, tmp_path, content):
    kept = store.add(OWNER, "kept")
    if content is not None:
        (tmp_path / "bad.db").write_bytes(content)
    with pytest.raises(DatabaseTrouble):
        restore(url, tmp_path / "bad.db")
    assert store.get(OWNER, kept.id).body == "kept"


def test_a_failed_backup_leaves_the_old_one(tmp_path):
    old = tmp_path / "copy.db"
    old.write_bytes(b"older copy")
    with pytest.raises(DatabaseTrouble, match="sasurai db upgrade"):
        backup(f"sqlite:///{tmp_path / 'absent.db'}", old)
    assert old.read_bytes() == b"older copy"


def test_other_databases_are_refused(tmp_path):
    for deed in (backup, restore):
        (tmp_path / "copy.db").touch()
        with pytest.raises(DatabaseTrouble, match="no PostgreSQL"):
            deed("mysql://localhost/sasurai", tmp_path / "copy.db")


@pytest.fixture
def server(postgres, migrated_postgres):
    url = postgres.fresh(migrated_postgres)
    yield url
    postgres.drop(url)


def filled(url):
    """One row at least in each kind of column: text, bytes, times, NULL and numbers."""
    engine = connect(url)
    plans, offices = PlanStore(engine), OfficeStore(engine)
    kept = plans.add(OWNER, "keep 旅")
    plans.replace(OWNER, kept.id, "kept 旅", 0)
    plans.delete(OWNER, plans.add(OWNER, "deleted").id)
    office = offices.create("南砺", ["16210"])
    listings = ListingStore(engine)
    actor = Actor(office.id, "owner", "hanako@example.jp")
    listings.step(actor, listings.create(actor, {"title_ja": "柿"}).id, "publish")
    UploadStore(engine).hold(office.id, "season.csv", bytes(range(256)))
    engine.dispose()
    return kept


def rows(url):
    engine = connect(url)
    with engine.connect() as connection:
        found = {
            table.name: sorted(connection.execute(select(table)).all(), key=repr) for table in METADATA.tables.values()
        }
    engine.dispose()
    return found


@pytest.mark.parametrize("onto", ["sqlite", "postgresql"])
def test_a_copy_of_a_server_moves_everything_to_either_kind(server, tmp_path, onto):
    kept = filled(server)
    backup(server, tmp_path / "copy.db")
    assert [path.name for path in tmp_path.iterdir()] == ["copy.db"]
    target = f"sqlite:///{tmp_path / 'other.db'}" if onto == "sqlite" else server
    before = rows(server)
    assert sum(map(len, before.values())) > 8
    if onto == "postgresql":
        engine = connect(server)
        PlanStore(engine).delete(OWNER, kept.id)
        engine.dispose()
        assert rows(server) != before
    restore(target, tmp_path / "copy.db")
    assert rows(target) == before


def test_a_file_moves_onto_a_server(url, server, tmp_path):
    filled(url)
    backup(url, tmp_path / "copy.db")
    restore(server, tmp_path / "copy.db")
    assert rows(server) == rows(url)


def test_what_is_no_backup_changes_nothing_on_a_server(server, tmp_path):
    filled(server)
    before = rows(server)
    (tmp_path / "bad.db").write_bytes(b"words" * 1000)
    with pytest.raises(DatabaseTrouble):
        restore(server, tmp_path / "bad.db")
    assert rows(server) == before


def test_a_backup_of_a_newer_program_changes_nothing(url, store, tmp_path):
    newer = tmp_path / "newer.db"
    store.add(OWNER, "of a newer program")
    backup(url, newer)
    with closing(sqlite3.connect(newer)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    kept = store.add(OWNER, "kept")
    with pytest.raises(DatabaseTrouble, match="newer version"):
        restore(url, newer)
    assert store.get(OWNER, kept.id).body == "kept"
    upgrade(url)
    assert not list(tmp_path.glob(".*"))


def test_the_database_is_no_backup_of_itself(url, store, tmp_path):
    kept = store.add(OWNER, "kept")
    (tmp_path / "link.db").symlink_to(tmp_path / "live.db")
    for same in (tmp_path / "live.db", tmp_path / "link.db"):
        for deed in (backup, restore):
            with pytest.raises(DatabaseTrouble, match="itself"):
                deed(url, same)
    assert store.get(OWNER, kept.id).body == "kept"


@pytest.mark.parametrize("name", ["a?b.db", "a#b.db", "50%20.db", "旅 の.db"])
def test_file_names_may_hold_what_addresses_may_not(url, store, tmp_path, name):
    kept = store.add(OWNER, "kept")
    backup(url, tmp_path / name)
    restore(url, tmp_path / name)
    assert store.get(OWNER, kept.id).body == "kept"


def test_a_folder_that_is_none_is_said_in_one_sentence(url, tmp_path):
    with pytest.raises(DatabaseTrouble, match="cannot be copied"):
        backup(url, tmp_path / "none" / "copy.db")


@pytest.mark.parametrize("address", ["garbage", ""])
def test_an_address_that_is_none_is_said_in_one_sentence(tmp_path, address):
    for deed in (backup, restore):
        with pytest.raises(DatabaseTrouble, match="SASURAI_DATABASE_URL"):
            deed(address, tmp_path / "copy.db")


def test_the_commands_do_the_same(empty_url, tmp_path, monkeypatch):
    monkeypatch.setenv("SASURAI_DATABASE_URL", empty_url)
    monkeypatch.setenv("SASURAI_INSTANCE", str(tmp_path))
    copy = str(tmp_path / "copy.db")
    for arguments in (["upgrade"], ["backup", copy], ["restore", "--yes", copy]):
        result = CliRunner().invoke(db, arguments)
        assert result.exit_code == 0, result.output
        assert result.stdout == ""
    assert CliRunner().invoke(db, ["restore", copy], input="n\n").exit_code == 1
