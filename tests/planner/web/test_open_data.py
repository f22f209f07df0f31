"""Open data: every file reads back, and carries its licence and its day."""

from __future__ import annotations

import csv
import io
import re

import gpxpy
import icalendar
import pytest
from persimmons import GOOD as PERSIMMONS

from planner.web.open_files import BY_NAME, OFFERED

pytestmark = pytest.mark.usefixtures("at_once")

GOOD = {**PERSIMMONS, "title_ja": "=cmd|干し柿", "skills": "english,design"}


@pytest.fixture
def listing(person, send_form):
    hanako = person("hanako@example.jp")
    address = send_form(hanako, "/office/listings/new", **GOOD).headers["Location"]
    send_form(hanako, address, f"{address}/step/publish")
    return address.rsplit("/", 1)[1]


@pytest.fixture
def get(client):
    def ask(address, **query):
        response = client.get(f"/open-data/{address}", query_string=query)
        assert response.status_code == 200, response.get_data(as_text=True)
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        return response

    return ask


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))


@pytest.mark.parametrize("name", OFFERED)
def test_geojson_and_csv_say_the_same(get, listing, small_dataset, name):
    told, rows = get(f"{name}.geojson").get_json(), rows_of(get(f"{name}.csv"))
    assert len(told["features"]) == len(rows) > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", told["as_of"])
    assert all(one["href"].startswith("https://") for one in told["licence"])
    key = "code" if name == "municipalities" else "id"
    assert [str(one["properties"][key]) for one in told["features"]] == [row[key] for row in rows]
    for row in rows:
        assert row["data_as_of"] == told["as_of"]
        assert row["licence"] == told["credit"]
        assert 120 < float(row["lng"]) < 155


def test_an_empty_table_has_the_columns_of_a_full_one(get, client, listing):
    full = get("listings.csv").data.decode().splitlines()[0].split(",")
    empty = get("listings.csv", kind="festival").data.decode().splitlines()
    assert empty == [",".join(full)]
    assert get("municipalities.csv", prefecture="99").data.startswith(get("municipalities.csv").data.splitlines()[0])
    features = get("listings.geojson").get_json()["features"]
    assert set(features[0]["properties"]) == set(BY_NAME["listings"])


def test_spreadsheets_run_nothing_and_may_have_their_mark(get, listing):
    (row,) = rows_of(get("listings.csv"))
    assert row["title_ja"] == "'" + GOOD["title_ja"]
    assert row["skills"] == "english;design"
    marked, plain = get("listings.csv", bom="1").data, get("listings.csv").data
    assert marked == b"\xef\xbb\xbf" + plain


@pytest.mark.parametrize("name", [name for name, formats in OFFERED.items() if "gpx" in formats])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_gpx_reads_back_with_its_licence(get, listing, name, lang):
    read = gpxpy.parse(get(f"{name}.gpx", lang=lang).data.decode())
    assert len(read.waypoints) == len(get(f"{name}.geojson").get_json()["features"])
    assert read.copyright_license.startswith("https://")
    assert read.copyright_author
    assert read.time is not None
    mine = next(point for point in read.waypoints if (point.link or "").endswith(listing))
    assert mine.name == GOOD["title_ja"]
    assert "10-20" in mine.description


def test_filters_choose_and_what_is_none_is_refused(get, client):
    def codes(**query):
        return {row["code"] for row in rows_of(get("demand.csv", **query))}

    assert codes(prefecture="16") == codes(municipality="16210") == {"16210"}
    assert codes(kind="ski_resort") == {"01463"}
    assert [row["code"] for row in rows_of(get("municipalities.csv", prefecture="13"))] == ["13101"]
    for query in ("kind=begging", "colour=red", "prefecture=xx", "bom=2", "lang=de"):
        assert client.get(f"/open-data/demand.csv?{query}").status_code == 400
    for address in ("municipalities.gpx", "secrets.csv", "demand.pdf"):
        assert client.get(f"/open-data/{address}").status_code == 404


def test_the_same_data_is_not_sent_again(get, client):
    for address in ("demand.csv", "municipalities.geojson", "catalogue.json"):
        tag = get(address).headers["ETag"]
        assert client.get(f"/open-data/{address}", headers={"If-None-Match": tag}).status_code == 304


def test_a_catalogue_leads_to_every_file(get, client, listing):
    told = get("catalogue.json").get_json()
    addresses = [
        part["dcat:downloadURL"]["@id"]
        for one in told["dcat:dataset"]
        for part in one["dcat:distribution"]
        if "dcat:downloadURL" in part
    ]
    assert len(addresses) == sum(map(len, OFFERED.values()))
    for address in addresses:
        found = client.get(address.removeprefix("http://localhost"))
        assert found.status_code == 200
        assert 'rel="license"' in found.headers["Link"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_names_files_rows_days_and_licences(client, listing, lang):
    text = client.get(f"/{lang}/open-data").get_data(as_text=True)
    for address in re.findall(r'href="(/(?:open-data|ogc|feed)[^"]*)"', text):
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address
    assert text.count('rel="license') == 5
    assert not re.search(r"\b(open_data|ogc)\.[a-z]+\b", text.replace("ogc/", ""))


def test_a_feed_carries_its_licence_and_its_day(client):
    calendar = icalendar.Calendar.from_ical(client.get("/feed/region/16.ics").data)
    assert "opensource.org" in calendar["DESCRIPTION"]
    assert re.search(r"\d{4}-\d\d-\d\d", calendar["X-WR-CALDESC"])
