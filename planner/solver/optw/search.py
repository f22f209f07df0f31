"""Search an instance: set up the walk, and let it go on as long as it may."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.solver.optw.anneal import BEST_COUNT, BEST_PRIZE, BEST_WAY, FIRST_CYCLE, LENGTH, VALUE, Heat, Walk, anneal
from planner.solver.optw.line import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.solver.optw.instance import Instance

HOT, COLD, WAY = 1.0, 0.06, 0.1
"""Heat of a cycle as a share of the mean prize, and weight of the way as a share of all prizes over the whole day."""

BATCH = 200
"""Steps between two looks at the clock: 1 to 5 ms."""

MIX = 0x9E3779B97F4A7C15


@dataclass(frozen=True)
class Found:
    """The best route of a search.

    Attributes
    ----------
    route : tuple of int
        Nodes in order, the ends (0) left out.
    prize : float
    way : int
        Time on the way, in the units of the instance.
    steps : int
        Steps taken; with the same seed and as many steps the answer is the same.
    seconds : float
        Of the processor.
    """

    route: tuple[int, ...]
    prize: float
    way: int
    steps: int
    seconds: float


def search(
    instance: Instance,
    seconds: float,
    seed: int = 0,
    iterations: int | None = None,
    clock: Callable[[], float] = time.process_time,
) -> Found:
    """Look for the route of the greatest prize, for some seconds of the processor or a number of steps.

    Equal prizes are told apart by the shorter way. One thread. What a search does depends on the seed and the number of
    steps only, and the best of more steps is never less.
    """
    began = clock()
    field, walk, heat = field_of(instance), _start(instance, seed), _heat(instance)
    taken = 0
    while len(instance.service) > 1:
        steps = BATCH if iterations is None else min(BATCH, iterations - taken)
        if steps <= 0 or (iterations is None and taken and clock() - began >= seconds):
            break
        anneal(field, walk, heat, steps)
        taken += steps
    nodes = walk.best[1 : int(walk.counts[BEST_COUNT]) + 1]
    prize, way = float(walk.figures[BEST_PRIZE]), int(walk.figures[BEST_WAY])
    return Found(tuple(nodes.tolist()), prize, way, taken, clock() - began)


def field_of(instance: Instance) -> Field:
    """Lay an instance out for the kernels."""
    time_, prize = instance.time, instance.prize
    near = np.argsort(time_[:, 1:], axis=1, kind="stable") + 1
    window = instance.closes - instance.opens
    each = prize / (instance.service + max(float(time_.mean()), 1.0))
    keys = (-prize, window, instance.closes, -time_[0], -each, instance.opens)
    orders = np.array([np.argsort(key[1:], kind="stable") + 1 for key in keys])
    return Field(
        time_,
        np.ascontiguousarray(time_.T),
        instance.service,
        instance.opens,
        instance.closes,
        prize,
        near.astype(np.int32),
        orders.astype(np.int32),
    )


def _start(instance: Instance, seed: int) -> Walk:
    """Begin with the empty route."""
    size = len(instance.service) + 2
    figures = np.zeros(7)
    figures[LENGTH], figures[VALUE] = FIRST_CYCLE, 0.0
    number = (seed * MIX + MIX) % 2**64 or MIX
    return Walk(
        np.zeros(size, np.int64),
        np.zeros(size, np.int64),
        np.zeros(2, np.int64),
        figures,
        np.array([number], np.uint64),
    )


def _heat(instance: Instance) -> Heat:
    mean = max(float(instance.prize[1:].mean()), 1e-9) if len(instance.prize) > 1 else 1.0
    day = max(float(instance.closes[0] - instance.opens[0]), 1.0)
    return Heat(HOT * mean, COLD * mean, WAY * float(instance.prize.sum()) / day)
