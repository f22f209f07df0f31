"""Offices, links that open once, sessions, and tries that are counted."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.db import passwords
from planner.db.backup import backup
from planner.db.errors import RecordMissing
from planner.db.offices import OfficeStore, plain_email
from planner.db.signing import MOST_OF_ACCOUNT, MOST_OF_ADDRESS, SPAN, SignInStore, TooManyTries
from planner.errors import InvalidRequest

WORDS = "a rather long sentence"
OTHER = "quite another sentence"


@pytest.fixture
def stores(engine, clock):
    return OfficeStore(engine, clock), SignInStore(engine, clock)


@pytest.fixture
def offices(stores):
    return stores[0]


@pytest.fixture
def sign_ins(stores):
    return stores[1]


@pytest.fixture
def nanto(offices):
    return offices.create("南砺市観光協会", ["16210"])


def joined(offices, office, email="hanako@example.jp", role="owner", password=WORDS):
    offices.accept(offices.invite(office.id, email, role), password)
    return email


def test_a_link_opens_once(offices, nanto, sign_ins):
    token = offices.invite(nanto.id, "Hanako@Example.jp ", "owner")
    link = offices.link(token)
    assert (link.email, link.office, link.role, link.known) == ("hanako@example.jp", "南砺市観光協会", "owner", False)
    assert offices.accept(token, WORDS) == "hanako@example.jp"
    with pytest.raises(RecordMissing):
        offices.accept(token, OTHER)
    assert offices.named("南砺市観光協会").people == (("hanako@example.jp", "owner"),)
    assert sign_ins.open("HANAKO@example.jp", OTHER, "1", "x") is None
    who = sign_ins.who(sign_ins.open("HANAKO@example.jp", WORDS, "1", "x"))
    assert [(one.office, one.role, one.codes) for one in who.memberships] == [("南砺市観光協会", "owner", ("16210",))]


def test_links_end_and_newer_ones_replace_older(offices, nanto, clock):
    first, second = (offices.invite(nanto.id, "a@example.jp", "editor") for _ in range(2))
    with pytest.raises(RecordMissing):
        offices.link(first)
    clock.now += dt.timedelta(days=14)
    with pytest.raises(RecordMissing):
        offices.accept(second, WORDS)


def test_a_known_person_joins_with_their_own_password_only(offices, nanto):
    """An invitation into another office is no way to take over an account."""
    email = joined(offices, nanto)
    other = offices.create("東京の窓口", ["13101"])
    token = offices.invite(other.id, email, "reviewer")
    assert offices.link(token).known
    assert offices.accept(token, OTHER) is None
    assert offices.named(other.id).people == ()
    assert offices.accept(token, WORDS) == email
    assert offices.named(other.id).people == ((email, "reviewer"),)


def test_a_new_password_ends_sessions_and_other_links(offices, nanto, sign_ins):
    email = joined(offices, nanto)
    session = sign_ins.open(email, WORDS, "1", "x")
    token = offices.reset(email)
    assert sign_ins.who(session) is not None
    offices.accept(token, OTHER)
    assert sign_ins.who(session) is None
    assert sign_ins.open(email, WORDS, "1", "x") is None
    assert sign_ins.open(email, OTHER, "1", "x")


def test_nobody_gets_a_new_password_for_nobody(offices):
    with pytest.raises(RecordMissing):
        offices.reset("nobody@example.jp")


def test_sessions_end_by_themselves_and_by_their_person_only(offices, nanto, sign_ins, clock):
    email = joined(offices, nanto)
    token = sign_ins.open(email, WORDS, "1", "Firefox")
    who = sign_ins.who(token)
    assert [one.device for one in sign_ins.devices(who.person_id)] == ["Firefox"]
    with pytest.raises(RecordMissing):
        sign_ins.close("0" * 32, who.session_id)
    clock.now += dt.timedelta(days=30)
    assert sign_ins.who(token) is None
    sign_ins.close(who.person_id, who.session_id)
    assert sign_ins.devices(who.person_id) == []


@pytest.fixture
def quick(monkeypatch):
    """Only the counting matters."""
    monkeypatch.setattr("planner.db.signing.matches", lambda password, known: known is not None and password == WORDS)


@pytest.mark.usefixtures("quick")
def test_tries_are_counted_for_accounts_that_exist_and_that_do_not(offices, nanto, sign_ins, clock):
    for email in (joined(offices, nanto), "nobody@example.jp"):
        for number in range(MOST_OF_ACCOUNT):
            assert sign_ins.open(email, OTHER, str(number), "x") is None
        with pytest.raises(TooManyTries):
            sign_ins.open(email, WORDS, "elsewhere", "x")
    clock.now += SPAN
    assert sign_ins.open("hanako@example.jp", WORDS, "elsewhere", "x")


@pytest.mark.usefixtures("quick")
def test_tries_from_one_address_are_counted_and_good_ones_are_not(offices, nanto, sign_ins):
    email = joined(offices, nanto)
    for _ in range(MOST_OF_ADDRESS + 1):
        assert sign_ins.open(email, WORDS, "one", "x")
    for number in range(MOST_OF_ADDRESS):
        sign_ins.open(f"{number}@example.jp", WORDS, "one", "x")
    with pytest.raises(TooManyTries):
        sign_ins.open("another@example.jp", WORDS, "one", "x")


def test_secrets_are_kept_as_hashes_only(offices, nanto, sign_ins, database_url, tmp_path):
    token = offices.invite(nanto.id, "hanako@example.jp", "owner")
    offices.accept(token, WORDS)
    session = sign_ins.open("hanako@example.jp", WORDS, "192.0.2.77", "x")
    sign_ins.open("hanako@example.jp", OTHER, "192.0.2.77", "x")
    backup(database_url, tmp_path / "all.db")
    kept = (tmp_path / "all.db").read_bytes()
    assert b"hanako@example.jp" in kept
    for secret in (token, session, WORDS, "192.0.2.77"):
        assert secret.encode() not in kept


def test_the_same_name_twice_is_refused(offices, nanto):
    with pytest.raises(InvalidRequest):
        offices.create(f" {nanto.name}", ["16210"])


@pytest.mark.parametrize("text", [
        "", "a", "a@b", "@b.jp", "a b@c.jp", "a@" + "b" * 260 + ".jp",
        "a@x.jp,b@c.jp", "a;b@c.jp", "a@b@c.jp", "<a@b.jp>", ":a@b.jp", "(a)@b.jp", "a@.jp", "a@b..jp", "a@b.jp.",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(text):
    with pytest.raises(InvalidRequest):
        plain_email(text)


def test_a_password_is_long_enough_and_the_same_in_both_widths():
    for word in ("short", "x" * 201):
        with pytest.raises(passwords.WeakPassword):
            passwords.hashed(word)
    known = passwords.hashed("ＡＢＣ１２３ がんばろう日本")
    assert passwords.matches("ABC123 がんばろう日本", known)
    assert not passwords.matches("ABC123 がんばろう", known)
    assert not passwords.matches("the password of nobody at all", None)
    assert not passwords.matches("anything", "no hash")
