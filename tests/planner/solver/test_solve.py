"""The solver against the oracle on small random problems."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.problem import Legs, Problem
from planner.reroute import value_of
from planner.solver.oracle import best_trip
from planner.solver.solve import Limits, solve
from planner.stay_values import NEVER


def random_problem(seed: int) -> Problem:
    """A problem of at most six places and twenty days; every kind of constraint turns up."""
    rng = np.random.default_rng(seed)
    active, idle = int(rng.integers(1, 5)), int(rng.integers(0, 3))
    n, days = active + idle, int(rng.integers(3, 21))
    width = int(rng.integers(2, 8))
    gain = np.full((active, days, width), NEVER)
    yen = np.zeros(gain.shape, np.int32)
    for m in range(active):
        for nights in rng.choice(np.arange(1, width), size=min(2, width - 1), replace=False):
            open_days = max(0, days - int(nights) + 1)
            allowed = rng.random(open_days) < 0.7
            gain[m, :open_days, nights] = np.where(allowed, rng.normal(1.0, 1.0, open_days) * nights, NEVER)
            yen[m, :open_days, nights] = rng.integers(0, 5, open_days) * 1000
    worth = (gain > NEVER) & (rng.random(gain.shape) < 0.9)
    idle_gain, idle_yen = np.full((idle, days, 4), NEVER), np.zeros((idle, days, 4), np.int32)
    for nights in (1, 2, 3):
        idle_gain[:, : max(0, days - nights + 1), nights] = -0.1 * nights
        idle_yen[:, : max(0, days - nights + 1), nights] = 3000 * nights
    group = np.arange(n)
    if active > 2 and rng.random() < 0.4:
        group[1] = 0
    must = np.isin(group, group[rng.random(n) < 0.15][:2]) & (np.arange(n) < active)
    return Problem(
        days=days,
        group=group,
        area=rng.integers(0, 3, n)[group],
        rows=np.arange(active),
        gain=gain,
        yen=yen,
        idle_gain=idle_gain,
        idle_yen=idle_yen,
        worth=worth,
        legs=random_legs(rng, group),
        must=must,
        budget=None if rng.random() < 0.4 else int(rng.integers(2, 30)) * 1000,
        max_stops=60 if rng.random() < 0.7 else int(rng.integers(1, 4)),
        max_per_area=None if rng.random() < 0.7 else int(rng.integers(1, 3)),
        nodes=np.arange(n),
    )


def random_legs(rng: np.random.Generator, group: np.ndarray) -> Legs:
    n = len(group)
    gain = np.where(rng.random((n + 1, n + 1)) < 0.8, -rng.random((n + 1, n + 1)) * 2, NEVER)
    yen = rng.integers(0, 6, gain.shape).astype(np.int32) * 1000
    nights = np.where(rng.random(gain.shape) < 0.15, rng.integers(1, 3, gain.shape), 0).astype(np.uint8)
    gain[:n, :n][group[:, None] == group[None, :]] = NEVER
    parts = [a[:n, :n].copy() for a in (gain, yen, nights)]
    start = [a[n, :n].copy() for a in (gain, yen, nights)]
    end = [a[:n, n].copy() for a in (gain, yen, nights)]
    return Legs(*parts, *start, *end, (0.0, 0, 0))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32 - 1))
def test_small_problems_are_solved_to_the_optimum(seed: int) -> None:
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


@pytest.mark.parametrize("seed", range(5))
def test_rounds_instead_of_seconds_give_the_same_trip(seed: int) -> None:
    problem = random_problem(seed)
    one, other = (solve(problem, Limits(iterations=3)) for _ in range(2))
    assert replace(one, first_ms=0) == replace(other, first_ms=0)


@pytest.mark.parametrize("seed", range(20))
def test_a_wider_problem_is_worth_no_less(seed: int) -> None:
    problem = random_problem(seed)
    tight = solve(problem, Limits(iterations=12))
    loose = solve(replace(problem, budget=None, max_stops=60, max_per_area=None), Limits(iterations=12))
    assert loose.objective >= tight.objective - 1e-9
