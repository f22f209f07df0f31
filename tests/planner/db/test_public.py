"""What is public, followed change by change, is what a process finds that has just begun."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from sqlalchemy import delete

from planner.db.listing_tables import ListingRow
from planner.db.listings import Actor, ListingStore
from planner.db.offices import OfficeStore
from planner.db.public import PublicListings
from planner.db.session import transaction
from planner.db.shelf import ShelfStore

BODY = {
    "municipality_code": "16210",
    "kind": "harvest",
    "title_ja": "柿",
    "start": "10-20",
    "end": "12-10",
    "min_nights": "7",
    "max_nights": "30",
    "lodging": "provided",
    "contact_url": "https://example.jp/kaki",
}

DEEDS = ("publish", "publish", "pause", "resume", "edit", "trash", "confirm")


@pytest.fixture
def store(engine):
    return ListingStore(engine)


@pytest.fixture
def owner(engine):
    return Actor(OfficeStore(engine).create("南砺", ["16210"]).id, "owner", "hanako@example.jp")


def _do(shelf, store, owner, one, deed, number):
    if deed == "edit":
        now = store.get(owner.office_id, one)
        if not now.deleted:
            store.change(owner, one, {**BODY, "title_ja": f"新{number}"}, now.sequence)
    else:
        # what does not begin here is left alone
        shelf.all_at_once(owner, [one], deed)


@pytest.mark.parametrize("seed", range(3))
def test_following_finds_what_reading_everything_finds(engine, store, owner, clock, seed):
    chance, reader = random.Random(seed), PublicListings(engine)
    ids = [store.create(owner, {**BODY, "title_ja": f"題{number}"}).id for number in range(4)]
    for number in range(20):
        clock.now += dt.timedelta(minutes=1)
        _do(ShelfStore(engine, clock), store, owner, chance.choice(ids), chance.choice(DEEDS), number)
        if chance.random() < 0.5:
            reader.look()
    followed, read = reader.look(), PublicListings(engine).look()
    assert [one.listing.id for one in followed.entries] == [one.listing.id for one in read.entries]
    assert [(one.listing.body, one.window, one.last) for one in followed.entries] == [
        (one.listing.body, one.window, one.last) for one in read.entries
    ]


def test_only_what_changed_is_read_again(store, owner):
    first, second = (store.create(owner, BODY).id for _ in range(2))
    for one in (first, second):
        store.step(owner, one, "publish")
    before = {one.listing.id: one for one in store.public.look().entries}
    assert store.public.look() is store.public.look()
    store.step(owner, second, "pause")
    store.step(owner, second, "resume")
    after = {one.listing.id: one for one in store.public.look().entries}
    assert after[first] is before[first]
    assert after[second] is not before[second]


def test_rows_that_went_another_way_are_noticed_at_the_next_change(engine, store, owner):
    kept, gone, third = (store.create(owner, BODY).id for _ in range(3))
    for one in (kept, gone):
        store.step(owner, one, "publish")
    assert len(store.public.look().entries) == 2
    with transaction(engine.execution_options(write=True)) as session:
        session.execute(delete(ListingRow).where(ListingRow.id == gone))
    store.step(owner, third, "publish")
    assert {one.listing.id for one in store.public.look().entries} == {kept, third}


def test_what_is_over_or_elsewhere_is_not_open(store, owner):
    made = store.create(owner, {**BODY, "closes": "2027-06-30"})
    store.step(owner, made.id, "publish")
    public = store.public.look()
    assert [one.listing.id for one in public.open_on(dt.date(2027, 6, 30), {"16210"})] == [made.id]
    assert public.open_on(dt.date(2027, 7, 1), {"16210"}) == ()
    assert public.open_on(dt.date(2027, 6, 30), {"13101"}) == ()
