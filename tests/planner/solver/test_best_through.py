"""The best through and without each municipality, held against every trip that there is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import planner.solver.best_through as best_through_module
from planner.solver.best_through import best_through, most_without
from planner.solver.clock import Limits
from planner.solver.dynamic import POSSIBLE
from planner.solver.oracle import all_trips
from planner.solver.solve import certify

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.problem import Problem

    Make = Callable[[int], Problem]


@pytest.mark.parametrize("seed", range(150))
def test_no_trip_through_a_place_is_worth_more_than_it_says(random_problem: Make, seed: int) -> None:
    problem = random_problem(seed)
    found, certificate = certify(problem, Limits(iterations=3))
    through = best_through(certificate)
    groups = np.unique(problem.group)
    without = dict(zip(groups.tolist(), most_without(certificate, through, groups.tolist()), strict=True))
    trips = list(all_trips(problem))
    for group in groups.tolist():
        most = through.most[problem.group == group].max()
        visits = [value for value, trip in trips if group in problem.group[[v.node for v in trip]]]
        others = [value for value, trip in trips if group not in problem.group[[v.node for v in trip]]]
        assert max(visits, default=-np.inf) <= most
        assert max(others, default=-np.inf) <= without[group]
    if found.visits is not None:
        nodes = [v.node for v in found.visits]
        assert (through.most[nodes] >= found.objective - 1e-9).all()


@pytest.mark.parametrize("seed", range(60))
def test_whatever_the_prices_nothing_is_worth_more_without_a_place(
    random_problem: Make, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    problem = random_problem(seed)
    _, certificate = certify(problem, Limits(iterations=1))
    few = max(1, certificate.coarse.problem.size - 1)  # the place asked for is then often the one left out
    monkeypatch.setattr(best_through_module, "FEW", few)
    trips = list(all_trips(problem))
    for group in np.unique(problem.group[: problem.active]).tolist():
        dear = certificate.prices.group.copy()
        dear[group] += 5.0
        prices = replace(certificate, prices=replace(certificate.prices, group=dear))
        (most,) = most_without(prices, best_through(prices), [group])
        others = [value for value, trip in trips if group not in problem.group[[v.node for v in trip]]]
        assert max(others, default=-np.inf) <= most


@pytest.mark.parametrize("seed", range(40))
def test_the_stay_that_is_told_can_be(random_problem: Make, seed: int) -> None:
    problem = random_problem(seed)
    through = best_through(certify(problem, Limits(iterations=2))[1])
    for node in np.flatnonzero(through.most[: problem.active] > POSSIBLE):
        assert problem.gain[node, through.arrive[node], through.nights[node]] > POSSIBLE


def test_these_bounds_say_something(random_problem: Make) -> None:
    slack = []
    for problem in map(random_problem, range(150)):
        _, certificate = certify(problem, Limits(iterations=3))
        most = best_through(certificate).most
        trips = list(all_trips(problem))
        for node in range(problem.active):
            values = [value for value, trip in trips if any(v.node == node for v in trip)]
            if values:
                slack.append(float(most[node]) - max(values))
    assert min(slack) >= -1e-9
    assert np.median(slack) < 0.3
