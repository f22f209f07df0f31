"""What a trip can be worth at most that spends some nights at some place: both ends of the programme joined."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.kernel import kernel
from planner.solver.backward import backward
from planner.solver.dynamic import arrays_of, stays_at
from planner.solver.forward import forward, through_nodes
from planner.solver.memory import Memory
from planner.solver.nearby import promising
from planner.solver.prices import Ascent, no_prices, priced
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.problem import Problem
    from planner.solver.dynamic import Floats, Onward, Priced, Yen
    from planner.solver.forward import Ways
    from planner.solver.prices import Multipliers

STEPS, LESSONS = 15, 40
"""Subgradient steps on promising nodes, without and with learning what paths should remember."""


@dataclass(frozen=True)
class Reach:
    """The programme of a problem at good prices, from both ends.

    Attributes
    ----------
    nodes : (N,) float64
        Bound of all trips through each node.
    """

    priced: Priced
    onward: Onward
    ways: Ways
    prices: Multipliers
    memory: Memory
    constant: float
    nodes: Floats

    def cover(self, nights: int) -> Floats:
        """Bound all trips that are at a node for `nights` from a day on, (N, T)."""
        return covering(self.priced, self.onward, self.ways, nights) + self.constant


def patient(problem: Problem, prices: Yen, weight: float) -> Problem:
    """Let one stay anywhere without a purpose for as long as a working stay may be: no trip is lost by that.

    Parameters
    ----------
    prices : (A, T) int32
        Yen a night at the active nodes; the others cost what their single nights do.
    weight : float
        Points a yen.
    """
    width = max(problem.gain.shape[2], problem.idle_gain.shape[2])
    gain, yen = problem.gain.copy(), problem.yen.copy()
    _rest(gain, yen, np.asarray(-weight * prices, np.float64), prices)
    idle_gain = np.full((*problem.idle_gain.shape[:2], width), NEVER)
    idle_yen = np.zeros(idle_gain.shape, np.int32)
    _rest(idle_gain, idle_yen, problem.idle_gain[:, :, 1], problem.idle_yen[:, :, 1])
    return replace(problem, gain=gain, yen=yen, idle_gain=idle_gain, idle_yen=idle_yen)


@kernel
def _rest(gain: Floats, yen: Yen, night_gain: Floats, night_yen: Yen) -> None:
    """Raise the gains of stays to those of resting that long."""
    count, days, width = gain.shape
    for m in range(count):
        for d in range(days):
            value, cost = 0.0, 0
            for nights in range(1, min(width - 1, days - d) + 1):
                value += night_gain[m, d + nights - 1]
                cost += night_yen[m, d + nights - 1]
                if value > gain[m, d, nights]:
                    # a dearer, worthier stay and a cheaper one are one in this bound: the best of both
                    yen[m, d, nights] = cost if gain[m, d, nights] <= NEVER else min(cost, yen[m, d, nights])
                    gain[m, d, nights] = value
                else:
                    yen[m, d, nights] = min(cost, yen[m, d, nights])


def reach(problem: Problem, known: float, go_on: Callable[[], bool]) -> Reach:
    """Find good prices on promising nodes, and solve the programme of all nodes at these."""
    memory = Memory.none(problem.size)
    nodes = np.union1d(promising(problem), np.flatnonzero(problem.must))
    ascent = Ascent(problem.part(nodes), no_prices(problem), memory)
    ascent.guess_yen()
    ascent.steps(STEPS, known, go_on)
    ascent.learning = True
    ascent.steps(LESSONS, known, go_on)
    prices, memory = ascent.best.on(problem), ascent.memory.at(np.arange(problem.size), problem.group)
    p = priced(problem, arrays_of(problem), prices, memory.states(problem.group))
    onward, ways = backward(p), forward(p)
    nodes_at = through_nodes(p, onward, ways).max(axis=0) + prices.constant
    return Reach(p, onward, ways, ascent.best, memory, prices.constant, nodes_at)


@kernel
def covering(p: Priced, out: Onward, ways: Ways, nights: int) -> Floats:
    """Give, for each node and day, the best value of all ways that are there for `nights` from the day on, (N, T)."""
    x, states, horizon = p.x, p.states, p.horizon
    best = np.full((len(p.legs), horizon), 2 * NEVER)
    for s in range(len(states.node)):
        m = states.node[s]
        # of the ways that have come by now: the best by the day of leaving
        leaving = np.full(horizon + 1, 2 * NEVER)
        for d in range(horizon):
            if ways.arrive[0, d, s] > NEVER / 2:
                gain, costs = stays_at(x, m, d)
                for stay in range(max(nights, x.least[m, d]), x.most[m, d] + 1):
                    value = gain[stay] - p.yen * costs[stay] - p.visit[m] + _joined(ways, out, s, d, d + stay)
                    leaving[d + stay] = max(leaving[d + stay], value)
            for t in range(d + nights, horizon + 1):
                best[m, d] = max(best[m, d], leaving[t])
    return best


@kernel
def _joined(ways: Ways, out: Onward, s: int, arrive: int, leave: int) -> float:
    """Give the value of the ways to and from state s, which do not go back where they came from."""
    here, on = ways.arrive[0, arrive, s], out.leave[0, s, leave]
    if ways.origin[arrive, s] >= 0 and ways.origin[arrive, s] == out.leave_next[s, leave]:
        return float(max(here + out.leave[1, s, leave], ways.arrive[1, arrive, s] + on))
    return float(here + on)
