"""The Problem: integer days, and arrays that the solver works on. The solver never sees a window, a name or a date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.booked_legs import nights_taken, with_booked
from planner.leg_gains import columns_of, weigh_ends, weigh_legs
from planner.scoring import StayTable, stay_table
from planner.stay_gains import keep_free, nights_on_the_way, stay_gains
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.model import Municipality, TravelMatrix
    from planner.demand import DemandCalendar
    from planner.model import TripRequest
    from planner.scoring import Weights


@dataclass(frozen=True)
class NightLegs:
    """Legs that cross midnight as columns, ordered by their first node."""

    origin: NDArray[np.int64]
    destination: NDArray[np.int64]
    nights: NDArray[np.int64]
    gain: NDArray[np.float64]
    yen: NDArray[np.int64]

    def restrict(self, nodes: NDArray[np.int64], size: int) -> NightLegs:
        """Keep the legs between some nodes, numbered anew."""
        number = np.full(size, -1)
        number[nodes] = np.arange(len(nodes))
        kept = (number[self.origin] >= 0) & (number[self.destination] >= 0)
        return NightLegs(
            number[self.origin[kept]],
            number[self.destination[kept]],
            self.nights[kept],
            self.gain[kept],
            self.yen[kept],
        )


@dataclass(frozen=True)
class Legs:
    """What a journey costs: gain (≤ 0, or `NEVER`), yen for all people, and nights on the way.

    Attributes
    ----------
    gain, yen, nights : (N, N) float64, int32, uint8
        Between nodes.
    from_start, to_end : same, (N,) each
        From the origin, and to the destination.
    direct : (gain, yen, nights)
        From the origin to the destination; the empty trip.
    extra : tuple of NightLeg columns
        Further legs by night, where a pair of nodes has a same-day leg too (nodes taken together only).
    """

    gain: NDArray[np.float64]
    yen: NDArray[np.int32]
    nights: NDArray[np.uint8]
    start_gain: NDArray[np.float64]
    start_yen: NDArray[np.int32]
    start_nights: NDArray[np.uint8]
    end_gain: NDArray[np.float64]
    end_yen: NDArray[np.int32]
    end_nights: NDArray[np.uint8]
    direct: tuple[float, int, int]
    extra: NightLegs | None = None

    def restrict(self, nodes: NDArray[np.int64]) -> Legs:
        """Keep some nodes only."""
        pick = np.ix_(nodes, nodes)
        return Legs(
            self.gain[pick],
            self.yen[pick],
            self.nights[pick],
            self.start_gain[nodes],
            self.start_yen[nodes],
            self.start_nights[nodes],
            self.end_gain[nodes],
            self.end_yen[nodes],
            self.end_nights[nodes],
            self.direct,
            None if self.extra is None else self.extra.restrict(nodes, len(self.gain)),
        )


@dataclass(frozen=True)
class Problem:
    """A longest path over (day, node) with a budget and visits at most once.

    Attributes
    ----------
    days : int
        T; leg 0 leaves on day 0, the last leg arrives on or before day T.
    group, area : (N,) int64
        Nodes of one municipality share a group, of one prefecture an area.
    gain, yen : (A, T, L + 1) float64, int32
        Of staying L nights from a day on at the first A nodes; `NEVER` where not allowed. A stay at a later node is
        only a night on the way.
    idle_gain, idle_yen : (N − A, T, 4) float64, int32
        Of such nights at the later nodes.
    worth : (A, T, L + 1) bool
        Stays that count as the trip's purpose: work or must. A trip has at least one.
    at : (A,) int64, optional
        The row of `gain`, `yen` and `worth` of each active node, in a part that shares these arrays with the whole.
    must : (N,) bool
        Groups of these nodes have to be visited.
    nodes : (N,) int64
        Position in the whole problem, of which this may be a part.
    """

    days: int
    group: NDArray[np.int64]
    area: NDArray[np.int64]
    rows: NDArray[np.int64]
    gain: NDArray[np.float64]
    yen: NDArray[np.int32]
    idle_gain: NDArray[np.float64]
    idle_yen: NDArray[np.int32]
    worth: NDArray[np.bool_]
    legs: Legs
    must: NDArray[np.bool_]
    budget: int | None
    max_stops: int
    max_per_area: int | None
    nodes: NDArray[np.int64]
    at: NDArray[np.int64] | None = None
    merged: bool = False
    """Each node that is only a night on the way stands for several municipalities (coarse.py)."""

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.group)

    @property
    def active(self) -> int:
        """Number of nodes with stays of their own worth."""
        return len(self.rows)

    @property
    def stay_rows(self) -> NDArray[np.int64]:
        """Row of the active nodes in `gain`, `yen` and `worth`."""
        return np.arange(self.active) if self.at is None else self.at

    def part(self, nodes: NDArray[np.int64]) -> Problem:
        """Keep some nodes only, given in ascending order; what stays are worth is shared, not copied."""
        inside, idle = nodes[nodes < self.active], nodes[nodes >= self.active] - self.active
        return replace(
            self,
            group=self.group[nodes],
            area=self.area[nodes],
            rows=self.rows[inside],
            at=self.stay_rows[inside],
            idle_gain=self.idle_gain[idle],
            idle_yen=self.idle_yen[idle],
            legs=self.legs.restrict(nodes),
            must=self.must[nodes],
            nodes=self.nodes[nodes],
        )

    def restrict(self, nodes: NDArray[np.int64]) -> Problem:
        """Keep some nodes only, given in ascending order, with arrays of their own."""
        part = self.part(nodes)
        rows = part.stay_rows
        return replace(part, gain=self.gain[rows], yen=self.yen[rows], worth=self.worth[rows], at=None)


@dataclass(frozen=True)
class Terms:
    """What `build_problem` needs beside the request."""

    places: Sequence[Municipality]
    calendar: DemandCalendar
    matrix: TravelMatrix
    prices: NDArray[np.int32]
    """(M, days) yen a person and night."""
    newness: NDArray[np.float64]
    """(M,) 0 = everybody knows the place, 1 = hardly anybody."""
    by_car: bool
    """The matrix's fares and CO2 are of a car, not of a person."""


def build_problem(request: TripRequest, terms: Terms) -> tuple[Problem, StayTable]:
    """Turn a request into arrays; nodes with stays of their own come first, nights on the way after them."""
    codes = [m.code for m in terms.places]
    index = {code: i for i, code in enumerate(codes)}
    musts = {index[must.code]: must for must in request.must}
    table = stay_table(terms.calendar, codes, terms.newness, terms.prices, request)
    ends = {index[request.origin], index[request.destination or request.origin]}
    avoid = {index[code] for code in request.left_out if code in index}
    group = np.concatenate([table.places, _others(len(codes), {*table.places.tolist(), *avoid, *ends})])
    gain, yen, worth = stay_gains(request, table, musts, ends)
    idle_gain, idle_yen = nights_on_the_way(request, table.weights, terms.prices[group[len(gain) :]])
    for first, last in nights_taken(request):
        for stays in (gain, idle_gain):
            keep_free(stays, np.ones(len(stays), np.bool_), first, last)
        worth &= gain > NEVER
    problem = Problem(
        days=request.days,
        group=group,
        area=np.array([int(m.prefecture) for m in terms.places], dtype=np.int64)[group],
        rows=np.arange(len(gain)),
        gain=gain,
        yen=yen,
        idle_gain=idle_gain,
        idle_yen=idle_yen,
        worth=worth,
        legs=with_booked(
            build_legs(request, table.weights, terms, group), group[: len(gain)], index, request, table.weights
        ),
        must=np.isin(group, np.array(sorted(musts), dtype=np.int64)),
        budget=request.budget_jpy,
        max_stops=request.max_stops,
        max_per_area=request.max_per_prefecture,
        nodes=np.arange(len(group)),
    )
    return problem, table


def _others(count: int, taken: set[int]) -> NDArray[np.int64]:
    """Give the municipalities that are only nights on the way."""
    return np.array([i for i in range(count) if i not in taken], dtype=np.int64)


def build_legs(request: TripRequest, weights: Weights, terms: Terms, group: NDArray[np.int64]) -> Legs:
    """Weigh the journeys between nodes, and forbid those that are too long or need a night that no service carries."""
    between = weigh_legs(group, group, columns_of(request, weights, terms), NEVER)
    there, home, direct = weigh_ends(request, weights, terms, group)
    return Legs(*between, *there, *home, direct)
