import gzip

from planner.web.assets import build_of


def test_an_asset_is_kept_for_ever_at_its_builds_address(app, client):
    with app.test_request_context():
        address = app.jinja_env.globals["asset"]("vendor/leaflet/leaflet.css")
    response = client.get(address)
    assert (response.status_code, response.mimetype) == (200, "text/css")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_at_another_builds_address_it_is_checked_each_time(client):
    assert client.get("/static/older/vendor/leaflet/leaflet.css").headers["Cache-Control"] == "no-cache"


def test_scripts_have_a_type_that_browsers_run_as_modules(client):
    assert client.get("/static/x/vendor/leaflet/leaflet.js").mimetype in {"text/javascript", "application/javascript"}


def test_a_script_is_sent_compressed(app, client):
    with app.test_request_context():
        address = app.jinja_env.globals["asset"]("vendor/leaflet/leaflet.js")
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    plain = client.get(address)
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert len(packed.get_data()) < len(plain.get_data()) / 3
    assert client.get(address, headers={"If-None-Match": packed.headers["ETag"]}).status_code == 304


def test_nothing_outside_the_folder_is_served(client):
    for path in ("../pyproject.toml", "..%2fpyproject.toml", "%2e%2e/pyproject.toml", "css"):
        assert client.get(f"/static/x/{path}").status_code == 404


def test_another_content_or_name_is_another_build(tmp_path):
    (tmp_path / "a.js").write_text("1")
    first = build_of(tmp_path)
    (tmp_path / "a.js").write_text("2")
    second = build_of(tmp_path)
    (tmp_path / "a.js").rename(tmp_path / "b.js")
    assert len({first, second, build_of(tmp_path)}) == 3
