"""What a published map gives to others: files, oEmbed, a picture; and a folder for its office."""

import io
import re
import zipfile

import pytest

from planner.db.listings import Actor
from planner.regional.model import Area, RegionalMap
from planner.regional.serial import map_to_json
from planner.web.state import KEY


@pytest.fixture
def published(app):
    kept = app.extensions[KEY]
    actor = Actor(kept.offices.create("南砺の窓口", ["16210"]).id, "owner", "h@example.jp")
    regional = RegionalMap("南砺の仕事", Area(("16210",)), seasons="all")
    made = kept.maps.create(actor, "nanto", map_to_json(regional))
    return kept.maps.publish(actor, made.id, made.sequence), actor


def test_files_are_open_data_and_name_themselves(client, published):
    for fmt, media in (("geojson", "application/geo+json"), ("csv", "text/csv"), ("gpx", "application/gpx+xml")):
        answer = client.get(f"/m/nanto/seasons.{fmt}")
        assert answer.status_code == 200
        assert answer.content_type.startswith(media)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert f"nanto-seasons.{fmt}" in answer.headers["Content-Disposition"]
        again = client.get(f"/m/nanto/seasons.{fmt}", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
    assert len(client.get("/m/nanto/seasons.geojson?kind=craft").get_json()["features"]) == 1
    assert len(client.get("/m/nanto/seasons.geojson?month=12").get_json()["features"]) == 1
    assert client.get("/m/nanto/seasons.geojson?month=13").status_code == 400
    assert client.get("/m/nanto/map.pdf").data.startswith(b"%PDF")
    assert client.get("/m/nanto/preview.png").data.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "path",
    ["listings.csv", "own-1.csv", "own-1.geojson", "courses.ics", "x.csv", "logo.png", "courses/x.gpx", "own-x.gpx"],
)
def test_what_a_map_does_not_hold_is_not_there(client, published, path):
    assert client.get(f"/m/nanto/{path}").status_code == 404


def test_no_file_of_a_draft_is_given(app, client, published):
    kept, actor = published
    app.extensions[KEY].maps.unpublish(actor, kept.id)
    for path in ("seasons.csv", "seasons.geojson", "map.pdf", "preview.png", "logo.png", "courses/x.gpx"):
        assert client.get(f"/m/nanto/{path}").status_code == 404
    assert client.get("/oembed?url=http://localhost/m/nanto").status_code == 404


def test_oembed_tells_how_to_frame_a_map(client, published):
    page = client.get("/m/nanto").get_data(as_text=True)
    link = re.search(r'type="application/json\+oembed"[^>]* href="([^"]+)"', page)[1].replace("&amp;", "&")
    told = client.get(link).get_json()
    assert (told["version"], told["type"], told["title"]) == ("1.0", "rich", "南砺の仕事")
    assert 'loading="lazy"' in told["html"]
    assert client.get(re.search(r'src="http://localhost([^"]+)"', told["html"])[1]).status_code == 200
    small = client.get(f"{link}&maxwidth=400&maxheight=300").get_json()
    assert (small["width"], small["height"]) == (400, 300)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("url=https://elsewhere.example/m/nanto", 404),
        ("url=http://localhost/m/nothing", 404),
        ("url=http://localhost/ja/", 404),
        ("", 404),
        ("url=http://localhost/m/nanto&format=xml", 501),
        ("url=http://localhost/m/nanto&maxwidth=x", 400),
    ],
)
def test_oembed_says_no(client, published, query, status):
    assert client.get(f"/oembed?{query}").status_code == status


def test_a_link_shows_a_picture_of_its_own(client, published):
    page = client.get("/m/nanto?lang=en").get_data(as_text=True)
    assert 'property="og:image" content="http://localhost/m/nanto/preview.png?lang=en"' in page
    assert 'name="twitter:card"' in page


def test_an_office_takes_its_map_along_as_a_folder(app, person, send_form):
    owner = person("hanako@example.jp")
    fields = {"title_ja": "題", "slug": "nanto", "places": "16210", "seasons": "all", "licence": "CC0 1.0"}
    page = send_form(owner, "/office/maps/new", **fields).headers["Location"]
    assert owner.get(f"{page}/site.zip").status_code == 404
    send_form(owner, page, f"{page}/publish", sequence="1")
    answer = owner.get(f"{page}/site.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert "nanto/index.html" in archive.namelist()
    assert "&lt;iframe" in owner.get(page).get_data(as_text=True)
