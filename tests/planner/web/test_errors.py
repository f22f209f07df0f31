import html
import logging
from http import HTTPStatus

import pytest

from geo import errors as geo_errors
from planner import errors as planner_errors
from planner.db import errors as db_errors
from planner.web import errors as web_errors

CASES = [
    (planner_errors.InvalidRequest("days", "at most 400"), 400),
    (planner_errors.UnknownPlace("府中", "Several are called so.", ["東京都府中市", "広島県府中市"]), 404),
    (planner_errors.NoFeasibleItinerary("None.", ["budget"], {"budget": 9}), 422),
    (planner_errors.DatasetMissing("It is missing."), 503),
    (planner_errors.PlannerError("Something of ours."), 500),
    (geo_errors.UnknownPlaceError("No such place.", ("a", "b")), 404),
    (geo_errors.UnreachableError("No way."), 422),
    (geo_errors.SourceError("It is torn."), 503),
    (geo_errors.SchemaError("Row 3."), 503),
    (db_errors.RecordMissing("No such plan."), 404),
    (db_errors.RecordGone("Gone."), 410),
    (db_errors.RecordChanged("Changed."), 412),
    (db_errors.DatabaseTrouble("Damaged."), 503),
    (web_errors.Busy("Busy."), 503),
    (web_errors.TooMany(7), 429),
    (web_errors.CrossSite("No."), 403),
]


@pytest.fixture
def failing(app):
    """Addresses that fail with each error, in the API and among the pages."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def fail(number):
        raise CASES[number][0] if number < len(CASES) else RuntimeError("the secret inside")

    app.add_url_rule("/api/fail/<int:number>", "api_fail", fail)
    app.add_url_rule("/fail/<int:number>", "page_fail", fail)
    return app.test_client()


@pytest.mark.parametrize("number", range(len(CASES)))
def test_each_error_has_its_status_for_programs_and_people(failing, number, caplog):
    error, status = CASES[number]
    caplog.set_level(logging.CRITICAL)
    problem = failing.get(f"/api/fail/{number}")
    body = problem.get_json()
    assert (problem.status_code, problem.content_type) == (status, "application/problem+json")
    assert (body["status"], body["type"]) == (status, "about:blank")
    assert body["title"] == HTTPStatus(status).phrase
    if status != 500:
        assert body["detail"] == str(error)
    for member in ("field", "candidates", "binding", "smallest_relaxation", "mend"):
        value = getattr(error, member, None)
        expected = list(value) if isinstance(value, tuple) else value
        assert member == "mend" or body.get(member) == (expected or None)
    assert bool(body.get("mend")) == (status == 503 and "Retry-After" not in problem.headers)
    page = failing.get(f"/fail/{number}")
    assert (page.status_code, page.mimetype) == (status, "text/html")
    assert page.headers["Cache-Control"] == "no-store"
    text = page.get_data(as_text=True)
    assert "<h1>" in text
    if status in {400, 422}:
        assert str(error) in html.unescape(text)
    assert ("Retry-After" in page.headers) == (getattr(error, "retry_after", None) is not None)


def test_a_bug_shows_nothing_of_its_inside(failing, caplog):
    caplog.set_level(logging.CRITICAL)
    for address in (f"/api/fail/{len(CASES)}", f"/fail/{len(CASES)}"):
        response = failing.get(address)
        assert response.status_code == 500
        assert "secret" not in response.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/<script>alert(1)</script>", "/ja/<b>x", "/en/nothing?lang=<i>"])
def test_a_page_that_is_none_is_said_in_the_readers_language_and_escaped(client, path):
    response = client.get(path)
    text = response.get_data(as_text=True)
    assert (response.status_code, response.mimetype) == (404, "text/html")
    assert ("Not found" if path.startswith("/en") else "見つかりません") in text
    assert "<script>alert" not in text
    assert "<b>x" not in text


def test_a_database_that_lost_its_tables_is_told_with_what_mends_it(settings, asked, tmp_path, caplog):
    from planner.web.app import create_app

    caplog.set_level(logging.CRITICAL)
    app = create_app({**settings, "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.db'}"})
    problem = app.test_client().post("/api/v1/plans", json=asked).get_json()
    assert (problem["status"], problem["error"]) == (503, "database")
    assert problem["mend"] == "sasurai db upgrade"
    app.extensions["sasurai"].store.close()


def test_a_method_that_is_none_lists_those_that_are(client):
    response = client.put("/api/v1/municipalities", headers={"X-Sasurai-Device": "x" * 22})
    assert (response.status_code, response.get_json()["error"]) == (405, "method_not_allowed")
    assert "GET" in response.headers["Allow"]
