"""What of a plan is otherwise by the data set of today, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from planner.plan_file import parse_plan
from planner.recheck import recheck
from planner.serial import plan_to_json


@pytest.fixture
def told(example_plan, small_dataset):
    """Recheck the example as it is after a change of plan or data; its own numbers were written by hand."""
    honest = _honest(example_plan, small_dataset)

    def tell(plan=None, dataset=small_dataset):
        return recheck((plan or (lambda one: one))(honest), dataset)

    return tell


def _honest(plan, dataset):
    """Give the example with the journeys and windows of the data set."""
    legs = []
    for leg in plan.itinerary.legs:
        found = dataset.journey(leg.origin.code, leg.destination.code, plan.request.modes, leg.date)
        legs.append(replace(leg, minutes=found.minutes, fare_jpy=found.fare_jpy * plan.request.people))
    stays = []
    for stay in plan.itinerary.stays:
        known = [served for served in stay.demand if served.id in dataset.demand.by_id]
        stays.append(replace(stay, demand=tuple(known)))
    trip = replace(plan.itinerary, legs=tuple(legs), stays=tuple(stays))
    return replace(plan, itinerary=trip, dataset_sha256=dataset.sha256)


def test_a_plan_of_today_holds(told):
    assert told() == ()


def test_other_data_is_said_with_both_dates(told):
    (found,) = told(lambda plan: replace(plan, dataset_sha256="1" * 64))
    assert found.kind == "data"
    assert "2026-01-15" in found.text
    assert "2026-01-15" in found.text_en


def test_another_time_and_fare_are_said_with_what_they_were(told):
    def change(plan):
        legs = list(plan.itinerary.legs)
        legs[1] = replace(legs[1], minutes=legs[1].minutes + 7, fare_jpy=1)
        return replace(plan, itinerary=replace(plan.itinerary, legs=tuple(legs)))

    (found,) = told(change)
    assert (found.kind, found.place) == ("journey", "02202")
    assert "所要時間は" in found.text
    assert "1円から" in found.text
    assert "fare was 1 yen" in found.text_en


def test_a_place_that_is_no_more_is_said_once_and_not_routed(told, small_dataset):
    rest = [place.code for place in small_dataset.municipalities if place.code != "20304"]
    found = told(dataset=small_dataset.within(rest))
    places = [one for one in found if one.kind == "place"]
    assert [(one.place, len(places)) for one in places] == [("20304", 1)]
    assert not [one for one in found if one.kind == "journey" and one.place == "20304"]


def test_a_window_that_is_gone_or_has_moved_is_said(told, small_dataset, example_plan):
    window = small_dataset.demand.windows[0]
    served = example_plan.itinerary.stays[0].demand[0]

    def serving(plan):
        stays = list(plan.itinerary.stays)
        stays[0] = replace(stays[0], demand=(replace(served, id="gone"),))
        return replace(plan, itinerary=replace(plan.itinerary, stays=tuple(stays)))

    (found,) = told(serving)
    assert (found.kind, found.place) == ("window", "20304")
    assert served.title in found.text
    here = replace(window, code="20304", only_years=frozenset({2031}))
    moved = small_dataset.with_windows([replace(here, id="moved")])

    def serving_moved(plan):
        stays = list(plan.itinerary.stays)
        stays[0] = replace(stays[0], demand=(replace(served, id="moved"),))
        return replace(plan, itinerary=replace(plan.itinerary, stays=tuple(stays)))

    (again,) = told(serving_moved, moved)
    assert "重なりません" in again.text


def test_days_that_do_not_meet_are_said(told):
    def late(plan):
        legs = list(plan.itinerary.legs)
        legs[1] = replace(legs[1], date=legs[1].date - dt.timedelta(days=1))
        return replace(plan, itinerary=replace(plan.itinerary, legs=tuple(legs)))

    assert [found.kind for found in told(late)] == ["days"]


def test_what_is_rechecked_went_through_a_file(example_plan, small_dataset):
    plan = _honest(example_plan, small_dataset)
    assert recheck(parse_plan(plan_to_json(plan)), small_dataset) == ()
