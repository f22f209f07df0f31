import csv
import io
import json
from dataclasses import replace

import pytest
from lxml import etree

from planner.render.formats import render
from planner.render.kml import KML


def rows(trip, lang):
    data = render(trip, "csv", lang)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_a_row_for_every_leg_and_stay_in_order(trip):
    table = rows(trip, "en")
    assert [row["what"] for row in table] == ["Travel", "Stay"] * 3 + ["Travel"]
    assert [row["code"] for row in table] == ["16210", "16210", "15224", "15224", "47201", "47201", "13101"]
    assert [row["from_date"] for row in table] == sorted(row["from_date"] for row in table)
    assert sum(int(row["nights"]) for row in table) == 61 - 1


def test_csv_leaves_unknown_pay_empty_and_marks_estimates(trip):
    stay = rows(trip, "ja")[1]
    assert (stay["収入(円)"], stay["宿泊費(円)"], stay["費用は概算"]) == ("", "84000", "1")


@pytest.mark.parametrize("fmt", ["csv", "ics", "html"])
def test_no_lodging_to_pay_is_an_expectation(trip, fmt):
    stays = tuple(replace(stay, lodging_jpy=0) for stay in trip.itinerary.stays)
    totals = replace(trip.itinerary.totals, lodging_jpy=0)
    free = replace(trip, itinerary=replace(trip.itinerary, stays=stays, totals=totals))
    text = render(free, fmt, "ja").decode("utf-8").replace("\r\n ", "")
    assert text.count("0円の見込み（受け入れ先に要確認）") >= len(stays)
    assert "見込み" not in render(trip, fmt, "ja").decode("utf-8").replace("\r\n ", "")


def test_geojson_positions_are_longitude_first_and_in_japan(trip):
    document = json.loads(render(trip, "geojson"))
    assert document["type"] == "FeatureCollection"
    assert "crs" not in document
    kinds = [feature["geometry"]["type"] for feature in document["features"]]
    assert (kinds.count("Point"), kinds.count("LineString")) == (3, 12)
    for feature in document["features"]:
        coordinates = feature["geometry"]["coordinates"]
        for lng, lat in [coordinates] if feature["geometry"]["type"] == "Point" else coordinates:
            assert 122 < lng < 154
            assert 20 < lat < 46
    assert len({feature["id"] for feature in document["features"]}) == len(kinds)


def test_kml_places_stays_in_time_and_lines_in_style(trip):
    root = etree.fromstring(render(trip, "kml"))
    assert root.tag == f"{{{KML}}}kml"
    spans = [(span[0].text, span[1].text) for span in root.iter(f"{{{KML}}}TimeSpan")]
    assert spans == [(s.arrive.isoformat(), s.depart.isoformat()) for s in trip.itinerary.stays]
    styles = {f"#{style.get('id')}" for style in root.iter(f"{{{KML}}}Style")}
    used = [url.text for url in root.iter(f"{{{KML}}}styleUrl")]
    assert len(used) == 12
    assert set(used) <= styles
