"""The validator finds what is wrong with a route, and nothing wrong with a right one."""

from __future__ import annotations

import ast
from decimal import Decimal
from pathlib import Path

import pytest

from planner.solver.optw import audit as module
from planner.solver.optw.audit import audit

# three places on a line, 10 apart; place 3 opens late; home closes at 60
TEXT = """1 1 3 1
0 0
0 0 0 0 0 0 0 0 60
1 10 0 5 7 1 1 1 0 20
2 20 0 5 9 1 1 1 0 30
3 30 0 1 4 1 1 1 45 50
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_right_route_is_worth_its_prizes(file: Path) -> None:
    checked = audit(file, [0, 1, 2, 0], 1)
    assert checked.feasible
    assert (checked.prize, checked.end) == (16, 50)


def test_the_empty_route_is_right(file: Path) -> None:
    assert audit(file, [0, 0], 1).feasible


def test_waiting_is_allowed_and_counts(file: Path) -> None:
    late = audit(file, [0, 3, 0], 1)
    assert late.end == 76
    assert late.faults == ("node 0 at position 2 starts at 76.0, after it closed at 60",)


@pytest.mark.parametrize(
    ("route", "fault"),
    [
        ([0, 2, 1, 0], "node 1 at position 2 starts at 35.0, after it closed at 20"),
        ([0, 1, 1, 0], "node 1 is visited 2 times"),
        ([0, 1, 0, 2, 0], "the route passes node 0 on the way"),
        ([0, 9, 0], "node 9 is not in the file"),
        ([1, 2, 0], "the route does not begin and end at node 0"),
        ([0, 1], "the route does not begin and end at node 0"),
        ([0], "the route does not begin and end at node 0"),
        ([], "the route does not begin and end at node 0"),
    ],
)
def test_broken_routes_are_found(file: Path, route: list[int], fault: str) -> None:
    checked = audit(file, route, 1)
    assert not checked.feasible
    assert fault in checked.faults


@pytest.mark.parametrize(("decimals", "end"), [(0, "2"), (1, "2.8"), (2, "2.82"), (4, "2.8284")])
def test_distances_are_cut_not_rounded(tmp_path: Path, decimals: int, end: str) -> None:
    path = tmp_path / "diagonal.txt"
    path.write_text("1 1 1 1\n0 0\n0 0 0 0 0 0 0 0 9\n1 1 1 0 1 1 1 1 0 9\n", encoding="utf-8")
    exact = Decimal(2).sqrt()
    there = Decimal(int(exact * 10**decimals)) / 10**decimals
    assert audit(path, [0, 1, 0], decimals).end == 2 * there
    assert abs(2 * there - Decimal(end)) < Decimal("0.0002") * (decimals > 1) + Decimal("0.21") * (decimals <= 1)


def test_it_shares_no_code_with_the_search() -> None:
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    named |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not any(name and name.split(".")[0] in {"planner", "geo", "numba", "numpy"} for name in named)
