"""The best trip through each municipality of the small data set, held against plans that must go there."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.errors import NoFeasibleItinerary
from planner.model import Must, TripRequest
from planner.plan import plan
from planner.through import ThroughTask

if TYPE_CHECKING:
    from planner.dataset import Dataset

AUTUMN = TripRequest(start=dt.date(2027, 9, 1), days=60, origin="13101", iterations=4)


def test_no_plan_that_goes_there_is_worth_more(small_dataset: Dataset) -> None:
    best = plan(AUTUMN, small_dataset)
    found = ThroughTask(best)(small_dataset)
    most = dict(zip(found["codes"], found["most"], strict=True))
    mine = {stay.municipality.code for stay in best.itinerary.stays}
    assert mine <= most.keys()
    assert all(most[code] >= best.objective - 1e-6 for code in mine)
    compared = 0
    for place in small_dataset.municipalities:
        if place.code == AUTUMN.origin:
            continue
        try:
            through = plan(replace(AUTUMN, must=(Must(place.code),)), small_dataset)
        except NoFeasibleItinerary:
            continue
        # asked for, a place may be stayed at for long without work; of one's own choice only for a rest
        if all(stay.role == "work" for stay in through.itinerary.stays):
            assert through.objective <= most[place.code] + 2e-3, place.name
            compared += 1
    assert compared >= 3


def test_no_plan_without_a_place_is_worth_more(small_dataset: Dataset) -> None:
    best = plan(AUTUMN, small_dataset)
    for told in ThroughTask(best)(small_dataset)["without"]:
        other = plan(replace(AUTUMN, avoid=(told["code"],)), small_dataset)
        assert other.objective <= told["most"] + 2e-3
        # a stay of the best trip is worth something
        assert told["most"] < best.objective


def test_dates_and_nights_are_of_the_trip(small_dataset: Dataset) -> None:
    best = plan(AUTUMN, small_dataset)
    found = ThroughTask(best)(small_dataset)
    assert found["codes"] == sorted(found["codes"])
    assert all(
        0 <= day < day + nights <= AUTUMN.days for day, nights in zip(found["arrive"], found["nights"], strict=True)
    )
    stays = {s.municipality.code: ((s.arrive - AUTUMN.start).days, s.nights) for s in best.itinerary.stays}
    told = {c: (a, n) for c, a, n in zip(found["codes"], found["arrive"], found["nights"], strict=True)}
    assert sum(told[code] == days for code, days in stays.items()) >= len(stays) - 1
    assert max(found["most"]) <= best.upper_bound + 1e-3


def test_the_same_plan_gives_the_same_bytes(small_dataset: Dataset) -> None:
    best = plan(AUTUMN, small_dataset)
    assert json.dumps(ThroughTask(best)(small_dataset)) == json.dumps(ThroughTask(best)(small_dataset))


@pytest.mark.parametrize("days", [1, 400])
def test_longer_trips_take_more_seconds(small_dataset: Dataset, days: int) -> None:
    best = plan(AUTUMN, small_dataset)
    task = ThroughTask(replace(best, request=replace(best.request, days=days)))
    assert task.seconds == pytest.approx(1.0 + days / 100)
