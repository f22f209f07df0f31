import datetime as dt

import pytest

from planner.db import prune
from planner.db.engine import connect
from planner.db.errors import RecordGone, RecordMissing
from planner.db.plans import PlanStore

ME, YOU = ("a" * 64), ("b" * 64)
NOON = dt.datetime(2027, 4, 1, 12, tzinfo=dt.UTC)


class Device:
    """Plans as the web makes them: each with a first share for its owner."""

    def __init__(self, store, owner):
        self.store, self.owner, self.shares = store, owner, 0

    def plan(self):
        made = self.store.add(self.owner, "body")
        self.share(made.id)
        return made.id

    def share(self, plan_id, *, frozen=False):
        self.shares += 1
        token = f"{self.owner[:1]}{self.shares:063}"
        return self.store.share(self.owner, plan_id, token, frozen=frozen), token

    def keeps(self, plan_id):
        try:
            self.store.get(self.owner, plan_id)
        except RecordMissing:
            return False
        return True


@pytest.fixture
def now():
    return [NOON]


@pytest.fixture
def store(database_url, now):
    engine = connect(database_url)
    yield PlanStore(engine, lambda: now[0])
    engine.dispose()


@pytest.fixture
def mine(store):
    return Device(store, ME)


def rows(store):
    with store._read.connect() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM plan").scalar()


def test_a_device_keeps_its_newest_plans_and_those_it_shares(store, mine, now, monkeypatch):
    monkeypatch.setattr(prune, "NEWEST", 3)
    theirs = Device(store, YOU)
    other, shared, frozen = theirs.plan(), mine.plan(), mine.plan()
    _, token = mine.share(shared)
    mine.share(frozen, frozen=True)
    plans = []
    for _ in range(6):
        now[0] += dt.timedelta(minutes=1)
        plans.append(mine.plan())
    assert [mine.keeps(plan) for plan in plans] == [False] * 3 + [True] * 3
    assert mine.keeps(shared)
    assert mine.keeps(frozen)
    assert theirs.keeps(other)
    assert store.shared(token).id == shared


def test_what_nobody_touches_goes_unless_it_is_shared(store, mine, now):
    left, changed, shared, unshared = (mine.plan() for _ in range(4))
    _, token = mine.share(shared)
    for share in store.shares(ME, unshared):
        store.revoke(ME, share.id)
    theirs = Device(store, YOU)
    now[0] += prune.UNTOUCHED
    store.replace(ME, changed, "new", 0)
    theirs.plan()
    assert mine.keeps(left), "not longer than that yet"
    now[0] += dt.timedelta(seconds=1)
    theirs.plan()
    assert [mine.keeps(plan) for plan in (left, changed, shared, unshared)] == [False, True, True, False]
    assert store.shared(token).body == "body"
    with pytest.raises(RecordGone):
        store.shared("a" + f"{1:063}")


def test_what_was_deleted_long_ago_leaves_no_trace(store, mine, now):
    store.delete(ME, mine.plan())
    assert rows(store) == 1
    now[0] += prune.UNTOUCHED + dt.timedelta(seconds=1)
    Device(store, YOU).plan()
    assert rows(store) == 1
    with pytest.raises(RecordMissing):
        store.shared("a" + f"{1:063}")


def test_old_plans_are_found_without_reading_the_others(store):
    query = "SELECT id FROM plan WHERE modified < '2026-01-01' AND deleted IS NULL LIMIT 100"
    with store._read.connect() as connection:
        if connection.dialect.name == "postgresql":
            # it reads an empty table through, index or not
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            steps = connection.exec_driver_sql(f"EXPLAIN {query}").all()
        else:
            steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()
    assert "ix_plan_modified" in str(steps)
