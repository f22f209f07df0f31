"""The quick search held against the oracle, which knows every trip of a small problem."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.replan.search import QuickSearch
from planner.solver.coarse import coarsen
from planner.solver.dynamic import POSSIBLE
from planner.solver.oracle import best_trip

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.problem import Problem


@pytest.mark.parametrize("seed", range(150))
def test_it_finds_what_the_oracle_finds_and_bounds_it(random_problem: Callable[[int], Problem], seed: int) -> None:
    problem = random_problem(seed)
    known = best_trip(problem)
    found = QuickSearch(problem, coarsen(problem), math.inf, rounds=6).run((), None)
    if known is None:
        assert found.visits is None
    else:
        assert found.visits is not None
        assert found.value == pytest.approx(known[0])
        assert found.bound >= known[0] - 1e-9


@pytest.mark.parametrize("seed", range(40))
def test_prices_of_another_edit_prove_nothing_wrong(random_problem: Callable[[int], Problem], seed: int) -> None:
    """A must may have a negative price; where it is a must no longer, that price would be no bound."""
    problem = random_problem(seed)
    asked = dataclasses.replace(problem, must=np.arange(problem.size) < problem.active)
    prices = QuickSearch(asked, coarsen(asked), math.inf, rounds=2).run((), None).prices
    found = QuickSearch(problem, coarsen(problem), math.inf, rounds=2).run((), prices)
    known = best_trip(problem)
    assert found.bound >= (POSSIBLE if known is None else known[0] - 1e-9)
