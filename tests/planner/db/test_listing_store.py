"""Listings in the database: steps, versions, files, and what of them is public."""

from __future__ import annotations

import datetime as dt

import pytest
from persimmons import GOOD

from planner.db.errors import RecordChanged, RecordMissing
from planner.db.following import LOOK_SECONDS, Following
from planner.db.listings import Actor, Counts, ListingStore
from planner.db.news import NewsStore
from planner.db.offices import OfficeStore

BODY = {**GOOD, "employer": "柿農家", "engagement": "employment"}
OTHER = {**BODY, "title_ja": "別の題"}


@pytest.fixture
def store(engine):
    return ListingStore(engine)


@pytest.fixture
def owner(engine):
    return Actor(OfficeStore(engine).create("南砺", ["16210"]).id, "owner", "hanako@example.jp")


def test_only_what_was_published_is_public(store, owner):
    made = store.create(owner, BODY)
    assert store.published() == []
    store.step(owner, made.id, "submit")
    assert store.published() == []
    assert store.changes() == 0
    store.step(owner, made.id, "publish")
    assert [(one.office, one.body) for one in store.published()] == [("南砺", BODY)]
    changed = store.change(owner, made.id, OTHER, 3)
    assert changed.unpublished_changes
    assert store.published()[0].body == BODY
    store.step(owner, made.id, "publish")
    assert store.published()[0].body == OTHER
    store.step(owner, made.id, "pause")
    assert store.published() == []
    store.step(owner, made.id, "resume")
    assert len(store.published()) == 1
    store.trash(owner, made.id)
    assert store.published() == []
    assert [one.id for one in store.of_office(owner.office_id, trash=True)] == [made.id]
    store.trash(owner, made.id, back=True)
    assert store.get(owner.office_id, made.id).status == "draft"
    assert store.changes() > 3


def test_a_draft_beside_the_public_words_does_not_make_them_newer(engine, owner):
    day = [dt.datetime(2027, 4, 1, tzinfo=dt.UTC)]
    store = ListingStore(engine, lambda: day[0])
    made = store.create(owner, BODY)
    day[0] += dt.timedelta(days=1)
    store.step(owner, made.id, "publish")
    published = day[0]
    day[0] += dt.timedelta(days=30)
    store.change(owner, made.id, OTHER, 2)
    assert store.published()[0].modified == published
    store.step(owner, made.id, "publish")
    assert store.published()[0].modified == day[0]


def test_a_review_that_is_decided_waits_no_longer(store, owner, engine):
    made, other = store.create(owner, BODY), store.create(owner, OTHER)
    for one in (made, other):
        store.step(owner, one.id, "submit")
    store.step(owner, made.id, "send_back")
    news = NewsStore(engine).of_office(owner.office_id)
    assert {one.subject: one.seen for one in news} == {"干し柿づくり": True, "別の題": False}


def test_changes_meet_each_other_and_are_kept(store, owner):
    made = store.create(owner, BODY)
    store.change(owner, made.id, OTHER, made.sequence)
    with pytest.raises(RecordChanged):
        store.change(owner, made.id, BODY, made.sequence)
    store.restore(owner, made.id, 1)
    assert store.get(owner.office_id, made.id).body == BODY
    acts = [(one.act, one.body["title_ja"]) for one in store.history(owner.office_id, made.id)]
    assert acts == [("restore", "干し柿づくり"), ("edit", "別の題"), ("create", "干し柿づくり")]


def test_words_changed_in_review_are_a_draft_again(store, owner):
    made = store.create(owner, BODY)
    assert store.step(owner, made.id, "submit").status == "review"
    assert store.change(owner, made.id, OTHER, 2).status == "draft"


def test_steps_are_for_their_roles_and_places(store, owner):
    made = store.create(owner, BODY)
    editor, reviewer = (Actor(owner.office_id, role, role) for role in ("editor", "reviewer"))
    for actor, step in ((editor, "publish"), (reviewer, "submit"), (owner, "dance")):
        with pytest.raises(RecordMissing):
            store.step(actor, made.id, step)
    with pytest.raises(RecordMissing):
        store.create(reviewer, BODY)
    with pytest.raises(RecordChanged):
        store.step(owner, made.id, "pause")
    store.step(editor, made.id, "submit")
    assert store.step(reviewer, made.id, "publish").status == "published"
    assert store.step(editor, made.id, "pause").status == "paused"


def test_another_office_has_nothing_of_it(store, owner, engine):
    made = store.create(owner, BODY)
    other = Actor(OfficeStore(engine).create("よそ", ["13101"]).id, "owner", "taro@example.jp")
    for call in (
        lambda: store.get(other.office_id, made.id),
        lambda: store.history(other.office_id, made.id),
        lambda: store.change(other, made.id, OTHER, 1),
        lambda: store.step(other, made.id, "publish"),
        lambda: store.trash(other, made.id),
        lambda: store.restore(other, made.id, 1),
    ):
        with pytest.raises(RecordMissing):
            call()
    assert store.of_office(other.office_id) == []


def test_the_same_file_twice_changes_nothing(store, owner):
    rows = [(f"k{i}", {**BODY, "title_ja": f"題{i}"}) for i in range(3)]
    assert store.take_in(owner, rows, keep=False) == Counts(3, 0, 0)
    assert store.of_office(owner.office_id) == []
    assert store.take_in(owner, rows) == Counts(3, 0, 0)
    before = store.of_office(owner.office_id)
    assert store.take_in(owner, rows) == Counts(0, 0, 3)
    assert store.of_office(owner.office_id) == before
    assert store.take_in(owner, [("k1", OTHER)]) == Counts(0, 1, 0)


def test_the_calendar_follows_what_is_published(store, owner, small_dataset, monkeypatch):
    now = [0.0]
    monkeypatch.setattr("planner.db.following.time.monotonic", lambda: now[0])
    day = [dt.date(2027, 1, 1)]
    following = Following(small_dataset, store, lambda: day[0])
    assert following.dataset() is small_dataset
    made = store.create(owner, {**BODY, "closes": "2027-06-30"})
    store.step(owner, made.id, "publish")
    assert following.dataset() is small_dataset
    now[0] += LOOK_SECONDS
    season = following.dataset()
    window = season.demand.by_id[f"listing-{made.id}"]
    assert (window.code, window.confidence, window.source) == ("16210", "listing", "南砺 https://example.jp/kaki")
    assert len(season.demand.windows) == len(small_dataset.demand.windows) + 1
    mark = following.mark
    now[0] += LOOK_SECONDS
    assert following.dataset() is season
    assert following.mark == mark
    day[0] = dt.date(2027, 7, 1)
    now[0] += LOOK_SECONDS
    assert following.dataset() is small_dataset
