"""A sequel of problems: each trip is feasible, none beats the truth, and no bound lies below it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.reroute import value_of
from planner.solver.oracle import best_trip
from planner.solver.sequel import Sequel

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.problem import Problem


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32 - 1), st.lists(st.floats(0.0, 1.0), min_size=1, max_size=3))
def test_no_trip_of_a_sequel_beats_the_truth(
    random_problem: Callable[[int], Problem], seed: int, charges: list[float]
) -> None:
    problem, sequel = random_problem(seed), Sequel()
    for charge in charges:
        lengths = np.arange(problem.gain.shape[2])
        changed = replace(problem, gain=np.where(problem.worth, problem.gain - charge * lengths, problem.gain))
        found, truth = sequel.solve(changed), best_trip(changed)
        if truth is None:
            assert found.visits is None
            continue
        assert found.bound >= truth[0] - 1e-9
        if found.visits is not None:
            assert found.value <= truth[0] + 1e-9
            assert value_of(changed, found.visits) == pytest.approx(found.value, abs=1e-9)


def test_most_trips_are_the_best_ones(random_problem: Callable[[int], Problem]) -> None:
    ways = [(Sequel().solve(problem), best_trip(problem)) for problem in map(random_problem, range(40))]
    asked = [(found, truth) for found, truth in ways if truth is not None]
    assert all(found.visits is not None for found, _ in asked)
    best = sum(found.value >= truth[0] - 1e-6 for found, truth in asked)
    assert best >= 0.9 * len(asked)
