"""What relaxed paths remember: fewer paths, never fewer trips."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.reroute import value_of
from planner.solver.dynamic import Visit, arrays_of
from planner.solver.memory import MOST, Memory, state_after
from planner.solver.oracle import best_trip
from planner.solver.prices import Ascent, Multipliers, no_prices, relax, through_values

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.problem import Problem

    Make = Callable[[int], Problem]

seeds = st.integers(0, 2**32 - 1)


def some_memory(rng: np.random.Generator, group: np.ndarray) -> Memory:
    """Nodes that remember up to three other municipalities."""
    groups = np.full((len(group), MOST), -1)
    for node in range(len(group)):
        others = np.setdiff1d(group, group[node])
        kept = rng.permutation(others)[: rng.integers(0, 4)]
        groups[node, : len(kept)] = kept
    return Memory(groups)


def some_prices(rng: np.random.Generator, problem: Problem) -> Multipliers:
    free = no_prices(problem)
    yen = 0.0 if problem.budget is None else rng.random() * 1e-4
    return Multipliers(yen, rng.random(len(free.group)) * 0.3, 0.0, free.area)


@settings(max_examples=60)
@given(seeds)
def test_no_trip_is_worth_more_than_the_bound_whatever_is_remembered(random_problem: Make, seed: int) -> None:
    problem, rng = random_problem(seed), np.random.default_rng(seed)
    truth = best_trip(problem)
    for memory in (Memory.none(problem.size), some_memory(rng, problem.group)):
        for at in (no_prices(problem), some_prices(rng, problem)):
            bound = relax(problem, arrays_of(problem), at, memory).bound
            through = through_values(problem, arrays_of(problem), at.on(problem), memory).nodes
            if truth is not None:
                assert bound >= truth[0] - 1e-9
                assert all(through[visit.arrive, visit.node] >= truth[0] - 1e-9 for visit in truth[1])


@settings(max_examples=60)
@given(seeds)
def test_what_is_remembered_only_lowers_the_bound(random_problem: Make, seed: int) -> None:
    problem, rng = random_problem(seed), np.random.default_rng(seed)
    memory, at = some_memory(rng, problem.group), some_prices(rng, problem)
    bounds = [relax(problem, arrays_of(problem), at, m).bound for m in (Memory.none(problem.size), memory)]
    assert bounds[1] <= bounds[0] + 1e-9


@settings(max_examples=60)
@given(seeds)
def test_a_path_never_goes_straight_back_and_learns_not_to_return(random_problem: Make, seed: int) -> None:
    problem = random_problem(seed)
    memory, at = Memory.none(problem.size), no_prices(problem)
    for _ in range(30):
        path = relax(problem, arrays_of(problem), at, memory).visits
        places = [int(problem.group[visit.node]) for visit in path]
        assert all(a != c for (a, _), (_, c) in pairwise(pairwise(places)))
        taught = memory.taught([v.node for v in path], dict(enumerate(problem.group.tolist())), lambda _: (), 10**6)
        if taught is memory:
            break
        memory = taught
    assert len(set(places)) == len(places)


@settings(max_examples=40)
@given(seeds)
def test_states_follow_what_was_visited(random_problem: Make, seed: int) -> None:
    """Walking from state to state remembers at each node just what its memory may hold."""
    problem, rng = random_problem(seed), np.random.default_rng(seed)
    memory = some_memory(rng, problem.group)
    states = memory.states(problem.group)
    state, kept = 0, set[int]()
    for node in rng.integers(0, problem.size, 12):
        here = int(states.node[state])
        remembered = kept | {int(problem.group[here])}
        into = state_after(states, state, int(node))
        place = int(problem.group[node])
        if place in kept:
            assert into == -1
            continue
        if place == problem.group[here]:
            continue  # no leg leads from a place to itself
        assert states.node[into] == node
        kept = {g for g in remembered if g in memory.groups[node]}
        bits = [memory.groups[node, b] for b in range(MOST) if states.kept[into] >> b & 1]
        assert set(bits) == kept
        state = into


@settings(max_examples=60)
@given(seeds)
def test_the_traced_path_is_worth_what_the_programme_says(random_problem: Make, seed: int) -> None:
    problem, rng = random_problem(seed), np.random.default_rng(seed)
    at = some_prices(rng, problem)
    found = relax(problem, arrays_of(problem), at, some_memory(rng, problem.group))
    prices, total = at.on(problem), at.on(problem).constant
    if not found.visits:
        return
    total += value_of(replace(problem, budget=None), found.visits) or 0.0
    total -= prices.yen * found.yen + sum(prices.visit[visit.node] for visit in found.visits)
    assert found.bound == pytest.approx(total, abs=1e-6)


def test_what_stands_for_several_municipalities_may_be_returned_to(random_problem: Make) -> None:
    problem = next(p for p in map(random_problem, range(100)) if p.active == 1 and p.size == 2)
    there_and_back = [Visit(1, 0, 1), Visit(0, 1, 1), Visit(1, 2, 1)]
    apart, together = (Ascent(replace(problem, merged=m), no_prices(problem), Memory.none(2)) for m in (False, True))
    assert apart.learn(there_and_back)
    assert not together.learn(there_and_back)
    assert together.learn([Visit(0, 0, 1), Visit(1, 1, 1), Visit(0, 2, 1)])
