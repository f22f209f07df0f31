"""The cheapest trip: whether there is any, and what it takes, are one question where a budget is in the way."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planner.solver.dynamic import POSSIBLE, Visit, arrays_of
from planner.solver.hunt import Effort, hunt
from planner.solver.least import NO_WAY, REMEMBERED, fewest_yen, too_many_musts
from planner.solver.memory import MOST, Memory
from planner.solver.one_stop import one_stop
from planner.solver.prices import no_prices, relax, yen_of
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.problem import Problem
    from planner.solver.prices import Multipliers

POINT = 1e-4
"""Points a yen: the cheapest trip is the best one where nothing but yen count."""

A_NIGHT = 1e-3
"""Points a night: of trips as cheap, the shorter one is easier to keep."""

REWARD = 100.0
"""Points for a visit that has to be: more than any way there takes."""

FEW = 3
"""Places with work at which the cheapest trip is sought."""

AN_AREA = 1.5
"""Points a stay in a prefecture that a path visits too often: the next path rests elsewhere."""

NEAR = 3.0
"""Points below the bound within which a trip is sought first: the cheapest is seldom much dearer than it."""

LESSONS, MOST_STATES = 3, 8000
"""Times that nodes learn what to remember, and states that may come of it."""

STOP_PRICES = (0.3, 5.0)
"""Points a stop, where cheap paths return to places or have too many stops."""

CLOSELY, ROUGHLY = Effort(4, 20_000, 250_000), Effort(1, 20_000, 250_000)
"""Hunts of some ten milliseconds: what they do not find is taken for impossible, and not for proven."""


def by_yen(problem: Problem) -> Problem:
    """Give the same problem where yen are all that counts and no budget binds."""
    legs = problem.legs
    nights, idle = (A_NIGHT * np.arange(a.shape[2], dtype=np.float64) for a in (problem.gain, problem.idle_gain))
    return replace(
        problem,
        budget=None,
        gain=_points(problem.gain, problem.yen, nights),
        idle_gain=_points(problem.idle_gain, problem.idle_yen, idle),
        legs=replace(
            legs,
            gain=_points(legs.gain, legs.yen),
            start_gain=_points(legs.start_gain, legs.start_yen),
            end_gain=_points(legs.end_gain, legs.end_yen),
        ),
    )


def _points(
    gain: NDArray[np.float64], yen: NDArray[np.int32], less: NDArray[np.float64] | float = 0.0
) -> NDArray[np.float64]:
    return np.where(gain > POSSIBLE, -POINT * yen - less, NEVER)


def cheapest_trip(problem: Problem) -> tuple[int, tuple[Visit, ...]] | None:
    """Find a trip of the fewest yen, whatever the budget, and its yen; None where none was found.

    Where no place must be visited a trip of one stay is taken at once: a longer one is hardly ever cheaper. Where there
    is none, some trip with work is sought, and then the cheapest that works at one of its places.
    """
    plain = by_yen(problem)
    musts = np.unique(problem.group[problem.must])[:REMEMBERED]
    if too_many_musts(problem) or fewest_yen(problem, musts) >= NO_WAY:
        return None
    if problem.must.any():
        visits = _among(plain)
    elif alone := one_stop(plain):
        visits = (alone[0],)
    else:
        rewarded = replace(plain, gain=plain.gain + np.where(plain.worth, REWARD, 0.0))
        visits = _follow(rewarded, no_prices(plain), Memory.none(plain.size), 1)
        found = [_among(_working_at(plain, v.node)) for v in (visits or ())[:FEW] if _works(plain, v)]
        visits = max((trip for trip in found if trip), key=lambda trip: -yen_of(problem, trip), default=visits)
    return None if visits is None else (yen_of(problem, visits), visits)


def _among(problem: Problem) -> tuple[Visit, ...] | None:
    """Find a trip of what must be visited, which every node remembers, so that the programme leads there."""
    musts = np.unique(problem.group[problem.must])
    price = no_prices(problem)
    group = price.group.copy()
    group[musts] = -REWARD
    memory = Memory.none(problem.size)
    memory.groups[:, : min(len(musts), MOST)] = musts[:MOST]
    return _follow(problem, replace(price, group=group), memory, len(musts))


def _follow(problem: Problem, at: Multipliers, memory: Memory, rewards: int) -> tuple[Visit, ...] | None:
    """Take the programme's own path where that is a trip, else hunt close to its bound, else further down.

    Where the path returns to places, nodes learn to remember them (memory.py); prefectures that it visits too often are
    made dear; and where that does not end soon, or it has too many stops, stops are. A bound without all rewards proves
    that no trip earns them.
    """
    bound = np.inf
    for stop in (*[0.0] * LESSONS, *STOP_PRICES):
        priced = replace(at, stop=stop)
        relaxed = relax(problem, arrays_of(problem), priced, memory)
        bound = min(bound, relaxed.bound)
        if rewards <= MOST and stop == 0.0 and relaxed.bound - priced.on(problem).constant < (rewards - 0.5) * REWARD:
            return None
        if is_trip(problem, relaxed.visits):
            return relaxed.visits
        nodes = [v.node for v in relaxed.visits]
        at = replace(at, area=at.area + AN_AREA * _crowded(problem, nodes))
        memory = memory.taught(nodes, {n: int(problem.group[n]) for n in nodes}, lambda _: (), MOST_STATES)
    for level, effort in ((bound - NEAR, CLOSELY), (POSSIBLE, ROUGHLY)):
        found = hunt(problem, at, level, effort, memory).visits
        if found is not None:
            return found
    return None


def _crowded(problem: Problem, nodes: Sequence[int]) -> NDArray[np.bool_]:
    """Tell which prefectures a path visits too often."""
    often = np.bincount(problem.area[nodes], minlength=int(problem.area.max(initial=0)) + 1)
    return np.asarray(often > (problem.max_per_area or len(nodes)))


def is_trip(problem: Problem, visits: Sequence[Visit]) -> bool:
    """Tell whether a path is a trip but for its yen: no place twice, all musts, some work, few enough stops."""
    groups = [int(problem.group[v.node]) for v in visits]
    areas = Counter(int(problem.area[v.node]) for v in visits)
    return (
        len(set(groups)) == len(groups) <= problem.max_stops
        and set(problem.group[problem.must].tolist()) <= set(groups)
        and any(_works(problem, v) for v in visits)
        and (problem.max_per_area is None or max(areas.values()) <= problem.max_per_area)
    )


def _works(problem: Problem, visit: Visit) -> bool:
    return visit.node < problem.active and bool(problem.worth[visit])


def _working_at(problem: Problem, node: int) -> Problem:
    """Give the problem in which one municipality has to be visited for its work."""
    here = problem.group == problem.group[node]
    gain = problem.gain.copy()
    rest_only = here[: problem.active, None, None] & ~problem.worth
    gain[rest_only] = NEVER
    return replace(problem, must=here & (np.arange(problem.size) < problem.active), gain=gain)
