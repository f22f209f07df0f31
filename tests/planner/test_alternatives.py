"""Alternatives on a small data set: each is checked by a second telling of the rule and of every label."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.check import check_plan
from planner.check_others import check_others
from planner.errors import NoFeasibleItinerary
from planner.model import Must, TripRequest
from planner.others import alternatives_of
from planner.plan import plan
from planner.serial import dumps, plan_to_json

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.model import Plan

AUTUMN = TripRequest(start=dt.date(2027, 9, 1), days=92, origin="13101", iterations=2, alternatives=3)


@pytest.fixture(scope="module")
def autumn(small_dataset: Dataset) -> Plan:
    return plan(AUTUMN, small_dataset)


def test_alternatives_keep_the_rule_and_are_what_they_are_called(autumn: Plan, small_dataset: Dataset) -> None:
    assert check_plan(autumn, small_dataset) == []
    assert list(check_others(autumn, small_dataset)) == []
    assert len(autumn.alternatives) >= 2
    assert len({other.label for other in autumn.alternatives}) == len(autumn.alternatives)


def test_the_same_request_gives_the_same_alternatives(autumn: Plan, small_dataset: Dataset) -> None:
    assert dumps(plan_to_json(plan(AUTUMN, small_dataset))) == dumps(plan_to_json(autumn))


def test_the_best_trip_is_the_same_with_and_without_them(autumn: Plan, small_dataset: Dataset) -> None:
    alone = plan(replace(AUTUMN, alternatives=0), small_dataset)
    assert (alone.itinerary, alone.upper_bound) == (autumn.itinerary, autumn.upper_bound)
    assert "alternatives_rule" not in plan_to_json(alone)


def test_the_plan_states_the_rule(autumn: Plan) -> None:
    told = plan_to_json(autumn)
    assert told["alternatives_rule"] == {"least_share_of_best": 0.7, "most_shared_nights": 0.5}
    assert all(other["label"] in [*other["labels"], "other_nights"] for other in told["alternatives"])


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"labels": ("greenest", "cheapest", "least_travel")}, "is not"),
        ({"objective": 1.0}, "is worth"),
        ({"labels": ("better",)}, "is worth"),
        ({"share_of_best": 0.123}, "of the best"),
    ],
)
def test_the_checker_finds_what_is_wrong(
    autumn: Plan, small_dataset: Dataset, change: dict[str, object], complaint: str
) -> None:
    wrong = replace(autumn, alternatives=(*autumn.alternatives[:-1], replace(autumn.alternatives[-1], **change)))
    assert any(complaint in text for text in check_others(wrong, small_dataset))


def test_the_checker_refuses_the_same_trip_twice(autumn: Plan, small_dataset: Dataset) -> None:
    twice = replace(autumn, alternatives=(replace(autumn.alternatives[0], itinerary=autumn.itinerary),))
    assert any("shares too many nights" in text for text in check_others(twice, small_dataset))


def test_what_must_be_visited_stays(small_dataset: Dataset) -> None:
    must = (Must("02202", dt.date(2027, 10, 20), 10),)
    found = plan(replace(AUTUMN, must=must), small_dataset)
    assert list(check_others(found, small_dataset)) == []
    assert found.alternatives
    for other in found.alternatives:
        stay = next(s for s in other.itinerary.stays if s.municipality.code == "02202")
        assert stay.arrive <= dt.date(2027, 10, 20) < stay.depart
        assert stay.nights == 10


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    start=st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31)),
    days=st.integers(2, 120),
    budget=st.none() | st.integers(10_000, 300_000),
    net=st.booleans(),
    pace=st.sampled_from(["slow", "normal", "fast"]),
    people=st.integers(1, 3),
    hours=st.sampled_from([4.0, 12.0]),
    must=st.lists(st.sampled_from(["19213", "06201", "16210"]), max_size=2, unique=True),
    novelty=st.sampled_from([0.0, 0.5]),
)
def test_every_alternative_keeps_the_rule(
    small_dataset: Dataset,
    start: dt.date,
    days: int,
    budget: int | None,
    net: bool,
    pace: str,
    people: int,
    hours: float,
    must: list[str],
    novelty: float,
) -> None:
    request = TripRequest(
        start=start, days=days, origin="13101", budget_jpy=budget, budget_net=net, pace=pace, people=people,
        max_leg_hours=hours, must=tuple(map(Must, must)), weights={"novelty": novelty}, iterations=1, alternatives=3,
    )  # fmt: skip
    try:
        found = plan(request, small_dataset)
    except NoFeasibleItinerary:
        return
    assert check_plan(found, small_dataset) == []
    assert list(check_others(found, small_dataset)) == []


def test_a_better_trip_than_the_plans_own_is_called_better(small_dataset: Dataset) -> None:
    one_stop = plan(replace(AUTUMN, alternatives=0, max_stops=1), small_dataset)
    poor = replace(one_stop, request=replace(AUTUMN, alternatives=0))
    told = replace(poor, alternatives=alternatives_of(poor, small_dataset, 3))
    assert list(check_others(told, small_dataset)) == []
    assert "better" in {other.label for other in told.alternatives}
