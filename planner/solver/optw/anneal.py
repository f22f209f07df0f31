"""Simulated annealing over ruins: cycles that cool down, each from the best route so far, each longer than the last.

The lengths of the cycles do not depend on any limit, so the walk with a seed is always the same and a longer search
continues a shorter one: more time can never give less.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planner.kernel import kernel
from planner.solver.optw.line import LATEST, LEG, NODE, ROWS, START, Field, lay
from planner.solver.optw.moves import below, candidates, draw, recreate, ruin, want

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

FIRST_CYCLE, GROWTH = 30_000, 1.4
"""Steps of the first cycle, and how much longer each next one is."""

STEP, CYCLE, LENGTH, VALUE, BEST_VALUE, BEST_PRIZE, BEST_WAY = 0, 1, 2, 3, 4, 5, 6
"""Figures of a walk."""

COUNT, BEST_COUNT = 0, 1
"""Counts of a walk."""


class Walk(NamedTuple):
    """Where a search stands: the route it is at, the best it saw, its figures and its random numbers.

    Attributes
    ----------
    current, best : (N + 2,) int64
        Nodes from end to end.
    counts : (2,) int64
    figures : (7,) float64
    seed : (1,) uint64
    """

    current: Ints
    best: Ints
    counts: Ints
    figures: Floats
    seed: NDArray[np.uint64]


class Heat(NamedTuple):
    """Prize that a step may lose: at the start of a cycle, at its end; and what a unit of time on the way counts."""

    hot: float
    cold: float
    way: float


@kernel
def anneal(field: Field, walk: Walk, heat: Heat, steps: int) -> None:
    """Take so many steps."""
    size = len(field.service)
    line, place = np.zeros((ROWS, size + 2), np.int64), np.zeros(size, np.int64)
    wanted, list_ = np.zeros(size, np.bool_), np.zeros(size, np.int64)
    for _ in range(steps):
        count = _copy(walk, line, place)
        centre = 1 + below(walk.seed, size - 1)
        want(field, centre, line, count, wanted, walk.seed)
        count = ruin(line, count, place, field.near, centre, walk.seed)
        lay(line, count, field)
        listed = candidates(field, place, wanted, list_, walk.seed)
        count = recreate(line, count, place, list_, listed, field, walk.seed)
        _judge(field, walk, heat, line, count)
        _cool(walk)


@kernel
def _copy(walk: Walk, line: Ints, place: Ints) -> int:
    """Lay the current route on the line; give its number of visits."""
    count = int(walk.counts[COUNT])
    place[:] = 0
    for i in range(count + 2):
        line[NODE, i] = walk.current[i]
        place[walk.current[i]] = i
    place[0] = 0
    return count


@kernel
def _judge(field: Field, walk: Walk, heat: Heat, line: Ints, count: int) -> None:
    """Accept the new route or not, and remember the best."""
    if line[LATEST, 0] < line[START, 0]:
        # cut distances may break the triangle inequality: leaving a visit out can make the next one late
        return
    prize, way = 0.0, 0
    for i in range(count + 1):
        prize += field.prize[line[NODE, i]]
        way += line[LEG, i]
    value, figures = prize - heat.way * way, walk.figures
    if prize > figures[BEST_PRIZE] or (prize == figures[BEST_PRIZE] and way < figures[BEST_WAY]):
        figures[BEST_PRIZE], figures[BEST_WAY], figures[BEST_VALUE] = prize, way, value
        walk.counts[BEST_COUNT] = count
        for i in range(count + 2):
            walk.best[i] = line[NODE, i]
    warmth = heat.hot * (heat.cold / heat.hot) ** (figures[STEP] / figures[LENGTH])
    if value >= figures[VALUE] + warmth * math.log(1.0 - draw(walk.seed)):
        figures[VALUE] = value
        walk.counts[COUNT] = count
        for i in range(count + 2):
            walk.current[i] = line[NODE, i]


@kernel
def _cool(walk: Walk) -> None:
    """Count the step; at the end of a cycle go back to the best route and begin a longer cycle."""
    figures = walk.figures
    figures[STEP] += 1.0
    if figures[STEP] < figures[LENGTH]:
        return
    figures[STEP] = 0.0
    figures[CYCLE] += 1.0
    figures[LENGTH] *= GROWTH
    figures[VALUE] = figures[BEST_VALUE]
    walk.counts[COUNT] = walk.counts[BEST_COUNT]
    walk.current[:] = walk.best
