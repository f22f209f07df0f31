import pytest


def test_a_journey_is_told_as_the_command_does(client):
    body = client.get(
        "/api/v1/route", query_string={"from": "千代田区", "to": "南砺市", "date": "2027-09-01"}
    ).get_json()
    assert set(body) >= {"from", "to", "date", "minutes", "fare_jpy", "transfers", "km", "co2_kg", "basis", "segments"}
    assert (body["from"], body["to"], body["date"]) == ("13101", "16210", "2027-09-01")
    assert [segment["mode"] for segment in body["segments"]] == ["walk", "rail"]
    assert "path" not in body["segments"][0]


def test_its_way_on_the_map_comes_when_asked_for(client):
    body = client.get("/api/v1/route?from=13101&to=16210&geometry=1").get_json()
    assert body["segments"][1]["path"] == [[139.7536, 35.694], [136.8756, 36.5876]]


@pytest.mark.parametrize(
    ("query", "status", "error"),
    [
        ("to=16210", 400, "invalid_request"),
        ("from=13101&to=", 400, "invalid_request"),
        ("from=13101&to=nowhere", 404, "unknown_place"),
        ("from=13101&to=16210&modes=broom", 400, "invalid_request"),
        ("from=13101&to=16210&date=soon", 400, "invalid_request"),
        ("from=13101&to=16210&date=20270901", 400, "invalid_request"),
        ("from=13101&to=16210&date=2027-W36-3", 400, "invalid_request"),
        ("from=13101&to=16210&date=9999-12-31", 400, "invalid_request"),
        ("from=13101&to=16210&date=1999-12-31", 400, "invalid_request"),
        ("from=01463&to=47207", 422, "unreachable"),
    ],
)
def test_what_cannot_be_is_said(client, query, status, error):
    response = client.get(f"/api/v1/route?{query}")
    assert (response.status_code, response.get_json()["error"]) == (status, error)
