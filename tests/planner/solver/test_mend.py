"""Trips rolled out, cut into stretches and mended: each one keeps every constraint, and none becomes worse."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.reroute import value_of
from planner.solver.backward import backward
from planner.solver.dynamic import Trip, Visit, arrays_of
from planner.solver.memory import Memory
from planner.solver.mend import Mender
from planner.solver.oracle import all_trips, best_trip
from planner.solver.prices import no_prices, priced
from planner.solver.rollout import roll_out
from planner.solver.span import gain_and_yen, span

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.problem import Problem

    Make = Callable[[int], Problem]

seeds = st.integers(0, 2**32 - 1)


def holds(problem: Problem, visits: tuple[Visit, ...]) -> bool:
    """Tell whether stays make a trip that keeps every constraint."""
    nodes = np.array([visit.node for visit in visits])
    areas = Counter(problem.area[nodes].tolist())
    return (
        value_of(problem, visits) is not None
        and len(set(problem.group[nodes].tolist())) == len(nodes) <= problem.max_stops
        and (problem.max_per_area is None or max(areas.values()) <= problem.max_per_area)
        and any(v.node < problem.active and problem.worth[v] for v in visits)
        and set(problem.group[problem.must]) <= set(problem.group[nodes])
    )


def some_trips(problem: Problem, rng: np.random.Generator, least: int) -> list[tuple[Visit, ...]]:
    trips = [visits for _, visits in islice(all_trips(problem), 2000) if len(visits) >= least]
    return [trips[i] for i in rng.permutation(len(trips))[:3]]


@settings(max_examples=80)
@given(seeds)
def test_what_is_rolled_out_is_a_trip_of_that_value(random_problem: Make, seed: int) -> None:
    problem = random_problem(seed)
    problem = replace(problem, must=np.zeros_like(problem.must))
    memory, prices = Memory.none(problem.size), replace(no_prices(problem), yen=1e-5)
    p = priced(problem, arrays_of(problem), prices.on(problem), memory.states(problem.group))
    trip = roll_out(problem, p, backward(p))
    if trip is not None:
        assert holds(problem, trip.visits)
        assert trip.value == pytest.approx(value_of(problem, trip.visits))


@settings(max_examples=80)
@given(seeds)
def test_the_best_of_a_stretch_is_the_best_the_trip_can_do_there(random_problem: Make, seed: int) -> None:
    problem, rng = random_problem(seed), np.random.default_rng(seed)
    for trip in some_trips(problem, rng, 2):
        first = int(rng.integers(0, len(trip)))
        last = int(rng.integers(first, len(trip)))
        cut = span(problem, trip, first, last, np.arange(problem.size))
        if cut is None:
            continue
        assert cut.value == pytest.approx(gain_and_yen(problem, trip, first, last)[0])
        best = best_trip(cut.problem)
        if best is None:  # only nights on the way are left, which is no trip of its own
            continue
        visits = cut.joined([v._replace(node=int(cut.problem.nodes[v.node])) for v in best[1]])
        assert holds(problem, visits)
        rest = gain_and_yen(problem, trip, 0, len(trip) - 1)[0] - cut.value
        assert gain_and_yen(problem, visits, 0, len(visits) - 1)[0] == pytest.approx(rest + best[0])
        if any(v.node < problem.active for v in trip[first : last + 1]):  # only those count as a trip's purpose
            assert best[0] >= cut.value - 1e-9


@settings(max_examples=60)
@given(seeds)
def test_mending_keeps_every_constraint_and_never_loses(random_problem: Make, seed: int) -> None:
    problem, rng = random_problem(seed), np.random.default_rng(seed)
    truth = best_trip(problem)
    mender = Mender(problem, rng.random((problem.days + 1, problem.active)))
    for visits in some_trips(problem, rng, 1):
        trip = Trip(visits, gain_and_yen(problem, visits, 0, len(visits) - 1)[0])
        better = mender.mend(trip, 3, float(rng.choice([0.0, 1e-4])), lambda: True)
        assert truth is not None
        assert trip.value <= better.value <= truth[0] + 1e-9
        assert holds(problem, better.visits)
        assert better.value == pytest.approx(gain_and_yen(problem, better.visits, 0, len(better.visits) - 1)[0])
