"""The best other days for one stay, while its neighbours give way and the rest of the trip remains as it is."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from planner.solver.dynamic import POSSIBLE, Visit
from planner.solver.prices import yen_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.problem import Problem


MOST_NIGHTS = 5
"""Nights by which this stay and the one before become longer or shorter, at most."""


class Shift(NamedTuple):
    """The stays of a trip with one of them on other days, and what the trip loses."""

    visits: tuple[Visit, ...]
    loss: float


def best_shift(problem: Problem, visits: Sequence[Visit], position: int) -> Shift | None:
    """Find the best other day of arrival or number of nights of a stay.

    The stay before keeps its arrival and the stay after its departure: what one gains in nights the other loses, up to
    `MOST_NIGHTS`. None where nothing else fits.
    """
    now = _worth_of(problem, visits, position)
    spent, best = yen_of(problem, tuple(visits)), None
    if now is None:
        return None
    for before, nights in product(_nights_before(visits, position), _about(visits[position].nights)):
        moved = _moved(problem, visits, position, before, nights)
        if moved is None or moved == tuple(visits):
            continue
        value = _worth_of(problem, moved, position)
        if value is None or not _works(problem, moved) or (best is not None and now[0] - value[0] >= best.loss):
            continue
        if problem.budget is None or spent + value[1] - now[1] <= problem.budget:
            best = Shift(moved, now[0] - value[0])
    return best


def _works(problem: Problem, visits: Sequence[Visit]) -> bool:
    """Tell whether some stay is the trip's purpose."""
    return any(v.node < problem.active and bool(problem.worth[v]) for v in visits)


def _nights_before(visits: Sequence[Visit], position: int) -> range:
    """Give the nights that the stay before may last; none to choose at the start."""
    return _about(visits[position - 1].nights) if position else range(1)


def _about(nights: int) -> range:
    return range(max(1, nights - MOST_NIGHTS), nights + MOST_NIGHTS + 1)


def _moved(
    problem: Problem, visits: Sequence[Visit], position: int, before: int, nights: int
) -> tuple[Visit, ...] | None:
    """Lay the trip out anew: nights of the stay before and of this one; the stay after takes what is left."""
    legs, stays = problem.legs, list(visits)
    here = stays[position]
    if position:
        previous = stays[position - 1]
        stays[position - 1] = previous._replace(nights=before)
        day = previous.arrive + before + int(legs.nights[previous.node, here.node])
    else:
        day = int(legs.start_nights[here.node])
    stays[position] = Visit(here.node, day, nights)
    if position + 1 == len(stays):
        return tuple(stays) if day + nights + int(legs.end_nights[here.node]) <= problem.days else None
    after = stays[position + 1]
    arrive = day + nights + int(legs.nights[here.node, after.node])
    stays[position + 1] = Visit(after.node, arrive, after.arrive + after.nights - arrive)
    return tuple(stays) if stays[position + 1].nights > 0 else None


def _worth_of(problem: Problem, visits: Sequence[Visit], position: int) -> tuple[float, int] | None:
    """Sum gain and yen of a stay and its neighbours; None where one of them cannot be."""
    gain, yen = 0.0, 0
    for node, arrive, nights in visits[max(0, position - 1) : position + 2]:
        inside = node < problem.active
        gains = problem.gain[node] if inside else problem.idle_gain[node - problem.active]
        if arrive >= problem.days or nights >= gains.shape[1] or gains[arrive, nights] <= POSSIBLE:
            return None
        costs = problem.yen[node] if inside else problem.idle_yen[node - problem.active]
        gain, yen = gain + float(gains[arrive, nights]), yen + int(costs[arrive, nights])
    return gain, yen
