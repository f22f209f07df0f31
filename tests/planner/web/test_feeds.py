"""Calendars that follow a plan or a region: what a client that asks again and again is told."""

import copy
import dataclasses
import datetime as dt
import json
from urllib.parse import unquote

import pytest
from icalendar import Calendar

from planner.db.tokens import token_hash
from planner.serial import dumps, plan_from_json, plan_to_json
from planner.web.state import KEY


def events(response):
    assert response.status_code == 200, response.get_data(as_text=True)
    found = Calendar.from_ical(response.get_data()).walk("VEVENT")
    assert len({str(event["UID"]) for event in found}) == len(found)
    return {str(event["UID"]): event for event in found}


def path_of(feed):
    return "/feed/" + feed["links"]["https"].rpartition("/")[2]


@pytest.fixture
def feed(client, made):
    response = client.post(f"/api/v1/plans/{made[0]['id']}/feed", headers=made[1])
    assert response.status_code == 201
    return response.get_json()


@pytest.fixture
def change(app, made):
    """Replace the kept plan's itinerary, as a new plan or an edit does."""

    def write(edit):
        store, owner = app.extensions[KEY].store, token_hash(made[1]["X-Sasurai-Device"])
        stored = store.get(owner, made[0]["id"])
        plan = plan_from_json(json.loads(stored.body))
        edited = dataclasses.replace(plan, itinerary=edit(plan.itinerary))
        return store.replace(owner, stored.id, dumps(plan_to_json(edited)), stored.sequence)

    return write


def drop_second_stay(trip):
    legs = list(trip.legs)
    legs[1:3] = [dataclasses.replace(legs[2], origin=legs[1].origin)]
    return dataclasses.replace(trip, stays=(trip.stays[0], *trip.stays[2:]), legs=tuple(legs))


def test_a_feed_is_the_trip_and_tells_when_to_ask_again(client, made, feed):
    assert feed["links"]["webcal"] == feed["links"]["https"].replace("http://", "webcal://")
    response = client.get(path_of(feed))
    found = events(response)
    for stay in made[0]["itinerary"]["stays"]:
        event = found[f"sasurai-{made[0]['id']}-stay-{stay['municipality']['code']}"]
        assert event.decoded("DTSTART").isoformat() == stay["arrive"]
        assert event.decoded("DTEND").isoformat() == stay["depart"]
        assert event["SEQUENCE"] == 0
    assert response.content_type == "text/calendar; charset=utf-8"
    name = unquote(response.headers["Content-Disposition"].split("filename*=UTF-8''")[1])
    assert name.startswith("さすらい_2027-09-01_")
    assert name.endswith(".ics")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in response.get_data()
    assert b"X-PUBLISHED-TTL:PT12H\r\n" in response.get_data()
    assert b"STATUS:CANCELLED" not in response.get_data()


def test_who_has_it_already_is_told_so(client, feed):
    first = client.get(path_of(feed))
    again = client.get(path_of(feed), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.get_data()
    assert client.get(path_of(feed)).get_data() == first.get_data()


def test_a_removed_stay_is_called_off_and_only_what_changed_counts_on(client, made, feed, change):
    before = events(client.get(path_of(feed)))
    stored = change(drop_second_stay)
    after = events(client.get(path_of(feed)))
    gone = made[0]["itinerary"]["stays"][1]
    uid = f"sasurai-{made[0]['id']}-stay-{gone['municipality']['code']}"
    assert after[uid]["STATUS"] == "CANCELLED"
    assert after[uid]["SUMMARY"] == before[uid]["SUMMARY"]
    assert (after[uid].decoded("DTSTART"), after[uid].decoded("DTEND")) == (
        before[uid].decoded("DTSTART"),
        before[uid].decoded("DTEND"),
    )
    for name, event in after.items():
        was = before.get(name)
        same = was is not None and all(was.get(key) == event.get(key) for key in ("SUMMARY", "DESCRIPTION", "STATUS"))
        assert event["SEQUENCE"] == (0 if same else 1)
        if not same:
            assert event.decoded("LAST-MODIFIED") == stored.modified
    assert {0, 1} == {event["SEQUENCE"] for event in after.values()}
    # nothing more has changed since, so nothing more is told
    assert {uid: e["SEQUENCE"] for uid, e in events(client.get(path_of(feed))).items()} == {
        uid: e["SEQUENCE"] for uid, e in after.items()
    }


def test_what_comes_back_counts_on(client, made, feed, change):
    client.get(path_of(feed))
    whole = {}

    def remember_and_drop(trip):
        whole["trip"] = trip
        return drop_second_stay(trip)

    change(remember_and_drop)
    client.get(path_of(feed))
    change(lambda _: whole["trip"])
    back = events(client.get(path_of(feed)))
    uid = f"sasurai-{made[0]['id']}-stay-{made[0]['itinerary']['stays'][1]['municipality']['code']}"
    assert back[uid]["SEQUENCE"] == 2
    assert "STATUS" not in back[uid]
    assert back[uid.replace(uid[-5:], made[0]["itinerary"]["stays"][0]["municipality"]["code"])]["SEQUENCE"] == 0


def test_a_feed_speaks_both_languages_with_the_same_revisions(client, feed, change):
    ja = events(client.get(path_of(feed)))
    en = events(client.get(path_of(feed) + "?lang=en"))
    assert ja.keys() == en.keys()
    assert [e["SEQUENCE"] for e in ja.values()] == [e["SEQUENCE"] for e in en.values()]
    assert any(ja[uid]["SUMMARY"] != en[uid]["SUMMARY"] for uid in ja)
    change(drop_second_stay)
    gone = [e for e in events(client.get(path_of(feed) + "?lang=en")).values() if e.get("STATUS") == "CANCELLED"]
    assert gone
    assert all(event["SUMMARY"].isascii() or "→" in event["SUMMARY"] for event in gone)


def test_alarms_are_asked_for(client, feed):
    quiet, loud = client.get(path_of(feed)), client.get(path_of(feed) + "?alarm=12")
    assert b"VALARM" not in quiet.get_data()
    assert b"TRIGGER:-PT12H" in loud.get_data()
    assert {u: e["SEQUENCE"] for u, e in events(loud).items()} == {u: e["SEQUENCE"] for u, e in events(quiet).items()}
    assert client.get(path_of(feed) + "?alarm=0").status_code == 400


def test_a_new_address_takes_the_place_of_the_old(client, made, feed):
    address = f"/api/v1/plans/{made[0]['id']}/feed"
    assert client.get(address, headers=made[1]).get_json() == feed
    renewed = client.post(address, headers=made[1]).get_json()
    assert renewed["links"] != feed["links"]
    assert client.get(path_of(feed)).status_code == 410
    assert client.get(path_of(renewed)).status_code == 200
    assert client.delete(address, headers=made[1]).status_code == 204
    assert client.get(path_of(renewed)).status_code == 410
    assert client.get(address, headers=made[1]).status_code == 404


def test_strangers_neither_learn_nor_change_the_address(client, made, feed):
    address = f"/api/v1/plans/{made[0]['id']}/feed"
    for stranger in ({}, {"X-Sasurai-Device": "x" * 22}):
        assert client.get(address, headers=stranger).status_code == 404
        assert client.post(address, headers=stranger).status_code == 404
        assert client.delete(address, headers=stranger).status_code == 404
    assert client.get(path_of(feed)).status_code == 200
    # a calendar's address opens no page and no other file
    token = path_of(feed)[len("/feed/") : -len(".ics")]
    assert client.get(f"/p/{token}").status_code == 404
    assert client.get(f"/p/{token}.json").status_code == 404


def test_the_database_alone_opens_no_feed(feed, database_bytes):
    assert path_of(feed)[len("/feed/") : -len(".ics")].encode() not in database_bytes()


def test_with_its_plan_goes_its_feed_and_what_it_told(client, made, feed, database_bytes):
    client.get(path_of(feed))
    client.delete(made[0]["links"]["self"], headers=made[1])
    assert client.get(path_of(feed)).status_code == 410


def test_a_share_is_a_calendar_too_and_a_frozen_one_stands_still(client, made, change):
    address = f"/api/v1/plans/{made[0]['id']}/shares"
    live = client.post(address, headers=made[1]).get_json()
    frozen = client.post(address, headers=made[1], json={"frozen": True}).get_json()
    before = client.get(frozen["links"]["feed"]).get_data()
    change(drop_second_stay)
    assert client.get(frozen["links"]["feed"]).get_data() == before
    assert b"STATUS:CANCELLED" not in client.get(frozen["links"]["feed"]).get_data()
    assert len(events(client.get(live["links"]["feed"]))) < len(events(client.get(frozen["links"]["feed"])))
    client.delete(f"/api/v1/shares/{live['id']}", headers=made[1])
    assert client.get(live["links"]["feed"]).status_code == 410


@pytest.fixture
def region(app):
    app.config["TODAY"] = dt.date(2027, 6, 1)
    return app.test_client(use_cookies=False)


def windows(app, code):
    return [w for w in app.extensions[KEY].dataset.demand.windows if w.code.startswith(code)]


@pytest.mark.parametrize("code", ["02202", "02"])
def test_a_region_s_calendar_has_every_opening_of_two_years(app, region, code):
    response = region.get(f"/feed/region/{code}.ics?lang=en")
    found = events(response)
    expected = [o for w in windows(app, code) for o in w.occurrences(dt.date(2027, 1, 1), dt.date(2028, 12, 31))]
    assert len(found) == len(expected) > 0
    for occurrence in expected:
        event = found[f"sasurai-demand-{occurrence.window.id}-{occurrence.start.year}"]
        assert event.decoded("DTSTART") == occurrence.start
        assert event.decoded("DTEND") == occurrence.end + dt.timedelta(days=1)
        assert "vacancy" in event["DESCRIPTION"]
    assert "filename*=UTF-8''Seasonal-work-in-" in response.headers["Content-Disposition"]
    known = {"If-None-Match": response.headers["ETag"]}
    assert region.get(f"/feed/region/{code}.ics?lang=en", headers=known).status_code == 304


def test_a_region_s_calendar_of_one_kind(app, region):
    kinds = {w.kind for w in windows(app, "02")}
    kind = sorted(kinds)[0]
    found = events(region.get(f"/feed/region/02.ics?kind={kind}"))
    ids = {uid.removeprefix("sasurai-demand-")[:-5] for uid in found}
    assert ids == {w.id for w in windows(app, "02") if w.kind == kind}
    assert region.get("/feed/region/02.ics?kind=nonsense").status_code == 400


def test_a_new_year_calls_nothing_off(app, region):
    before = events(region.get("/feed/region/02.ics"))
    app.config["TODAY"] = dt.date(2028, 1, 1)
    after = events(region.get("/feed/region/02.ics"))
    assert all("STATUS" not in event for event in after.values())
    assert all(after[uid]["SEQUENCE"] == before[uid]["SEQUENCE"] for uid in before.keys() & after.keys())


def test_a_window_that_left_the_calendar_is_called_off(app, region):
    gone = windows(app, "02")[0]
    before = events(region.get("/feed/region/02.ics"))
    data = copy.copy(app.extensions[KEY].dataset)
    data.demand = dataclasses.replace(data.demand, windows=tuple(w for w in data.demand.windows if w != gone))
    app.extensions[KEY].dataset = data
    for query in ("", f"?kind={gone.kind}"):
        after = events(region.get("/feed/region/02.ics" + query))
        called_off = {uid for uid, event in after.items() if event.get("STATUS") == "CANCELLED"}
        assert called_off == {uid for uid in before if uid.startswith(f"sasurai-demand-{gone.id}-")}
        assert {after[uid]["SEQUENCE"] for uid in called_off} == {1}


@pytest.mark.parametrize(
    "address", ["/feed/nothing.ics", "/feed/region/99.ics", "/feed/region/99999.ics", "/feed/region/x.ics"]
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404
