"""The best other place for the days of one stay, while the rest of the trip remains as it is: every node is tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planner.solver.dynamic import POSSIBLE, Visit
from planner.solver.prices import yen_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.problem import Problem
    from planner.solver.dynamic import Floats, Ints


class Swap(NamedTuple):
    """Another stay in the place of one, and the gain (points) of both with the legs to and from them."""

    visit: Visit
    gain: float
    instead_of: float

    @property
    def loss(self) -> float:
        """What the trip loses; negative where it gains."""
        return self.instead_of - self.gain


class _Fits(NamedTuple):
    """Stays that fit between two others: (N, K) arrays, or (N, 1) ones."""

    arrive: Ints
    nights: Ints
    gain: Floats
    yen: Ints
    worth: NDArray[np.bool_]


def best_swap(problem: Problem, visits: Sequence[Visit], position: int) -> Swap | None:
    """Find the best stay of another municipality at the days of stay `position`.

    The stays before and after keep their days, so that the new one has to fill the days between them to the night;
    after the last stay a trip may end as it likes. Legs, stays and budget are those of the problem. A municipality
    that must be visited cannot be swapped.

    Returns
    -------
    Swap or None
        None where nothing else fits.
    """
    if problem.must[visits[position].node]:
        return None
    here = _fits(problem, visits, position)
    now = visits[position]
    # after the last stay each number of nights has a column of its own
    column = now.nights - 1 if position + 1 == len(visits) else 0
    instead_of, spent = float(here.gain[now.node, column]), int(here.yen[now.node, column])
    allowed = (here.gain > POSSIBLE) & _other_places(problem, visits, position)[:, None]
    if problem.budget is not None:
        allowed &= here.yen <= problem.budget - yen_of(problem, tuple(visits)) + spent
    if not any(_worth(problem, v) for k, v in enumerate(visits) if k != position):
        allowed &= here.worth
    gains = np.where(allowed, here.gain, 2 * POSSIBLE)
    best = int(gains.argmax()) if gains.size else 0
    if not gains.size or gains.flat[best] <= POSSIBLE:
        return None
    node, k = np.unravel_index(best, gains.shape)
    visit = Visit(int(node), int(here.arrive[node, 0]), int(here.nights[node, k]))
    return Swap(visit, float(gains[node, k]), instead_of)


def _worth(problem: Problem, visit: Visit) -> bool:
    return visit.node < problem.active and bool(problem.worth[visit])


def _other_places(problem: Problem, visits: Sequence[Visit], position: int) -> NDArray[np.bool_]:
    """Tell which nodes are of municipalities that the trip does not visit, and of prefectures that have room."""
    others = [v.node for k, v in enumerate(visits) if k != position]
    free = ~np.isin(problem.group, problem.group[[v.node for v in visits]])
    if problem.max_per_area is not None:
        used = np.bincount(problem.area[others], minlength=int(problem.area.max()) + 1)
        free &= used[problem.area] < problem.max_per_area
    return np.asarray(free)


def _fits(problem: Problem, visits: Sequence[Visit], position: int) -> _Fits:
    """Give, for every node, the stays that fit, with the legs around them."""
    legs, before = problem.legs, visits[position - 1] if position else None
    if before is None:
        to, to_yen, to_nights, day = legs.start_gain, legs.start_yen, legs.start_nights, 0
    else:
        to, to_yen, to_nights = (a[before.node] for a in (legs.gain, legs.yen, legs.nights))
        day = before.arrive + before.nights
    arrive = (day + to_nights.astype(np.int64))[:, None]
    if position + 1 < len(visits):
        after = visits[position + 1]
        on, on_yen, on_nights = (a[:, after.node] for a in (legs.gain, legs.yen, legs.nights))
        nights = after.arrive - on_nights.astype(np.int64)[:, None] - arrive
    else:
        on, on_yen, on_nights = legs.end_gain, legs.end_yen, legs.end_nights
        nights = np.arange(1, problem.gain.shape[2])[None, :] + np.zeros_like(arrive)
        nights = np.where(arrive + nights + on_nights[:, None] <= problem.days, nights, 0)
    gain, yen, worth = _stays(problem, arrive, nights)
    legs_gain = np.where((to > POSSIBLE) & (on > POSSIBLE), to + on, 2 * POSSIBLE)
    total = np.where(gain > POSSIBLE, gain + legs_gain[:, None], 2 * POSSIBLE)
    fares = to_yen.astype(np.int64) + on_yen.astype(np.int64)
    return _Fits(arrive, nights, total, yen + fares[:, None], worth)


def _stays(problem: Problem, arrive: Ints, nights: Ints) -> tuple[Floats, Ints, NDArray[np.bool_]]:
    """Look gain, yen and worth of stays up; `POSSIBLE` twice over where there is none."""
    gain, yen = np.full(nights.shape, 2 * POSSIBLE), np.zeros(nights.shape, np.int64)
    worth = np.zeros(nights.shape, np.bool_)
    a = problem.active
    for rows, gains, costs in (
        (slice(None, a), problem.gain, problem.yen),
        (slice(a, None), problem.idle_gain, problem.idle_yen),
    ):
        count, days, width = gains.shape
        when, length = np.broadcast_to(arrive[rows], nights[rows].shape), nights[rows]
        inside = (length > 0) & (length < width) & (when < days)
        node = np.broadcast_to(np.arange(count)[:, None], inside.shape)[inside]
        at = node, when[inside], length[inside]
        gain[rows][inside], yen[rows][inside] = gains[at], costs[at]
        if rows.start is None:
            worth[rows][inside] = problem.worth[at]
    return gain, yen, worth
