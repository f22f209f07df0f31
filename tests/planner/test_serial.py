from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import UnknownPlaceError
from planner.errors import InvalidRequest, UnknownPlace
from planner.model import DEFAULT_MODES, KINDS, WEIGHTS, Must, Plan, TripRequest
from planner.request_json import request_from_canonical
from planner.serial import dumps, plan_from_json, plan_id, plan_to_json, request_from_json, request_to_json

if TYPE_CHECKING:
    from geo.model import Municipality
    from planner.dataset import Dataset


class Names:
    """Places of the small data set by name."""

    def __init__(self, dataset: Dataset) -> None:
        self._names = {m.name: m for m in dataset.municipalities}

    def resolve(self, query: str) -> Municipality:
        if query not in self._names:
            raise UnknownPlaceError(f"{query} is no municipality", ("富良野市", "南砺市"))
        return self._names[query]


def test_a_plan_survives_its_json(example_plan: Plan) -> None:
    told = json.loads(dumps(plan_to_json(example_plan)))
    assert plan_from_json(told) == example_plan


def test_the_json_has_the_promised_keys(example_plan: Plan) -> None:
    told = plan_to_json(example_plan)
    assert told["schema"] == "sasurai.plan/1"
    assert {"id", "request", "dataset", "seed", "itinerary", "objective", "objective_terms"} <= set(told)
    assert {"upper_bound", "gap", "solve_ms", "status", "alternatives"} <= set(told)
    stay = told["itinerary"]["stays"][0]
    assert {"municipality", "arrive", "depart", "nights", "role", "value", "lodging_jpy", "earnings_jpy"} <= set(stay)
    assert stay["lnglat"] == list(example_plan.itinerary.stays[0].lnglat)
    assert {"id", "kind", "title", "start", "end", "days", "source", "confidence", "as_of"} <= set(stay["demand"][0])
    leg = told["itinerary"]["legs"][0]
    assert (leg["from"], leg["to"]) == ("13101", "20304")
    assert {"mode", "line", "from", "to", "minutes", "km", "fare_jpy", "co2_kg", "basis"} <= set(leg["segments"][0])


def test_the_address_of_a_plan_forgets_how_long_it_took(example_plan: Plan) -> None:
    import dataclasses

    assert plan_id(dataclasses.replace(example_plan, solve_ms=12, id="x")) == example_plan.id
    assert plan_id(dataclasses.replace(example_plan, objective=1.0)) != example_plan.id


@pytest.mark.parametrize("told", [{}, {"schema": "sasurai.plan/1"}, [], {"schema": "sasurai.plan/2"}])
def test_what_is_no_plan_is_refused(told: object) -> None:
    with pytest.raises(ValueError, match="not a"):
        plan_from_json(told)  # type: ignore[arg-type]


codes = st.from_regex(r"[0-4][0-9]{4}", fullmatch=True)
requests = st.builds(
    TripRequest,
    start=st.dates(dt.date(2000, 1, 1), dt.date(2099, 1, 1)),
    days=st.integers(1, 400),
    origin=codes,
    destination=st.none() | codes,
    modes=st.just(DEFAULT_MODES) | st.just(("car",)),
    budget_jpy=st.none() | st.integers(0, 10**7),
    budget_net=st.booleans(),
    max_leg_hours=st.floats(0.5, 48),
    kinds=st.lists(st.sampled_from(KINDS), unique=True).map(tuple),
    must=st.lists(st.builds(Must, codes, st.none() | st.dates(dt.date(2000, 1, 1)), st.none() | st.integers(1, 9))).map(
        tuple
    ),
    avoid=st.lists(codes).map(tuple),
    weights=st.dictionaries(st.sampled_from(WEIGHTS), st.floats(0, 9)),
    iterations=st.none() | st.integers(1, 99),
)


@given(requests)
def test_a_request_survives_its_json(request_: TripRequest) -> None:
    told = json.loads(json.dumps(request_to_json(request_)))
    assert request_from_canonical(told) == request_


def test_places_are_resolved_by_name(small_dataset: Dataset) -> None:
    told = {"from": "千代田区", "start": "2027-09-01", "days": 30, "must": ["南砺市@2027-09-10/5", {"place": "海士町"}]}
    request = request_from_json(told, Names(small_dataset))
    assert request.origin == "13101"
    assert request.must == (Must("16210", dt.date(2027, 9, 10), 5), Must("32525"))


def test_an_unknown_place_gives_candidates(small_dataset: Dataset) -> None:
    with pytest.raises(UnknownPlace) as caught:
        request_from_json({"from": "アトランティス", "start": "2027-09-01", "days": 3}, Names(small_dataset))
    assert caught.value.candidates == ("富良野市", "南砺市")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": "30"}, "days"),
        ({"days": True}, "days"),
        ({"days": None}, "days"),
        ({"start": "2027-9-1"}, "start"),
        ({"start": "2027-02-30"}, "start"),
        ({"colour": 1}, "colour"),
        ({"must": ["x@tomorrow"]}, "must"),
        ({"must": [{"place": "13101", "when": 1}]}, "must"),
        ({"must": ["13101@2027-09-09/some"]}, "must"),
        ({"kinds": "harvest"}, "kinds"),
        ({"weights": {"time": "much"}}, "weights"),
        ({"budget_net": 1}, "budget_net"),
    ],
)
def test_a_wrong_field_is_named(change: dict[str, object], field: str) -> None:
    told = {"from": "13101", "start": "2027-09-01", "days": 30, **change}
    with pytest.raises(InvalidRequest) as caught:
        request_from_canonical(told)
    assert caught.value.field == field
