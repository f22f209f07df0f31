"""The office's door: links, sign-in, sessions; nothing cached, nothing told."""

from __future__ import annotations

import re

import pytest

WORDS = "a rather long sentence"


def test_a_link_leads_in(person):
    page = person("hanako@example.jp").get("/office/sessions")
    assert page.status_code == 200
    assert "南砺市観光協会" in page.get_data(as_text=True)


def test_the_cookie_is_for_the_office_and_no_script(app, person, csrf_of):
    browser = person("hanako@example.jp")
    token = csrf_of(browser.get("/office/sign-in"))
    given = {"csrf_token": token, "email": "hanako@example.jp", "password": WORDS}
    for base, secure in (("http://localhost", False), ("https://localhost", True)):
        answer = browser.post("/office/sign-in", data=given, base_url=base)
        if answer.status_code == 400:
            # another scheme is another jar of cookies
            other = csrf_of(browser.get("/office/sign-in", base_url=base))
            answer = browser.post("/office/sign-in", data={**given, "csrf_token": other}, base_url=base)
        cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("sasurai_office="))
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/office" in cookie
        assert ("Secure" in cookie) is secure
        given["csrf_token"] = csrf_of(browser.get("/office/sign-in", base_url=base))


def test_a_stranger_is_led_to_the_door(app):
    for address in ("/office/", "/office/sessions", "/office/sessions?lang=en"):
        answer = app.test_client().get(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/office/sign-in")
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_wrong_address_and_a_wrong_password_look_alike(app, person, send_form):
    person("hanako@example.jp")
    pages = []
    for email, password in (("hanako@example.jp", "quite another sentence"), ("nobody@example.jp", WORDS)):
        browser = app.test_client()
        answer = send_form(browser, "/office/sign-in", email=email, password=password)
        assert answer.status_code == 422
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers or "sasurai_office" not in str(answer.headers.getlist("Set-Cookie"))
        pages.append(re.sub(r'value="[^"]*"', "", answer.get_data(as_text=True)))
    assert pages[0] == pages[1]


def test_forms_need_their_token(app, person):
    browser = person("hanako@example.jp")
    for address in (
        "/office/sign-in",
        "/office/sign-out",
        "/office/switch",
        "/office/link/x",
        "/office/sessions/x/end",
    ):
        assert browser.post(address, data={}).status_code == 400
    assert browser.get("/office/sessions").status_code == 200


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"password": "short", "again": "short"}, "12文字以上200文字以内"),
        ({"password": WORDS, "again": "something else entirely"}, "同じではありません"),
    ],
)
def test_what_is_wrong_with_a_new_password_is_said(app, offices, given, said, send_form):
    made = offices.create("南砺市観光協会", ["16210"])
    link = f"/office/link/{offices.invite(made.id, 'a@example.jp', 'editor')}"
    answer = send_form(app.test_client(), link, **given)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert send_form(app.test_client(), link, password=WORDS, again=WORDS).status_code == 303
    assert app.test_client().get(link).status_code == 404


def test_signing_out_ends_the_session_itself(app, person, send_form):
    browser = person("hanako@example.jp")
    token = browser.get_cookie("sasurai_office", path="/office").value
    assert send_form(browser, "/office/sessions", "/office/sign-out").status_code == 303
    thief = app.test_client()
    thief.set_cookie("sasurai_office", token, path="/office")
    assert thief.get("/office/sessions").status_code == 302


def test_sessions_are_ended_by_their_person_only(app, person, send_form):
    hanako, taro = person("hanako@example.jp"), person("taro@example.jp", office="東京", codes=("13101",))
    found = re.search(r"/office/sessions/(\w+)/end", hanako.get("/office/sessions").get_data(as_text=True))[0]
    assert send_form(taro, "/office/sessions", found).status_code == 404
    assert hanako.get("/office/sessions").status_code == 200
    assert send_form(hanako, "/office/sessions", found).status_code == 303
    assert hanako.get("/office/sessions").status_code == 302


def test_nobody_switches_to_an_office_they_are_not_in(offices, person, send_form):
    taro = person("taro@example.jp", office="東京", codes=("13101",))
    other = offices.create("よその窓口", ["16210"])
    assert send_form(taro, "/office/sessions", "/office/switch", office=other.id).status_code == 404


def test_many_tries_are_stopped(app, monkeypatch, send_form):
    monkeypatch.setattr("planner.db.signing.MOST_OF_ACCOUNT", 2)
    browser = app.test_client()
    answers = [send_form(browser, "/office/sign-in", email="a@b.jp", password="x").status_code for _ in range(3)]
    assert answers == [422, 422, 429]


@pytest.mark.parametrize(("lang", "said"), [("ja", "サインイン"), ("en", "Sign in")])
def test_the_language_stays(app, lang, said):
    browser = app.test_client()
    assert said in browser.get(f"/office/sign-in?lang={lang}").get_data(as_text=True)
    assert f'<html lang="{lang}">' in browser.get("/office/sign-in").get_data(as_text=True)
