import pytest

from planner.tracks.model import MOST_BYTES
from planner.web import tracks_api

GPX = b'<gpx><wpt lat="36" lon="137"><name>\xe5\xae\xbf</name></wpt><trk><trkseg><trkpt lat="36" lon="137"/>' + (
    b'<trkpt lat="36.5" lon="137.5"/></trkseg></trk></gpx>'
)


def send(client, content, **more):
    return client.post("/api/v1/tracks", data=content, content_type="application/octet-stream", **more)


def test_a_file_comes_back_as_geojson_and_is_not_kept(client, database_bytes):
    response = send(client, GPX)
    assert response.status_code == 200
    assert response.content_type == "application/geo+json"
    assert response.headers["Cache-Control"] == "no-store"
    found = response.get_json()
    assert found["read"] == {"points": 1, "lines": 1, "positions": 3}
    assert [f["geometry"]["type"] for f in found["features"]] == ["Point", "LineString"]
    assert found["features"][0]["properties"]["name"] == "宿"
    assert "宿".encode() not in database_bytes()


def test_it_may_be_far_larger_than_other_bodies(client):
    points = b'<trkpt lat="36" lon="137"><time>2026-01-01T00:00:00Z</time></trkpt>' * 20_000
    assert send(client, b"<gpx><trk><trkseg>" + points + b"</trkseg></trk></gpx>").status_code == 200


def test_larger_than_allowed_is_refused_unread(client):
    response = send(client, b"<gpx/>", environ_overrides={"CONTENT_LENGTH": str(2 * MOST_BYTES)})
    assert response.status_code == 413


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "format"), (b"<!DOCTYPE gpx><gpx/>", "doctype"), (b"PK\x03\x04", "archive")]
)
def test_what_is_refused_says_why_in_a_word_and_a_sentence(client, content, reason):
    response = send(client, content)
    problem = response.get_json()
    assert response.status_code == 400
    assert (problem["error"], problem["field"], problem["reason"]) == ("invalid_request", "file", reason)
    assert len(problem["detail"]) > 10


def test_only_so_many_at_once(client, monkeypatch):
    monkeypatch.setattr(tracks_api, "_turn", type("Taken", (), {"acquire": lambda *_, **__: False})())
    response = send(client, GPX)
    assert response.status_code == 503
    assert response.headers["Retry-After"]


def test_another_site_makes_no_browser_send_files(browser):
    assert send(browser, GPX).status_code == 400
    assert send(browser, GPX, headers=browser.csrf).status_code == 200
