"""The office's listings on its pages and in public: nobody else sees a draft, whatever they ask."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from persimmons import GOOD as PERSIMMONS

from planner.db.following import Following
from planner.db.listings import Actor
from planner.web.state import KEY

pytestmark = pytest.mark.usefixtures("at_once")

GOOD = {
    **PERSIMMONS,
    "title_ja": "干し柿づくり<b>",
    "engagement": "employment",
    "pay_jpy": "9000",
    "pay_unit": "day",
    "hours_per_day": "7",
    "duties_ja": "柿の皮をむいて吊るす",
    "workplace_ja": "福光の作業場",
    "changes_ja": "変更なし",
    "term_ja": "10月20日から12月10日まで、更新なし",
    "hours_ja": "8:30から16:30まで、休憩1時間",
}
NEW = "/office/listings/new"


@pytest.fixture
def listing(hanako, send_form):
    """The address of a draft of Hanako's."""
    return send_form(hanako, NEW, **GOOD).headers["Location"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_page_is_in_both_languages(hanako, listing, lang):
    for address in ("", "?trash=1", "/new", "/import", listing.removeprefix("/office/listings")):
        page = hanako.get(f"/office/listings{address}")
        assert page.status_code == 200
        other = hanako.get(page.request.path, query_string={"lang": lang})
        text = other.get_data(as_text=True)
        assert f'<html lang="{lang}">' in text
        assert not re.search(r"\blisting\.[a-z]", text)
        assert "<b>" not in text
        assert other.headers["Cache-Control"] == "no-store"


def test_what_is_wrong_stands_beside_its_field_and_the_input_stays(hanako, send_form):
    page = send_form(hanako, NEW, **{**GOOD, "start": "soon", "contact_url": ""})
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    assert 'id="start-wrong"' in text
    assert 'id="contact_url-wrong"' in text
    assert 'value="soon"' in text
    assert 'value="福光の柿農家"' in text
    assert hanako.get("/office/listings").get_data(as_text=True).count("/step/") == 0


@pytest.mark.usefixtures("database_url")
def test_from_draft_to_the_calendar_and_back(client, hanako, listing, send_form):
    def public():
        listings = client.get("/api/v1/listings").get_json()["features"]
        windows = client.get("/api/v1/demand?municipality=16210").get_json()["features"]
        return [one["properties"]["title_ja"] for one in listings], [
            one["properties"]["title"] for one in windows if one["properties"]["confidence"] == "listing"
        ]

    assert public() == ([], [])
    before = client.get("/api/v1/demand/year").get_json()
    assert send_form(hanako, listing, f"{listing}/step/publish").status_code == 303
    assert public() == ([GOOD["title_ja"]], [GOOD["title_ja"]])
    assert client.get("/api/v1/demand/year").get_json() != before
    told = client.get("/api/v1/listings").get_json()["features"][0]["properties"]
    assert (told["pay_jpy_per_day"], told["min_nights"], told["skills"], told["headcount"]) == (9000, 7, [], None)
    send_form(hanako, f"{listing}/edit", sequence="2", **{**GOOD, "title_ja": "新しい題"})
    assert public() == ([GOOD["title_ja"]], [GOOD["title_ja"]])
    assert send_form(hanako, listing, f"{listing}/step/pause").status_code == 303
    assert public() == ([], [])
    assert client.get("/api/v1/demand/year").get_json() == before


def test_a_change_in_between_keeps_what_was_typed(hanako, listing, send_form):
    assert send_form(hanako, f"{listing}/edit", sequence="1", **{**GOOD, "title_ja": "一"}).status_code == 303
    late = send_form(hanako, f"{listing}/edit", sequence="1", **{**GOOD, "title_ja": "二"})
    assert late.status_code == 409
    assert 'value="二"' in late.get_data(as_text=True)
    text = late.get_data(as_text=True)
    assert "<ins>一</ins>" in text
    assert "あなたの入力：二" in text
    assert "一" in hanako.get(listing).get_data(as_text=True)
    again = re.search(r'name="sequence" value="(\d+)"', text)[1]
    assert send_form(hanako, f"{listing}/edit", sequence=again, **{**GOOD, "title_ja": "二"}).status_code == 303
    assert "<h1>二</h1>" in hanako.get(listing).get_data(as_text=True)


def test_nothing_is_published_that_was_not_looked_at(client, hanako, listing, send_form):
    shown = re.search(r'name="sequence" value="(\d+)"', hanako.get(listing).get_data(as_text=True))[1]
    send_form(hanako, f"{listing}/edit", sequence=shown, **{**GOOD, "title_ja": "直した題"})
    send_form(hanako, listing, f"{listing}/step/publish", sequence=shown)
    assert "ほかの人が変更しました" in hanako.get(listing).get_data(as_text=True)
    assert client.get("/api/v1/listings").get_json()["features"] == []


def test_a_page_offers_only_what_leads_on(hanako, listing, send_form):
    def offered():
        page = hanako.get(listing).get_data(as_text=True)
        assert "富山県南砺市" in page
        return set(re.findall(r"/step/(\w+)", page))

    assert offered() == {"submit", "publish"}
    send_form(hanako, listing, f"{listing}/step/publish")
    assert offered() == {"pause", "close"}
    send_form(hanako, listing, f"{listing}/step/pause")
    assert offered() == {"resume", "close"}
    send_form(hanako, f"{listing}/edit", sequence="3", **{**GOOD, "employer": "別の農家"})
    assert offered() == {"resume", "close", "publish"}


@pytest.mark.usefixtures("database_url")
def test_history_restores_and_copies(hanako, listing, send_form):
    send_form(hanako, f"{listing}/edit", sequence="1", **{**GOOD, "employer": "別の農家"})
    page = hanako.get(listing).get_data(as_text=True)
    assert "<del>福光の柿農家</del>" in page
    assert send_form(hanako, listing, f"{listing}/restore/1").status_code == 303
    assert send_form(hanako, listing, f"{listing}/restore/99").status_code == 404
    copy = send_form(hanako, listing, f"{listing}/duplicate").headers["Location"]
    assert copy != listing
    assert send_form(hanako, copy, f"{copy}/trash").status_code == 303
    assert copy in hanako.get("/office/listings?trash=1").get_data(as_text=True)
    assert copy not in hanako.get("/office/listings").get_data(as_text=True)


def routes(app):
    """Every route of the office's listings that names something of an office."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(("listings.", "imports.")) and rule.arguments:
            yield from ((method, rule) for method in rule.methods - {"HEAD", "OPTIONS"})


@pytest.mark.usefixtures("database_url")
def test_nobody_of_another_office_reaches_anything_of_a_draft(app, hanako, listing, person, send_form, csrf_of):
    """Generated over all routes, so that a new one cannot be forgotten."""
    sent = send_form(hanako, "/office/listings/import", file=(io.BytesIO(csv_of(GOOD)), "a.csv"))
    upload = sent.headers["Location"].rsplit("/", 1)[1]
    hanako.get(sent.headers["Location"])
    taro = person("taro@example.jp", office="東京", codes=("13101",))
    token = csrf_of(taro.get(NEW))
    identity = listing.rsplit("/", 1)[1]
    values = {"listing_id": identity, "name": "publish", "sequence": 1, "upload_id": upload, "kind": "look"}
    tried = 0
    for method, rule in routes(app):
        with app.test_request_context():
            address = rule.build({name: values[name] for name in rule.arguments}, append_unknown=False)[1]
        answer = taro.open(address, method=method, data={"csrf_token": token, **GOOD} if method == "POST" else None)
        assert answer.status_code == 404, (method, address)
        tried += 1
        stranger = app.test_client().get(address)
        assert stranger.status_code in {302, 405}
    assert tried >= 14
    assert "干し柿" not in taro.get("/office/listings").get_data(as_text=True)
    assert "干し柿" not in taro.get("/office/listings/export.csv").get_data(as_text=True)
    kept = app.extensions[KEY].listings.history(only_office(app, "南砺市観光協会"), identity)
    assert [one.act for one in kept] == ["create"]


def only_office(app, name):
    return app.extensions[KEY].offices.named(name).id


def test_a_reviewer_decides_and_does_not_write(person, hanako, listing, send_form, csrf_of):
    reviewer = person("rie@example.jp", role="reviewer")
    token = csrf_of(reviewer.get(listing))
    assert reviewer.post(NEW, data={"csrf_token": token, **GOOD}).status_code == 404
    assert reviewer.post(f"{listing}/edit", data={"csrf_token": token, "sequence": 1, **GOOD}).status_code == 404
    assert reviewer.post(f"{listing}/step/publish", data={"csrf_token": token}).status_code == 303
    editor = person("eri@example.jp", role="editor")
    assert send_form(editor, listing, f"{listing}/step/close").status_code == 404
    assert send_form(editor, listing, f"{listing}/step/pause").status_code == 303


def csv_of(*rows, encoding="cp932"):
    lines = [",".join(GOOD), *(",".join(row.values()) for row in rows)]
    return "\r\n".join(lines).encode(encoding)


def test_a_place_is_shown_as_exactly_as_the_office_wants(client, hanako, send_form):
    town = client.get("/api/v1/municipalities/16210").get_json()["municipality"]["lnglat"]
    where = {"lng": "136.91234", "lat": "36.56789"}
    for precision, expected in (
        ("municipality", town),
        ("district", [136.91, 36.57]),
        ("exact", [136.91234, 36.56789]),
    ):
        made = send_form(hanako, NEW, **GOOD, **where, precision=precision).headers["Location"]
        send_form(hanako, made, f"{made}/step/publish")
        found = client.get("/api/v1/listings").get_json()["features"]
        one = next(f for f in found if f["id"] == f"listing-{made.rsplit('/', 1)[1]}")
        assert one["geometry"]["coordinates"] == pytest.approx(expected, abs=1e-5)
        assert "136.91234" not in str(one) or precision == "exact"


def test_the_data_set_of_a_request_stays_the_same(app):
    with app.test_request_context("/"):
        from planner.web import state

        assert state.dataset() is state.dataset()
        assert isinstance(state.current().following, Following)


def test_the_terms_of_employment_are_asked_for_before_it_is_public(client, hanako, send_form):
    short = {name: value for name, value in GOOD.items() if name not in {"duties_ja", "changes_ja"}}
    draft = send_form(hanako, NEW, **short).headers["Location"]
    answer = send_form(hanako, draft, f"{draft}/step/publish")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert re.findall(r'id="(\w+)-wrong"', text) == ["duties_ja", "changes_ja"]
    assert f'action="{draft}/edit"' in text
    assert client.get("/api/v1/listings").get_json()["features"] == []
    assert send_form(hanako, f"{draft}/edit", sequence="1", **GOOD).status_code == 303
    assert send_form(hanako, draft, f"{draft}/step/publish").status_code == 303


def test_pay_below_the_minimum_wage_and_a_place_elsewhere_are_refused(hanako, send_form):
    page = send_form(hanako, NEW, **{**GOOD, "pay_jpy": "5000", "lng": "139.75", "lat": "35.69"})
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    assert re.findall(r'id="(\w+)-wrong"', text) == ["pay_jpy", "lng"]
    assert "最低賃金（1時間1" in text


def test_a_copy_is_no_way_into_a_town_that_is_another_offices(app, hanako, listing, send_form):
    held = app.extensions[KEY]
    office = held.offices.named("南砺市観光協会").id
    held.people.set_places(Actor(office, "owner", "hanako@example.jp"), ["13101"])
    answer = send_form(hanako, listing, f"{listing}/duplicate")
    assert answer.status_code == 422
    assert GOOD["employer"] in answer.get_data(as_text=True)
    assert len(held.listings.of_office(office)) == 1


def test_a_listing_is_as_of_the_day_in_japan(app, hanako, listing, send_form, client):
    # half past midnight in Japan is the day before in Greenwich
    app.extensions[KEY].listings._clock = lambda: dt.datetime(2027, 3, 1, 15, 30, tzinfo=dt.UTC)
    send_form(hanako, listing, f"{listing}/step/publish")
    assert "2027-03-02" in client.get("/open-data/listings.gpx").get_data(as_text=True)
