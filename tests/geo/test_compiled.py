from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.compiled import cheapest_edges, compile_network, generalised
from geo.edges import Edge
from geo.perceive import BOARDING_MINUTES, YEN_PER_MINUTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.network import Network


def test_cost_adds_money_and_boarding_to_the_minutes(make_network: Callable[..., Network]) -> None:
    network = make_network([Edge(0, 1, 10, "rail", boardings=1, perceived_yen=300), Edge(1, 0, 0.0)])
    wanted = [10 + 300 / YEN_PER_MINUTE + BOARDING_MINUTES, 0.01]
    assert generalised(network.edges) == pytest.approx(wanted, rel=1e-4)


def test_modes_not_asked_for_are_left_out(make_network: Callable[..., Network]) -> None:
    network = make_network([Edge(0, 1, 10, "air"), Edge(0, 1, 90, "ferry"), Edge(0, 1, 500, "walk")])
    for groups, minutes in ((["air", "ferry"], 10), (["ferry"], 90), ([], 500)):
        compiled = compile_network(network, groups)
        assert compiled.edges.minutes.tolist() == [minutes]
        assert compiled.search([0])[0][0, 1] == pytest.approx(minutes, rel=1e-4)


def test_of_two_ways_that_cost_the_same_the_quicker_is_taken_there_and_back(
    make_network: Callable[..., Network],
) -> None:
    dear = Edge(0, 2, 40.0, "air", perceived_yen=60 * YEN_PER_MINUTE)
    cheap = [Edge(0, 1, 33.3, "ferry"), Edge(1, 2, 66.7, "ferry")]
    edges = [dear, *cheap]
    network = make_network([*edges, *(edge._replace(tail=edge.head, head=edge.tail) for edge in edges)])
    compiled = compile_network(network, ["air", "ferry"])
    _, before = compiled.search([0, 2])
    assert (before[0, 2], before[1, 0]) == (0, 2)


def test_the_cheapest_of_parallel_edges_stays() -> None:
    tail, head = np.array([1, 0, 1, 1], np.int32), np.array([2, 3, 2, 0], np.int32)
    assert cheapest_edges(tail, head, np.array([5.0, 1.0, 4.0, 9.0])).tolist() == [1, 3, 2]


def test_edges_lie_in_the_order_of_the_graph(make_network: Callable[..., Network]) -> None:
    network = make_network([Edge(2, 0, 3, "rail"), Edge(0, 2, 2, "rail"), Edge(0, 1, 1, "rail")])
    compiled = compile_network(network, ["rail"])
    assert compiled.edges.minutes.tolist() == [1, 2, 3]
    assert compiled.graph.indices.tolist() == [1, 2, 0]
