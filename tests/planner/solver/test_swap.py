"""The best other place for a stay's days, held against every trip that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.reroute import value_of
from planner.solver.oracle import all_trips, best_trip
from planner.solver.swap import best_swap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.problem import Problem
    from planner.solver.dynamic import Visit

SEEDS = range(150)


def by_hand(problem: Problem, visits: Sequence[Visit], position: int) -> float | None:
    """The best of all trips that differ from one in the municipality of one stay only."""
    kept = [v for k, v in enumerate(visits) if k != position]
    values = [
        value
        for value, other in all_trips(problem)
        if len(other) == len(visits)
        and [v for k, v in enumerate(other) if k != position] == kept
        and problem.group[other[position].node] != problem.group[visits[position].node]
    ]
    return max(values, default=None)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rival_is_the_best_of_all_trips_that_differ_in_one_place(
    random_problem: Callable[[int], Problem], seed: int
) -> None:
    problem = random_problem(seed)
    best = best_trip(problem)
    if best is None:
        return
    value, visits = best
    for position in range(len(visits)):
        found, truth = best_swap(problem, visits, position), by_hand(problem, visits, position)
        if found is None or truth is None:
            assert found is truth
            continue
        assert value - found.loss == pytest.approx(truth)
        swapped = [*visits[:position], found.visit, *visits[position + 1 :]]
        assert value_of(problem, swapped) == pytest.approx(truth)


def test_some_of_these_trips_have_rivals(random_problem: Callable[[int], Problem]) -> None:
    trips = [(p, best) for p in map(random_problem, SEEDS) if (best := best_trip(p)) is not None]
    found = [best_swap(p, visits, k) for p, (_, visits) in trips for k in range(len(visits))]
    assert sum(swap is not None for swap in found) >= 20
    assert all(swap.loss >= -1e-9 for swap in found if swap is not None)
