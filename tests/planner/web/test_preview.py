"""A first trip to look at while the search for a better one goes on."""

import pytest

ASKED = {"from": "13101", "start": "2027-09-01", "days": 60}


@pytest.fixture
def solver(real_solver):
    return real_solver


def test_a_first_trip_has_its_shape_and_is_not_kept(client):
    response = client.post("/api/v1/plans/preview", json=ASKED)
    trip = response.get_json()
    assert response.status_code == 200
    assert set(trip) == {"itinerary", "objective", "geometry"}
    stays = trip["itinerary"]["stays"]
    assert len(trip["itinerary"]["legs"]) == len(stays) + 1
    assert trip["geometry"]["features"]
    assert "X-Sasurai-Device" not in response.headers
    assert client.get("/api/v1/plans").get_json()["plans"] == []


def test_its_value_is_no_more_than_what_the_plan_proves(client):
    trip, plan = (client.post(f"/api/v1/plans{end}", json=ASKED).get_json() for end in ("/preview", ""))
    assert 0 < trip["objective"] <= plan["upper_bound"] + 1e-6


def test_what_cannot_be_is_said_as_by_the_plan_and_what_is_not_seen_soon_is_no_error(client):
    assert client.post("/api/v1/plans/preview", json={**ASKED, "days": 0}).status_code == 400
    assert client.post("/api/v1/plans/preview", json={**ASKED, "days": 1, "to": "47207"}).status_code == 204
