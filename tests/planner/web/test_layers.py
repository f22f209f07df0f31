import gzip
import json

import pytest
from shapely.geometry import shape

from geo.layers import FILES
from planner.web.app import create_app

SMALL = b'{"type":"FeatureCollection","features":[]}\n' + b" " * 2000


@pytest.fixture
def bare(settings, tmp_path):
    """An app whose data folder holds one layer only."""
    file = tmp_path / "data" / FILES["overview"]
    file.parent.mkdir(parents=True)
    file.write_bytes(SMALL)
    app = create_app({**settings, "DATA_DIR": tmp_path / "data"})
    yield app
    app.extensions["sasurai"].store.close()


def test_a_layer_is_sent_compressed_to_who_reads_that(bare):
    client = bare.test_client()
    packed = client.get("/api/v1/layers/overview", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.get_data()) == SMALL
    plain = client.get("/api/v1/layers/overview", headers={"Accept-Encoding": "identity"})
    assert plain.get_data() == SMALL
    assert plain.headers["ETag"] != packed.headers["ETag"]
    for response in (packed, plain):
        assert "Accept-Encoding" in response.headers["Vary"]
        assert response.content_type == "application/geo+json"


def test_a_layers_address_is_kept_for_ever_and_empty_where_there_is_none(bare):
    with bare.test_request_context():
        layer_url = bare.jinja_env.globals["layer_url"]
        address = layer_url("overview")
        assert layer_url("neighbours") == ""
    client = bare.test_client()
    assert "immutable" in client.get(address).headers["Cache-Control"]
    assert client.get("/api/v1/layers/overview").headers["Cache-Control"] == "public, no-cache"


def test_a_missing_layer_is_told_and_a_layer_that_is_none_not_found(bare):
    client = bare.test_client()
    assert client.get("/api/v1/layers/land").status_code == 503
    assert client.get("/api/v1/layers/nothing").status_code == 404
    assert client.get("/api/v1/layers/..%2f..%2fsecret").status_code == 404


def test_the_country_is_drawn_whole_and_light(client):
    response = client.get("/api/v1/layers/overview", headers={"Accept-Encoding": "gzip"})
    assert len(response.get_data()) <= 1_000_000
    features = json.loads(gzip.decompress(response.get_data()))["features"]
    assert len({feature["id"] for feature in features} - {"hoppo"}) == 1741


def test_a_municipality_comes_in_full_detail(client):
    feature = client.get("/api/v1/layers/municipality/16210").get_json()
    assert feature["id"] == "16210"
    assert shape(feature["geometry"]).is_valid
    assert client.get("/api/v1/layers/municipality/99999").status_code == 404


def test_a_region_is_for_a_near_look(client):
    found = client.get("/api/v1/layers/region?bbox=136.8,36.5,136.9,36.6").get_json()["features"]
    assert "16210" in {feature["id"] for feature in found}
    for box in ("", "bbox=120,20,150,50", "bbox=1,2"):
        assert client.get(f"/api/v1/layers/region?{box}").status_code == 400
