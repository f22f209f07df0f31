"""The Problem told to a general solver: a mixed integer programme over (day, node), solved by HiGHS.

Slow, and for checks only: it shares no idea with the solver but the Problem. A binary variable for each stay (node,
day, nights), for each journey (from, to, day of leaving) and for each way from the start and to the end; on every day
what arrives at a node stays there, and what has stayed leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from planner.solver.dynamic import POSSIBLE, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from planner.problem import Problem

    Row = tuple[list[int], list[float], float, float]

STAY, START, LEG, END = range(4)

MOST = 1e12


@dataclass(frozen=True)
class Variables:
    """Columns of the programme: kind, node, node gone to, day, nights; gain and yen of each."""

    kind: NDArray[np.int64]
    node: NDArray[np.int64]
    to: NDArray[np.int64]
    day: NDArray[np.int64]
    nights: NDArray[np.int64]
    gain: NDArray[np.float64]
    yen: NDArray[np.int64]


@dataclass(frozen=True)
class Proof:
    """What HiGHS says: the best trip found (None = none), its value, and what no trip can exceed."""

    visits: tuple[Visit, ...] | None
    value: float
    bound: float
    optimal: bool
    """Solved to the end: the trip is the best, or there is none."""


def variables_of(p: Problem) -> Variables:
    """List every stay and journey that is allowed and ends in time."""
    rows = np.array([*_stays(p), *_starts(p), *_journeys(p), *_ends(p)], dtype=np.float64).reshape(-1, 7)
    kind, node, to, day, nights = (rows[:, k].astype(np.int64) for k in range(5))
    return Variables(kind, node, to, day, nights, rows[:, 5], rows[:, 6].astype(np.int64))


def _stays(p: Problem) -> Iterator[tuple[float, ...]]:
    for node in range(p.size):
        idle = node - p.active
        gains, yens = (p.gain[node], p.yen[node]) if idle < 0 else (p.idle_gain[idle], p.idle_yen[idle])
        for day, nights in np.argwhere(gains > POSSIBLE).tolist():
            if nights >= 1 and day + nights <= p.days:
                yield STAY, node, node, day, nights, gains[day, nights], yens[day, nights]


def _starts(p: Problem) -> Iterator[tuple[float, ...]]:
    legs = p.legs
    for node in np.flatnonzero(legs.start_gain > POSSIBLE).tolist():
        yield START, node, node, 0, legs.start_nights[node], legs.start_gain[node], legs.start_yen[node]


def _journeys(p: Problem) -> Iterator[tuple[float, ...]]:
    legs = p.legs
    for a, b in np.argwhere(legs.gain > POSSIBLE).tolist():
        for day in range(1, p.days - int(legs.nights[a, b])):
            yield LEG, a, b, day, legs.nights[a, b], legs.gain[a, b], legs.yen[a, b]


def _ends(p: Problem) -> Iterator[tuple[float, ...]]:
    legs = p.legs
    for node in np.flatnonzero(legs.end_gain > POSSIBLE).tolist():
        for day in range(1, p.days - int(legs.end_nights[node]) + 1):
            yield END, node, node, day, legs.end_nights[node], legs.end_gain[node], legs.end_yen[node]


def rows_of(p: Problem, x: Variables) -> list[Row]:
    """List the constraints: columns, their factors, least and most of the sum."""
    return [*_chain(p, x), *_rules(p, x)]


def _chain(p: Problem, x: Variables) -> Iterator[Row]:
    """Whoever arrives stays, whoever has stayed leaves, and one trip starts."""
    columns: list[tuple[NDArray[np.int64], NDArray[np.int64], float]] = []
    number = np.arange(len(x.kind))
    for kinds, day, node, sign, side in (
        ((START, LEG), x.day + x.nights, x.to, 1.0, 0),
        ((STAY,), x.day, x.node, -1.0, 0),
        ((STAY,), x.day + x.nights, x.node, 1.0, 1),
        ((LEG, END), x.day, x.node, -1.0, 1),
    ):
        chosen = np.isin(x.kind, kinds)
        columns.append(((side * (p.days + 1) + day[chosen]) * p.size + node[chosen], number[chosen], sign))
    rows: dict[int, tuple[list[int], list[float]]] = {}
    for keys, numbers, sign in columns:
        for key, column in zip(keys.tolist(), numbers.tolist(), strict=True):
            at = rows.setdefault(key, ([], []))
            at[0].append(column)
            at[1].append(sign)
    yield from ((at, signs, 0.0, 0.0) for at, signs in rows.values())
    starts = number[x.kind == START].tolist()
    yield starts, [1.0] * len(starts), 1.0, 1.0


def _rules(p: Problem, x: Variables) -> Iterator[Row]:
    """Visits at most once, musts, purpose, stops, prefectures, budget."""
    stays = np.flatnonzero(x.kind == STAY)
    group, area = p.group[x.node[stays]], p.area[x.node[stays]]
    must = set(p.group[p.must].tolist())
    for number in np.unique(p.group):
        at = stays[group == number].tolist()
        yield at, [1.0] * len(at), 1.0 if number in must else 0.0, 1.0
    own = stays[x.node[stays] < p.active]
    worth = own[p.worth[x.node[own], x.day[own], x.nights[own]]].tolist()
    yield worth, [1.0] * len(worth), 1.0, MOST
    yield stays.tolist(), [1.0] * len(stays), 0.0, float(p.max_stops)
    if p.max_per_area is not None:
        for number in np.unique(p.area):
            at = stays[area == number].tolist()
            yield at, [1.0] * len(at), 0.0, float(p.max_per_area)
    if p.budget is not None:
        yield list(range(len(x.yen))), x.yen.astype(np.float64).tolist(), -MOST, float(p.budget)


def prove(problem: Problem, seconds: float = 60.0) -> Proof:
    """Solve a problem by HiGHS, one thread; exact up to its tolerance of 1e-6."""
    x = variables_of(problem)
    rows = rows_of(problem, x)
    if any(not at and low > 0 for at, _, low, _ in rows):
        return Proof(None, POSSIBLE, POSSIBLE, True)
    begin = np.cumsum([0, *(len(at) for at, _, _, _ in rows)])
    columns = np.concatenate([np.array(at, np.int64) for at, _, _, _ in rows])
    factors = np.concatenate([np.array(of) for _, of, _, _ in rows])
    matrix = csr_array((factors, columns, begin), shape=(len(rows), len(x.kind)))
    low, high = np.array([row[2] for row in rows]), np.array([row[3] for row in rows])
    found = milp(
        -x.gain,
        integrality=np.ones(len(x.kind), np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, low, high),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if found.status == 2:
        return Proof(None, POSSIBLE, POSSIBLE, True)
    bound = np.inf if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    if found.x is None:
        return Proof(None, POSSIBLE, bound, False)
    return Proof(trip_of(x, found.x > 0.5), -float(found.fun), bound, found.status == 0)


def trip_of(x: Variables, chosen: NDArray[np.bool_]) -> tuple[Visit, ...]:
    """Read the stays of a solution in their order."""
    stays = np.flatnonzero(chosen & (x.kind == STAY))
    visits = [Visit(int(x.node[k]), int(x.day[k]), int(x.nights[k])) for k in stays]
    return tuple(sorted(visits, key=lambda v: v.arrive))
