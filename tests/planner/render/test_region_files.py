"""A regional map as files: read back with the readers that others use."""

import csv
import datetime as dt
import io
import json
import zipfile
from dataclasses import replace

import gpxpy
import icalendar
import pypdfium2
import pytest
import zxingcpp
from persimmons import GOOD
from PIL import Image

from geo.layers import Layers
from geo.model import LngLat
from planner import config
from planner.demand import MonthDay
from planner.regional.contents import Published, contents_of
from planner.regional.model import Area, Course, OwnLayer, RegionalMap
from planner.render.region_about import About
from planner.render.region_drawing import drawing
from planner.render.region_files import formats_of, render_layer
from planner.render.region_paper import scale_bar
from planner.render.region_pdf import Sheet, render_region_pdf
from planner.render.region_picture import SIZE, render_picture
from planner.render.region_site import render_site, zipped
from planner.render.region_text import span_text
from planner.serial import dumps, plan_to_json

BODY = {
    **GOOD,
    "title_ja": "=干し柿<script>alert(1)</script>",
    "start": "2027-10-20",
    "end": "2027-12-10",
    "engagement": "employment",
    "pay_jpy": "9000",
    "pay_unit": "day",
}
OWN = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [136.9, 36.5]},
            "properties": {"name": "相倉"},
        },
        {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": [[136.9, 36.4], [136.95, 36.5]]},
            "properties": {"name": ""},
        },
    ],
}
URL = "https://maps.example/m/nanto?month=10"
MOMENT = dt.datetime(2027, 5, 1, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def layers():
    return Layers(config.data_dir())


@pytest.fixture(scope="module")
def contents(small_dataset, example_plan):
    regional = RegionalMap(
        "南砺の<仕事>",
        Area(("16210",), polygon=(LngLat(136.7, 36.3), LngLat(137.1, 36.3), LngLat(137.0, 36.7))),
        seasons="all",
        own=(OwnLayer("o", "塩硝の道", source="南砺市 2024"),),
        courses=(Course("c1", "p", "秋の道", text_ja="ゆっくり歩く", notes={"02202": ("りんごの町", "")}),),
    )
    parts = {"o": json.dumps(OWN).encode(), "p": dumps(plan_to_json(example_plan)).encode()}
    listing = Published.of("l1", BODY, "南砺の窓口", dt.date(2027, 4, 30))
    data = small_dataset
    return contents_of(
        regional, data.municipalities, data.demand.windows, [listing], lambda part, _: parts[part], data.date
    )


@pytest.fixture(scope="module")
def about():
    return About("南砺の<仕事>", "南砺の窓口", MOMENT, dt.date(2027, 6, 1), "ja", URL)


def test_a_map_holds_what_its_office_chose(contents):
    assert contents.layers == ("listings", "seasons", "courses", "own-1")
    assert [item.window.id for item in contents.items(11)] == ["listing-l1", "16210-harvest-1"]
    assert [len(list(contents.items(month))) for month in (10, 11, 12)] == [3, 2, 2]
    assert {item.window.kind for item in contents.items(kinds=["craft"])} == {"craft"}


def test_geojson_says_whose_it_is_and_as_of_when(contents, about):
    for layer, licence in (("listings", "CC BY 4.0"), ("seasons", "MIT"), ("own-1", "CC BY 4.0")):
        told = json.loads(render_layer(contents, layer, "geojson", about))
        assert told["licence"] == licence
        assert dt.date.fromisoformat(told["as_of"])
        assert told["features"]
    listing = json.loads(render_layer(contents, "listings", "geojson", about))
    assert listing["as_of"] == "2027-04-30"
    row = listing["features"][0]["properties"]
    assert (row["start"], row["recurring"], row["pay_jpy_per_day"]) == ("2027-10-20", False, 9000)
    courses = json.loads(render_layer(contents, "courses", "geojson", about))
    assert {feature["properties"]["course"] for feature in courses["features"]} == {"c1"}
    assert [f["properties"]["note"] for f in courses["features"] if f["properties"].get("code") == "02202"] == [
        "りんごの町"
    ]


def test_a_table_calculates_nothing_and_carries_its_licence(contents, about):
    text = render_layer(contents, "listings", "csv", about).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["title_ja"].startswith("'=")
    assert row["licence"] == "CC BY 4.0"
    (first, *_) = csv.DictReader(io.StringIO(render_layer(contents, "courses", "csv", about).decode("utf-8-sig")))
    assert (first["course"], first["number"], first["nights"]) == ("c1", "1", "14")


def test_gpx_opens_elsewhere(contents, about):
    points = {layer: gpxpy.parse(render_layer(contents, layer, "gpx", about).decode()) for layer in contents.layers}
    assert [len(points[layer].waypoints) for layer in contents.layers] == [1, 2, 3, 1]
    assert points["listings"].copyright_license == "https://creativecommons.org/licenses/by/4.0/"
    assert len(points["courses"].tracks[0].segments) == 8
    assert points["own-1"].tracks[0].name == "塩硝の道"


def test_calendars_hold_this_year_and_the_next(contents, about):
    calendar = icalendar.Calendar.from_ical(render_layer(contents, "listings", "ics", about))
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart") == dt.date(2027, 10, 20)
    seasons = icalendar.Calendar.from_ical(render_layer(contents, "seasons", "ics", about))
    assert {event.decoded("dtstart").year for event in seasons.walk("VEVENT")} == {2027, 2028}


@pytest.mark.parametrize(("paper", "size"), [("a4", (842, 595)), ("a3", (1191, 842))])
def test_paper_keeps_its_japanese_and_its_code_is_read(contents, about, layers, paper, size):
    body = render_region_pdf(Sheet(contents, about, 11), layers, paper)
    document = pypdfium2.PdfDocument(body)
    assert tuple(round(edge) for edge in document[0].get_size()) == size
    first, text = (
        document[0].get_textpage().get_text_range(),
        "".join(page.get_textpage().get_text_range() for page in document),
    )
    for said in ("南砺の<仕事>", "凡例", "11月", "南砺市", "ライセンス", " km", "気象庁"):
        assert said in first, said
    for said in ("干し柿<script>", "福光の柿農家", "秋の道", "ゆっくり歩く", "りんごの町"):
        assert said in text.replace("\r\n", ""), said
    picture = document[0].render(scale=2).to_pil()
    # on the map itself: a halo must not swallow the letters
    page, finder = document[0].get_textpage(), document[0].get_textpage().search("南砺市")
    boxes = [page.get_charbox(at) for at, _ in iter(finder.get_next, None)]
    left, bottom, right, top = next(box for box in boxes if box[0] < size[0] / 2)
    letter = picture.crop((2 * left, 2 * (size[1] - top), 2 * right, 2 * (size[1] - bottom)))
    assert letter.convert("L").getextrema()[0] < 80
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [URL]
    assert body == render_region_pdf(Sheet(contents, about, 11), layers, paper)


@pytest.mark.parametrize(
    ("years", "ja", "en"),
    [
        (None, "12月1日 – 3月10日", "1 Dec – 10 Mar"),
        ((2027,), "2027年12月1日 – 2028年3月10日", "1 Dec 2027 – 10 Mar 2028"),
        ((2027, 2030), "12月1日 – 3月10日 (開催年のみ)", "1 Dec – 10 Mar (only in some years)"),
    ],
)
def test_what_is_of_one_year_says_which(contents, years, ja, en):
    first, last = MonthDay(12, 1), MonthDay(3, 10)
    window = replace(contents.listings[0].window, start=first, end=last, only_years=years)
    assert (span_text(window, "ja"), span_text(window, "en")) == (ja, en)
    short = replace(window, start=last, end=first, only_years=(2027,))
    assert (span_text(short, "ja"), span_text(short, "en")) == ("2027年3月10日 – 12月1日", "10 Mar – 1 Dec 2027")


def test_a_scale_bar_is_a_round_number_that_fits():
    for km_per_point in (0.0004, 0.03, 0.6, 7.0):
        length, words = scale_bar(km_per_point)
        assert 36 <= length <= 90
        assert words.split()[0].strip("0.") in {"1", "2", "5"}


def test_a_link_has_a_picture(contents, layers):
    drawn = drawing(contents, layers, "ja")
    picture = Image.open(io.BytesIO(render_picture(drawn, "長い題" * 40, "南砺の窓口", "10件")))
    assert (picture.size, picture.format) == (SIZE, "PNG")
    assert len(set(picture.convert("RGB").resize((120, 63)).get_flattened_data())) > 20


def test_a_folder_holds_all_it_needs_and_no_markup_of_others(contents, about, layers):
    files = render_site(contents, layers, {"ja": about})
    assert files == render_site(contents, layers, {"ja": about})
    page = files["index.html"].decode()
    for path in ("index.html", "assets/map-ja.js"):
        assert "<script>alert(1)" not in files[path].decode()
    assert "干し柿&lt;script&gt;" in page
    for layer in contents.layers:
        for fmt in formats_of(layer):
            assert f"data/{layer}.{fmt}" in files
            assert f'href="data/{layer}.{fmt}"' in page
    assert "http://" not in files["assets/map-ja.js"].decode()
    assert "data/seasons.*: MIT" in files["LICENCE.txt"].decode()
    packed = zipped(files, "nanto")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert {name.removeprefix("nanto/"): archive.read(name) for name in archive.namelist()} == files
