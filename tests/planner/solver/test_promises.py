"""What the solver promises whatever the problem: more room never costs, more time never harms, bounds hold."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from planner.solver.clock import Limits
from planner.solver.oracle import all_trips, best_trip
from planner.solver.solve import solve

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.problem import Problem
    from planner.solver.dynamic import Visit

    Make = Callable[[int], Problem]

seeds = st.integers(0, 2**32 - 1)
some = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
PROOF = Limits(iterations=12)
CLOSED = 2e-7
"""Two proven optima may differ by the tolerance of each proof."""


def shorter(problem: Problem, days: int) -> Problem:
    """The same problem with its last days cut off."""
    d, n = np.arange(days)[:, None], np.arange(problem.gain.shape[2])[None, :]
    late, idle_late = d + n > days, d + np.arange(4)[None, :] > days
    never = problem.gain.min(initial=-1e18)
    # copies: for slices the whole solver would be compiled once more
    return replace(
        problem,
        days=days,
        gain=np.where(late, never, problem.gain[:, :days]),
        yen=problem.yen[:, :days].copy(),
        idle_gain=np.where(idle_late, never, problem.idle_gain[:, :days]),
        idle_yen=problem.idle_yen[:, :days].copy(),
        worth=problem.worth[:, :days] & ~late,
    )


def no_less(wide: Problem, narrow: Problem) -> None:
    """The proven optimum of the wider problem is worth no less."""
    more, less = solve(wide, PROOF), solve(narrow, PROOF)
    assume(more.optimal and less.optimal)
    assert more.objective >= less.objective - CLOSED
    assert (more.visits is not None) or (less.visits is None)


@some
@given(seeds, st.integers(0, 40_000), st.integers(0, 20_000))
def test_more_budget_never_lowers_a_proven_optimum(random_problem: Make, seed: int, yen: int, more: int) -> None:
    problem = random_problem(seed)
    no_less(replace(problem, budget=yen + more), replace(problem, budget=yen))


@settings(some, max_examples=30)
@given(seeds, st.integers(1, 19))
def test_a_longer_window_never_lowers_a_proven_optimum(random_problem: Make, seed: int, days: int) -> None:
    problem = random_problem(seed)
    assume(days < problem.days)
    no_less(problem, shorter(problem, days))


@some
@given(seeds, st.sampled_from(["budget", "must", "max_stops", "max_per_area"]))
def test_fewer_constraints_never_lower_a_proven_optimum(random_problem: Make, seed: int, name: str) -> None:
    problem = random_problem(seed)
    without = {"budget": None, "must": np.zeros_like(problem.must), "max_stops": 60, "max_per_area": None}[name]
    no_less(replace(problem, **{name: without}), problem)


@some
@given(seeds, st.integers(0, 5), st.integers(1, 5))
def test_more_rounds_give_no_worse_trip_and_no_higher_bound(
    random_problem: Make, seed: int, few: int, more: int
) -> None:
    problem = random_problem(seed)
    short, long = solve(problem, Limits(iterations=few)), solve(problem, Limits(iterations=few + more))
    assert long.objective >= short.objective
    assert long.bound <= short.bound


@settings(some, max_examples=30)
@given(seeds)
def test_no_bound_of_any_run_is_below_the_best_trip_of_any(random_problem: Make, seed: int) -> None:
    problem = random_problem(seed)
    limits = [Limits(iterations=0), Limits(iterations=1), Limits(iterations=4), Limits(0.001), Limits(0.05)]
    runs = [solve(problem, limit) for limit in limits]
    truth = best_trip(problem)
    best = max(run.objective for run in runs)
    assert truth is None or truth[0] >= best - CLOSED
    for run in runs:
        assert run.bound >= best - CLOSED * run.optimal
        assert truth is None or run.bound >= truth[0] - CLOSED
        assert run.visits is None or run.bound >= run.objective


def exactly(problem: Problem, visits: Sequence[Visit]) -> Fraction:
    """The value of a trip without any rounding."""
    legs, total = problem.legs, Fraction(float(problem.legs.start_gain[visits[0].node]))
    for i, (node, day, nights) in enumerate(visits):
        idle = node - problem.active
        total += Fraction(float(problem.gain[node, day, nights] if idle < 0 else problem.idle_gain[idle, day, nights]))
        on = legs.gain[node, visits[i + 1].node] if i + 1 < len(visits) else legs.end_gain[node]
        total += Fraction(float(on))
    return total


@some
@given(seeds, st.integers(0, 3))
def test_bounds_are_rounded_outward(random_problem: Make, seed: int, rounds: int) -> None:
    problem = random_problem(seed)
    found = solve(problem, Limits(iterations=rounds))
    trips = [exactly(problem, visits) for _, visits in all_trips(problem)]
    assume(trips)
    slack = Fraction(found.bound) - max(trips)
    # an open bound lies above by more than sums can err; a closed one is the trip's own sum, as near as a proof asks
    assert slack >= (0 if not found.optimal else Fraction(-CLOSED))


@settings(some, max_examples=30)
@given(seeds, st.integers(0, 4))
def test_the_same_rounds_give_the_same_answer_to_the_last_bit(random_problem: Make, seed: int, rounds: int) -> None:
    one, other = (solve(random_problem(seed), Limits(iterations=rounds)) for _ in range(2))
    assert one.visits == other.visits
    assert (one.objective.hex(), one.bound.hex()) == (other.objective.hex(), other.bound.hex())
