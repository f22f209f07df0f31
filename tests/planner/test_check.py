"""The checker sees what is wrong: each test spoils one thing of a good plan."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from planner.check import check_plan
from planner.model import Must, Plan, ServedWindow, TripRequest
from planner.plan import plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.dataset import Dataset


@pytest.fixture(scope="module")
def good(small_dataset: Dataset) -> Plan:
    request = TripRequest(start=dt.date(2027, 9, 1), days=60, origin="13101", iterations=3)
    return plan(request, small_dataset)


def with_stay(found: Plan, **change: Any) -> Plan:
    trip = found.itinerary
    stays = (dataclasses.replace(trip.stays[0], **change), *trip.stays[1:])
    return dataclasses.replace(found, itinerary=dataclasses.replace(trip, stays=stays))


def with_leg(found: Plan, **change: Any) -> Plan:
    trip = found.itinerary
    legs = (dataclasses.replace(trip.legs[0], **change), *trip.legs[1:])
    return dataclasses.replace(found, itinerary=dataclasses.replace(trip, legs=legs))


def with_request(found: Plan, **change: Any) -> Plan:
    return dataclasses.replace(found, request=dataclasses.replace(found.request, **change))


def retold(found: Plan) -> ServedWindow:
    return dataclasses.replace(found.itinerary.stays[0].demand[0], source="?")


SPOILT: list[tuple[str, Callable[[Plan], Plan]]] = [
    ("is worth", lambda p: with_stay(p, value=p.itinerary.stays[0].value + 0.01)),
    ("costs", lambda p: with_stay(p, lodging_jpy=p.itinerary.stays[0].lodging_jpy + 1)),
    ("earns", lambda p: with_stay(p, earnings_jpy=10_000)),
    ("serves 0 windows", lambda p: with_stay(p, demand=())),
    ("begins on", lambda p: with_stay(p, arrive=p.itinerary.stays[0].arrive + dt.timedelta(days=1))),
    ("is told otherwise", lambda p: with_stay(p, demand=(retold(p),))),
    ("is not the journey", lambda p: with_leg(p, fare_jpy=1)),
    ("leaves on", lambda p: with_leg(p, date=p.itinerary.legs[0].date + dt.timedelta(days=1))),
    ("takes", lambda p: with_request(p, max_leg_hours=1.0)),
    ("budget", lambda p: with_request(p, budget_jpy=10)),
    ("must be visited", lambda p: with_request(p, must=(Must("47207"),))),
    ("was to be avoided", lambda p: with_request(p, avoid=(p.itinerary.stays[0].municipality.code,))),
    ("stops", lambda p: with_request(p, max_stops=1)),
    ("in prefecture", lambda p: with_request(p, max_per_prefecture=0)),
    ("nights", lambda p: with_request(p, max_nights=5, min_nights=1)),
    ("after its", lambda p: with_request(p, days=10)),
    ("objective", lambda p: dataclasses.replace(p, objective=p.objective + 1)),
    ("gap", lambda p: dataclasses.replace(p, gap=0.5)),
    ("terms", lambda p: dataclasses.replace(p, objective_terms={**p.objective_terms, "cost": 0.0})),
]  # fmt: skip


def test_a_good_plan_passes(good: Plan, small_dataset: Dataset) -> None:
    assert check_plan(good, small_dataset) == []


@pytest.mark.parametrize(("word", "spoil"), SPOILT, ids=[word for word, _ in SPOILT])
def test_a_spoilt_plan_does_not(good: Plan, small_dataset: Dataset, word: str, spoil: Callable[[Plan], Plan]) -> None:
    assert any(word in text for text in check_plan(spoil(good), small_dataset))


def test_visits_twice_are_seen(good: Plan, small_dataset: Dataset) -> None:
    trip = good.itinerary
    twice = dataclasses.replace(trip.stays[1], municipality=trip.stays[0].municipality)
    spoilt = dataclasses.replace(
        good, itinerary=dataclasses.replace(trip, stays=(trip.stays[0], twice, *trip.stays[2:]))
    )
    assert any("visited 2 times" in text for text in check_plan(spoilt, small_dataset))
