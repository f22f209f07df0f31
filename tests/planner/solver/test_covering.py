"""What a trip through some nights at a place can be worth: never less than the best such trip of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.solver.coarse import coarsen
from planner.solver.covering import patient, reach
from planner.solver.oracle import all_trips

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.problem import Problem

NIGHTLY = 3000


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_no_trip_that_is_there_exceeds_its_bound(
    random_problem: Callable[[int], Problem], seed: int, nights: int
) -> None:
    problem = random_problem(seed)
    prices = np.full((problem.active, problem.days), NIGHTLY, np.int32)
    loose = patient(coarsen(problem).problem, prices, 1 / 20_000)
    image = coarsen(problem).image
    bounds = reach(loose, 0.0, lambda: True).cover(nights)
    for value, visits in all_trips(problem):
        for node, arrive, length in visits:
            for day in range(arrive, arrive + length - nights + 1):
                assert bounds[image[node], day] >= value - 1e-9


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32 - 1))
def test_patience_keeps_every_stay_and_adds_plain_ones(random_problem: Callable[[int], Problem], seed: int) -> None:
    problem = random_problem(seed)
    prices = np.full((problem.active, problem.days), NIGHTLY, np.int32)
    loose = patient(problem, prices, 1 / 20_000)
    assert (loose.gain >= problem.gain).all()
    width = loose.gain.shape[2]
    for nights in range(1, min(width - 1, problem.days) + 1):
        assert (loose.gain[:, : problem.days - nights + 1, nights] >= -nights * NIGHTLY / 20_000 - 1e-9).all()
    kept = min(width, problem.idle_gain.shape[2])
    assert (loose.idle_gain[:, :, 1:kept] >= problem.idle_gain[:, :, 1:kept] - 1e-9).all()
