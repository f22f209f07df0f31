from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.solver.optw import anneal, line
from planner.solver.optw.audit import audit
from planner.solver.optw.instance import read_instance
from planner.solver.optw.search import field_of, search

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.solver.optw.instance import Instance

    Made = Callable[..., Path]

SEEDS = st.integers(0, 10**6)
FILES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def best_of_all(instance: Instance) -> tuple[float, int]:
    """Prize and way of the best route, by trying every order of every choice."""
    best = (0.0, 0)

    def extend(node: int, leave: int, prize: float, way: int, left: tuple[int, ...]) -> None:
        nonlocal best
        home = way + int(instance.time[node, 0])
        if leave + int(instance.time[node, 0]) > instance.closes[0]:
            return
        if (prize, -home) > (best[0], -best[1]):
            best = (prize, home)
        for other in left:
            leg = int(instance.time[node, other])
            begin = max(leave + leg, int(instance.opens[other]))
            if begin <= instance.closes[other]:
                rest = tuple(k for k in left if k != other)
                extend(other, begin + int(instance.service[other]), prize + instance.prize[other], way + leg, rest)

    extend(0, int(instance.opens[0] + instance.service[0]), 0.0, 0, tuple(range(1, len(instance.service))))
    return best


@FILES
@given(SEEDS, st.integers(1, 6))
def test_tiny_instances_are_solved_to_the_optimum(made: Made, seed: int, size: int) -> None:
    instance = read_instance(made(seed, size))
    found = search(instance, 0, seed=1, iterations=3000)
    assert found.prize == best_of_all(instance)[0]


@FILES
@given(SEEDS, st.integers(1, 40), st.sampled_from([60, 300, 1000]), st.sampled_from([0, 3]), st.integers(0, 4))
def test_every_route_passes_the_validator(
    made: Made, seed: int, size: int, horizon: int, places: int, decimals: int
) -> None:
    file = made(seed, size, horizon, decimals=places)
    found = search(read_instance(file, decimals), 0, iterations=300)
    checked = audit(file, [0, *found.route, 0], decimals)
    assert checked.faults == ()
    assert checked.prize == found.prize


def test_the_same_seed_and_steps_give_the_same_route(made: Made) -> None:
    instance = read_instance(made(5, 60, 400))
    first, again = (search(instance, 0, seed=3, iterations=2500) for _ in range(2))
    assert (first.route, first.prize, first.way) == (again.route, again.prize, again.way)
    assert len({search(instance, 0, seed=s, iterations=3).route for s in range(8)}) > 1


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(SEEDS)
def test_more_steps_never_give_less_and_continue_the_same_walk(made: Made, seed: int) -> None:
    instance = read_instance(made(seed, 50, 500))
    found = [search(instance, 0, iterations=n) for n in (0, 1, 30, 700, 30_500)]
    worth = [(f.prize, -f.way) for f in found]
    assert worth == sorted(worth)
    assert [f.steps for f in found] == [0, 1, 30, 700, 30_500]


def test_the_limit_of_seconds_only_decides_how_many_steps_are_taken(made: Made) -> None:
    instance = read_instance(made(7, 50, 500))
    ticks = iter(range(100))
    timed = search(instance, 5.0, clock=lambda: float(next(ticks)))
    assert timed.steps > 0
    assert timed.route == search(instance, 0, iterations=timed.steps).route


def test_nothing_to_visit_is_an_empty_route(made: Made) -> None:
    found = search(read_instance(made(1, 0)), 1.0)
    assert (found.route, found.prize, found.steps) == ((), 0.0, 0)


@pytest.mark.parametrize("seed", range(20))
def test_inserting_keeps_the_schedule_as_if_laid_anew(made: Made, seed: int) -> None:
    """The arrays of earliest and latest times are mended only as far as they change."""
    instance = read_instance(made(seed, 30, 400))
    field = field_of(instance)
    mended = np.zeros((line.ROWS, 40), np.int64)
    line.lay(mended, 0, field)
    count = 0
    for node in np.random.default_rng(seed).permutation(np.arange(1, 31)).tolist():
        visit = (field.service[node], field.opens[node], field.closes[node])
        gap = line.best_gap(mended, count, node, field.time, field.back, *visit, 4, 4, 30_000 + seed)
        if gap >= 0:
            line.insert(mended, count, gap, node, field)
            count += 1
            fresh = np.zeros_like(mended)
            fresh[line.NODE] = mended[line.NODE]
            line.lay(fresh, count, field)
            assert (fresh[:, : count + 1] == mended[:, : count + 1]).all()
            assert (fresh[line.START] <= fresh[line.LATEST])[: count + 2].all()
    assert count > 0


def test_the_search_is_compiled_for_one_set_of_types(made: Made) -> None:
    search(read_instance(made(2, 5)), 0, iterations=1)
    search(read_instance(made(3, 9, decimals=3), 3), 0, seed=2**40, iterations=1)
    assert len(anneal.anneal.signatures) == 1  # type: ignore[attr-defined]


def test_a_visit_whose_absence_makes_the_next_one_late_stays(tmp_path: Path) -> None:
    """Cut to whole units, 0 → 1 → 2 takes 0 + 0, but 0 → 2 takes 1: place 2 is in time only by way of place 1."""
    file = tmp_path / "cut.txt"
    file.write_text(
        "1 1 2 1\n0 0\n0 0 0 0 0 0 0 0 9\n1 0.6 0.5 0 1 1 1 1 0 9\n2 1.2 0 0 5 1 1 1 0 0\n", encoding="utf-8"
    )
    instance = read_instance(file, 0)
    assert instance.time[0].tolist() == [0, 0, 1]
    found = search(instance, 0, iterations=200)
    assert audit(file, [0, *found.route, 0], 0).feasible
    assert found.prize == best_of_all(instance)[0]
