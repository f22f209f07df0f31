"""Nights on the way taken together prove no less than nights on the way apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.problem import Legs, Problem
from planner.solver.coarse import coarsen
from planner.solver.dynamic import arrays_of
from planner.solver.memory import Memory
from planner.solver.prices import no_prices, relax, yen_of
from planner.stay_values import NEVER


def chain(idle: int, seed: int) -> Problem:
    """Two places of work far apart, and places to rest between them, near each other."""
    rng = np.random.default_rng(seed)
    n, days = 2 + idle, 12
    gain = np.full((2, days, 5), NEVER)
    gain[:, :9, 4] = rng.random((2, 9)) * 9
    between = -rng.random((n, n)) * 0.1
    between[:2, :2] = NEVER
    nights = (rng.random((n, n)) < 0.2).astype(np.uint8)
    ends = (-rng.random(n), np.zeros(n, np.int32), np.zeros(n, np.uint8))
    idle_gain = np.full((idle, days, 4), NEVER)
    idle_gain[:, :, 1] = -rng.random((idle, 1))
    np.fill_diagonal(between, NEVER)
    legs = Legs(between, np.full((n, n), 700, np.int32), nights, *ends, *ends, (0.0, 0, 0))
    return Problem(
        days=days, group=np.arange(n), area=np.r_[1, 2, np.full(idle, 3)], rows=np.arange(2), gain=gain,
        yen=np.zeros(gain.shape, np.int32), idle_gain=idle_gain, idle_yen=np.full(idle_gain.shape, 100, np.int32),
        worth=gain > NEVER, legs=legs, must=np.zeros(n, np.bool_), budget=10_000, max_stops=60, max_per_area=None,
        nodes=np.arange(n),
    )  # fmt: skip


@settings(max_examples=60)
@given(st.integers(1, 6), st.integers(0, 10_000))
def test_the_coarse_bound_is_no_less(idle: int, seed: int) -> None:
    whole = chain(idle, seed)
    coarse = coarsen(whole).problem
    assert coarse.size <= whole.size
    bounds = [relax(p, arrays_of(p), no_prices(whole), Memory.none(p.size)).bound for p in (whole, coarse)]
    assert bounds[1] >= bounds[0] - 1e-12


def test_the_image_of_a_node_leads_back_to_it() -> None:
    whole = chain(5, 1)
    found = coarsen(whole)
    assert set(found.nodes(found.image).tolist()) == set(range(whole.size))
    assert found.nodes(np.array([0])).tolist() == [0]


def test_yen_of_a_trip_are_those_of_its_legs_and_stays() -> None:
    whole = chain(2, 3)
    path = relax(whole, arrays_of(whole), no_prices(whole), Memory.none(whole.size))
    assert path.yen == yen_of(whole, path.visits)
    assert path.yen == pytest.approx(sum(700 for _ in path.visits[1:]) + 100 * sum(v.node > 1 for v in path.visits))
