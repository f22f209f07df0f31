"""The list of an office's listings: searched, paged, old ones found, and many changed at once."""

from __future__ import annotations

import datetime as dt

import pytest
from persimmons import GOOD

from planner.db.errors import RecordMissing
from planner.db.listings import Actor, ListingStore
from planner.db.offices import OfficeStore
from planner.db.people import PeopleStore
from planner.db.shelf import ShelfStore, Wanted

BODY = {**GOOD, "employer": "果樹農家"}
TODAY, OLD = "2027-06-01", "2027-03-03"


@pytest.fixture
def now():
    return [dt.datetime(2027, 6, 1, 3, tzinfo=dt.UTC)]


@pytest.fixture
def store(engine, now):
    return ListingStore(engine, lambda: now[0])


@pytest.fixture
def shelf(engine, now):
    return ShelfStore(engine, lambda: now[0], lambda body: {"x": "law"} if body["title_ja"] == "足りない" else {})


@pytest.fixture
def owner(engine):
    return Actor(OfficeStore(engine).create("南砺", ["16210"]).id, "owner", "hanako@example.jp")


def put(store, owner, *, publish=False, **words):
    made = store.create(owner, {**BODY, **words})
    if publish:
        store.step(owner, made.id, "publish")
    return made.id


def test_words_are_found_as_they_are_written(store, shelf, owner):
    ids = {title: put(store, owner, title_ja=title) for title in ("柿 A%", "梅 a_", "桃 b\\", "Apple")}
    for words, expected in (
        ("", 4),
        ("柿", 1),
        ("農家 梅", 1),
        ("%", 1),
        ("_", 4),
        ("\\", 1),
        ("apple", 1),
        ("無い", 0),
    ):
        rows, total = shelf.page(owner.office_id, Wanted(words), 10, 0)
        assert (len(rows), total) == (expected, expected), words
    assert shelf.ids(owner.office_id, Wanted("果樹農家 Apple")) == [ids["Apple"]]


def test_pages_are_cut_by_the_database(store, shelf, owner):
    for number in range(5):
        put(store, owner, title_ja=f"題{number}")
    pages = [shelf.page(owner.office_id, Wanted(), 2, at)[0] for at in (0, 2, 4)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert len({one.id for page in pages for one in page}) == 5


def test_old_and_closed_ones_are_told_apart(store, shelf, owner, now):
    old = put(store, owner, publish=True, as_of="2027-03-02")
    put(store, owner, publish=True, as_of="2027-03-03")
    put(store, owner, as_of="2027-01-01")
    over = put(store, owner, publish=True, as_of="2027-01-01", closes="2027-05-31")
    dated = put(store, owner, start="2027-04-01", end="2027-05-01", as_of="2027-01-01", publish=True)
    assert [one.id for one in shelf.stale(owner.office_id, OLD, TODAY)] == [old]
    assert set(shelf.ids(owner.office_id, Wanted("", "over", OLD, TODAY))) == {over, dated}
    assert shelf.counts(owner.office_id, OLD, TODAY) == {"draft": 1, "published": 4, "stale": 1}
    assert shelf.all_at_once(owner, [old], "confirm").changed == 1
    assert shelf.stale(owner.office_id, OLD, TODAY) == []
    assert store.get(owner.office_id, old).public["as_of"] == "2027-06-01"
    assert store.changes() == 5


def test_without_a_day_of_its_own_a_listing_is_as_old_as_its_words(store, owner, now):
    made = put(store, owner)
    assert store.get(owner.office_id, made).as_of == "2027-06-01"
    now[0] += dt.timedelta(days=1)
    store.change(owner, made, {**BODY, "title_ja": "新"}, 1)
    assert store.get(owner.office_id, made).as_of == "2027-06-02"


def test_many_are_changed_at_once_and_the_rest_stays(engine, store, shelf, owner):
    good = [put(store, owner, title_ja=f"題{n}") for n in range(3)]
    short = put(store, owner, title_ja="足りない")
    done = shelf.all_at_once(owner, [*good, short], "publish")
    assert (done.changed, done.left) == (3, {"lacks": 1})
    assert shelf.all_at_once(owner, [*good, short], "pause", "disaster").left == {"elsewhere": 1}
    assert {store.get(owner.office_id, one).reason for one in good} == {"disaster"}
    assert store.published() == []
    assert shelf.all_at_once(owner, good, "resume").changed == 3
    assert store.get(owner.office_id, good[0]).reason == ""
    assert shelf.all_at_once(owner, good, "year").left == {"same": 3}
    assert shelf.all_at_once(owner, good, "trash").changed == 3
    assert shelf.all_at_once(owner, good, "year").left == {"elsewhere": 3}
    assert shelf.page(owner.office_id, Wanted("", "trash"), 10, 0)[1] == 3
    assert shelf.all_at_once(owner, good, "untrash").changed == 3
    assert {one.what for one in PeopleStore(engine).deeds(owner.office_id)} >= {"publish 3", "trash 3"}


def test_dates_move_a_year(store, shelf, owner):
    made = put(store, owner, start="2028-02-29", end="2028-03-10")
    shelf.all_at_once(owner, [made], "year")
    assert store.get(owner.office_id, made).body["start"] == "2029-02-28"


def test_another_offices_listings_are_out_of_reach(engine, store, shelf, owner):
    made = put(store, owner)
    other = Actor(OfficeStore(engine).create("よそ", ["13101"]).id, "owner", "taro@example.jp")
    assert shelf.all_at_once(other, [made], "trash").changed == 0
    assert shelf.page(other.office_id, Wanted(), 10, 0) == ([], 0)
    assert shelf.stale(other.office_id, "9999", TODAY) == []
    for actor, deed in ((Actor(owner.office_id, "reviewer", "r"), "trash"), (owner, "dance")):
        with pytest.raises(RecordMissing):
            shelf.all_at_once(actor, [made], deed)
