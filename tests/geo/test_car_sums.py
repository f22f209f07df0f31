from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.car_sums import toll_yen

TABLE = np.array([[200 + 100 * km - (km > 25) * 50 * (km - 25) for km in range(30)], [630] * 30], dtype=np.int32)
"""200 yen and 100 a km, half from the 26th on; and one toll for any distance."""


@pytest.mark.parametrize(
    ("system", "km", "yen"),
    [(0, 1.0, 300), (0, 1.5, 350), (0, 27.0, 2800), (0, 40.0, 2900), (1, 0.4, 630), (1, 3.3, 630)],
)
def test_a_run_is_priced_between_whole_kilometres(system: int, km: float, yen: int) -> None:
    assert toll_yen(TABLE, system, km, km) == yen


def test_dear_sections_scale_the_part_by_distance_after_its_discount() -> None:
    assert toll_yen(TABLE, 0, 27.0, 54.0) == 200 + 2 * 2600


def test_dear_tolls_are_cut_to_hundreds() -> None:
    assert toll_yen(np.full((1, 30), 12480, dtype=np.int32), 0, 1.0, 1.0) == 12400


@given(st.floats(0.1, 29.0), st.floats(0.1, 29.0))
def test_a_longer_run_is_no_cheaper(a: float, b: float) -> None:
    short, long = sorted((a, b))
    assert toll_yen(TABLE, 0, short, short) <= toll_yen(TABLE, 0, long, long)
