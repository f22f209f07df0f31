from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.car_speed import NORTHERN_KMH, OPEN_KMH, SLOWEST_KMH, built_up, ordinary_kmh

TOKYO, OMA, SAPPORO, MATSUMAE = (
    np.array([point]) for point in ([139.7, 35.7], [140.9, 41.53], [141.3, 43.0], [140.1, 41.43])
)


def test_crossings_close_together_count_once() -> None:
    crossings = np.array([[139.7000, 35.7000], [139.7001, 35.7001], [139.7100, 35.7000], [139.9, 35.7]])
    assert built_up(TOKYO, crossings).tolist() == [2]


@given(st.integers(0, 120), st.integers(0, 120))
def test_the_denser_the_town_the_slower(a: int, b: int) -> None:
    slow, quick = (ordinary_kmh(np.array([float(count)]), TOKYO)[0] for count in (max(a, b), min(a, b)))
    assert SLOWEST_KMH <= slow <= quick <= OPEN_KMH


def test_roads_are_quicker_north_of_the_strait() -> None:
    none = np.zeros(1)
    assert ordinary_kmh(none, OMA)[0] == OPEN_KMH
    assert ordinary_kmh(none, SAPPORO)[0] == ordinary_kmh(none, MATSUMAE)[0] == NORTHERN_KMH
