"""Conflicts and relaxations on the small data set, held against the solver, which asks in another way."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from planner.check import check_plan
from planner.conflict import filter_conflict
from planner.constraints import constraints_of, without
from planner.errors import NoFeasibleItinerary
from planner.model import Must, TripRequest
from planner.plan import plan, terms_for
from planner.problem import build_problem
from planner.quick import Quick
from planner.request_json import request_from_canonical, request_to_json
from planner.solver.clock import Limits
from planner.solver.solve import solve

if TYPE_CHECKING:
    from planner.dataset import Dataset

ASKED = TripRequest(start=dt.date(2027, 9, 10), days=12, origin="13101", iterations=2)
FAR = Must("47207")
REQUESTS = {
    "budget": replace(ASKED, budget_jpy=2000),
    "days": replace(ASKED, days=3),
    "hours": replace(ASKED, max_leg_hours=1.0),
    "kinds": replace(ASKED, kinds=("ski_resort",)),
    "nights": replace(ASKED, min_nights=2, max_nights=4),
    "avoid": replace(ASKED, days=8, avoid=("19213", "02202", "16210", "32525")),
    "must dear": replace(ASKED, must=(Must("01229"),), budget_jpy=20_000),
    "musts far": replace(ASKED, days=6, must=(FAR, Must("01229"))),
    "must late": replace(ASKED, must=(Must("06201", dt.date(2027, 9, 10)), Must("22225", dt.date(2027, 9, 12)))),
    "stops": replace(ASKED, days=20, must=(Must("06201"), Must("19213"), Must("02202")), max_stops=2),
    "must nights": replace(ASKED, days=5, must=(Must("06201", None, 2), Must("22225", None, 4))),
    "two things": replace(ASKED, days=3, budget_jpy=1000),
}


def has_trip(request: TripRequest, dataset: Dataset) -> bool:
    problem, _ = build_problem(request, terms_for(request, dataset))
    return solve(problem, Limits(iterations=3)).visits is not None


@pytest.fixture(params=REQUESTS)
def request_in_vain(request: pytest.FixtureRequest) -> TripRequest:
    return REQUESTS[request.param]


@pytest.fixture
def told(request_in_vain: TripRequest, small_dataset: Dataset) -> NoFeasibleItinerary:
    with pytest.raises(NoFeasibleItinerary) as error:
        plan(request_in_vain, small_dataset)
    return error.value


def changed(request: TripRequest, changes: dict[str, Any]) -> TripRequest:
    return request_from_canonical({**request_to_json(request), **changes})


def test_no_member_of_a_conflict_could_be_missed(request_in_vain: TripRequest, small_dataset: Dataset) -> None:
    assert not has_trip(request_in_vain, small_dataset)
    found = filter_conflict(request_in_vain, constraints_of(request_in_vain), Quick(small_dataset), lambda: True)
    assert found is not None
    assert found.minimal
    assert found.members
    assert not has_trip(found.relaxed, small_dataset)
    for member in found.members:
        assert has_trip(without(found.relaxed, member), small_dataset), member


def test_every_relaxation_is_planned(
    told: NoFeasibleItinerary, request_in_vain: TripRequest, small_dataset: Dataset
) -> None:
    assert told.proven
    assert told.relaxations
    for way in told.relaxations:
        again = changed(request_in_vain, way["changes"])  # type: ignore[arg-type]
        found = plan(again, small_dataset)
        assert check_plan(found, small_dataset) == []
        trip: Any = way["trip"]
        assert trip["jpy"] <= found.itinerary.totals.fare_jpy + found.itinerary.totals.lodging_jpy + 1


def less(field: str, value: Any, asked: TripRequest) -> Any:
    """A value of a limit that allows a little less than a relaxation."""
    steps = {"budget": -100, "days": -1, "max_leg_hours": -0.5, "min_nights": 1, "max_nights": -1, "max_stops": -1}
    old = request_to_json(asked)[field]
    new = value + steps[field]
    return None if (old is not None and new == old) or (field == "min_nights" and new >= 4) else new


def test_no_limit_is_relaxed_more_than_needed(
    told: NoFeasibleItinerary, request_in_vain: TripRequest, small_dataset: Dataset
) -> None:
    for way in told.relaxations:
        field: Any = way.get("field")
        if field not in {"budget", "days", "max_leg_hours", "min_nights", "max_nights", "max_stops"}:
            continue
        smaller = less(field, way["value"], request_in_vain)
        if smaller is not None:
            assert not has_trip(changed(request_in_vain, {field: smaller}), small_dataset), way


def test_each_member_that_helps_alone_has_its_relaxation(small_dataset: Dataset) -> None:
    with pytest.raises(NoFeasibleItinerary) as error:
        plan(REQUESTS["must dear"], small_dataset)
    told = error.value
    assert [c["field"] for c in told.conflicts[0]["constraints"]] == ["must", "budget"]  # type: ignore[attr-defined]
    assert {way["field"] for way in told.relaxations} == {"must", "budget"}
    assert set(told.binding) == {"must", "budget"}
    assert told.smallest_relaxation["field"] in {"must", "budget"}


def test_two_conflicts_that_share_nothing_are_mended_together(small_dataset: Dataset) -> None:
    with pytest.raises(NoFeasibleItinerary) as error:
        plan(REQUESTS["two things"], small_dataset)
    told = error.value
    assert len(told.conflicts) == 2
    assert set(told.relaxations[0]["changes"]) >= {"budget"}  # type: ignore[arg-type]
    assert len(told.relaxations[0]["changes"]) == 2  # type: ignore[arg-type]
    assert set(told.smallest_relaxation) == set(told.relaxations[0]["changes"])  # type: ignore[arg-type]


def test_the_sets_are_told_with_what_was_asked(small_dataset: Dataset) -> None:
    with pytest.raises(NoFeasibleItinerary) as error:
        plan(REQUESTS["must late"], small_dataset)
    constraints: Any = error.value.conflicts[0]["constraints"]
    dates = {c["code"]: c["value"] for c in constraints if c["field"] == "must_date"}
    assert dates
    assert set(dates.values()) <= {"2027-09-10", "2027-09-12"}
    assert all(np.isscalar(c["value"]) for c in constraints)


@pytest.mark.parametrize("change", [{}, {"must": (Must("06201"),)}, {"budget_jpy": 30_000}])
def test_a_trip_that_only_the_quick_search_finds_is_a_plan(
    small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    asked = replace(ASKED, **change)
    best = plan(asked, small_dataset)
    monkeypatch.setattr("planner.plan.settle", lambda *_: None)
    found = plan(asked, small_dataset)
    assert check_plan(found, small_dataset) == []
    assert found.objective <= best.objective + 1e-6
    assert found.upper_bound >= best.objective - 1e-6


def test_what_is_proven_is_not_searched(small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the solver was asked for what cannot be")

    monkeypatch.setattr("planner.plan.settle", never)
    with pytest.raises(NoFeasibleItinerary):
        plan(REQUESTS["must dear"], small_dataset)
