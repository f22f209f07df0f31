"""Other trips for a plan that is kept: alternatives, the front, and one of them as a plan of its own."""

from __future__ import annotations

import contextlib

import pytest

from planner.model import TripRequest
from planner.plan import plan
from planner.serial import plan_from_json
from planner.web.app import create_app
from planner.web.errors import TooMany
from planner.web.state import KEY


class RealSolver:
    """Plans and does other work in this process, and remembers what."""

    def __init__(self, dataset):
        self.dataset, self.work = dataset, []

    def __call__(self, asked):
        if isinstance(asked, TripRequest):
            return plan(asked, self.dataset)
        self.work.append(asked)
        return asked(self.dataset)


@pytest.fixture
def app(settings, small_dataset):
    app = create_app({**settings, "SOLVER": RealSolver(small_dataset)})
    yield app
    app.extensions[KEY].store.close()


@pytest.fixture
def asked():
    return {"from": "13101", "start": "2027-09-01", "days": 92, "iterations": 1}


def post(client, made, what, body=None):
    found, owner = made
    return client.post(f"/api/v1/plans/{found['id']}/{what}", json=body, headers=owner)


def test_alternatives_come_with_their_rule_and_change_nothing(client, made):
    response = post(client, made, "alternatives", {"count": 2})
    assert response.status_code == 200
    told = response.get_json()
    assert told["schema"] == "sasurai.alternatives/1"
    assert told["rule"] == {"least_share_of_best": 0.7, "most_shared_nights": 0.5}
    assert 1 <= len(told["alternatives"]) <= 2
    for other in told["alternatives"]:
        assert other["share_of_best"] >= 0.7
        assert other["shared_nights"] <= 0.5
        assert other["regions"]
        assert other["itinerary"]["legs"][0]["segments"][0]["path"]
    assert told["best"]["regions"]
    again = client.get(f"/api/v1/plans/{made[0]['id']}", headers=made[1]).get_json()
    assert again["alternatives"] == []
    assert again["record"] == made[0]["record"]


def test_the_front_is_given_whole(client, made):
    told = post(client, made, "front").get_json()
    assert told["schema"] == "sasurai.front/1"
    assert 2 <= len(told["points"]) <= 12
    costs = [point["cost_jpy"] for point in told["points"]]
    assert costs == sorted(costs)


def test_a_trip_that_was_shown_becomes_a_plan_of_its_own(client, made):
    (other,) = post(client, made, "alternatives", {"count": 1}).get_json()["alternatives"]
    stays = [
        {
            "code": stay["municipality"]["code"],
            "arrive": stay["arrive"],
            "nights": stay["nights"],
            "lodging_jpy": stay["lodging_jpy"],
        }
        for stay in other["itinerary"]["stays"]
    ]
    response = post(client, made, "trips", {"stays": stays})
    assert response.status_code == 201
    kept = response.get_json()
    assert kept["id"] != made[0]["id"]
    assert kept["itinerary"]["totals"] == other["itinerary"]["totals"]
    assert kept["objective"] == pytest.approx(other["objective"])
    assert kept["links"]["ics"]
    assert plan_from_json(kept).request == plan_from_json(made[0]).request
    assert client.get(response.headers["Location"], headers=made[1]).status_code == 200


@pytest.mark.parametrize("count", [0, 9, "two", True])
def test_a_count_that_cannot_be_is_refused(client, made, count):
    response = post(client, made, "alternatives", {"count": count})
    assert response.status_code == 400
    assert response.get_json()["field"] == "count"


@pytest.mark.parametrize(
    "stays",
    [
        None,
        [],
        "here",
        [1],
        [{"code": "19213"}],
        [{"code": "19213", "arrive": "soon", "nights": 3}],
        [{"code": "19213", "arrive": "2027-09-01", "nights": "3"}],
        [{"code": "19213", "arrive": "2027-09-01", "nights": 3}],
        [{"code": 5, "arrive": "2027-09-01", "nights": 3}],
    ],
)
def test_stays_that_are_no_trip_are_refused(client, made, stays):
    response = post(client, made, "trips", {"stays": stays})
    assert response.status_code == 400
    assert response.get_json()["field"] == "stays"


@pytest.mark.parametrize("what", ["alternatives", "front", "trips"])
def test_another_device_is_told_nothing(client, made, what):
    stays = {"stays": [{"code": "19213", "arrive": "2027-09-01", "nights": 7}]}
    response = client.post(f"/api/v1/plans/{made[0]['id']}/{what}", json=stays)
    assert response.status_code == 404


def test_only_so_many_are_found_at_once(client, made, app):
    with contextlib.suppress(TooMany):
        while True:
            app.extensions[KEY].limiter.take("127.0.0.1")
    assert post(client, made, "front").status_code == 429


def test_a_browser_needs_the_pages_token(browser, asked):
    found = browser.post("/api/v1/plans", json=asked, headers=browser.csrf).get_json()
    refused = browser.post(f"/api/v1/plans/{found['id']}/front")
    assert (refused.status_code, refused.get_json()["error"]) == (400, "csrf")
    assert browser.post(f"/api/v1/plans/{found['id']}/front", headers=browser.csrf).status_code == 200


def test_the_work_can_travel_to_another_process(client, made, app):
    import pickle

    post(client, made, "front")
    post(client, made, "alternatives")
    for work in app.extensions[KEY].solve.work:
        assert pickle.loads(pickle.dumps(work)) == work
        assert 0 < work.seconds <= app.config["SOLVE_MAX_SECONDS"]
