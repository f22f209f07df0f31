"""OGC API – Features: what the standard asks, held in the app; and read by two programs that are not ours."""

from __future__ import annotations

import json
import subprocess
import sys
import threading

import pytest
from owslib.ogcapi.features import Features
from persimmons import GOOD as PERSIMMONS
from werkzeug.serving import make_server

from planner.db.listings import Actor
from planner.serial import dumps, plan_to_json
from planner.web.state import KEY

pytestmark = pytest.mark.usefixtures("at_once")

CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
GEOJSON = "application/geo+json"
HARVEST = {"start": "10-20", "end": "12-10"}
GOOD = {**PERSIMMONS, "title_ja": "干し柿<b>づくり", "start": "2027-10-20", "end": "2027-12-10"}


@pytest.fixture
def ogc(client):
    """Ask for an address under /ogc and give its JSON."""

    def ask(address, **query):
        response = client.get(f"/ogc{address}", query_string=query)
        assert response.status_code == 200, response.get_data(as_text=True)
        return response.get_json()

    return ask


@pytest.fixture
def published(person, send_form):
    """A published listing's id, and the browser of its office."""
    hanako = person("hanako@example.jp")
    address = send_form(hanako, "/office/listings/new", **GOOD).headers["Location"]
    send_form(hanako, address, f"{address}/step/publish")
    return address.rsplit("/", 1)[1], hanako


def rels(told):
    return {link["rel"]: link for link in told["links"]}


def test_the_landing_page_leads_to_everything(client, ogc):
    landing = ogc("/")
    assert {"self", "alternate", "service-desc", "conformance", "data"} <= rels(landing).keys()
    for link in landing["links"]:
        found = client.get(link["href"].removeprefix("http://localhost"))
        assert found.status_code == 200
        assert found.mimetype == link["type"].partition(";")[0]
        assert found.headers.get("Access-Control-Allow-Origin") == (None if "open-data" in link["href"] else "*")
    assert CORE in ogc("/conformance")["conformsTo"]


def test_the_definition_names_every_parameter_that_is_read(client, ogc):
    paths = ogc("/api")["paths"]
    for collection in ogc("/collections")["collections"]:
        assert f"/collections/{collection['id']}" in paths
        named = {p["name"] for p in paths[f"/collections/{collection['id']}/items"]["get"]["parameters"]}
        assert {"bbox", "datetime", "limit", "offset", "f", "lang"} < named
        refused = client.get(f"/ogc/collections/{collection['id']}/items?colour=red")
        assert refused.status_code == 400
        assert refused.get_json()["code"] == "invalid_request"
        assert all(name in refused.get_json()["description"] for name in named)


@pytest.mark.parametrize("name", ["municipalities", "demand"])
def test_pages_follow_each_other_to_the_end_and_back(client, ogc, name):
    whole = ogc(f"/collections/{name}/items", limit=1000)
    assert "next" not in rels(whole)
    assert whole["numberMatched"] == whole["numberReturned"] == len(whole["features"]) > 4
    page, seen, address = ogc(f"/collections/{name}/items", limit=4), [], ""
    while True:
        seen += page["features"]
        assert page["numberReturned"] == len(page["features"])
        assert page["numberMatched"] == whole["numberMatched"]
        if "next" not in rels(page):
            break
        address = rels(page)["next"]["href"].removeprefix("http://localhost")
        page = client.get(address).get_json()
    assert seen == whole["features"]
    assert rels(page)["prev"]["type"] == GEOJSON
    one = ogc(f"/collections/{name}/items/{seen[0]['id']}")
    assert {key: one[key] for key in ("id", "geometry", "properties")} == {
        k: v for k, v in seen[0].items() if k != "type"
    }
    assert {"self", "alternate", "collection"} <= rels(one).keys()


def test_rectangles_dates_and_filters_choose(ogc):
    def found(name, **query):
        return [one["id"] for one in ogc(f"/collections/{name}/items", **query)["features"]]

    # Nanto's outline reaches beyond its office
    assert found("municipalities", bbox="136.70,36.40,136.80,36.50") == ["16210"]
    assert found("municipalities", bbox="136.70,36.40,0,136.80,36.50,900") == ["16210"]
    # over the 180th meridian, all the way round to Nanto
    assert found("municipalities", bbox="170,20,137,37") == ["16210", "32525", "38204", "47207"]
    assert found("municipalities", prefecture="16", datetime="2027-01-01") == ["16210"]
    assert found("demand", municipality="16210", datetime="2027-12-01") == ["16210-harvest-1"]
    assert found("demand", municipality="16210", datetime="2027-12-01T00:00:00Z/..") == [
        "16210-craft-1",
        "16210-harvest-1",
    ]
    assert found("demand", kind="ski_resort", bbox="140,40,145,45") == ["01463-ski_resort-1"]
    assert found("demand", municipality="99999") == []
    assert len(found("demand", datetime="../..")) == len(found("demand"))


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=x", "offset=-1", "bbox=1,2,3", "bbox=a,b,c,d", "bbox=130,40,140,30", "datetime=soon",
     "datetime=2027-12-01/2027-01-01", "datetime=2027-13-01", "kind=begging", "f=xml", "bbox=nan,1,2,3"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_the_form_asked_for(client, query):
    refused = client.get(f"/ogc/collections/demand/items?{query}")
    assert refused.status_code == 400
    assert refused.mimetype == "application/problem+json"
    page = client.get(f"/ogc/collections/demand/items?{query}", headers={"Accept": "text/html"})
    assert page.status_code == 400
    assert page.mimetype == ("text/html" if "f=" not in query else "application/problem+json")


def test_more_than_the_most_gives_the_most_and_nothing_is_told_apart_from_none(client, ogc):
    assert ogc("/collections/demand/items", limit=10**9)["numberReturned"] > 0
    for address in ("/collections/secrets", "/collections/demand/items/none", "/collections/none/items"):
        assert client.get(f"/ogc{address}").status_code == 404


def test_what_was_not_changed_is_not_sent_again(client):
    first = client.get("/ogc/collections/demand/items?limit=3")
    again = client.get("/ogc/collections/demand/items?limit=3", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_people_read_the_same_as_pages(client, published, lang):
    listing, _ = published
    items = "/collections/listings/items"
    shown = ("/", "/conformance", "/collections", "/collections/listings", items, f"{items}/listing-{listing}")
    for address in shown:
        page = client.get(f"/ogc{address}", query_string={"lang": lang}, headers={"Accept": "text/html,*/*;q=0.8"})
        assert page.mimetype == "text/html"
        text = page.get_data(as_text=True)
        assert "<b>" not in text
        assert "ogc." not in text
        assert f'<html lang="{lang}">' in text


def test_a_listing_comes_and_goes_with_its_office(ogc, client, published, send_form):
    listing, hanako = published
    (one,) = ogc("/collections/listings/items", datetime="2027-12-01/..", bbox="136,36,137,37")["features"]
    assert one["id"] == f"listing-{listing}"
    assert one["properties"]["title_ja"] == GOOD["title_ja"]
    assert ogc("/collections/listings/items", datetime="2028-01-01/..")["features"] == []
    assert ogc(f"/collections/demand/items/listing-{listing}")["properties"]["confidence"] == "listing"
    send_form(hanako, f"/office/listings/{listing}", f"/office/listings/{listing}/step/pause")
    assert ogc("/collections/listings/items")["numberMatched"] == 0
    assert client.get(f"/ogc/collections/listings/items/listing-{listing}").status_code == 404


@pytest.fixture
def course(app, published, example_plan, root):
    """A published map with one model course; its id among all courses, and what withdraws it."""
    held = app.extensions[KEY]
    actor = Actor(held.offices.all()[0].id, "owner", "hanako@example.jp")
    body = json.loads((root / "planner/regional/nanto.json").read_text(encoding="utf-8"))["map"]
    made = held.maps.create(actor, "nanto", body)
    part = held.maps.add_part(actor, made.id, "course", dumps(plan_to_json(example_plan)).encode())
    given = {"id": "aki", "part": part, "title_ja": "秋の<b>ひとめぐり"}
    changed = held.maps.change(actor, made.id, "nanto", {**body, "courses": [given]}, made.sequence)
    held.maps.publish(actor, made.id, changed.sequence)
    return "nanto.aki", lambda: held.maps.unpublish(actor, made.id)


def test_courses_of_published_maps_are_lines(ogc, client, course, example_plan):
    identity, withdraw = course
    first = example_plan.itinerary.stays[0]
    (one,) = ogc("/collections/courses/items")["features"]
    assert (one["id"], one["geometry"]["type"]) == (identity, "MultiLineString")
    assert one["properties"]["municipalities"] == [stay.municipality.code for stay in example_plan.itinerary.stays]
    assert one["properties"]["nights"] == sum(stay.nights for stay in example_plan.itinerary.stays)
    assert client.get(one["properties"]["gpx"].removeprefix("http://localhost")).status_code == 200
    lng, lat = first.lnglat
    for query, count in (
        ({"bbox": f"{lng - 0.1},{lat - 0.1},{lng + 0.1},{lat + 0.1}"}, 1),
        ({"bbox": "150,20,151,21"}, 0),
        ({"datetime": first.arrive.isoformat()}, 1),
        ({"datetime": "../2020-01-01"}, 0),
        ({"municipality": first.municipality.code}, 1),
        ({"municipality": "47207"}, 0),
    ):
        assert ogc("/collections/courses/items", **query)["numberMatched"] == count, query
    page = client.get(f"/ogc/collections/courses/items/{identity}?f=html").get_data(as_text=True)
    assert "<b>" not in page
    withdraw()
    assert ogc("/collections/courses/items")["numberMatched"] == 0
    assert client.get(f"/ogc/collections/courses/items/{identity}").status_code == 404


@pytest.fixture
def address(app):
    """A real server, for programs that are not ours."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/ogc/"
    server.shutdown()
    thread.join()
    server.server_close()


GDAL = """
import json, sys, pyogrio
source = "OAPIF:" + sys.argv[1]
places = pyogrio.read_dataframe(source, layer="municipalities", PAGE_SIZE=5)
print(json.dumps({
    "layers": sorted(name for name, _ in pyogrio.list_layers(source)),
    "codes": sorted(places["code"]),
    "epsg": places.crs.to_epsg(),
    "valid": bool(places.geometry.is_valid.all()),
    "nanto": list(places.set_index("code").loc["16210"].geometry.bounds),
    "near": sorted(set(pyogrio.read_dataframe(source, layer="demand", bbox=(136, 36, 137, 37))["code"])),
    "courses": list(pyogrio.read_dataframe(source, layer="courses").geometry.geom_type),
    "listings": list(pyogrio.read_dataframe(source, layer="listings")["title_ja"]),
}))
"""


def test_gdal_reads_every_collection(address, course, small_dataset):
    # in a process of its own: GDAL holds Python's lock while it waits for the server
    done = subprocess.run([sys.executable, "-c", GDAL, address], capture_output=True, timeout=60, check=True)
    found = json.loads(done.stdout)
    assert found["layers"] == ["courses", "demand", "listings", "municipalities"]
    assert found["codes"] == sorted(place.code for place in small_dataset.municipalities)
    assert (found["epsg"], found["valid"]) == (4326, True)
    # kept the right way round: longitude first
    assert found["nanto"] == pytest.approx((136.7, 36.3, 137.0, 36.65), abs=0.1)
    assert found["near"] == ["16210"]
    assert found["courses"] == ["MultiLineString"]
    assert found["listings"] == [GOOD["title_ja"]]


def test_owslib_reads_every_collection(address, published):
    service = Features(address)
    assert CORE in service.conformance()["conformsTo"]
    assert service.feature_collections() == ["municipalities", "demand", "listings", "courses"]
    assert service.api()["openapi"].startswith("3.0")
    found = service.collection_items("demand", bbox=[136, 36, 137, 37], limit=1)
    assert (found["numberMatched"], found["numberReturned"]) == (3, 1)
    assert service.collection_item("municipalities", "16210")["properties"]["name"] == "南砺市"
    assert service.collection("listings")["extent"]["spatial"]["crs"].endswith("CRS84")
