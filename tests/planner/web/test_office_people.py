"""People on the office's pages: codes at the door, hand-over, news by feed, letters."""

from __future__ import annotations

import dataclasses
import datetime as dt
import email
import re
import socket
import threading
from xml.etree import ElementTree as Xml

import pyotp
import pytest
from aiosmtpd.controller import Controller

from planner.db.listings import Actor
from planner.web.state import KEY

WORDS = "a rather long sentence"
BODY = {
    "municipality_code": "16210",
    "kind": "harvest",
    "start": "10-01",
    "end": "11-01",
    "min_nights": "7",
    "max_nights": "9",
    "host_kind": "farm",
    "employer": "農家",
    "engagement": "exchange",
    "lodging": "none",
}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def clock(app, monkeypatch):
    """The clock of the codes, moved a step for each new code."""

    class Clock:
        def __init__(self):
            self.step = 60_000_000

        def code(self, secret):
            self.step += 1
            return pyotp.TOTP(secret).at(self.step * 30)

        def __call__(self):
            import datetime as dt

            return dt.datetime.fromtimestamp(self.step * 30, dt.UTC)

    clock = Clock()
    monkeypatch.setattr(app.extensions[KEY].codes, "_clock", clock)
    return clock


@pytest.fixture
def secret(hanako, send_form, clock):
    """The secret of Hanako's codes, which are on."""
    page = hanako.get("/office/codes").get_data(as_text=True)
    assert "data:image/png;base64," in page
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    assert send_form(hanako, "/office/codes", code="123456").status_code == 422
    shown = send_form(hanako, "/office/codes", code=clock.code(found)).get_data(as_text=True)
    hanako.spare = re.findall(r"<code>([0-9a-f-]{35})</code>", shown)
    assert len(hanako.spare) == 10
    return found


def test_the_password_alone_no_longer_opens(app, secret, send_form, clock):
    browser = app.test_client()
    given = {"email": "hanako@example.jp", "password": WORDS}
    assert browser.get("/office/code").headers["Location"] == "/office/sign-in"
    answer = send_form(browser, "/office/sign-in", **given)
    assert answer.headers["Location"] == "/office/code"
    assert browser.get("/office/sessions").status_code == 302
    assert send_form(browser, "/office/code", code="000000").status_code == 422
    code = clock.code(secret)
    assert send_form(browser, "/office/code", code=code).headers["Location"] == "/office/"
    assert browser.get("/office/sessions").status_code == 200
    thief = app.test_client()
    send_form(thief, "/office/sign-in", **given)
    assert send_form(thief, "/office/code", code=code).status_code == 422


def test_a_recovery_code_opens_once_and_codes_go_off_by_a_code(app, hanako, secret, send_form, clock):
    browser = app.test_client()
    send_form(browser, "/office/sign-in", email="hanako@example.jp", password=WORDS)
    assert send_form(browser, "/office/code", code=hanako.spare[0]).status_code == 303
    assert "残り9個" in browser.get("/office/sessions").get_data(as_text=True)
    assert browser.get("/office/codes").status_code == 302
    assert send_form(browser, "/office/codes/off", code=hanako.spare[0]).status_code == 422
    assert send_form(browser, "/office/codes/off", code=clock.code(secret)).status_code == 303
    other = app.test_client()
    assert (
        send_form(other, "/office/sign-in", email="hanako@example.jp", password=WORDS).headers["Location"] == "/office/"
    )


def test_codes_are_guessed_a_few_times_only(app, secret, send_form, monkeypatch):
    monkeypatch.setattr("planner.db.signing.MOST_OF_ACCOUNT", 2)
    browser = app.test_client()
    send_form(browser, "/office/sign-in", email="hanako@example.jp", password=WORDS)
    answers = [send_form(browser, "/office/code", code=f"00000{n}").status_code for n in range(3)]
    assert answers == [422, 422, 429]


@pytest.mark.usefixtures("database_url")
def test_an_office_changes_hands(app, hanako, offices, send_form):
    page = "/office/people"
    assert "責任者が一人もいなくなります" in send_form(
        hanako, page, f"{page}/remove", email="hanako@example.jp"
    ).get_data(as_text=True)
    assert send_form(hanako, page, f"{page}/invite", email="nonsense", role="owner").status_code == 422
    assert send_form(hanako, page, f"{page}/invite", email="a@example.jp", role="king").status_code == 422
    made = send_form(hanako, page, f"{page}/invite", email="Next@example.jp", role="owner").get_data(as_text=True)
    link = re.search(r'value="http://localhost(/office/link/[\w-]{43})"', made)[1]
    following = app.test_client()
    send_form(following, link, password=WORDS, again=WORDS)
    send_form(following, "/office/sign-in", email="next@example.jp", password=WORDS)
    assert send_form(following, page, f"{page}/role", email="hanako@example.jp", role="editor").status_code == 303
    assert hanako.get(page).get_data(as_text=True).count('name="role"') == 0
    token = re.search(r'name="csrf_token" value="([^"]+)"', hanako.get(page).get_data(as_text=True))[1]
    for deed in ("invite", "role"):
        assert (
            hanako.post(f"{page}/{deed}", data={"csrf_token": token, "email": "x@y.jp", "role": "owner"}).status_code
            == 404
        )
    assert send_form(following, page, f"{page}/remove", email="hanako@example.jp").status_code == 303
    assert hanako.get("/office/listings").status_code == 404
    done = following.get(page).get_data(as_text=True)
    assert "招待：next@example.jp (責任者)" in done
    assert "窓口から外れた：hanako@example.jp" in done


def test_what_waits_is_in_the_feed_of_the_office_only(app, hanako, offices, send_form, client):
    state = app.extensions[KEY]
    office = offices.named("南砺市観光協会").id
    state.news.add(office, "review", "<柿> & co", "/office/listings/1")
    page = send_form(hanako, "/office/news", "/office/news/address")
    assert page.status_code == 303
    shown = hanako.get("/office/news").get_data(as_text=True)
    address = re.search(r'value="http://localhost(/feed/office/[\w-]{43}\.atom)"', shown)[1]
    assert address not in hanako.get("/office/news").get_data(as_text=True)
    answer = client.get(address)
    feed = Xml.fromstring(answer.data)
    assert [one.text for one in feed.iter(f"{ATOM}title")] == [
        "南砺市観光協会へのお知らせ",
        "確認を頼まれています：<柿> & co",
    ]
    assert [one.get("href") for one in feed.iter(f"{ATOM}link")][1] == "http://localhost/office/listings/1"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.get(f"/feed/office/{'x' * 43}.atom").status_code == 404
    send_form(hanako, "/office/news", "/office/news/address", off="1")
    assert client.get(address).status_code == 404


def test_old_listings_are_told_on_the_list_and_in_the_news(app, hanako):
    state = app.extensions[KEY]
    office = state.offices.named("南砺市観光協会").id
    actor = Actor(office, "owner", "hanako@example.jp")
    body = {"municipality_code": "16210", "kind": "harvest", "title_ja": "柿", "start": "10-01", "end": "11-01"}
    body |= {"min_nights": "7", "max_nights": "9", "employer": "農家", "engagement": "exchange", "as_of": "2020-01-01"}
    listing = state.listings.create(actor, {**body, "host_kind": "farm", "lodging": "none", "contact": "1"})
    state.listings.step(actor, listing.id, "publish")
    assert "1件の募集が、90日以上前" in hanako.get("/office/listings").get_data(as_text=True)
    assert listing.id in hanako.get("/office/listings?status=stale").get_data(as_text=True)
    assert "90日以上前の情報です。確かめてください：柿" in hanako.get("/office/news").get_data(as_text=True)


@pytest.mark.usefixtures("database_url")
def test_many_listings_are_changed_by_one_form(app, hanako, send_form):
    state = app.extensions[KEY]
    actor = Actor(state.offices.named("南砺市観光協会").id, "owner", "hanako@example.jp")
    ids = [state.listings.create(actor, {**BODY, "title_ja": f"題{n}"}).id for n in range(3)]
    page = "/office/listings"
    asked = send_form(hanako, page, f"{page}/many", deed="publish", id=ids[:2]).get_data(as_text=True)
    assert "2件の募集を「公開する」" in asked
    assert "題2" not in asked
    assert set(re.findall(r'name="id" value="(\w+)"', asked)) == set(ids[:2])
    assert 'class="kind">公開中' not in hanako.get(page).get_data(as_text=True)
    send_form(hanako, page, f"{page}/many", deed="publish", id=ids[:2], sure="1")
    assert "2件を変更しました" in hanako.get(page).get_data(as_text=True)
    send_form(hanako, page, f"{page}/many", deed="pause", reason="disaster", all="1", q="題", sure="1")
    text = hanako.get(page).get_data(as_text=True)
    assert "2件を変更しました。1件は、いまの状態ではできません。" in text
    assert text.count("休止中（災害）") == 2
    done = hanako.get("/office/people").get_data(as_text=True)
    assert "まとめて「休止する」：2件" in done
    assert "南砺市観光協会 ·" in done
    assert "あてはまる募集はありません" in hanako.get(f"{page}?q=無い").get_data(as_text=True)


def test_a_trash_of_many_is_undone(app, hanako, send_form):
    state, page = app.extensions[KEY], "/office/listings"
    actor = Actor(state.offices.named("南砺市観光協会").id, "owner", "hanako@example.jp")
    ids = [state.listings.create(actor, {**BODY, "title_ja": f"題{n}"}).id for n in range(3)]
    send_form(hanako, page, f"{page}/many", deed="trash", sure="1")
    assert "募集が選ばれていません" in hanako.get(page).get_data(as_text=True)
    state.listings.trash(dataclasses.replace(actor, who="taro@example.jp"), ids[2])
    send_form(hanako, page, f"{page}/many", deed="trash", all="1", sure="1")
    assert 'action="/office/listings/many/undo"' in hanako.get(page).get_data(as_text=True)
    assert state.listings.of_office(actor.office_id) == []
    send_form(hanako, "/office/news", f"{page}/many/undo")
    text = hanako.get(page).get_data(as_text=True)
    assert "2件をごみ箱から戻しました" in text
    assert "many/undo" not in text
    # what somebody else threw away stays there
    assert {one.id for one in state.listings.of_office(actor.office_id)} == set(ids[:2])


@pytest.fixture
def letters(monkeypatch):
    """A mail server of this machine, and what it was given."""

    class Box:
        def __init__(self):
            self.given = []

        async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
            self.given.append((envelope.rcpt_tos, envelope.content.decode()))
            return "250 OK"

    box = Box()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("SASURAI_SMTP_URL", f"smtp://127.0.0.1:{port}?tls=no&from=office@example.jp")
    monkeypatch.setenv("SASURAI_BASE_URL", "https://sasurai.example.jp")
    yield box.given
    controller.stop()


def test_letters_carry_links_and_say_nothing_of_who_exists(app, hanako, letters, send_form):
    sent = send_form(hanako, "/office/people", "/office/people/invite", email="next@example.jp", role="editor")
    assert "メールでも送りました" in sent.get_data(as_text=True)
    assert letters[0][0] == ["next@example.jp"]
    pages = []
    for address in ("hanako@example.jp", "nobody@example.jp"):
        browser = app.test_client()
        answer = send_form(browser, "/office/sign-in", "/office/forgot", email=address)
        assert answer.status_code == 200
        pages.append(re.sub(r'value="[^"]*"', "", answer.get_data(as_text=True)))
    assert pages[0] == pages[1]
    assert [to for to, _ in letters] == [["next@example.jp"], ["hanako@example.jp"]]
    assert "Subject: =?utf-8?" in letters[1][1]


def test_a_letter_goes_to_the_address_that_is_kept(app, person, letters, send_form):
    # the sharp s is two letters when addresses are compared, and another domain when letters are sent
    person("hanako@boss.jp")
    send_form(app.test_client(), "/office/sign-in", "/office/forgot", email="hanako@boß.jp")
    assert [to for to, _ in letters] == [["hanako@boss.jp"]]


def test_no_letter_leads_where_a_request_says_this_site_is(app, hanako, letters, send_form, monkeypatch):
    browser = app.test_client()
    send_form(browser, "/office/sign-in", "/office/forgot", email="hanako@example.jp")
    told = email.message_from_string(letters[0][1]).get_payload(decode=True).decode()
    assert re.search(r"https://sasurai\.example\.jp/office/link/[\w-]{43}", told)
    monkeypatch.delenv("SASURAI_BASE_URL")
    assert send_form(browser, "/office/sign-in", "/office/forgot", email="hanako@example.jp").status_code == 404
    assert len(letters) == 1


def test_an_office_is_told_of_an_interest_and_nothing_of_who_sent_it(app, client, hanako, person, letters, send_form):
    state = app.extensions[KEY]
    actor = Actor(state.offices.named("南砺市観光協会").id, "owner", "hanako@example.jp")
    made = state.listings.create(actor, {**BODY, "title_ja": "柿", "contact": "1"})
    state.listings.step(actor, made.id, "publish")
    taro = person("taro@example.jp", role="reviewer")
    send_form(taro, "/office/account", "/office/account/letters")
    assert "メールでは知らせません" in taro.get("/office/account").get_data(as_text=True)
    first = dt.date.today() + dt.timedelta(days=30)
    letter = {"first": first.isoformat(), "last": first.isoformat(), "contact": "jiro@example.jp", "consent": True}
    assert client.post(f"/api/v1/listings/{made.id}/interest", json=letter).status_code == 201
    for thread in threading.enumerate():
        if thread.name == "letters":
            thread.join(30)
    ((to, raw),) = letters
    assert to == ["hanako@example.jp"]
    text = email.message_from_string(raw).get_payload(decode=True).decode()
    (address,) = set(re.findall(r"https://sasurai\.example\.jp(/office/inbox/\w+)", text))
    assert "jiro@" not in text
    assert "/office/account" in text
    news = hanako.get("/office/news").get_data(as_text=True)
    assert address in news
    assert ">新着<" in news
    assert "jiro@example.jp" in hanako.get(address).get_data(as_text=True)
    assert ">新着<" not in hanako.get("/office/news").get_data(as_text=True)


def test_a_server_that_fails_loses_no_link(app, hanako, send_form, monkeypatch):
    monkeypatch.setenv("SASURAI_SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setenv("SASURAI_BASE_URL", "https://sasurai.example.jp")
    page = send_form(hanako, "/office/people", "/office/people/invite", email="next@example.jp", role="editor")
    text = page.get_data(as_text=True)
    assert "本人に渡してください" in text
    assert re.search(r"/office/link/[\w-]{43}", text)
    monkeypatch.delenv("SASURAI_SMTP_URL")
    assert (
        send_form(app.test_client(), "/office/sign-in", "/office/forgot", email="hanako@example.jp").status_code == 404
    )


def test_every_page_leads_offices_to_their_door(client):
    page = client.get("/ja/about").get_data(as_text=True)
    assert '<a href="/office/">自治体・観光協会の方へ</a>' in page


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_pages_are_in_both_languages(hanako, lang):
    for address in (
        "/office/people",
        "/office/news",
        "/office/codes",
        "/office/codes/off",
        "/office/sessions",
        "/office/listings",
    ):
        text = hanako.get(address, query_string={"lang": lang}).get_data(as_text=True)
        assert f'<html lang="{lang}">' in text
        assert not re.search(r"\b(people|news|office\.code|listing)\.[a-z]", text)
