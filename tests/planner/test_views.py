"""Views of a problem are what building it anew would give."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.itinerary import Assembler
from planner.model import TripRequest
from planner.plan import plan, terms_for
from planner.problem import build_problem
from planner.scoring import Weights
from planner.solver.dynamic import POSSIBLE
from planner.variation import Variation
from planner.views import A_MINUTE, Sides, View, nights_taken, problem_of

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.model import Plan
    from planner.problem import Problem

REQUEST = TripRequest(start=dt.date(2027, 9, 1), days=60, origin="13101", people=2, iterations=1)


@pytest.fixture(scope="module")
def best(small_dataset: Dataset) -> Plan:
    return plan(REQUEST, small_dataset)


@pytest.fixture
def problem(small_dataset: Dataset) -> Problem:
    return build_problem(REQUEST, terms_for(REQUEST, small_dataset))[0]


@pytest.fixture
def sides(small_dataset: Dataset, problem: Problem) -> Sides:
    return Sides.of(REQUEST, problem, terms_for(REQUEST, small_dataset))


def test_the_requests_own_view_is_the_problem_itself(problem: Problem, sides: Sides) -> None:
    seen = problem_of(problem, sides, View(Weights.of(REQUEST)), Weights.of(REQUEST))
    possible = problem.gain > POSSIBLE
    assert np.array_equal(seen.gain[possible], problem.gain[possible])
    assert np.array_equal(seen.legs.gain, problem.legs.gain)


def test_other_weights_are_those_of_a_problem_built_with_them(
    small_dataset: Dataset, problem: Problem, sides: Sides
) -> None:
    dear = replace(REQUEST, weights={"cost": 3.0, "time": 2.0, "co2": 5.0})
    built, _ = build_problem(dear, terms_for(dear, small_dataset))
    seen = problem_of(problem, sides, View(Weights.of(dear)), Weights.of(REQUEST))
    for name in ("gain", "start_gain", "end_gain"):
        one, other = getattr(seen.legs, name), getattr(built.legs, name)
        assert np.array_equal(one > POSSIBLE, other > POSSIBLE)
        assert one[one > POSSIBLE] == pytest.approx(other[one > POSSIBLE])
    # dearer lodging may have led to other work at the same place, never to less
    possible = problem.gain > POSSIBLE
    assert (seen.gain[possible] <= built.gain[possible] + 1e-9).all()


def test_each_night_in_common_costs_its_price(
    best: Plan, small_dataset: Dataset, problem: Problem, sides: Sides
) -> None:
    own = Weights.of(REQUEST)
    taken = nights_taken(best.itinerary, REQUEST, small_dataset.index)
    seen = problem_of(problem, sides, View(own, apart=((taken, 0.5),)), own)
    place, (first, last) = next(iter(taken.items()))
    node = int(np.flatnonzero(problem.group[: problem.active] == place)[0])
    for day in range(problem.days):
        for nights in np.flatnonzero(problem.gain[node, day] > POSSIBLE):
            common = max(0, min(last, day + nights) - max(first, day))
            assert problem.gain[node, day, nights] - seen.gain[node, day, nights] == pytest.approx(0.5 * common)
    elsewhere = ~np.isin(problem.group[: problem.active], list(taken))
    assert np.array_equal(seen.gain[elsewhere], problem.gain[elsewhere])


def test_a_limit_of_minutes_takes_the_place_of_yen(problem: Problem, sides: Sides) -> None:
    own = Weights.of(REQUEST)
    seen = problem_of(problem, sides, View(own, minutes=600), own)
    assert seen.budget == 600 * A_MINUTE
    assert not seen.yen.any()
    assert np.array_equal(seen.legs.yen, (A_MINUTE * sides.minutes[0]).astype(np.int32))
    paid = problem_of(replace(problem, budget=50_000), sides, View(own, minutes=600, budget=80_000), own)
    assert paid.budget == 50_000
    assert np.array_equal(paid.legs.yen, problem.legs.yen)


def test_a_variation_finds_the_best_trip_again(best: Plan, small_dataset: Dataset) -> None:
    terms = terms_for(REQUEST, small_dataset)
    problem, table = build_problem(REQUEST, terms)
    codes = [stay.municipality.code for stay in best.itinerary.stays]
    variation = Variation(Assembler(REQUEST, small_dataset, problem, table), problem, terms, codes)
    found = variation.trip(View(variation.weights))
    assert found is not None
    assert found.objective == pytest.approx(best.objective, rel=0.02)
    regional = variation.trip(View(variation.weights, region="Chubu"))
    assert regional is not None
    assert {stay.municipality.prefecture for stay in regional.itinerary.stays} <= {f"{n}" for n in range(15, 24)}
