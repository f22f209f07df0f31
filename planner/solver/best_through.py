"""The best trip through each municipality, and the best without one: bounds at the prices of a certificate.

The programme from the start and the one from the end meet in every stay (node, day, nights). Their sum, with the
constant of the prices, is an upper bound of all trips that contain that stay; the best stay of a node gives the bound
of all trips through it (as in reduction, solve.py), and tells when such a trip would be there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.kernel import kernel
from planner.solver.backward import backward, trace
from planner.solver.dynamic import POSSIBLE, Onward, Priced, arrays_of, stays_at
from planner.solver.forward import Ways, forward
from planner.solver.prices import priced
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.problem import Problem
    from planner.solver.dynamic import Floats, Ints, Prices
    from planner.solver.solve import Certificate


FEW = 200
"""Nodes among which the best without a municipality is sought; the others lie on no better path than these."""


@dataclass(frozen=True)
class Through:
    """By node of the whole problem: the bound of all trips through it, and the stay with which it is reached.

    Attributes
    ----------
    most : (N,) float64
        At most `POSSIBLE` where no trip leads.
    arrive, nights : (N,) int64
    coarse : (C,) float64
        `most` by node of the certificate's coarse problem.
    """

    most: Floats
    arrive: Ints
    nights: Ints
    coarse: Floats


def best_through(certificate: Certificate) -> Through:
    """Give, for each node, the best that any trip through it can be worth."""
    p, prices = _at_prices(certificate, certificate.coarse.problem)
    most, arrive, nights = best_stays(p, backward(p), forward(p))
    most = _outward(np.where(most > POSSIBLE, most + prices.constant, most))
    image = certificate.coarse.image
    return Through(most[image], arrive[image], nights[image], most)


def most_without(certificate: Certificate, through: Through, groups: Sequence[int]) -> list[float]:
    """Give, for each of some municipalities, the most that any trip which does not stay there can be worth.

    A path is worth no more than the bound of any of its nodes, so that it lies among the best nodes wholly, or is worth
    no more than the best of the others.
    """
    order = np.argsort(-through.coarse, kind="stable")
    level = float(through.coarse[order[FEW]]) if len(order) > FEW else POSSIBLE
    problem = certificate.coarse.problem.part(np.sort(order[:FEW]))
    direct, direct_yen, direct_nights = problem.legs.direct
    empty = direct - certificate.prices.yen * direct_yen if direct_nights <= problem.days else POSSIBLE
    path, found = np.zeros((problem.days + 1, 3), np.int64), list[float]()
    for group in groups:
        p, prices = _at_prices(certificate, problem.part(np.flatnonzero(problem.group != group)))
        value, _ = trace(p, empty, backward(p), path)
        found.append(max(level, value + prices.constant))
    return [float(most) for most in _outward(np.array(found))]


def _at_prices(certificate: Certificate, problem: Problem) -> tuple[Priced, Prices]:
    prices = certificate.prices.on(problem)
    states = certificate.memory.at(problem.nodes, problem.group).states(problem.group)
    return priced(problem, arrays_of(problem), prices, states), prices


def _outward(bounds: Floats) -> Floats:
    """Round up by more than all sums can err."""
    return bounds + 1e-9 * np.maximum(1.0, abs(bounds))


@kernel
def best_stays(p: Priced, out: Onward, ways: Ways) -> tuple[Floats, Ints, Ints]:
    """Join both ends in every stay; give each node's best value, and the day and nights of that stay."""
    x, states, _, legs, horizon, yen, visit = p
    n = len(legs)
    value, day, length = np.full(n, 2 * NEVER), np.zeros(n, np.int64), np.zeros(n, np.int64)
    for d in range(horizon):
        for s in range(len(states.node)):
            first = ways.arrive[0, d, s]
            if first <= POSSIBLE:
                continue
            m, second, origin = states.node[s], ways.arrive[1, d, s], ways.origin[d, s]
            gain, costs = stays_at(x, m, d)
            for nights in range(x.least[m, d], x.most[m, d] + 1):
                t = d + nights
                ends = first + out.leave[0, s, t]
                if origin >= 0 and origin == out.leave_next[s, t]:
                    ends = max(first + out.leave[1, s, t], second + out.leave[0, s, t])
                total = ends + gain[nights] - yen * costs[nights] - visit[m]
                if total > value[m]:
                    value[m], day[m], length[m] = total, d, nights
    return value, day, length
