"""The Problem: integer days, and arrays that the solver works on. The solver never sees a window, a name or a date."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from geo.model import NO_NIGHT, UNREACHABLE
from planner.kernel import kernel
from planner.scoring import StayTable, stay_table
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.model import Municipality, TravelMatrix
    from planner.demand import DemandCalendar
    from planner.model import Must, TripRequest
    from planner.scoring import Weights

TRANSIT_NIGHTS = 3
"""A stay that serves no window lasts at most this long, unless its place must be visited."""

PEOPLE_A_CAR = 4


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
    merged: bool = False
    """Each node that is only a night on the way stands for several municipalities (coarse.py)."""

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.group)

    @property
    def active(self) -> int:
        """Number of nodes with stays of their own worth."""
        return len(self.gain)

    def restrict(self, nodes: NDArray[np.int64]) -> Problem:
        """Keep some nodes only, given in ascending order."""
        inside, idle = nodes[nodes < self.active], nodes[nodes >= self.active] - self.active
        return replace(
            self,
            group=self.group[nodes],
            area=self.area[nodes],
            rows=self.rows[inside],
            gain=self.gain[inside],
            yen=self.yen[inside],
            idle_gain=self.idle_gain[idle],
            idle_yen=self.idle_yen[idle],
            worth=self.worth[inside],
            legs=self.legs.restrict(nodes),
            must=self.must[nodes],
            nodes=self.nodes[nodes],
        )


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
    table = stay_table(terms.calendar, codes, terms.newness, terms.prices, request)
    index = {code: i for i, code in enumerate(codes)}
    avoid = {index[code] for code in request.avoid if code in index}
    musts = {index[must.code]: must for must in request.must}
    rows = [r for r, place in enumerate(table.places) if int(place) not in avoid]
    bare = sorted(set(musts) - {int(table.places[r]) for r in rows})
    active = np.array([int(table.places[r]) for r in rows] + bare, dtype=np.int64)
    taken = set(active.tolist()) | avoid | {index[request.origin], index[request.destination or request.origin]}
    idle = np.array([i for i in range(len(codes)) if i not in taken], dtype=np.int64)
    group = np.concatenate([active, idle])
    numbers = np.array(rows + [-1] * len(bare), dtype=np.int64)
    gain, yen, worth = _stays(request, table, terms, numbers, active, musts, index)
    idle_gain, idle_yen = _nights_on_the_way(request, table.weights, terms.prices[idle])
    problem = Problem(
        days=request.days,
        group=group,
        area=np.array([int(m.prefecture) for m in terms.places], dtype=np.int64)[group],
        rows=numbers,
        gain=gain,
        yen=yen,
        idle_gain=idle_gain,
        idle_yen=idle_yen,
        worth=worth,
        legs=build_legs(request, table.weights, terms, group),
        must=np.isin(group, np.array(sorted(musts), dtype=np.int64)),
        budget=request.budget_jpy,
        max_stops=request.max_stops,
        max_per_area=request.max_per_prefecture,
        nodes=np.arange(len(group)),
    )
    return problem, table


def _stays(
    request: TripRequest,
    table: StayTable,
    terms: Terms,
    rows: NDArray[np.int64],
    places: NDArray[np.int64],
    musts: Mapping[int, Must],
    index: Mapping[str, int],
) -> tuple[NDArray[np.float64], NDArray[np.int32], NDArray[np.bool_]]:
    """Take the rows of the table, allow what the request allows, and add musts and nights on the way."""
    width = table.gain.shape[2]
    gain, yen = (
        np.full((len(rows), *table.gain.shape[1:]), NEVER),
        np.zeros((len(rows), *table.yen.shape[1:]), np.int32),
    )
    known = rows >= 0
    gain[known], yen[known] = table.gain[rows[known]], table.yen[rows[known]]
    floor = min(table.traveller.min_nights, width)
    gain[:, :, :floor] = NEVER
    gain[:, :, table.traveller.max_nights + 1 :] = NEVER
    ends = {index[request.origin], index[request.destination or request.origin]}
    worth = gain > NEVER
    idle_gain, idle_yen = _nights_on_the_way(request, table.weights, terms.prices[places])
    short = min(TRANSIT_NIGHTS + 1, width)
    seen: set[int] = set()
    for node, place in enumerate(places.tolist()):
        if place in musts:
            _must_stays(request, table, terms, musts[place], node, place, gain, yen, worth)
        elif place not in ends and place not in seen:
            better = idle_gain[node, :, :short] > gain[node, :, :short]
            gain[node, :, :short][better] = idle_gain[node, :, :short][better]
            yen[node, :, :short][better] = idle_yen[node, :, :short][better]
            worth[node, :, :short][better] = False
        seen.add(place)
    return gain, yen, worth


def _must_stays(
    request: TripRequest,
    table: StayTable,
    terms: Terms,
    must: Must,
    node: int,
    place: int,
    gain: NDArray[np.float64],
    yen: NDArray[np.int32],
    worth: NDArray[np.bool_],
) -> None:
    """Allow a place that must be visited to serve no window, for the asked nights, around the asked date."""
    days, width = gain.shape[1:]
    usual = np.concatenate([[0], np.cumsum(terms.prices[place].astype(np.int64))])
    row = table.gain[request_row] if (request_row := _row_of(table, place)) >= 0 else None
    for day in range(days):
        for nights in range(1, min(width, days - day + 1)):
            if must.nights is not None:
                allowed = nights == must.nights
                if allowed and row is not None:
                    gain[node, day, nights] = row[day, nights]
                    yen[node, day, nights] = table.yen[request_row][day, nights]
            else:
                allowed = table.traveller.min_nights <= nights <= table.traveller.max_nights
            if must.date is not None:
                allowed &= day <= (must.date - request.start).days < day + nights
            lodging = int(usual[day + nights] - usual[day])
            plain = -table.weights.yen * lodging
            if not allowed:
                gain[node, day, nights] = NEVER
            elif gain[node, day, nights] <= NEVER:
                gain[node, day, nights] = plain
                yen[node, day, nights] = lodging * request.people
    worth[node] = gain[node] > NEVER


def _row_of(table: StayTable, place: int) -> int:
    found = np.flatnonzero(table.places == place)
    return int(found[0]) if len(found) else -1


def _nights_on_the_way(
    request: TripRequest, weights: Weights, prices: NDArray[np.int32]
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Give gain and yen of 0 to 3 nights that serve no window."""
    count, days = prices.shape
    sums = np.concatenate([np.zeros((count, 1), np.int64), np.cumsum(prices, axis=1, dtype=np.int64)], axis=1)
    gain = np.full((count, days, TRANSIT_NIGHTS + 1), NEVER)
    yen = np.zeros((count, days, TRANSIT_NIGHTS + 1), np.int32)
    for nights in range(1, min(TRANSIT_NIGHTS, days) + 1):
        lodging = sums[:, nights:] - sums[:, :-nights]
        gain[:, : days - nights + 1, nights] = -weights.yen * lodging
        yen[:, : days - nights + 1, nights] = lodging * request.people
    return gain, yen


def build_legs(request: TripRequest, weights: Weights, terms: Terms, group: NDArray[np.int64]) -> Legs:
    """Weigh the journeys between nodes, and forbid those that are too long or need a night that no service carries."""
    matrix = terms.matrix
    rows = np.array([matrix.index[terms.places[i].code] for i in group], dtype=np.int64)
    origin = matrix.index[request.origin]
    destination = matrix.index[request.destination or request.origin]
    lines = np.concatenate([rows, [origin, destination]])
    heads = math.ceil(request.people / PEOPLE_A_CAR) if terms.by_car else request.people
    gain, yen, nights = weigh_legs(
        lines, matrix.minutes, matrix.fare_jpy, matrix.co2_g, matrix.nights, round(request.max_leg_hours * 60), heads,
        heads * weights.yen / request.people, weights.hour / 60, heads * weights.co2_kg / 1000 / request.people,
    )  # fmt: skip
    o, z = len(rows), len(rows) + 1
    return Legs(
        np.ascontiguousarray(gain[:o, :o]),
        np.ascontiguousarray(yen[:o, :o]),
        np.ascontiguousarray(nights[:o, :o]),
        gain[o, :o].copy(),
        yen[o, :o].copy(),
        nights[o, :o].copy(),
        gain[:o, z].copy(),
        yen[:o, z].copy(),
        nights[:o, z].copy(),
        (float(gain[o, z]), int(yen[o, z]), int(nights[o, z])) if origin != destination else (0.0, 0, 0),
    )


@kernel
def weigh_legs(
    lines: NDArray[np.int64], minutes: NDArray[np.uint16], fare: NDArray[np.uint32], co2_g: NDArray[np.uint32],
    nights: NDArray[np.uint8], longest: int, heads: int, by_yen: float, by_minute: float, by_gram: float,
) -> tuple[NDArray[np.float64], NDArray[np.int32], NDArray[np.uint8]]:  # fmt: skip
    """Give gain, yen and nights between rows of a matrix; a municipality is no journey from itself."""
    n = len(lines)
    gain, yen = np.full((n, n), NEVER), np.zeros((n, n), np.int32)
    over = np.zeros((n, n), np.uint8)
    for i in range(n):
        a = lines[i]
        for j in range(n):
            b = lines[j]
            if a == b:
                if i >= n - 2 or j >= n - 2:
                    gain[i, j] = 0.0
            elif minutes[a, b] != UNREACHABLE and nights[a, b] != NO_NIGHT and minutes[a, b] <= longest:
                gain[i, j] = -(fare[a, b] * by_yen + minutes[a, b] * by_minute + co2_g[a, b] * by_gram)
                yen[i, j] = fare[a, b] * heads
                over[i, j] = nights[a, b]
    return gain, yen, over
