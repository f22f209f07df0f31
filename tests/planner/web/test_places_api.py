import pytest


def codes(response):
    return [feature["properties"]["code"] for feature in response.get_json()["features"]]


def test_places_come_in_pages_that_link_on(client):
    first = client.get("/api/v1/municipalities?limit=5")
    body = first.get_json()
    assert first.content_type == "application/geo+json"
    assert (body["type"], body["numberMatched"], body["numberReturned"]) == ("FeatureCollection", 12, 5)
    seen = codes(first)
    while links := [link["href"] for link in body["links"] if link["rel"] == "next"]:
        response = client.get(links[0])
        body = response.get_json()
        seen += codes(response)
    assert seen == sorted(set(seen))
    assert len(seen) == 12


@pytest.mark.parametrize("query", ["南砺", "なんと", "nanto", "16210"])
def test_a_place_is_found_by_kanji_kana_romaji_and_code(client, query):
    response = client.get("/api/v1/municipalities", query_string={"q": query, "limit": 3})
    assert codes(response)[0] == "16210"
    feature = response.get_json()["features"][0]
    assert feature["geometry"] == {"type": "Point", "coordinates": [136.8756, 36.5876]}
    assert feature["properties"]["prefecture_name"] == "富山県"


def test_places_of_a_prefecture_and_in_a_rectangle(client):
    assert codes(client.get("/api/v1/municipalities?prefecture=01")) == ["01229", "01463"]
    assert codes(client.get("/api/v1/municipalities?bbox=123,24,125,25")) == ["47207"]
    assert codes(client.get("/api/v1/municipalities?q=zzzz")) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("bbox=1,2,3", "bbox"),
        ("bbox=a,b,c,d", "bbox"),
        ("bbox=140,36,139,35", "bbox"),
        ("bbox=nan,nan,nan,nan", "bbox"),
        ("prefecture=48", "prefecture"),
        ("prefecture=1", "prefecture"),
        ("limit=0", "limit"),
        ("limit=all", "limit"),
        ("limit=1_0", "limit"),
        ("limit=１０", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("limit=99999", "limit"),
        ("offset=-1", "offset"),
        ("q=" + "x" * 61, "q"),
    ],
)
def test_a_bad_parameter_is_named(client, query, field):
    response = client.get(f"/api/v1/municipalities?{query}")
    assert (response.status_code, response.get_json()["field"]) == (400, field)


def test_a_place_has_its_windows(client):
    body = client.get("/api/v1/municipalities/16210").get_json()
    assert body["municipality"]["name"] == "南砺市"
    assert body["municipality"]["lnglat"] == [136.8756, 36.5876]
    assert [window["kind"] for window in body["windows"]] == ["craft", "harvest"]
    assert client.get("/api/v1/municipalities/13101").get_json()["windows"] == []
    unknown = client.get("/api/v1/municipalities/99999")
    assert (unknown.status_code, unknown.get_json()["error"]) == (404, "unknown_place")


def test_who_has_it_already_gets_no_body(client):
    first = client.get("/api/v1/municipalities?limit=2")
    again = client.get("/api/v1/municipalities?limit=2", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
