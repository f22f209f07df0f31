"""The fewest yen and the cheapest trip, held against every trip that there is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.reroute import value_of
from planner.solver.cheap import cheapest_trip, is_trip
from planner.solver.least import fewest_yen, impossible
from planner.solver.oracle import all_trips
from planner.solver.prices import yen_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.problem import Problem

    Make = Callable[[int], Problem]


def yens(problem: Problem) -> list[int]:
    return [yen_of(problem, visits) for _, visits in all_trips(replace(problem, budget=None))]


@pytest.mark.parametrize("seed", range(300))
def test_no_trip_takes_fewer_yen_than_the_programme_says(random_problem: Make, seed: int) -> None:
    problem = random_problem(seed)
    bound = fewest_yen(problem, np.unique(problem.group[problem.must]))
    truth = yens(problem)
    assert bound <= min(truth, default=bound)
    assert impossible(problem) <= (problem.budget is None or min(truth, default=2**50) > problem.budget)
    assert not impossible(problem) or not any(problem.budget is None or yen <= problem.budget for yen in truth)


def test_most_of_what_is_impossible_is_proven(random_problem: Make) -> None:
    problems = [random_problem(seed) for seed in range(300)]
    hopeless = [p for p in problems if not any(p.budget is None or y <= p.budget for y in yens(p))]
    proven = sum(impossible(p) for p in hopeless)
    assert len(hopeless) >= 40
    assert proven >= 0.8 * len(hopeless)


@pytest.mark.parametrize("seed", range(300))
def test_the_cheapest_trip_is_a_trip_and_seldom_dearer_than_it_needs_to_be(random_problem: Make, seed: int) -> None:
    problem = random_problem(seed)
    found, truth = cheapest_trip(problem), yens(problem)
    assert (found is None) == (not truth)
    if found is None:
        return
    yen, visits = found
    assert is_trip(problem, visits)
    assert value_of(replace(problem, budget=None), visits) is not None
    assert yen == yen_of(problem, visits) >= min(truth)


def test_nearly_all_of_these_trips_are_the_cheapest(random_problem: Make) -> None:
    found = [(p, cheapest_trip(p)) for p in map(random_problem, range(300))]
    dearer = [trip[0] > min(yens(p)) for p, trip in found if trip is not None]
    assert np.mean(dearer) < 0.1
