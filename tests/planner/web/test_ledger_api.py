"""What a traveller knows of pay and food, kept with the plan over HTTP."""

from __future__ import annotations

import pytest

from planner.redact import redact

ASKED = {"from": "13101", "start": "2027-09-01", "days": 30, "iterations": 1}


@pytest.fixture
def solver(real_solver):
    return real_solver


@pytest.fixture
def kept(keep):
    return keep(ASKED)


def write(client, kept, ledger):
    told, headers = kept
    return client.put(f"/api/v1/plans/{told['id']}/notebook", json={"ledger": ledger}, headers=headers)


def test_pay_and_food_are_kept_without_planning_anew(client, kept):
    stay = kept[0]["itinerary"]["stays"][0]["municipality"]
    answer = write(client, kept, {"food_jpy_per_day": 900, "pay_jpy": {stay["name"]: 52_000}})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    told = answer.get_json()["plan"]
    assert told["notebook"]["ledger"] == {"food_jpy_per_day": 900, "pay_jpy": {stay["code"]: 52_000}}
    assert told["itinerary"] == kept[0]["itinerary"]
    assert client.get(told["links"]["pdf"]).status_code == 200


def test_nothing_known_is_nothing_kept(client, kept):
    told = write(client, kept, {"pay_jpy": {}}).get_json()["plan"]
    assert "notebook" not in told


@pytest.mark.parametrize(
    ("ledger", "field"),
    [
        ({"food_jpy_per_day": -1}, "food_jpy_per_day"),
        ({"food_jpy_per_day": 12.5}, "food_jpy_per_day"),
        ({"pay_jpy": {"13101": "much"}}, "pay_jpy"),
        ({"pay_jpy": [1]}, "pay_jpy"),
        ({"tips": 1}, "ledger"),
    ],
)
def test_what_is_wrong_is_named(client, kept, ledger, field):
    answer = write(client, kept, ledger)
    assert answer.status_code == 400
    assert field in answer.get_json()["field"]


def test_a_share_without_money_has_no_ledger(client, kept):
    told = write(client, kept, {"food_jpy_per_day": 900}).get_json()["plan"]
    assert "ledger" not in redact(told, ["notes", "bookings"]).get("notebook", {})
    assert redact(told, ["money"])["notebook"]["ledger"] == {"food_jpy_per_day": 900}
