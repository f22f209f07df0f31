from __future__ import annotations

import importlib.util
import sys

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from geo.errors import SourceError
from geo.search_ch import Hierarchy, prove

needs_kit = pytest.mark.skipif(
    importlib.util.find_spec("pyroutingkit") is None,
    reason="pyroutingkit, the optional accelerator, is not installed: pip install 'sasurai[fast]'",
)


def grid(seed: int, side: int = 12) -> tuple[csr_matrix, np.ndarray]:
    """A grid of one-way and two-way streets with random minutes, and one node that nothing reaches."""
    random = np.random.default_rng(seed)
    number = np.arange(side * side).reshape(side, side)
    tail = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    head = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    back = random.random(len(tail)) < 0.7
    tail, head = np.concatenate([tail, head[back]]), np.concatenate([head, tail[back]])
    size = side * side + 1
    graph = csr_matrix((random.uniform(0.1, 9, len(tail)), (tail, head)), shape=(size, size))
    graph.sort_indices()
    points = np.array([[139 + i % side / 100, 35 + i // side / 100] for i in range(size)])
    return graph, points


@needs_kit
@pytest.mark.parametrize("seed", range(5))
def test_it_finds_what_dijkstra_finds(seed: int) -> None:
    graph, points = grid(seed)
    pairs = np.random.default_rng(seed).integers(0, len(points), (400, 2))
    proof = prove(Hierarchy(graph, points), pairs)
    assert (proof.pairs, proof.different) == (400, 0)
    assert proof.unreached > 0


@needs_kit
def test_a_difference_would_be_counted() -> None:
    graph, points = grid(1)
    hierarchy = Hierarchy(graph, points)
    hierarchy.graph.data[:] += 1
    assert prove(hierarchy, np.array([[0, 100], [0, 101]])).different == 2


def test_without_it_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyroutingkit", None)
    with pytest.raises(SourceError, match=r"sasurai\[fast\]"):
        Hierarchy(*grid(0))
