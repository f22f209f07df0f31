"""A stretch of a trip as a problem of its own: what lies before and after it stays as it is.

The first and the last stay of a stretch keep the day on which they begin and end; how long they last is open again, as
is everything between them. Searching one stretch after another mends long trips at the price of short ones (a
neighbourhood as large as the programme can search exactly; Ahuja, Ergun, Orlin, Punnen 2002).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from planner.solver.dynamic import Visit
from planner.solver.prices import yen_of
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.problem import Legs, Problem
    from planner.solver.dynamic import Floats, Ints


@dataclass(frozen=True)
class Span:
    """A stretch of a trip.

    Attributes
    ----------
    problem : Problem
        Its days and nodes; `nodes` count those of the whole problem.
    begin : int
        The day of the whole trip on which it begins.
    value : float
        What the trip does there now.
    before, after : tuple of Visit
        Stays that remain.
    """

    problem: Problem
    begin: int
    value: float
    before: tuple[Visit, ...]
    after: tuple[Visit, ...]

    def joined(self, visits: Sequence[Visit]) -> tuple[Visit, ...]:
        """Put other stays (nodes of the whole problem, days of the stretch) in place of the present ones."""
        moved = (Visit(node, arrive + self.begin, nights) for node, arrive, nights in visits)
        return (*self.before, *moved, *self.after)


def span(
    problem: Problem, trip: Sequence[Visit], first: int, last: int, nodes: Ints, price: float = 0.0
) -> Span | None:
    """Cut out the stays from position `first` to `last`; None where nothing is left to choose.

    Parameters
    ----------
    nodes : Ints
        Where the stretch may go, beside where it goes now.
    price : float
        Points a yen by which gains are lowered.
    """
    before, inside, after = tuple(trip[:first]), tuple(trip[first : last + 1]), tuple(trip[last + 1 :])
    begin = inside[0].arrive if before else 0
    end = inside[-1].arrive + inside[-1].nights if after else problem.days
    here = np.array([v.node for v in inside], dtype=np.int64)
    nodes = _open(problem, np.union1d(nodes, here), (*before, *after))
    if len(np.setdiff1d(here, nodes)):
        return None
    at = np.searchsorted(nodes, here[[0, -1]]).tolist()
    cut = _between(problem.part(nodes), begin, end, at[0] if before else None, at[1] if after else None)
    if any(v.node < problem.active and problem.worth[v] for v in (*before, *after)):
        cut = replace(cut, worth=np.ones_like(cut.worth))
    value, yen = gain_and_yen(problem, trip, first, last)
    cut = replace(
        cut,
        budget=None if problem.budget is None else problem.budget - yen_of(problem, tuple(trip)) + yen,
        max_stops=problem.max_stops - len(before) - len(after),
    )
    return Span(_priced(cut, price) if price else cut, begin, value - price * yen, before, after)


def _open(problem: Problem, nodes: Ints, rest: Sequence[Visit]) -> Ints:
    """Keep the nodes that the other stays of a trip leave open."""
    taken = np.array([v.node for v in rest], dtype=np.int64)
    nodes = nodes[~np.isin(problem.group[nodes], problem.group[taken])]
    if problem.max_per_area is not None:  # a prefecture with stays elsewhere on the trip is left out
        nodes = nodes[~np.isin(problem.area[nodes], problem.area[taken])]
    return nodes


def _between(part: Problem, begin: int, end: int, first: int | None, last: int | None) -> Problem:
    """Keep the days from `begin` to `end`, beginning and ending at the given nodes where there are any."""
    rows = part.stay_rows
    gain, idle_gain = (a[:, begin:end].copy() for a in (part.gain[rows], part.idle_gain))
    for node, begins in ((first, True), (last, False)):
        if node is not None:
            _hold(gain[node] if node < part.active else idle_gain[node - part.active], begins, not begins)
    return replace(
        part,
        days=end - begin,
        gain=gain,
        yen=part.yen[rows, begin:end].copy(),
        worth=part.worth[rows, begin:end].copy(),
        at=None,
        idle_gain=idle_gain,
        idle_yen=part.idle_yen[:, begin:end].copy(),
        legs=_held(part.legs, first, last),
    )


def _priced(problem: Problem, price: float) -> Problem:
    """Lower all gains by the price of their yen."""
    legs = problem.legs
    return replace(
        problem,
        gain=problem.gain - price * problem.yen,
        idle_gain=problem.idle_gain - price * problem.idle_yen,
        legs=replace(
            legs,
            gain=legs.gain - price * legs.yen,
            start_gain=legs.start_gain - price * legs.start_yen,
            end_gain=legs.end_gain - price * legs.end_yen,
        ),
    )


def _hold(row: Floats, first: bool, last: bool) -> None:
    """Let stays of a node, gain by day and nights, begin on the first day only, or end on the last day only."""
    if first:
        row[1:] = NEVER
    if last:
        day, nights = np.indices(row.shape)
        row[day + nights != len(row)] = NEVER


def _held(legs: Legs, first: int | None, last: int | None) -> Legs:
    """Begin at one node and end at another; the ways there and back are those of the stays that remain."""
    gain, nothing, no_night = legs.gain.copy(), np.zeros_like(legs.start_yen), np.zeros_like(legs.start_nights)
    only = np.full((2, len(gain)), NEVER)
    new = replace(legs, gain=gain, direct=(2 * NEVER, 0, 0))
    if first is not None:
        only[0, first], gain[:, first] = 0.0, NEVER
        new = replace(new, start_gain=only[0], start_yen=nothing, start_nights=no_night)
    if last is not None:
        only[1, last], gain[last] = 0.0, NEVER
        new = replace(new, end_gain=only[1], end_yen=nothing, end_nights=no_night)
    return new


def gain_and_yen(problem: Problem, trip: Sequence[Visit], first: int, last: int) -> tuple[float, int]:
    """Give gain and yen of the stays of a stretch and of the legs between them, with those to the ends of the trip."""
    legs, active, rows = problem.legs, problem.active, problem.stay_rows
    gain, yen = 0.0, 0
    for node, day, nights in trip[first : last + 1]:
        gains, yens = (problem.gain, problem.yen) if node < active else (problem.idle_gain, problem.idle_yen)
        row = rows[node] if node < active else node - active
        gain, yen = gain + float(gains[row, day, nights]), yen + int(yens[row, day, nights])
    for one, other in pairwise(trip[first : last + 1]):
        gain, yen = gain + float(legs.gain[one.node, other.node]), yen + int(legs.yen[one.node, other.node])
    if first == 0:
        gain, yen = gain + float(legs.start_gain[trip[0].node]), yen + int(legs.start_yen[trip[0].node])
    if last == len(trip) - 1:
        gain, yen = gain + float(legs.end_gain[trip[-1].node]), yen + int(legs.end_yen[trip[-1].node])
    return gain, yen
