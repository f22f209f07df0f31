"""POST /api/v1/groups, with a solver that works."""

from __future__ import annotations

import pytest

from planner.groups.check import check_group
from planner.groups.serial import group_from_json
from planner.web.app import create_app
from planner.web.state import KEY

ASKED = {
    "travellers": [
        {"name": "葵", "from": "千代田区", "start": "2027-09-01", "days": 30, "skills": ["design"]},
        {"name": "Ben", "from": "06201", "start": "2027-09-04", "days": 26, "pace": "fast"},
    ],
    "meetings": [{"nights": 3, "place": "南砺市"}],
    "iterations": 3,
}


@pytest.fixture
def working(settings, small_dataset):
    app = create_app({**settings, "SOLVER": lambda task: task(small_dataset)})
    yield app.test_client()
    app.extensions[KEY].store.close()


def test_a_group_is_planned(working, small_dataset):
    answer = working.post("/api/v1/groups", json=ASKED)
    assert answer.status_code == 200
    found = group_from_json(answer.get_json())
    assert check_group(found, small_dataset) == []
    assert [met.place.name for met in found.meetings] == ["南砺市"]


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"travellers": ASKED["travellers"][:1], "meetings": []}, 400, "travellers"),
        ({"meetings": [{"nights": 3, "travellers": ["葵"]}]}, 400, "meetings[0].travellers"),
        ({"meetings": [{"place": "南砺市"}]}, 400, "meetings[0].nights"),
        ({"iterations": 10**6}, 400, "iterations"),
    ],
)
def test_what_cannot_be_is_said(working, change, status, field):
    answer = working.post("/api/v1/groups", json={**ASKED, **change})
    assert (answer.status_code, answer.get_json()["field"]) == (status, field)


def test_nobody_can_meet_beyond_reach(working):
    apart = [{**ASKED["travellers"][0], "days": 3}, {**ASKED["travellers"][1], "start": "2027-09-20"}]
    answer = working.post("/api/v1/groups", json={**ASKED, "travellers": apart})
    assert answer.status_code == 422
    assert answer.get_json()["binding"] == ["meetings"]
