import datetime as dt
import hashlib
import threading

import pytest

from planner.db.errors import RecordChanged, RecordGone, RecordMissing
from planner.db.plans import PlanStore

ME, YOU = ("a" * 64), ("b" * 64)
TOKEN = hashlib.sha256(b"token").hexdigest()
NOON = dt.datetime(2027, 4, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def store(engine, clock):
    return PlanStore(engine, clock)


def test_a_plan_is_read_by_its_owner_only(store):
    plan = store.add(ME, '{"a":1}')
    assert store.get(ME, plan.id) == plan
    assert plan.created == NOON
    with pytest.raises(RecordMissing):
        store.get(YOU, plan.id)
    with pytest.raises(RecordMissing):
        store.get(ME, "0" * 32)


def test_a_change_moves_the_record_on_and_an_older_reader_is_refused(store, clock):
    plan = store.add(ME, "old")
    clock.now += dt.timedelta(hours=1)
    changed = store.replace(ME, plan.id, "new", 0)
    assert (changed.body, changed.sequence, changed.modified - changed.created) == ("new", 1, dt.timedelta(hours=1))
    with pytest.raises(RecordChanged):
        store.replace(ME, plan.id, "late", 0)
    assert store.get(ME, plan.id).body == "new"


def test_a_share_shows_the_latest_version_unless_frozen(store):
    plan = store.add(ME, "first")
    store.share(ME, plan.id, TOKEN)
    frozen = hashlib.sha256(b"frozen").hexdigest()
    store.share(ME, plan.id, frozen, frozen=True)
    store.replace(ME, plan.id, "second", 0)
    assert (store.shared(TOKEN).body, store.shared(TOKEN).sequence) == ("second", 1)
    assert (store.shared(frozen).body, store.shared(frozen).sequence) == ("first", 0)
    assert [share.frozen for share in store.shares(ME, plan.id)].count(True) == 1


def test_what_is_made_within_a_second_keeps_its_order(store, clock):
    plans, shares = [], []
    for number in range(8):
        clock.now += dt.timedelta(microseconds=1)
        plans.append(store.add(ME, "body"))
        token = hashlib.sha256(str(number).encode()).hexdigest()
        shares.append(store.share(ME, plans[0].id, token))
    assert store.owned(ME) == plans[::-1]
    assert store.shares(ME, plans[0].id) == shares
    assert {plan.created for plan in plans} == {share.created for share in shares} == {NOON}


def test_a_withdrawn_share_is_gone_and_only_its_owner_withdraws_it(store):
    plan = store.add(ME, "body")
    share = store.share(ME, plan.id, TOKEN)
    with pytest.raises(RecordMissing):
        store.revoke(YOU, share.id)
    store.revoke(ME, share.id)
    with pytest.raises(RecordGone):
        store.shared(TOKEN)
    with pytest.raises(RecordMissing):
        store.revoke(ME, share.id)
    assert store.shares(ME, plan.id) == []


def test_deleting_empties_the_plan_and_what_was_frozen(store):
    plan = store.add(ME, "private words")
    store.share(ME, plan.id, TOKEN, frozen=True)
    store.delete(ME, plan.id)
    with pytest.raises(RecordMissing):
        store.get(ME, plan.id)
    with pytest.raises(RecordGone):
        store.shared(TOKEN)
    with store._read.connect() as connection:
        kept = connection.exec_driver_sql("SELECT body, frozen_body FROM plan JOIN share ON plan_id = plan.id").all()
    assert kept == [(None, None)]


def test_nobody_shares_the_plan_of_another(store):
    plan = store.add(YOU, "theirs")
    with pytest.raises(RecordMissing):
        store.share(ME, plan.id, TOKEN)


def test_the_owners_plans_come_newest_first(store, clock):
    first = store.add(ME, "1")
    clock.now += dt.timedelta(seconds=1)
    second = store.add(ME, "2")
    store.add(YOU, "3")
    assert [plan.id for plan in store.owned(ME)] == [second.id, first.id]


def test_many_writers_wait_for_each_other(store):
    """Eight threads change one plan; each change is made on the version it read, none is lost."""
    plan = store.add(ME, "0")
    problems: list[Exception] = []

    def add_one() -> None:
        for _ in range(10):
            while True:
                seen = store.get(ME, plan.id)
                try:
                    store.replace(ME, plan.id, str(int(seen.body) + 1), seen.sequence)
                    break
                except RecordChanged:
                    continue
                except Exception as error:
                    problems.append(error)
                    return

    threads = [threading.Thread(target=add_one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert (store.get(ME, plan.id).body, store.get(ME, plan.id).sequence) == ("80", 80)
