"""The app on the small data set, with a solver that answers at once."""

from __future__ import annotations

import dataclasses
import re
import shutil
from pathlib import Path

import pytest

from planner.errors import InvalidRequest, NoFeasibleItinerary
from planner.model import TripRequest
from planner.plan import plan
from planner.web.app import create_app
from planner.web.state import KEY


class FakeSolver:
    """Answers every request with the example plan; some days mean trouble."""

    def __init__(self, plan):
        self.plan = plan
        self.asked = []

    def __call__(self, request):
        self.asked.append(request)
        if request.days > 400:
            raise InvalidRequest("days", "at most 400.")
        if request.days == 1:
            raise NoFeasibleItinerary("No trip fits.", ["days"], {"field": "days", "value": 5})
        return dataclasses.replace(self.plan, request=dataclasses.replace(request, iterations=1))


@pytest.fixture
def solver(example_plan):
    return FakeSolver(example_plan)


@pytest.fixture
def real_solver(small_dataset):
    """What plans, and does other tasks briefly, on the small data set."""

    def answer(asked):
        if isinstance(asked, TripRequest):
            return plan(asked, small_dataset)
        return dataclasses.replace(asked, seconds=0.1)(small_dataset)

    return answer


@pytest.fixture
def keep(client):
    """Have a trip planned and kept: its object, and the headers of whoever may change it."""

    def post(asked):
        response = client.post("/api/v1/plans", json=asked)
        assert response.status_code == 201, response.get_data(as_text=True)
        headers = {"X-Sasurai-Device": response.headers["X-Sasurai-Device"], "If-Match": response.headers["ETag"]}
        return response.get_json(), headers

    return post


@pytest.fixture
def settings(request, small_dataset, solver, tmp_path):
    """The app's settings on SQLite; a test that names `database_url` too runs on both kinds of database."""
    if "database_url" in request.fixturenames:
        url = request.getfixturevalue("database_url")
    else:
        shutil.copy(request.getfixturevalue("migrated"), tmp_path / "web.db")
        url = f"sqlite:///{tmp_path / 'web.db'}"
    return {"DATASET": small_dataset, "SOLVER": solver, "DATABASE_URL": url, "SECRET_KEY": b"k" * 32, "TESTING": True}


@pytest.fixture
def app(settings):
    app = create_app(settings)
    yield app
    app.extensions[KEY].store.close()


@pytest.fixture
def client(app):
    """A script: it keeps no cookies and names its device in a header when it has one."""
    return app.test_client(use_cookies=False)


@pytest.fixture
def browser(app):
    """A browser on the planner's page: cookies, and the page's token."""
    client = app.test_client()
    page = client.get("/ja/").get_data(as_text=True)
    found = re.search(r'<meta name="csrf-token" content="([^"]+)"', page)
    assert found, "the planner page carries a CSRF token"
    client.csrf = {"X-CSRFToken": found[1]}
    return client


@pytest.fixture
def asked():
    return {"from": "13101", "start": "2027-09-01", "days": 50}


@pytest.fixture
def made(client, asked):
    """A plan of a script: its object and the header that owns it."""
    response = client.post("/api/v1/plans", json=asked)
    assert response.status_code == 201, response.get_data(as_text=True)
    return response.get_json(), {"X-Sasurai-Device": response.headers["X-Sasurai-Device"]}


@pytest.fixture
def database_bytes(settings):
    """Everything the database files hold."""

    def read() -> bytes:
        file = Path(settings["DATABASE_URL"].removeprefix("sqlite:///"))
        return b"".join(path.read_bytes() for path in sorted(file.parent.glob(file.name + "*")))

    return read


OFFICE_WORDS = "a rather long sentence"


@pytest.fixture
def csrf_of():
    """Read the token out of a page's form."""

    def read(page):
        return re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))[1]

    return read


@pytest.fixture
def send_form(csrf_of):
    """Fill the form of a page in, as a browser does."""

    def send(browser, page, address=None, **values):
        token = csrf_of(browser.get(page))
        return browser.post(address or page, data={"csrf_token": token, **values})

    return send


@pytest.fixture
def offices(app):
    return app.extensions[KEY].offices


@pytest.fixture
def person(app, offices, send_form):
    """Make a browser in which somebody of an office is signed in."""

    def make(email, office="南砺市観光協会", role="owner", codes=("16210",)):
        known = {one.name: one for one in offices.all()}
        found = known.get(office) or offices.create(office, codes)
        browser = app.test_client()
        link = f"/office/link/{offices.invite(found.id, email, role)}"
        assert send_form(browser, link, password=OFFICE_WORDS, again=OFFICE_WORDS).status_code == 303
        assert send_form(browser, "/office/sign-in", email=email, password=OFFICE_WORDS).status_code == 303
        return browser

    return make


@pytest.fixture
def hanako(person):
    """The browser of an owner of Nanto's office."""
    return person("hanako@example.jp")


@pytest.fixture
def at_once(monkeypatch):
    """What is published shows at the next request."""
    monkeypatch.setattr("planner.db.following.LOOK_SECONDS", 0.0)
