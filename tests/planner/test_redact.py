"""What a share shows of a plan: the parts that are asked for, and nothing that nobody decided on."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from planner.model import TripRequest
from planner.notebook.read import _PARTS
from planner.redact import _LEG, _PLAN, _REQUEST, _STAY, NOTEBOOK, PARTS, REQUEST, redact
from planner.request_json import request_to_json
from planner.serial import plan_to_json

PRIVATE = {"notebook", "unshared"}


@pytest.fixture
def body(example_plan):
    plan = replace(example_plan, request=replace(example_plan.request, budget_jpy=450_000))
    notebook = {"notes": "n", "checklist": "c", "ideas": "i", "places": "p", "bookings": "b", "yet": "unknown"}
    return plan_to_json(plan) | {"notebook": notebook, "later": "unknown"}


def test_a_share_that_shows_all_changes_nothing(body):
    assert redact(body, None) == body
    assert redact(body, PARTS) == body


def test_nothing_unknown_is_told_where_anything_is_hidden(body):
    for part in PARTS:
        told = redact(body, [one for one in PARTS if one != part])
        assert told["unshared"] == [part]
        assert "unknown" not in json.dumps(told)


def test_the_notebook_is_told_by_its_parts(body):
    assert set(redact(body, ["money", "notes"])["notebook"]) == {"notes", "checklist", "ideas"}
    assert set(redact(body, ["money", "bookings"])["notebook"]) == {"places", "bookings"}
    assert set(redact(body, ["bookings"])["notebook"]) == {"places"}
    assert "notebook" not in redact(body, ["money"])


def test_without_money_no_yen_is_left_and_none_can_be_reckoned(body):
    def yen(value, key=""):
        if isinstance(value, dict):
            return [found for name, inner in value.items() for found in yen(inner, name)]
        if isinstance(value, list):
            return [found for inner in value for found in yen(inner, key)]
        return [value] if key.endswith("_jpy") and value is not None else []

    assert yen(body)
    told = redact(body, ["notes", "bookings"])
    assert yen(told) == []
    assert (told["request"]["budget"], told["objective"], told["upper_bound"], told["gap"]) == (None,) * 4
    assert told["objective_terms"] == told["objective_weights"] == {}
    assert "passes" not in told
    assert "¥" not in json.dumps(told, ensure_ascii=False)


def test_a_booked_leg_keeps_its_day_and_duration_alone(body):
    leg = body["itinerary"]["legs"][0]
    leg |= {"basis": "booked", "departs": "2027-09-01T08:00+09:00", "notes": ["reserved seat"], "link": "https://x"}
    leg["segments"][0] |= {"line": "12345M", "departs": "2027-09-01T08:00+09:00", "arrives": "2027-09-01T09:00+09:00"}
    told = redact(body, ["money", "notes"])["itinerary"]["legs"][0]
    assert (told["date"], told["minutes"]) == (leg["date"], leg["minutes"])
    assert not {"departs", "notes", "link"} & set(told)
    assert "12345M" not in json.dumps(told)
    assert "08:00" not in json.dumps(told)


def test_every_part_of_a_plan_was_decided_on(example_plan):
    """Whoever adds a part to a plan says here, or in redact.py, whether a share that hides something tells it."""
    body = plan_to_json(example_plan)
    assert set(body) - _PLAN <= PRIVATE
    assert set(_PARTS) == set(NOTEBOOK)
    request = TripRequest(example_plan.request.start, 9, "13101")
    assert set(request_to_json(request)) - _REQUEST - set(REQUEST) == set()
    assert {key for stay in body["itinerary"]["stays"] for key in stay} <= _STAY
    assert {key for leg in body["itinerary"]["legs"] for key in leg} <= _LEG
