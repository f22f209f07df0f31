from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.sphere import EARTH_KM, crow_km, neighbours

JAPAN = st.tuples(st.floats(122, 154), st.floats(20, 46))


def test_tokyo_to_osaka() -> None:
    assert crow_km((139.7671, 35.6812), (135.4959, 34.7025)) == pytest.approx(403.5, abs=1)


@given(JAPAN, JAPAN)
def test_distance_is_symmetric_and_at_most_half_the_globe(a: tuple[float, float], b: tuple[float, float]) -> None:
    there, back = float(crow_km(a, b)), float(crow_km(b, a))
    assert there == pytest.approx(back, abs=1e-9)
    assert 0 <= there <= np.pi * EARTH_KM


@given(JAPAN, JAPAN, JAPAN)
def test_a_detour_is_never_shorter(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> None:
    assert crow_km(a, c) <= crow_km(a, b) + crow_km(b, c) + 1e-6


@given(st.lists(JAPAN, min_size=1, max_size=8), st.lists(JAPAN, min_size=1, max_size=8), st.floats(1, 1500))
def test_neighbours_are_the_nearest_by_distance(
    points: list[tuple[float, float]], others: list[tuple[float, float]], limit: float
) -> None:
    a, b = np.array(points), np.array(others)
    row, column, km = neighbours(a, b, 3, limit)
    assert np.allclose(km, crow_km(a[row], b[column]), atol=1e-4)
    for i in range(len(a)):
        expected = np.sort(crow_km(b, a[i]))
        expected = expected[expected < limit - 1e-4][:3]
        assert np.allclose(km[row == i][: len(expected)], expected, atol=1e-4)


def test_no_points_no_neighbours() -> None:
    row, column, km = neighbours(np.zeros((0, 2)), np.zeros((3, 2)), 2, 10.0)
    assert len(row) == len(column) == len(km) == 0
