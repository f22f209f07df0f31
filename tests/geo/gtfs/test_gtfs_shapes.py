from __future__ import annotations

import numpy as np

from geo.gtfs_shapes import Shapes

LOOP = np.array([(0, 0), (0.01, 0), (0.02, 0), (0.02, 0.01), (0.01, 0.01), (0.01, 0), (0.01, -0.01)], dtype=float)
"""East, back over the north, and south through a place passed before."""

SHAPES = Shapes(np.array([0, len(LOOP)]), LOOP)


def test_the_part_between_two_stops() -> None:
    assert SHAPES.between(0, np.array([(0.0, 0.0001), (0.02, 0.0101)]))[1:-1] == ((0, 0), (0.02, 0))


def test_a_way_that_crosses_itself_is_followed_in_order() -> None:
    """The stop at the crossing is called at on the second pass, after the one in the north."""
    path = SHAPES.between(0, np.array([(0.02, 0.0), (0.01, 0.01), (0.01, 0.0)]))
    assert path == ((0.02, 0), (0.02, 0.01), (0.01, 0.01), (0.01, 0))


def test_stops_off_the_way_are_joined_straight() -> None:
    stops = np.array([(0.0, 0.0), (0.01, 0.1), (0.02, 0.0)])
    assert SHAPES.between(0, stops) == ((0, 0), (0.01, 0.1), (0.02, 0))
    assert SHAPES.between(-1, stops) == ((0, 0), (0.01, 0.1), (0.02, 0))


def test_a_long_way_keeps_few_points() -> None:
    """A coast road of 40,000 bends is drawn in a few kilobytes, from its first stop to its last."""
    bends = np.random.default_rng(3).normal(0, 0.0002, 40_000).cumsum()
    way = np.column_stack([np.linspace(135, 137, 40_000), 35 + bends])
    path = Shapes(np.array([0, len(way)]), way).between(0, way[[0, 20_000, -1]])
    assert 50 < len(path) <= 600
    assert path[0] == tuple(way[0].round(5))
    assert path[-1] == tuple(way[-1].round(5))
