"""The solver against HiGHS, and CP-SAT where it is installed: on small problems and on 20 to 40 places, 30 days."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from typing import TYPE_CHECKING

import exact_peers as peers
import pytest
from programme import prove

from planner import config
from planner.dataset import Dataset
from planner.errors import DatasetMissing
from planner.reroute import value_of
from planner.solver.oracle import best_trip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.problem import Problem

    Make = Callable[[int], Problem]

SECONDS = 6.0
"""For HiGHS, a problem: what it cannot prove in time still bounds us, and we bound it."""


@pytest.mark.parametrize("seed", range(40))
def test_the_programme_is_the_problem(random_problem: Make, seed: int) -> None:
    problem = random_problem(seed)
    truth, proof = best_trip(problem), prove(problem)
    assert proof.optimal
    if truth is None:
        assert proof.visits is None
        return
    assert proof.visits is not None
    assert proof.value == pytest.approx(truth[0], abs=1e-6)
    assert value_of(problem, proof.visits) == pytest.approx(truth[0], abs=1e-6)


@pytest.mark.parametrize(("seed", "places"), [(3, 20), (5, 24), (1, 40)])
def test_made_up_problems_of_middle_size(seed: int, places: int) -> None:
    row = peers.compare(peers.made(seed, places), peers.highs, SECONDS)
    assert row["wrong"] is None
    assert row["optimal"]


@pytest.mark.parametrize(("seed", "places"), [(8, 20), (4, 20), (0, 24)])
def test_parts_of_real_problems(seed: int, places: int) -> None:
    dataset = Dataset.load(config.data_dir(), config.cache_dir())
    try:
        problem = peers.real(dataset, seed, places)
    except DatasetMissing:
        pytest.skip("the travel matrices are not built: run `make setup`")
    row = peers.compare(problem, peers.highs, SECONDS)
    assert row["wrong"] is None
    assert row["optimal"]


def test_both_comparisons_would_notice(random_problem: Make) -> None:
    proof = prove(random_problem(2))
    assert proof.visits is not None
    assert proof.optimal
    assert peers.wrong(proof.value, proof.bound, True, proof) is None
    assert "above their bound" in peers.wrong(proof.value + 0.01, proof.bound + 0.01, True, proof)
    assert "above our bound" in peers.wrong(proof.value - 0.01, proof.bound - 0.01, False, proof)
    assert "two optima" in peers.wrong(proof.value - 0.01, proof.bound, True, proof)


@pytest.mark.skipif(importlib.util.find_spec("ortools") is None, reason="OR-Tools is not here: pip install .[peers]")
def test_cp_sat_agrees(root: Path) -> None:
    script = root / "tests" / "benchmarks" / "exact_peers.py"
    options = ["--made-up", "--count", "2", "--first", "3", "--size", "20", "--seconds", "30", "--solver", "cp-sat"]
    # of its own process: OR-Tools and HiGHS do not live in one
    done = subprocess.run([sys.executable, script, *options], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
