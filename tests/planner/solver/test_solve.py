"""The solver against the oracle on small random problems."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from planner.reroute import value_of
from planner.solver.clock import Limits
from planner.solver.oracle import best_trip
from planner.solver.solve import solve

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.problem import Problem

    Make = Callable[[int], Problem]


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32 - 1))
@example(71231)  # proven at once, and looked at twice
def test_small_problems_are_solved_to_the_optimum(random_problem: Make, seed: int) -> None:
    problem = random_problem(seed)
    found, truth = solve(problem, Limits(iterations=12)), best_trip(problem)
    if truth is None:
        assert found.visits is None
        return
    assert found.visits is not None
    assert found.bound >= truth[0] - 1e-9
    assert found.objective == pytest.approx(truth[0], abs=1e-6)
    assert found.optimal
    assert value_of(problem, found.visits) == pytest.approx(found.objective, abs=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_who_wants_no_proof_gets_a_trip_and_a_bound_that_holds(random_problem: Make, seed: int) -> None:
    problem = random_problem(seed)
    best, quick = solve(problem, Limits(seconds=5.0)), solve(problem, Limits(seconds=5.0, prove=False))
    assert quick.visits is not None or best.visits is None
    assert quick.objective <= best.bound + 1e-6
    assert quick.bound >= best.objective - 1e-6
    assert quick.rounds == 0 or quick.visits is None


@pytest.mark.parametrize("seed", range(5))
def test_rounds_instead_of_seconds_give_the_same_trip(random_problem: Make, seed: int) -> None:
    problem = random_problem(seed)
    one, other = (solve(problem, Limits(iterations=3)) for _ in range(2))
    assert replace(one, first_ms=0) == replace(other, first_ms=0)


@pytest.mark.parametrize("seed", range(20))
def test_a_wider_problem_is_worth_no_less(random_problem: Make, seed: int) -> None:
    problem = random_problem(seed)
    tight = solve(problem, Limits(iterations=12))
    loose = solve(replace(problem, budget=None, max_stops=60, max_per_area=None), Limits(iterations=12))
    assert loose.objective >= tight.objective - 1e-9
