from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.car_sums import toll_yen

TABLE = np.array([[0, 300, 400, 500, 580], [0, 630, 630, 630, 630]], dtype=np.int32)


@pytest.mark.parametrize(
    ("system", "km", "yen"), [(0, 1.0, 300), (0, 1.5, 350), (0, 0.2, 300), (0, 9.0, 580), (1, 0.4, 630), (1, 3.3, 630)]
)
def test_a_run_is_priced_between_whole_kilometres_and_never_below_the_first(system: int, km: float, yen: int) -> None:
    assert toll_yen(TABLE, system, km) == yen


def test_dear_tolls_are_cut_to_hundreds() -> None:
    assert toll_yen(np.array([[0, 12480, 12480]], dtype=np.int32), 0, 1.0) == 12400


@given(st.floats(0.0, 5.0), st.floats(0.0, 5.0))
def test_a_longer_run_is_no_cheaper(a: float, b: float) -> None:
    assert toll_yen(TABLE, 0, min(a, b)) <= toll_yen(TABLE, 0, max(a, b))
