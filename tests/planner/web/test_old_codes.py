"""After newer boundaries were imported: what bears an old code, or an old name, still opens."""

from __future__ import annotations

import json

import pytest

from geo.codes import CodeBook, CodeChange
from geo.places import PlaceIndex
from planner.serial import plan_to_json
from planner.web import state, storage
from planner.web.state import KEY

OLD, NEW = "16208", "16210"
"""Tonami, as if it had become part of Nanto."""


@pytest.fixture(autouse=True)
def merged(app, small_dataset):
    changes = [CodeChange(OLD, "砺波市", "former", None, NEW, "となみし", "Tonami")]
    book = CodeBook(small_dataset.index, changes)
    app.extensions[KEY].derived["places"] = PlaceIndex(small_dataset.municipalities, book)


@pytest.mark.parametrize("query", [OLD, "砺波市", "富山県砺波市", "となみ", "Tonami"])
def test_a_search_finds_the_successor(client, query):
    found = client.get("/api/v1/municipalities", query_string={"q": query}).get_json()["features"]
    assert [feature["properties"]["code"] for feature in found] == [NEW]


def test_the_api_answers_for_the_successor(client):
    told = client.get(f"/api/v1/municipalities/{OLD}").get_json()
    assert told["municipality"]["code"] == NEW
    assert told["windows"]
    windows = client.get(f"/api/v1/demand?municipality={OLD}").get_json()["features"]
    assert {window["properties"]["code"] for window in windows} == {NEW}
    journey = client.get("/api/v1/route", query_string={"from": "13101", "to": "砺波市"}).get_json()
    assert journey["to"] == NEW


def test_the_page_leads_to_the_successor(client):
    response = client.get(f"/en/places/{OLD}")
    assert (response.status_code, response.headers["Location"]) == (302, f"/en/places/{NEW}")
    assert client.get("/ja/places/16299").status_code == 404
    assert client.get("/api/v1/municipalities/16299").status_code == 404
    assert client.get("/api/v1/demand?municipality=16299").get_json()["features"] == []


def test_a_trip_is_planned_from_an_old_code(client, solver, asked):
    assert client.post("/api/v1/plans", json={**asked, "from": OLD, "must": [OLD]}).status_code == 201
    assert solver.asked[0].origin == NEW
    assert [must.code for must in solver.asked[0].must] == [NEW]


@pytest.mark.parametrize("suffix", ["", ".json", ".gpx", ".ics", ".geojson", ".kml", ".csv", ".html"])
def test_a_stored_trip_of_before_still_opens(app, client, example_plan, suffix):
    text = json.dumps(plan_to_json(example_plan), ensure_ascii=False)
    body = text.replace('"13101"', f'"{OLD}"').replace("千代田区", "砺波市")
    with app.test_request_context():
        stored = state.current().store.add("owner", body, "f" * 32)
        found = storage.share("owner", stored.id)
        token = storage.share_token(found.id)
    response = client.get(f"/p/{token}{suffix}")
    assert response.status_code == 200
    assert "砺波市" in response.get_data(as_text=True)
