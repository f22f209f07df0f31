"""The notebook of a plan over HTTP: kept under ETags, strict about what it is sent, planned around."""

from __future__ import annotations

import json

import pytest

EMPTY = {"from": "13101", "start": "2027-09-01", "days": 30, "fill": False, "iterations": 1}
NANTO = [136.9, 36.58]


@pytest.fixture
def solver(real_solver):
    return real_solver


@pytest.fixture
def kept(keep):
    made, headers = keep(EMPTY)
    return made["id"], headers


def write(client, kept, notebook, **more):
    return client.put(f"/api/v1/plans/{kept[0]}/notebook", json=notebook, headers={**kept[1], **more})


def test_an_empty_trip_is_kept(client, kept):
    made = client.get(f"/api/v1/plans/{kept[0]}", headers=kept[1]).get_json()
    assert made["itinerary"]["stays"] == []
    for name in ("gpx", "ics", "geojson", "kml", "csv", "pdf", "html", "json"):
        assert client.get(made["links"][name]).status_code == 200, name
    assert client.get(made["links"]["page"]).status_code == 200


def test_words_are_kept_and_taken_back(client, kept):
    book = {"note": "駅で待ち合わせ", "ideas": [{"text": "温泉"}], "checklist": [{"text": "保険証", "done": True}]}
    first = write(client, kept, book)
    assert first.status_code == 200, first.get_data(as_text=True)
    told = first.get_json()["plan"]
    assert told["notebook"]["ideas"] == [{"id": "i1", "text": "温泉"}]
    assert told["notebook"]["checklist"] == [{"id": "c1", "text": "保険証", "done": True}]
    assert told["record"]["sequence"] == 1
    assert client.get(f"/api/v1/plans/{kept[0]}", headers=kept[1]).get_json()["notebook"] == told["notebook"]
    back = client.post(
        f"/api/v1/plans/{kept[0]}/restore",
        json={"sequence": 0},
        headers={**kept[1], "If-Match": first.headers["ETag"]},
    )
    assert "notebook" not in back.get_json()["plan"]


def test_nobody_writes_over_another(client, kept):
    assert write(client, kept, {"note": "a"}).status_code == 200
    late = write(client, kept, {"note": "b"})
    assert (late.status_code, late.get_json()["error"]) == (412, "changed")
    assert (
        client.put(f"/api/v1/plans/{kept[0]}/notebook", json={}, headers={"X-Sasurai-Device": "x" * 22}).status_code
        == 404
    )
    bare = {"X-Sasurai-Device": kept[1]["X-Sasurai-Device"]}
    assert client.put(f"/api/v1/plans/{kept[0]}/notebook", json={}, headers=bare).status_code == 428


def test_a_point_belongs_to_the_municipality_around_it(client, kept):
    told = write(client, kept, {"places": [{"name": "友人の家", "lnglat": NANTO, "kind": "friend"}]}).get_json()
    place = told["plan"]["notebook"]["places"][0]
    assert (place["id"], place["code"]) == ("p1", "16210")
    refused = write(client, kept, {"places": [{"name": "沖", "lnglat": [137.2, 37.9]}]}, **{"If-Match": "*"})
    assert (refused.status_code, refused.get_json()["field"]) == (400, "notebook.places[0].lnglat")
    assert "at sea" in refused.get_json()["detail"]


def test_a_booked_night_at_an_own_place_lays_the_stay(client, kept):
    book = {
        "places": [{"id": "home", "name": "友人の家", "lnglat": NANTO, "code": "13101"}],
        "bookings": {
            "lodging": [{"place": "南砺市", "arrive": "2027-09-05", "nights": 3, "price_jpy": 0, "own_place": "home"}]
        },
        "blocked": [{"start": "2027-09-05", "end": "2027-09-06"}],
    }
    told = write(client, kept, book).get_json()
    stay = told["plan"]["itinerary"]["stays"][0]
    assert (stay["municipality"]["code"], stay["arrive"], stay["nights"]) == ("16210", "2027-09-05", 3)
    assert (stay["lodging_jpy"], stay["lodging_estimated"]) == (0, False)
    assert told["plan"]["request"]["days_off"] == ["2027-09-05", "2027-09-06"]
    assert [change["kind"] for change in told["changes"]] == ["added"]
    wrong = {**book, "bookings": {"lodging": [{**book["bookings"]["lodging"][0], "place": "川上村"}]}}
    answer = write(client, kept, wrong, **{"If-Match": "*"})
    assert answer.get_json()["field"] == "notebook.bookings.lodging[0].own_place"


def test_what_cannot_be_together_is_named(client, kept):
    book = {
        "appointments": [
            {"title": "会議", "date": "2027-09-10", "place": "南砺市"},
            {"title": "式", "date": "2027-09-10", "place": "石垣市"},
        ]
    }
    answer = write(client, kept, book)
    assert (answer.status_code, answer.get_json()["error"]) == (409, "conflict")
    assert "notebook" not in client.get(f"/api/v1/plans/{kept[0]}", headers=kept[1]).get_json()


LEG = {"from": "13101", "to": "16210", "date": "2027-09-05", "fare_jpy": 100}
EARLY = {**LEG, "departs": "11:00"}


@pytest.mark.parametrize(
    ("notebook", "field"),
    [
        ({"diary": []}, "notebook.diary"),
        ({"places": {}}, "notebook.places"),
        ({"places": [{"name": " ", "lnglat": NANTO}]}, "notebook.places[0].name"),
        ({"places": [{"name": "a", "lnglat": [1]}]}, "notebook.places[0].lnglat"),
        ({"places": [{"name": "a", "lnglat": ["1", 2]}]}, "notebook.places[0].lnglat.lng"),
        ({"places": [{"name": "a", "lnglat": NANTO, "id": "../x"}]}, "notebook.places[0].id"),
        ({"places": [{"name": "a", "lnglat": NANTO, "id": "x"}] * 2}, "notebook.places[0].id"),
        ({"places": [{"name": "a", "lnglat": NANTO, "link": "javascript:alert(1)"}]}, "notebook.places[0].link"),
        ({"ideas": [{"text": "x" * 4001}]}, "notebook.ideas[0].text"),
        ({"ideas": [{"text": "x"}] * 201}, "notebook.ideas"),
        ({"checklist": [{"text": "x", "done": 1}]}, "notebook.checklist[0].done"),
        ({"blocked": [{"start": "2027-09-05", "end": "2027-09-04"}]}, "notebook.blocked[0].end"),
        ({"notes": {"16210": 3}}, "notebook.notes.16210"),
        ({"bookings": {"legs": [LEG]}}, "notebook.bookings.legs[0].minutes"),
        ({"bookings": {"legs": [{**LEG, "minutes": 0}]}}, "notebook.bookings.legs[0].minutes"),
        ({"bookings": {"legs": [{**LEG, "arrives": "10:00"}]}}, "notebook.bookings.legs[0].departs"),
        ({"bookings": {"legs": [{**EARLY, "arrives": "10:00"}]}}, "notebook.bookings.legs[0].arrives"),
        ({"bookings": {"legs": [{**LEG, "departs": "25:00", "minutes": 5}]}}, "notebook.bookings.legs[0].departs"),
        ({"bookings": {"legs": [{**LEG, "departs": "23:00", "minutes": 90}]}}, "notebook.bookings.legs[0].nights"),
        ({"bookings": {"legs": [{**LEG, "to": "13101", "minutes": 5}]}}, "notebook.bookings.legs[0].to"),
        ({"bookings": {"legs": [{**LEG, "mode": "rocket", "minutes": 5}]}}, "notebook.bookings.legs[0].mode"),
        ({"bookings": {"lodging": [{"place": "16210", "arrive": "2027-09-05", "nights": 1}]}},
         "notebook.bookings.lodging[0].price_jpy"),
        ({"appointments": [{"title": "a", "date": "5.9.", "place": "16210"}]}, "notebook.appointments[0].date"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(client, kept, notebook, field):
    answer = write(client, kept, notebook)
    assert (answer.status_code, answer.get_json()["field"]) == (400, field), answer.get_data(as_text=True)


def test_a_notebook_has_a_size(client, kept):
    answer = write(client, kept, {"ideas": [{"text": "x" * 3900}] * 20})
    assert (answer.status_code, answer.get_json()["field"]) == (400, "notebook")


def test_hostile_texts_stay_texts(client, kept):
    nasty = "</script><img src=x onerror=alert(1)>\u0007\ud800=1+1"
    book = {"note": nasty, "places": [{"name": nasty, "lnglat": NANTO, "note": nasty}], "notes": {"南砺市": nasty}}
    response = client.put(
        f"/api/v1/plans/{kept[0]}/notebook",
        data=json.dumps(book),
        content_type="application/json",
        headers=kept[1],
    )
    assert response.status_code == 200, response.get_data(as_text=True)
    told = response.get_json()["plan"]
    assert told["notebook"]["note"] == "</script><img src=x onerror=alert(1)>=1+1"
    assert told["notebook"]["notes"].keys() == {"16210"}
    for name in ("gpx", "ics", "geojson", "kml", "csv", "pdf", "html", "json"):
        found = client.get(told["links"][name])
        assert found.status_code == 200, name
        assert b"<img src=x" not in found.data or name in {"json", "ics", "geojson", "csv"}, name


def test_a_calendar_that_follows_tells_appointments_and_calls_them_off(client, kept):
    meeting = {"id": "a1", "title": "打ち合わせ", "date": "2027-09-10", "time": "14:00", "place": "南砺市"}
    assert write(client, kept, {"appointments": [meeting]}).status_code == 200
    feed = client.post(f"/api/v1/plans/{kept[0]}/feed", headers=kept[1]).get_json()["links"]["https"]
    path = feed[feed.index("/feed/") :]
    assert "DTSTART;TZID=Asia/Tokyo:20270910T140000" in client.get(path).get_data(as_text=True)
    assert write(client, kept, {}, **{"If-Match": "*"}).status_code == 200
    called_off = client.get(path).get_data(as_text=True).split(f"UID:sasurai-{kept[0]}-appointment-a1")[1]
    assert "STATUS:CANCELLED" in called_off.split("END:VEVENT")[0]
