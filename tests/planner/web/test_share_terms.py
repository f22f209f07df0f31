"""Every representation of a shared plan keeps to the share's terms: parts, time, withdrawal."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re

import pypdfium2
import pytest

from planner.db.records import Terms
from planner.redact import PARTS
from planner.render.formats import FORMATS
from planner.web import storage
from planner.web.state import KEY

REPRESENTATIONS = ("page", *FORMATS, "feed")
SECRETS = {"notes": ("秘密の覚え書き",), "bookings": ("予約番号ABC", "友だちの家", "山の宿", "みどり号")}
NOTEBOOK = {
    "note": SECRETS["notes"][0],
    "appointments": [{"id": "b1", "title": SECRETS["bookings"][0], "date": "2027-09-05", "place": "16210"}],
    "bookings": {
        "lodging": [
            {"id": "l1", "place": "02202", "arrive": "2027-09-20", "nights": 3, "price_jpy": 98_765, "name": "山の宿"}
        ],
        "legs": [
            {"id": "t1", "from": "20304", "to": "02202", "date": "2027-09-15", "minutes": 300, "fare_jpy": 87_654}
            | {"mode": "rail", "title": "みどり号"}
        ],
    },
    "places": [
        {"id": "p1", "name": SECRETS["bookings"][1], "lnglat": [137.0, 36.5], "code": "16210", "kind": "friend"}
    ],
}


@pytest.fixture
def plan(app, made):
    """A plan with money in it, and a notebook."""
    store = app.extensions[KEY].store
    object_, device = made
    owner = storage.token_hash(device["X-Sasurai-Device"])
    stored = store.get(owner, object_["id"])
    body = json.loads(stored.body) | {"notebook": NOTEBOOK}
    body["request"]["budget"] = 456_789
    store.replace(owner, stored.id, json.dumps(body, ensure_ascii=False), stored.sequence)
    return object_["links"]["self"], device, body


def text_of(response, representation):
    """What a reader of the representation sees."""
    if representation == "pdf":
        document = pypdfium2.PdfDocument(response.get_data())
        return "".join(page.get_textpage().get_text_bounded() for page in document)
    return response.get_data(as_text=True).replace("\r\n ", "").replace("\\,", ",")


def figures(body):
    """The yen of a plan that stand out from other numbers."""

    def walk(value, key=""):
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from walk(inner, name)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner, key)
        elif key.endswith("_jpy") and (value or 0) >= 1000:
            yield value

    return {456_789, *walk(body["itinerary"]), *walk(NOTEBOOK)}


def shared(client, plan, **terms):
    address, device, _ = plan
    answer = client.post(f"{address}/shares", json=terms, headers=device)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.get_json()


@pytest.mark.parametrize("representation", REPRESENTATIONS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_representation_tells_what_is_hidden(client, plan, representation, lang):
    yen = figures(plan[2])
    assert len(yen) > 3
    # nothing is shown, or all but one part
    for shown in ((), *itertools.combinations(PARTS, len(PARTS) - 1)):
        link = shared(client, plan, shown=list(shown))["links"][representation]
        told = text_of(client.get(f"{link}?lang={lang}"), representation)
        for part in SECRETS.keys() - set(shown):
            assert not [secret for secret in SECRETS[part] if secret in told], (shown, part)
        if "money" not in shown:
            assert [n for n in yen if re.search(rf"(?<![\d.])(?:{n}|{n:,})(?![\d.])", told)] == []
            assert representation == "page" or not re.search(r"¥\s*\d", told)


@pytest.mark.parametrize("representation", REPRESENTATIONS)
def test_what_is_shown_is_told(client, plan, representation):
    """Else the test above would pass on empty files."""
    told = text_of(client.get(shared(client, plan)["links"][representation]), representation)
    if representation in {"csv", "json", "geojson", "pdf", "ics", "feed", "html"}:
        assert [n for n in figures(plan[2]) if re.search(rf"(?<![\d.])(?:{n}|{n:,})(?![\d.])", told)]


def test_one_part_of_the_notebook_is_told_alone(client, plan):
    told = client.get(shared(client, plan, shown=["money", "notes"])["links"]["json"]).get_json()
    assert SECRETS["notes"][0] in json.dumps(told, ensure_ascii=False)
    assert SECRETS["bookings"][0] not in json.dumps(told, ensure_ascii=False)
    assert told["unshared"] == ["bookings"]


@pytest.mark.parametrize("representation", REPRESENTATIONS)
def test_a_share_whose_time_is_over_leads_nowhere(app, client, plan, representation):
    store, device = app.extensions[KEY].store, plan[1]["X-Sasurai-Device"]
    ends = dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(seconds=30)
    with app.test_request_context():
        found = storage.share(storage.token_hash(device), plan[2]["id"], Terms(expires=ends))
        link = storage.shared_links(storage.share_token(found.id))[representation]
    assert client.get(link).status_code == 200
    store._clock = lambda: ends
    late = client.get(link)
    assert late.status_code == 410
    assert "期限" in late.get_data(as_text=True)
    assert client.get(link + "?lang=en").get_data(as_text=True).count("time for which") == 1
    listed = client.get(plan[0] + "/shares", headers=plan[1]).get_json()["shares"]
    assert [one["expired"] for one in listed if one["id"] == found.id] == [True]


@pytest.mark.parametrize("representation", REPRESENTATIONS)
def test_a_withdrawn_share_leads_nowhere_at_once(client, plan, representation):
    made = shared(client, plan, shown=[])
    link = made["links"][representation]
    first = client.get(link)
    assert first.status_code == 200
    assert client.delete(f"/api/v1/shares/{made['id']}", headers=plan[1]).status_code == 204
    again = client.get(link, headers={"If-None-Match": first.headers.get("ETag", '"x"')})
    assert again.status_code == 410


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"expires": "2001-01-01"}, "expires"),
        ({"expires": "tomorrow"}, "expires"),
        ({"expires": "2999-01-01"}, "expires"),
        ({"expires": "9999-12-31"}, "expires"),
        ({"expires": 7}, "expires"),
        ({"expires": "2030-01-01T00:00"}, "expires"),
        ({"shown": "money"}, "shown"),
        ({"shown": ["wings"]}, "shown"),
        ({"edits": 1}, "edits"),
        ({"edits": True, "frozen": True}, "edits"),
        ({"edits": True, "shown": ["money"]}, "edits"),
        ({"frozen": "no"}, "frozen"),
        ({"wings": True}, "wings"),
    ],
)
def test_terms_that_cannot_be_are_refused_by_name(client, plan, terms, field):
    answer = client.post(plan[0] + "/shares", json=terms, headers=plan[1])
    assert (answer.status_code, answer.get_json()["field"]) == (400, field)


def test_a_day_lasts_until_its_end_in_japan(client, plan):
    day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)
    made = shared(client, plan, expires=day.isoformat())
    assert made["expires"] == f"{day + dt.timedelta(days=1)}T00:00:00+09:00"
    listed = client.get(plan[0] + "/shares", headers=plan[1]).get_json()["shares"]
    kept = next(one["expires"] for one in listed if one["id"] == made["id"])
    assert dt.datetime.fromisoformat(kept) == dt.datetime.fromisoformat(made["expires"])


def test_all_parts_by_name_are_everything(client, plan):
    assert shared(client, plan, shown=list(PARTS))["shown"] == list(PARTS)
    assert shared(client, plan)["shown"] == list(PARTS)


def test_the_owners_own_links_show_everything_whatever_was_shared_before(client, plan):
    address, device, _ = plan
    first = client.get(f"{address}/shares", headers=device).get_json()["shares"][0]
    shared(client, plan, shown=[])
    client.delete(f"/api/v1/shares/{first['id']}", headers=device)
    assert set(client.get(address, headers=device).get_json()["links"]) == {"self"}
    whole = shared(client, plan)
    assert client.get(address, headers=device).get_json()["links"]["page"] == whole["links"]["page"]
