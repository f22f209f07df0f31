import datetime as dt

import pytest

from planner.errors import DatasetMissing
from planner.web.app import create_app
from planner.web.readiness import Readiness


@pytest.fixture
def starting(settings):
    """An app that waits for its server to load the data."""
    app = create_app({**settings, "DATASET": None, "SOLVER": None})
    yield app
    app.extensions["sasurai"].store.close()


def test_alive_and_ready(client):
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()["ready"], ready.get_json()["progress"]) == (200, True, 1.0)


def test_until_it_is_ready_it_is_alive_and_says_how_far(starting):
    client = starting.test_client()
    readiness = starting.extensions["sasurai"].readiness
    readiness.steps = {"database": "done", "caches": "running"}
    readiness.progress = 0.25
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    assert response.get_json() == {
        "ready": False,
        "steps": [{"name": "database", "state": "done"}, {"name": "caches", "state": "running"}],
        "progress": 0.25,
    }


def test_until_it_is_ready_pages_and_api_say_come_back(starting):
    client = starting.test_client()
    page = client.get("/ja/")
    assert (page.status_code, page.mimetype, page.headers["Retry-After"]) == (503, "text/html", "2")
    answer = client.get("/api/v1/municipalities")
    assert (answer.status_code, answer.get_json()["error"]) == (503, "starting")


def test_a_missing_data_set_is_told_with_what_mends_it(starting):
    client = starting.test_client()

    def fail(_):
        raise DatasetMissing("data/japan/manifest.json is missing.")

    readiness = starting.extensions["sasurai"].readiness
    with pytest.raises(DatasetMissing):
        readiness.run({"database": lambda _: None, "dataset": fail, "solvers": lambda _: None})
    assert readiness.steps == {"database": "done", "dataset": "failed", "solvers": "waiting"}
    problem = client.get("/api/v1/municipalities").get_json()
    assert (problem["status"], problem["error"], problem["mend"]) == (503, "dataset_missing", "sasurai data build")
    assert "sasurai data build" in client.get("/readyz").get_json()["trouble"]


def test_the_steps_run_in_order_and_open_the_doors():
    readiness, order = Readiness(), []

    def step(name):
        def work(report):
            report(0.5)
            order.append((name, readiness.progress, readiness.ready))

        return work

    readiness.run({name: step(name) for name in "abc"})
    assert order == [("a", 0.5, False), ("b", 0.5, False), ("c", 0.5, False)]
    assert readiness.ready
    assert readiness.wait(0)


def test_security_txt_has_what_its_rfc_asks(client):
    response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.get_data(as_text=True).splitlines())
    assert response.content_type == "text/plain; charset=utf-8"
    assert fields["Contact"] == "http://localhost/en/about"
    assert dt.datetime.fromisoformat(fields["Expires"]) > dt.datetime.now(dt.UTC)


def test_where_the_database_is_not_laid_out_pages_and_trips_go_on(settings, tmp_path):
    app = create_app({**settings, "DATABASE_URL": f"sqlite:///{tmp_path / 'bare.db'}"})
    client = app.test_client(use_cookies=False)
    for address in ("/ja/", "/api/v1/municipalities", "/api/v1/demand?from=2027-09-01&to=2027-10-01", "/ja/calendar"):
        assert client.get(address).status_code == 200, address
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()["ready"]) == (200, True)
    assert "no such table" in ready.get_json()["trouble"]
    kept = client.post("/api/v1/plans", json={"from": "13101", "start": "2027-09-01", "days": 50})
    assert (kept.status_code, kept.get_json()["mend"]) == (503, "sasurai db upgrade")
    app.extensions["sasurai"].store.close()
