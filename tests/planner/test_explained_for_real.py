"""Explanations on the real data: every way out is planned again, and no trip through a place beats its bound."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from planner import config
from planner.check import check_plan
from planner.dataset import Dataset
from planner.errors import DatasetMissing, NoFeasibleItinerary
from planner.model import Must, TripRequest
from planner.plan import plan
from planner.request_json import request_from_canonical, request_to_json
from planner.through import ThroughTask

ASKED = TripRequest(start=dt.date(2027, 9, 1), days=20, origin="13101", iterations=1)
AMA, REBUN, NANTO, HIMI = "32525", "01517", "16210", "16205"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    found = Dataset.load(config.data_dir(), config.cache_dir())
    try:
        found.matrix(ASKED.modes)
    except DatasetMissing:
        pytest.skip("the travel matrices are not built: run `make setup`")
    return found


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        (replace(ASKED, budget_jpy=2000), {"budget"}),
        (replace(ASKED, days=2), {"min_nights", "days"}),
        (replace(ASKED, days=5, must=(Must(AMA), Must(REBUN))), {"min_nights", "must", "days"}),
        (replace(ASKED, days=40, must=(Must(NANTO), Must(HIMI)), max_per_prefecture=1), {"max_per_prefecture", "must"}),
        (replace(ASKED, kinds=("ski_resort",)), {"kinds"}),
    ],
)
def test_every_way_out_is_planned(dataset: Dataset, asked: TripRequest, fields: set[str]) -> None:
    with pytest.raises(NoFeasibleItinerary) as error:
        plan(asked, dataset)
    told = error.value
    assert told.proven
    assert {c["field"] for c in told.conflicts[0]["constraints"]} == fields  # type: ignore[attr-defined]
    assert told.relaxations
    for way in told.relaxations[:2]:
        changed = {**request_to_json(asked), **way["changes"]}  # type: ignore[dict-item]
        assert check_plan(plan(request_from_canonical(changed), dataset), dataset) == []


def test_no_trip_through_a_place_beats_its_bound(dataset: Dataset) -> None:
    best = plan(ASKED, dataset)
    found = ThroughTask(best)(dataset)
    assert len(found["codes"]) > 1700
    most = dict(zip(found["codes"], found["most"], strict=True))
    rivals = [stay.rival for stay in best.itinerary.stays if stay.rival is not None]
    assert rivals
    for rival in rivals:
        code = rival.municipality.code
        # the very trip with the rival in it, and the best one through there
        assert best.objective - rival.objective_loss <= most[code] + 0.05
        through = plan(replace(ASKED, must=(Must(code),)), dataset)
        if all(stay.role == "work" for stay in through.itinerary.stays):
            assert through.objective <= most[code] + 0.05
