"""From a published listing to an answer: what people send, who sees it, and how it goes away again."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from persimmons import GOOD as PERSIMMONS

from planner.web.state import KEY

pytestmark = pytest.mark.usefixtures("at_once")

DAY = dt.date(2027, 3, 1)
GOOD = {
    **PERSIMMONS,
    "title_ja": "干し柿<b>づくり",
    "title_en": "Drying persimmons",
    "text_ja": "皮をむいて干します。</script>",
    "start": "2027-10-20",
    "end": "2027-12-10",
}
LETTER = {
    "first": "2027-10-20",
    "last": "2027-11-30",
    "skills": "写真",
    "message": "<b>働きたい</b>",
    "name": "太郎",
    "contact": "taro@example.jp",
}


@pytest.fixture
def settings(settings):
    return {**settings, "TODAY": DAY, "LETTER_BURST": 3}


@pytest.fixture
def listing(hanako, send_form):
    """The id of a published listing."""
    address = send_form(hanako, "/office/listings/new", **GOOD).headers["Location"]
    send_form(hanako, address, f"{address}/step/publish")
    return address.rsplit("/", 1)[1]


@pytest.fixture
def guest(app):
    """A browser of somebody without an account."""
    return app.test_client()


@pytest.fixture
def sent(guest, listing, send_form):
    """The address of the secret page of an interest sent by the form."""
    page = f"/ja/listings/{listing}"
    response = send_form(guest, page, f"{page}/interest", **LETTER, consent="1")
    assert response.status_code == 303, response.get_data(as_text=True)
    return response.headers["Location"].partition("?")[0]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_tells_everything_and_marks_what_is_unknown(client, listing, lang):
    page = client.get(f"/{lang}/listings/{listing}")
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert GOOD["employer"] in text
    assert ("不明" if lang == "ja" else "unknown") in text
    assert "CC BY 4.0" in text
    assert "<b>" not in text
    # what is only in Japanese is said to be so
    assert ('lang="ja">皮をむいて' in text) == (lang == "en")
    assert ("Japanese only" in text) == (lang == "en")
    assert not re.search(r"\b(host|letter|interest|listing)\.[a-z]", text)


def test_programs_read_the_listing_as_an_event(client, listing):
    text = client.get(f"/en/listings/{listing}").get_data(as_text=True)
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    told = json.loads(block)
    assert (told["@type"], told["name"]) == ("Event", GOOD["title_en"])
    assert (told["startDate"], told["endDate"]) == (GOOD["start"], GOOD["end"])
    assert told["organizer"]["name"] == GOOD["employer"]
    assert told["description"] == GOOD["text_ja"]
    assert told["location"]["address"]["addressLocality"] == "Nanto"


def test_the_page_goes_when_the_listing_does(app, client, hanako, listing, send_form):
    page, office = f"/ja/listings/{listing}", f"/office/listings/{listing}"
    for step, status in (("pause", 404), ("resume", 200), ("close", 410)):
        assert send_form(hanako, office, f"{office}/step/{step}").status_code == 303
        answer = client.get(page)
        assert answer.status_code == status
        assert (GOOD["employer"] in answer.get_data(as_text=True)) == (status == 200)
    assert client.post(f"/api/v1/listings/{listing}/interest", json={**LETTER, "consent": True}).status_code == 410
    assert client.get("/ja/listings/none").status_code == 404


def test_after_its_last_day_it_is_gone_and_before_that_it_grows_stale(app, client, listing):
    app.config["TODAY"] = dt.date(2027, 12, 11)
    assert client.get(f"/ja/listings/{listing}").status_code == 410
    app.config["TODAY"] = dt.date(2027, 10, 1)
    fresh = "更新されていません" in client.get(f"/ja/listings/{listing}").get_data(as_text=True)
    modified = app.extensions[KEY].listings.published()[0].modified.date()
    assert fresh == ((dt.date(2027, 10, 1) - modified).days > 90)


def test_an_answer_reaches_the_sender_and_their_plans(guest, hanako, sent, send_form, listing):
    assert "届きました" in guest.get(f"{sent}?sent=1").get_data(as_text=True)
    assert "未読 1件" in hanako.get("/office/inbox").get_data(as_text=True)
    letter = re.search(r"/office/inbox/\w{32}", hanako.get("/office/inbox").get_data(as_text=True))[0]
    text = hanako.get(letter).get_data(as_text=True)
    assert LETTER["contact"] in text
    assert "<b>働きたい" not in text
    assert "未読 0件" in hanako.get("/office/inbox").get_data(as_text=True)
    assert "読みました" in guest.get(sent).get_data(as_text=True)
    refused = send_form(hanako, letter, answer="dates", note="")
    assert refused.status_code == 422
    assert 'id="note-wrong"' in refused.get_data(as_text=True)
    assert send_form(hanako, letter, answer="dates", note="11月なら<i>").status_code == 303
    page = guest.get(sent).get_data(as_text=True)
    assert "ほかの日程の提案" in page
    assert "11月なら&lt;i&gt;" in page
    (mine,) = guest.get("/api/v1/interests").get_json()["interests"]
    assert (mine["listing"], mine["state"], mine["note"]) == (f"listing-{listing}", "dates", "11月なら<i>")
    assert mine["links"]["page"].endswith(sent)


def test_only_sender_and_office_ever_see_it(client, app, guest, hanako, person, sent, listing):
    stranger = person("taro@example.jp", office="よその窓口", codes=("13101",))
    letter = re.search(r"/office/inbox/\w{32}", hanako.get("/office/inbox").get_data(as_text=True))[0]
    assert stranger.get(letter).status_code == 404
    assert "taro@" not in stranger.get("/office/inbox").get_data(as_text=True).replace("taro@example.jp</p>", "")
    assert client.get("/api/v1/interests").get_json()["interests"] == []
    for public in (f"/ja/listings/{listing}", "/api/v1/listings", "/ogc/collections/listings/items", "/api/v1/demand"):
        assert LETTER["contact"] not in client.get(public).get_data(as_text=True)
    for address in (sent, sent.replace("/ja/interests", "/api/v1/interests")):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert client.get(address[:-1] + ("A" if address[-1] != "A" else "B")).status_code == 404


def test_the_link_is_nowhere_in_the_database(sent, database_bytes):
    token = sent.rsplit("/", 1)[1]
    assert len(token) >= 22
    assert token.encode() not in database_bytes()


def test_senders_take_along_take_back_and_erase(guest, hanako, sent, send_form, csrf_of):
    export = guest.get(f"{sent}.json")
    assert export.get_json()["sent"] == LETTER
    assert "attachment" in export.headers["Content-Disposition"]
    assert send_form(guest, sent, f"{sent}/withdraw").status_code == 303
    letter = re.search(r"/office/inbox/\w{32}", hanako.get("/office/inbox").get_data(as_text=True))[0]
    text = hanako.get(letter).get_data(as_text=True)
    assert "取り下げました" in text
    assert LETTER["contact"] not in text
    erased = send_form(guest, sent, f"{sent}/delete")
    assert "受信箱からも消えました" in erased.get_data(as_text=True)
    assert guest.get(sent).status_code == 404
    assert hanako.get(letter).status_code == 404


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"contact": ""}, "contact"),
        ({"first": "soon"}, "first"),
        ({"last": "2027-10-01"}, "last"),
        ({"first": "2026-01-01", "last": "2026-02-01"}, "last"),
        ({"last": "2029-12-01"}, "last"),
        ({"message": "a" * 1001}, "message"),
        ({"website": "http://spam.example"}, "website"),
        ({"consent": ""}, "consent"),
        ({"name": "a\x07"}, "name"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_the_input_stays(app, guest, listing, send_form, given, field):
    page = f"/ja/listings/{listing}"
    answer = send_form(guest, page, f"{page}/interest", **{**LETTER, "consent": "1", **given})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in text
    assert LETTER["skills"] in text
    assert app.extensions[KEY].interests.count(app.extensions[KEY].offices.all()[0].id) == 0
    body = {**LETTER, **given, "consent": given.get("consent", "1") == "1"}
    refused = guest.application.test_client(use_cookies=False).post(f"/api/v1/listings/{listing}/interest", json=body)
    assert (refused.status_code, refused.get_json()["field"]) == (400, field)


def test_nobody_sends_for_somebody_else_or_too_often_or_too_much(guest, client, listing):
    page, api = f"/ja/listings/{listing}", f"/api/v1/listings/{listing}/interest"
    guest.get(page)
    assert guest.post(f"{page}/interest", data={**LETTER, "consent": "1"}).status_code == 400
    assert guest.post(api, json={**LETTER, "consent": True}).status_code == 400
    foreign = client.post(api, json={**LETTER, "consent": True}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert client.post(api, json={**LETTER, "message": "a" * 20_000, "consent": True}).status_code == 413
    made = [client.post(api, json={**LETTER, "consent": True}).status_code for _ in range(4)]
    assert made == [201, 201, 201, 429]


def test_a_device_is_told_its_link_again_and_erases_by_program(client, listing):
    made = client.post(f"/api/v1/listings/{listing}/interest", json={**LETTER, "consent": True})
    device = {"X-Sasurai-Device": made.headers["X-Sasurai-Device"]}
    address = made.headers["Location"]
    (mine,) = client.get("/api/v1/interests", headers=device).get_json()["interests"]
    assert mine["links"]["self"] == address
    assert client.post(f"{address}/withdraw").get_json()["state"] == "withdrawn"
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_mistakes_are_told_to_whom_they_concern(app, guest, hanako, listing, send_form):
    for window in (f"listing-{listing}", "16210-harvest-1"):
        page = f"/ja/windows/{window}/report"
        assert send_form(guest, page, what="dates", text="").status_code == 422
        done = send_form(guest, page, what="dates", text=f"<b>{window}は違います")
        assert "受けつけました" in done.get_data(as_text=True)
    inbox = hanako.get("/office/inbox").get_data(as_text=True)
    assert f"&lt;b&gt;listing-{listing}は違います" in inbox
    assert "16210-harvest-1は" not in inbox
    assert [one.window_id for one in app.extensions[KEY].reports.of_office(None)] == ["16210-harvest-1"]
    address = re.search(r"/office/inbox/reports/\w+/done", inbox)[0]
    assert send_form(hanako, "/office/inbox", address).status_code == 303
    assert address not in hanako.get("/office/inbox").get_data(as_text=True)
    assert guest.get("/ja/windows/none/report").status_code == 404


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", ["privacy", "terms"])
def test_what_is_kept_how_long_is_said_in_both_languages(client, name, lang):
    text = client.get(f"/{lang}/{name}").get_data(as_text=True)
    assert "{" not in re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert not re.search(rf"\b{name}\.[a-z]+\b", text.replace("terms.<", ""))
    assert bool(re.search("180 ?(日|days)", text)) == (name == "privacy")
    assert "gsi.go.jp" not in text
