"""Random problems, for the solver to be held against the oracle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.problem import Legs, Problem
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def random_problem() -> Callable[[int], Problem]:
    """Make a problem from a seed."""
    return make_problem


def make_problem(seed: int) -> Problem:
    """A problem of at most six places and twenty days; every kind of constraint turns up."""
    rng = np.random.default_rng(seed)
    active, idle = int(rng.integers(1, 5)), int(rng.integers(0, 3))
    n, days = active + idle, int(rng.integers(3, 21))
    width = int(rng.integers(2, 8))
    gain = np.full((active, days, width), NEVER)
    yen = np.zeros(gain.shape, np.int32)
    for m in range(active):
        for nights in rng.choice(np.arange(1, width), size=min(2, width - 1), replace=False):
            open_days = max(0, days - int(nights) + 1)
            allowed = rng.random(open_days) < 0.7
            gain[m, :open_days, nights] = np.where(allowed, rng.normal(1.0, 1.0, open_days) * nights, NEVER)
            yen[m, :open_days, nights] = rng.integers(0, 5, open_days) * 1000
    worth = (gain > NEVER) & (rng.random(gain.shape) < 0.9)
    idle_gain, idle_yen = np.full((idle, days, 4), NEVER), np.zeros((idle, days, 4), np.int32)
    for nights in (1, 2, 3):
        idle_gain[:, : max(0, days - nights + 1), nights] = -0.1 * nights
        idle_yen[:, : max(0, days - nights + 1), nights] = 3000 * nights
    group = np.arange(n)
    if active > 2 and rng.random() < 0.4:
        group[1] = 0
    must = np.isin(group, group[rng.random(n) < 0.15][:2]) & (np.arange(n) < active)
    return Problem(
        days=days,
        group=group,
        area=rng.integers(0, 3, n)[group],
        rows=np.arange(active),
        gain=gain,
        yen=yen,
        idle_gain=idle_gain,
        idle_yen=idle_yen,
        worth=worth,
        legs=random_legs(rng, group),
        must=must,
        budget=None if rng.random() < 0.4 else int(rng.integers(2, 30)) * 1000,
        max_stops=60 if rng.random() < 0.7 else int(rng.integers(1, 4)),
        max_per_area=None if rng.random() < 0.7 else int(rng.integers(1, 3)),
        nodes=np.arange(n),
    )


def random_legs(rng: np.random.Generator, group: np.ndarray) -> Legs:
    n = len(group)
    gain = np.where(rng.random((n + 1, n + 1)) < 0.8, -rng.random((n + 1, n + 1)) * 2, NEVER)
    yen = rng.integers(0, 6, gain.shape).astype(np.int32) * 1000
    nights = np.where(rng.random(gain.shape) < 0.15, rng.integers(1, 3, gain.shape), 0).astype(np.uint8)
    gain[:n, :n][group[:, None] == group[None, :]] = NEVER
    parts = [a[:n, :n].copy() for a in (gain, yen, nights)]
    start = [a[n, :n].copy() for a in (gain, yen, nights)]
    end = [a[:n, n].copy() for a in (gain, yen, nights)]
    return Legs(*parts, *start, *end, (0.0, 0, 0))
