from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
import shapely
from shapely.geometry import shape

from geo import streets
from geo.store import read_municipalities
from geo.street_store import read_town
from planner import config
from planner.web.reach_map import reach_map

ADDRESS = "/api/v1/layers/isochrone/16210"


@pytest.fixture
def instance(tmp_path, monkeypatch):
    monkeypatch.setenv("SASURAI_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


@pytest.fixture
def imported(instance, tmp_path, street_town):
    """Streets of a made-up Nanto."""
    file = tmp_path / "town.osm"
    file.write_text(street_town(5, step=0.006).xml(), encoding="utf-8")
    nanto = next(town for town in read_municipalities(config.data_dir()) if town.code == "16210")
    land = shapely.Point(nanto.lnglat).buffer(0.1)
    streets.import_file(file, instance, [nanto], [], lambda _: land, lambda *_: None)
    return nanto


def test_three_areas_the_largest_first_around_the_office(client, imported):
    response = client.get(ADDRESS)
    assert response.content_type == "application/geo+json"
    features = response.get_json()["features"]
    assert [feature["properties"]["minutes"] for feature in features] == [60, 30, 15]
    areas = [shape(feature["geometry"]) for feature in features]
    assert all(area.is_valid for area in areas)
    assert areas[0].area >= areas[1].area >= areas[2].area > 0
    assert areas[2].contains(shapely.Point(imported.lnglat))
    assert "OpenStreetMap" in features[0]["properties"]["credit"]
    again = client.get(ADDRESS, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_one_area_of_one_mode(client, imported):
    (feature,) = client.get(f"{ADDRESS}?mode=cycle&minutes=15").get_json()["features"]
    (walked,) = client.get(f"{ADDRESS}?mode=walk&minutes=15").get_json()["features"]
    assert feature["properties"]["mode"] == "cycle"
    assert shape(feature["geometry"]).area > shape(walked["geometry"]).area


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{ADDRESS}?mode=car", 400),
        (f"{ADDRESS}?minutes=20", 400),
        ("/api/v1/layers/isochrone/13101", 404),
        ("/api/v1/layers/isochrone/99999", 404),
        ("/api/v1/layers/isochrone/..%2f16210", 404),
    ],
)
def test_what_is_not_there_is_told(client, imported, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert response.content_type == "application/problem+json"


def test_templates_learn_whether_there_is_a_layer(app, imported):
    with app.test_request_context():
        isochrone_url = app.jinja_env.globals["isochrone_url"]
        assert isochrone_url("16210") == ADDRESS
        assert isochrone_url("13101") == ""


def test_damaged_streets_are_told_with_the_way_to_mend_them(client, imported, instance):
    (instance / "streets" / "16210" / "head.npy").write_bytes(b"no array")
    response = client.get(ADDRESS)
    assert response.status_code == 503
    assert "import its streets again" in response.get_json()["detail"]


def test_an_instance_without_streets(client, instance):
    response = client.get(ADDRESS)
    assert response.status_code == 404
    assert "sasurai data import osm" in response.get_json()["detail"]
    assert not instance.exists()


@pytest.mark.parametrize(("lang", "words"), [("ja", ["60分以内", "自転車で"]), ("en", ["Within 60 min", "By bicycle"])])
def test_its_page_draws_the_areas_and_says_their_size(client, imported, lang, words):
    page = client.get(f"/{lang}/places/16210").get_data(as_text=True)
    for word in (*words, "OpenStreetMap", ADDRESS):
        assert word in page
    drawings = re.findall(r"<svg [^>]*reach-.*?</svg>", page, flags=re.DOTALL)
    assert len(drawings) == 2
    for drawing in drawings:
        root = ElementTree.fromstring(drawing)
        west, north, width, height = (float(part) for part in root.get("viewBox").split())
        paths = [element.get("d") for element in root.iter("path")]
        assert len(paths) == 5
        points = re.findall(r"(-?\d+) (-?\d+)", "".join(paths[1:4]))
        assert len(points) > 30
        assert all(west <= int(x) <= west + width and north <= int(y) <= north + height for x, y in points)
        assert 'style="' not in drawing


def test_a_page_without_streets_has_no_drawing(client, instance):
    assert "reach-" not in client.get("/ja/places/13101").get_data(as_text=True)


def test_a_drawing_has_north_up_and_tells_areas(imported, instance):
    town = read_town(instance, "16210")
    walk, cycle = reach_map(town, shapely.Point(imported.lnglat).buffer(0.1))
    assert (walk["mode"], cycle["mode"]) == ("walk", "cycle")
    assert [area["minutes"] for area in walk["areas"]] == [60, 30, 15]
    sizes = [area["km2"] for area in walk["areas"]]
    assert sizes == sorted(sizes, reverse=True)
    # fifteen minutes on foot are 1.1 km: along streets, far less than the circle
    assert 0.1 < sizes[-1] < 3.9
    assert walk["scale"]["km"] <= float(walk["box"].split()[2]) / 3000
