from __future__ import annotations

import numpy as np
from shapely.geometry import box

from geo.land import Land


def test_slips_of_the_pen_are_joined_and_straits_are_not() -> None:
    land = Land([box(0, 0, 1, 1), box(1.0005, 0, 2, 1), box(2.1, 0, 2.2, 0.1)])
    assert len(land) == 2
    assert land.of(np.array([[0.5, 0.5], [1.5, 0.5], [2.15, 0.05]])).tolist() == [0, 0, 1]


def test_the_largest_is_number_0_and_a_point_at_sea_takes_the_nearest() -> None:
    land = Land([box(10, 10, 10.1, 10.1), box(0, 0, 5, 5)])
    assert land.of(np.array([[1.0, 1.0], [10.2, 10.05]])).tolist() == [0, 1]
