"""Interests, reports and figures in the database: who sees them, and when they go."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from planner.db.errors import RecordChanged, RecordGone, RecordMissing
from planner.db.figures import FigureStore
from planner.db.interests import KEPT, InterestStore
from planner.db.listings import Actor, ListingStore
from planner.db.offices import OfficeStore
from planner.db.reports import ReportStore

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
CLOSES = dt.datetime(2027, 12, 1, tzinfo=dt.UTC)
LETTER = {"first": "2027-10-20", "last": "2027-11-30", "contact": "taro@example.jp", "message": "働きたい"}
BODY = {"municipality_code": "16210", "title_ja": "干し柿づくり", "start": "10-20", "end": "12-10"}


@pytest.fixture
def clock(clock):
    clock.now = NOW
    return clock


@pytest.fixture
def office(engine):
    return OfficeStore(engine).create("南砺", ["16210"]).id


@pytest.fixture
def listing(engine, office):
    store, owner = ListingStore(engine), Actor(office, "owner", "hanako@example.jp")
    made = store.create(owner, BODY)
    store.step(owner, made.id, "publish")
    return made.id


@pytest.fixture
def store(engine, clock):
    return InterestStore(engine, clock)


@pytest.fixture
def send(store, listing):
    def make(number=1, closes=CLOSES):
        return store.send(listing, f"{number:032}", (f"token{number}", "device"), LETTER, closes)

    return make


def close(engine, office, listing, step="close"):
    ListingStore(engine).step(Actor(office, "owner", "hanako@example.jp"), listing, step)


def test_an_interest_is_read_answered_and_taken_back(store, send, office):
    sent = send()
    assert (sent.state, sent.about["title_ja"], sent.office) == ("sent", "干し柿づくり", "南砺")
    assert store.count(office, unread=True) == 1
    assert store.open(office, sent.id).state == "read"
    assert store.count(office, unread=True) == 0
    assert store.answer(office, sent.id, "dates", "11月なら").state == "dates"
    seen = store.by_token("token1")
    assert (seen.note, seen.body) == ("11月なら", LETTER)
    assert [one.id for one in store.of_device("device")] == [sent.id]
    assert store.of_device("another") == []
    back = store.withdraw("token1")
    assert (back.state, back.closes) == ("withdrawn", NOW)
    # whom to write to is gone for the office at once
    assert store.open(office, sent.id).body == {"first": "2027-10-20", "last": "2027-11-30"}
    with pytest.raises(RecordChanged):
        store.answer(office, sent.id, "accepted", "")


def test_erased_at_once_means_nothing_is_left(store, send, office, engine):
    sent = send()
    store.delete("token1")
    assert store.of_office(office) == []
    with pytest.raises(RecordMissing):
        store.by_token("token1")
    with pytest.raises(RecordMissing):
        store.open(office, sent.id)


def test_other_offices_have_nothing_of_it(store, send, engine):
    sent, other = send(), OfficeStore(engine).create("よそ", ["13101"]).id
    assert (store.of_office(other), store.count(other)) == ([], 0)
    for call in (lambda: store.open(other, sent.id), lambda: store.answer(other, sent.id, "full", "")):
        with pytest.raises(RecordMissing):
            call()


@pytest.mark.parametrize("step", ["pause", "close"])
def test_only_what_is_open_takes_interests(store, send, engine, office, listing, step):
    close(engine, office, listing, step)
    with pytest.raises(RecordGone if step == "close" else RecordMissing):
        send()
    with pytest.raises(RecordGone if step == "close" else RecordMissing):
        store.standing(listing)
    with pytest.raises(RecordMissing):
        store.standing("0" * 32)


def test_it_goes_half_a_year_after_its_last_day(store, send, clock, office):
    send()
    clock.now = CLOSES + KEPT - dt.timedelta(seconds=1)
    assert store.erase() == 0
    assert store.by_token("token1").erased == CLOSES + KEPT
    clock.now = CLOSES + KEPT
    # gone for every reader even before it is erased
    assert (store.of_office(office), store.count(office), store.of_device("device")) == ([], 0, [])
    with pytest.raises(RecordMissing):
        store.by_token("token1")
    assert store.erase() == 1
    assert store.erase() == 0


@pytest.mark.parametrize("how", ["close", "trash", "withdraw"])
def test_it_goes_half_a_year_after_its_listing_or_sender_ended_it(store, send, clock, engine, office, listing, how):
    send()
    clock.now = NOW + dt.timedelta(days=10)
    if how == "withdraw":
        store.withdraw("token1")
    elif how == "trash":
        ListingStore(engine).trash(Actor(office, "owner", "x"), listing)
    else:
        close(engine, office, listing)
    store.erase()
    assert store.by_token("token1").closes == clock.now
    clock.now += KEPT
    assert store.erase() == 1


def test_a_report_goes_to_whom_it_concerns(engine, clock, office, listing):
    store = ReportStore(engine, clock)
    mine = store.send(f"listing-{listing}", "干し柿", "dates", "もう終わりました")
    theirs = store.send("16210-harvest-1", "柿", "other", "違います")
    assert [one.id for one in store.of_office(office)] == [mine.id]
    assert [one.id for one in store.of_office(None)] == [theirs.id]
    with pytest.raises(RecordMissing):
        store.finish(office, theirs.id)
    with pytest.raises(RecordMissing):
        store.finish(None, mine.id)
    store.finish(office, mine.id)
    assert (store.of_office(office), store.count(office), store.count(None)) == ([], 0, 1)


def test_figures_add_up_by_month(engine):
    store = FigureStore(engine)
    for day in (dt.date(2027, 9, 1), dt.date(2027, 9, 30), dt.date(2027, 10, 1)):
        store.add(day, [("listing-a", "views", 1), ("listing-a", "nights", 7), ("listing-b", "views", 2)])
    assert store.of(["listing-a"]) == {
        ("listing-a", "2027-09", "views"): 2,
        ("listing-a", "2027-09", "nights"): 14,
        ("listing-a", "2027-10", "views"): 1,
        ("listing-a", "2027-10", "nights"): 7,
    }


def test_nothing_of_a_sender_is_kept_in_the_clear_beside_the_letter(engine, send, office):
    sent = send()
    from sqlalchemy import text

    with engine.connect() as connection:
        row = dict(connection.execute(text("SELECT * FROM interest")).mappings().one())
    assert json.loads(row.pop("body")) == LETTER
    assert sent.id == row["id"]
    assert not any("taro" in str(value) for value in row.values())
