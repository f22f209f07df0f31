from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from geo.search import edge_between, path_to, shortest_paths

GRAPH = csr_matrix(np.array([[0, 2, 9, 0], [0, 0, 3, 0], [0, 0, 0, 0], [0, 0, 0, 0]], dtype=float))


def test_the_way_round_is_taken_when_it_is_shorter() -> None:
    cost, before = shortest_paths(GRAPH, [0])
    assert cost[0].tolist() == [0, 2, 5, np.inf]
    assert path_to(before[0], 0, 2) == [0, 1, 2]


def test_no_path_is_empty_and_staying_is_one_node() -> None:
    _, before = shortest_paths(GRAPH, [0])
    assert path_to(before[0], 0, 3) == []
    assert path_to(before[0], 0, 0) == [0]


def test_a_limit_leaves_far_nodes_unreached() -> None:
    assert np.isinf(shortest_paths(GRAPH, [0], limit=4)[0][0, 2])


def test_edge_between_points_into_the_data() -> None:
    assert [GRAPH.data[edge_between(GRAPH, a, b)] for a, b in ((0, 1), (0, 2), (1, 2))] == [2, 9, 3]
