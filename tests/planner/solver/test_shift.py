"""The best other days of a stay, held against every trip that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.reroute import value_of
from planner.solver.oracle import all_trips, best_trip
from planner.solver.shift import MOST_NIGHTS, best_shift

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.problem import Problem
    from planner.solver.dynamic import Visit

    Make = Callable[[int], Problem]

SEEDS = range(150)


def by_hand(problem: Problem, visits: Sequence[Visit], position: int) -> float | None:
    """The best of all trips of the same places on which only this stay and its neighbours have other nights."""
    near = range(position - 1, position + 2)
    values = []
    for value, other in all_trips(problem):
        same_places = [v.node for v in other] == [v.node for v in visits]
        if not same_places or tuple(other) == tuple(visits):
            continue
        kept = all(o == v for k, (o, v) in enumerate(zip(other, visits, strict=True)) if k not in near)
        ends = position == 0 or other[position - 1].arrive == visits[position - 1].arrive
        after = visits[position + 1 : position + 2]
        ends &= not after or sum(other[position + 1][1:]) == sum(after[0][1:])
        few = all(abs(other[k].nights - visits[k].nights) <= MOST_NIGHTS for k in near if 0 <= k <= position)
        if kept and ends and few and other[position] != visits[position]:
            values.append(value)
    return max(values, default=None)


@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_the_best_of_all_other_days(random_problem: Make, seed: int) -> None:
    problem = random_problem(seed)
    best = best_trip(problem)
    if best is None:
        return
    value, visits = best
    for position in range(len(visits)):
        found, truth = best_shift(problem, visits, position), by_hand(problem, visits, position)
        if found is None or truth is None:
            assert found is truth
            continue
        assert value - found.loss == pytest.approx(truth)
        assert value_of(problem, found.visits) == pytest.approx(truth)


def test_some_of_these_stays_have_other_days(random_problem: Make) -> None:
    trips = [(p, best) for p in map(random_problem, SEEDS) if (best := best_trip(p)) is not None]
    found = [best_shift(p, visits, k) for p, (_, visits) in trips for k in range(len(visits))]
    assert sum(shift is not None for shift in found) >= 20
    assert all(shift.loss >= -1e-9 for shift in found if shift is not None)
