import datetime as dt
import hashlib
import threading

import pytest

from planner.db.errors import RecordGone, RecordMissing
from planner.db.feeds import FeedStore
from planner.db.plans import PlanStore
from planner.db.prune import UNTOUCHED, told_key

ME, YOU = ("a" * 64), ("b" * 64)
NOON = dt.datetime(2027, 4, 1, 12, tzinfo=dt.UTC)


def token(name):
    return hashlib.sha256(name.encode()).hexdigest()


@pytest.fixture
def stores(engine, clock):
    return PlanStore(engine, clock), FeedStore(engine, clock)


def test_a_plan_has_one_feed_at_most(stores):
    plans, feeds = stores
    plan = plans.add(ME, "{}")
    with pytest.raises(RecordMissing):
        feeds.current(ME, plan.id)
    first = feeds.renew(ME, plan.id, token("1"), "1" * 32)
    assert feeds.current(ME, plan.id) == first
    second = feeds.renew(ME, plan.id, token("2"), "2" * 32)
    assert feeds.current(ME, plan.id) == second
    assert feeds.plan(token("2")) == plan
    with pytest.raises(RecordGone):
        feeds.plan(token("1"))
    assert feeds.plan(token("3")) is None


def test_only_the_owner_makes_and_withdraws_it(stores):
    plans, feeds = stores
    plan = plans.add(ME, "{}")
    feeds.renew(ME, plan.id, token("1"), "1" * 32)
    for act in (
        lambda: feeds.renew(YOU, plan.id, token("2"), "2" * 32),
        lambda: feeds.current(YOU, plan.id),
        lambda: feeds.revoke(YOU, plan.id),
    ):
        with pytest.raises(RecordMissing):
            act()
    assert feeds.plan(token("1")) == plan
    feeds.revoke(ME, plan.id)
    feeds.revoke(ME, plan.id)
    with pytest.raises(RecordGone):
        feeds.plan(token("1"))


def test_what_was_told_goes_with_its_plan(stores):
    plans, feeds = stores
    plan = plans.add(ME, "{}")
    feeds.renew(ME, plan.id, token("1"), "1" * 32)
    assert feeds.follow(told_key(plan.id), lambda _: "told") == "told"
    plans.delete(ME, plan.id)
    assert feeds.follow(told_key(plan.id), lambda was: was) == ""
    with pytest.raises(RecordGone):
        feeds.plan(token("1"))


def test_a_plan_that_a_calendar_follows_is_kept(stores, clock):
    plans, feeds = stores
    followed, old = plans.add(ME, "followed"), plans.add(ME, "old")
    feeds.renew(ME, followed.id, token("1"), "1" * 32)
    clock.now += UNTOUCHED + dt.timedelta(days=1)
    plans.add(ME, "new")
    assert plans.get(ME, followed.id).body == "followed"
    with pytest.raises(RecordMissing):
        plans.get(ME, old.id)


def test_many_readers_count_a_change_once_each(stores):
    _, feeds = stores
    problems = []

    def count():
        try:
            for _ in range(5):
                feeds.follow("region:16", lambda was: str(int(was or 0) + 1))
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert feeds.follow("region:16", lambda was: was) == "20"
