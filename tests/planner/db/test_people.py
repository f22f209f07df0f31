"""Hand-over in an office, deeds, news, and codes by time: on both databases."""

from __future__ import annotations

import datetime as dt

import pyotp
import pytest

from planner.db.errors import RecordMissing
from planner.db.listing_values import Actor
from planner.db.news import KEPT, NewsStore
from planner.db.office_tables import PersonRow
from planner.db.offices import OfficeStore
from planner.db.people import LastOwner, PeopleStore
from planner.db.session import transaction
from planner.db.time_codes import RECOVERY_CODES, STEP_SECONDS, TimeCodeStore
from planner.errors import InvalidRequest

KEY = b"k" * 32


@pytest.fixture
def office(engine, monkeypatch):
    """An office of an owner and an editor, whose passwords nobody needs here."""
    monkeypatch.setattr("planner.db.offices.hashed", lambda password: "x")
    offices = OfficeStore(engine)
    made = offices.create("南砺", ["16210"])
    for email, role in (("hanako@example.jp", "owner"), ("eri@example.jp", "editor")):
        offices.accept(offices.invite(made.id, email, role), "x")
    return made.id


@pytest.fixture
def people(engine, clock):
    return PeopleStore(engine, clock)


def actor(office, role="owner", who="hanako@example.jp"):
    return Actor(office, role, who)


def members(engine):
    return dict(OfficeStore(engine).all()[0].people)


def test_the_last_owner_stays_until_there_is_another(engine, office, people):
    hanako, eri = "hanako@example.jp", "eri@example.jp"
    for deed in (
        lambda: people.remove(actor(office), hanako),
        lambda: people.set_role(actor(office), hanako, "editor"),
    ):
        with pytest.raises(LastOwner):
            deed()
    people.set_role(actor(office), eri, "owner")
    people.remove(actor(office), hanako)
    assert members(engine) == {eri: "owner"}
    assert sorted((one.who, one.act, one.what) for one in people.deeds(office)) == [
        (hanako, "remove", hanako),
        (hanako, "role", f"{eri} owner"),
    ]


def test_only_owners_decide_and_everybody_may_leave(engine, office, people):
    eri = actor(office, "editor", "eri@example.jp")
    for deed in (
        lambda: people.set_role(eri, "eri@example.jp", "owner"),
        lambda: people.remove(eri, "hanako@example.jp"),
        lambda: people.set_places(eri, ["13101"]),
        lambda: people.remove(actor(office), "nobody@example.jp"),
    ):
        with pytest.raises(RecordMissing):
            deed()
    with pytest.raises(InvalidRequest):
        people.set_role(actor(office), "eri@example.jp", "king")
    people.remove(eri, "eri@example.jp")
    assert members(engine) == {"hanako@example.jp": "owner"}


def test_who_leaves_cannot_come_back_by_an_open_invitation(engine, office, people):
    offices = OfficeStore(engine)
    token = offices.invite(office, "eri@example.jp", "owner")
    people.remove(actor(office), "eri@example.jp")
    with pytest.raises(RecordMissing):
        offices.link(token)


def test_an_office_moves_to_other_municipalities(engine, office, people):
    people.set_places(actor(office), ["13101", "16210", "13101"])
    assert OfficeStore(engine).all()[0].codes == ("13101", "16210")
    with pytest.raises(InvalidRequest):
        people.set_places(actor(office), [])
    with pytest.raises(RecordMissing):
        people.set_places(actor("0" * 32), ["13101"])


def test_news_are_an_offices_own_and_go_by_themselves(engine, office, clock):
    news = NewsStore(engine, clock)
    token = news.renew(office)
    assert news.office_of(token) == (office, "南砺")
    news.add(office, "review", "柿", "/office/listings/1")
    clock.now += KEPT + dt.timedelta(days=1)
    news.add(office, "review", "梅" * 300, "/office/listings/2")
    assert [(one.kind, len(one.subject), one.seen) for one in news.of_office(office)] == [("review", 200, False)]
    news.see(office)
    assert news.of_office(office)[0].seen
    other = OfficeStore(engine).create("よそ", ["13101"]).id
    assert news.of_office(other) == []
    assert news.renew(office) != token
    assert news.office_of(token) is None
    news.revoke(office)
    assert not news.has_address(office)


@pytest.fixture
def person(engine, office):
    with transaction(engine) as session:
        return session.query(PersonRow.id).filter(PersonRow.email == "hanako@example.jp").scalar()


@pytest.fixture
def codes(engine, clock):
    return TimeCodeStore(engine, lambda: KEY, clock)


def test_codes_count_from_their_first_one(codes, person, clock):
    secret = codes.begin(person)
    assert codes.begin(person) == secret
    totp = pyotp.TOTP(secret)
    assert not codes.active(person)
    assert codes.confirm(person, "000000") is None
    assert not codes.check(person, totp.at(clock.now))
    spare = codes.confirm(person, totp.at(clock.now))
    assert len(set(spare)) == RECOVERY_CODES
    assert codes.active(person)
    with pytest.raises(RecordMissing):
        codes.begin(person)


def test_no_code_opens_twice_or_late(codes, person, clock):
    totp = pyotp.TOTP(codes.begin(person))
    codes.confirm(person, totp.at(clock.now))
    assert not codes.check(person, totp.at(clock.now))
    clock.now += dt.timedelta(seconds=STEP_SECONDS)
    code = totp.at(clock.now)
    assert codes.check(person, f"{code[:3]} {code[3:]}")
    assert not codes.check(person, code)
    assert not codes.check(person, totp.at(clock.now - dt.timedelta(seconds=STEP_SECONDS)))
    clock.now += dt.timedelta(seconds=3 * STEP_SECONDS)
    assert not codes.check(person, totp.at(clock.now - dt.timedelta(seconds=2 * STEP_SECONDS)))
    assert codes.check(person, totp.at(clock.now + dt.timedelta(seconds=STEP_SECONDS)))


def test_a_lost_telephone_has_ten_ways_in(codes, person, clock):
    spare = codes.confirm(person, pyotp.TOTP(codes.begin(person)).at(clock.now))
    assert codes.check(person, f" {spare[0].upper()} ")
    assert not codes.check(person, spare[0])
    assert codes.left(person) == RECOVERY_CODES - 1
    codes.off(person)
    assert (codes.active(person), codes.left(person)) == (False, 0)
    assert not codes.check(person, spare[1])


def test_the_database_alone_makes_no_code(engine, codes, person, clock):
    secret = codes.begin(person)
    thief = TimeCodeStore(engine, lambda: b"another key", clock)
    assert thief.begin(person) != secret
