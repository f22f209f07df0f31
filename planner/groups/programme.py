"""One member's side of a group: the programme at good prices, what meetings cost it, and the trip under a duty."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planner.groups.narrow import Duty, Wont, narrowed
from planner.model import Must
from planner.plan import terms_for
from planner.problem import build_problem
from planner.solver.coarse import coarsen
from planner.solver.covering import patient, reach
from planner.solver.dynamic import POSSIBLE, arrays_of
from planner.solver.hunt import Effort, Quarry, hunt
from planner.solver.nearby import few_a_week, promising
from planner.solver.prices import through_values
from planner.solver.solve import solve
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from planner.dataset import Dataset
    from planner.model import TripRequest
    from planner.problem import Problem, Terms
    from planner.scoring import StayTable
    from planner.solver.clock import Limits
    from planner.solver.dynamic import Visit
    from planner.solver.prices import Multipliers

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

EFFORTS = (Effort(1, 100_000, 2 * 10**6), Effort(24, 400_000, 2 * 10**7))
"""A quick hunt for a trip, and one that may prove it."""

SMALL = 600
"""Nodes among which a hunt at the prices that are known is quicker than the solver."""

SHARES = (0.001, 0.01, 0.002, 0.02, 0.04, 0.15, np.inf)
"""How far below what is hoped for a trip is sought, as shares of it, one after another."""

WITHOUT, FAR = 2, 5
"""The first of these for which hope is renewed for the duty, and for which the solver is asked instead of a hunt."""

NOTHING: Ints = np.zeros(0, np.int64)


class OutOfTime(Exception):
    """The time is over amid a search; what was being looked at is neither solved nor disproved."""


class Kept(NamedTuple):
    """A stay of a trip: municipality, day of arrival and nights, and the windows it serves with their headcounts."""

    place: int
    arrive: int
    nights: int
    served: tuple[tuple[str, int], ...]


@dataclass(frozen=True, eq=False)
class Found:
    """A member's trip under a duty; `visits` is None where none was found, and no such trip is above `bound`.

    Visits are of the problem of these `nodes` under the duty: `Programme.again`.
    """

    duty: Duty
    nodes: Ints
    visits: tuple[Visit, ...] | None
    value: float
    bound: float
    stays: tuple[Kept, ...]


class Programme:
    """A member's problem, solved from both ends at good prices; of that only bounds, prices and memory are kept.

    Parameters
    ----------
    given : iterable of str
        Codes of places where the member is asked to meet, even at home.
    nights : collection of int
        Of the member's meetings. Whoever has any may stay anywhere, long and plainly, in the bounds.
    """

    def __init__(
        self,
        request: TripRequest,
        dataset: Dataset,
        given: Iterable[str],
        *,
        nights: Collection[int],
        go_on: Callable[[], bool],
    ) -> None:
        asked = {dataset.index[must.code] for must in request.must}
        also = tuple(Must(code) for code in given if dataset.index[code] not in asked)
        self.request = replace(request, must=(*request.must, *also))
        terms = terms_for(self.request, dataset)
        ends = {dataset.index[request.origin], dataset.index[request.destination or request.origin]}
        build = _with_ends if nights else build_problem
        self.problem, self.table = build(self.request, terms)
        self.wont = Wont(ends, asked)
        self.coarse = coarsen(self.problem)
        loose = self.coarse.problem
        if nights:
            prices = terms.prices[self.problem.group[: self.problem.active]]
            loose = patient(loose, prices, self.table.weights.yen)
        found = reach(loose, 0.0, go_on)
        self._prices, self._memory, self._nodes = found.prices, found.memory, found.nodes
        self.bound = float(self._nodes.max(initial=POSSIBLE))
        self._covers = {length: self._by_place(found.cover(length), len(dataset.municipalities)) for length in nights}

    def _by_place(self, cover: Floats, places: int) -> Floats:
        found = np.full((places, self.problem.days), 2 * NEVER)
        np.maximum.at(found, self.problem.group, cover[self.coarse.image])
        return found

    def cover(self, nights: int) -> Floats:
        """Bound the member's trips that are at a municipality for a meeting's nights from a day on, (M, T)."""
        return self._covers[nights]

    def hope(self, duty: Duty) -> float:
        """Bound the member's trips under a duty by the prices alone."""
        met = [self.cover(a.nights)[a.place, max(a.first, 0) : a.last + 1] for a in duty.appointments]
        return min([self.bound, *(float(days.max(initial=2 * NEVER)) for days in met)])

    def solve(
        self, duty: Duty, limits: Limits, in_time: Callable[[], bool], need: float = POSSIBLE, hope: float = np.inf
    ) -> Found | None:
        """Find the best trip under a duty; None where there is none.

        Where no trip is worth more than `need`, none is given, and a bound that says so. None is worth more than
        `hope`, as somebody knows.

        Raises
        ------
        OutOfTime
            When `in_time` says so before anything is certain.
        """
        hope, through = min(hope, self.hope(duty)), self._nodes
        for turn, share in enumerate(SHARES):
            if not in_time():
                raise OutOfTime
            if turn == WITHOUT:
                through = self.through(duty)
                hope = min(hope, float(through.max(initial=POSSIBLE)))
            if hope <= POSSIBLE:
                return None
            if hope <= need:
                return Found(duty, NOTHING, None, POSSIBLE, hope, ())
            level = max(hope - share * max(1.0, abs(hope)), need)
            found = self._above(duty, level, through, limits if turn >= FAR else None)
            if found is None:
                continue
            hope = min(hope, found.bound)
            # a trip below the level may not be the best; among few nodes another look costs little
            if found.visits is not None and (found.value >= level or self.problem.size > SMALL):
                return found
        return None if hope <= POSSIBLE else Found(duty, NOTHING, None, POSSIBLE, hope, ())

    def glance(self, duty: Duty, limits: Limits) -> Found | None:
        """Find some trip under a duty among promising places, however many there are; None where none is found."""
        weeks = -(-self.problem.days // 7)
        nodes = np.union1d(promising(self.problem, few_a_week(weeks)), self._asked(duty))
        problem, table = narrowed(self.problem.restrict(nodes), self.table, self.request, duty, self.wont)
        found = solve(alone(problem), replace(limits, prove=False, chosen=True))
        if found.visits is None:
            return None
        bound = max(self.hope(duty), found.objective)
        return Found(duty, nodes, found.visits, found.objective, bound, kept(problem, table, found.visits))

    def through(self, duty: Duty) -> Floats:
        """Bound the member's trips under a duty through each coarse node, at the prices that are known."""
        coarse, own = (
            self.coarse.problem,
            np.flatnonzero(np.isin(self.problem.group, [a.place for a in duty.appointments])),
        )
        near = {int(self.problem.group[node]): int(self.coarse.image[node]) for node in own[::-1]}
        problem, _ = narrowed(coarse, self.table, self.request, duty, self.wont, near)
        memory = self._memory.at(problem.nodes, problem.group)
        found = through_values(problem, arrays_of(problem), self._rewarding(duty).on(problem), memory)
        by_node = np.full(coarse.size, 2 * NEVER)
        np.maximum.at(by_node, problem.nodes, found.nodes.max(axis=0))
        return by_node

    def again(self, found: Found) -> tuple[Problem, StayTable]:
        """Give the problem and table that a trip was found in."""
        problem, table = narrowed(self.problem.restrict(found.nodes), self.table, self.request, found.duty, self.wont)
        return alone(problem), table

    def nodes(self, duty: Duty, level: float, through: Floats) -> Ints:
        """Give the nodes through which a trip may be worth more than a level, and those that a duty needs."""
        return np.union1d(self.coarse.nodes(np.flatnonzero(through >= level)), self._asked(duty))

    def _asked(self, duty: Duty) -> Ints:
        places = [appointment.place for appointment in duty.appointments]
        return np.flatnonzero(self.problem.must | np.isin(self.problem.group, places))

    def _above(self, duty: Duty, level: float, through: Floats, limits: Limits | None) -> Found | None:
        """Find the best trip above a level: by a hunt, else by the solver; None where a hunt is no proof."""
        nodes = self.nodes(duty, level, through)
        if limits is None and len(nodes) > SMALL:
            return None
        problem, table = narrowed(self.problem.restrict(nodes), self.table, self.request, duty, self.wont)
        if limits is None:
            quarry = self._hunted(problem, duty, level)
            if quarry is None:
                return None
            visits, value, bound = quarry.visits, quarry.value, quarry.bound
        else:
            solution = solve(alone(problem), limits)
            visits, value, bound = solution.visits, solution.objective, solution.bound
        # trips worth less than the level may use nodes that are not here
        return Found(duty, nodes, visits, value, max(level, bound), kept(problem, table, visits or ()))

    def _hunted(self, problem: Problem, duty: Duty, level: float) -> Quarry | None:
        """Find the best trip above a level at the prices that are known, and prove it; None where that fails."""
        prices, best = self._rewarding(duty), None
        memory = self._memory.at(self.coarse.image[problem.nodes], problem.group)
        for effort in EFFORTS:
            quarry = hunt(alone(problem), prices, best.value if best else level, effort, memory)
            best = quarry if quarry.visits is not None else best
            if quarry.visits is None and quarry.bound <= (best.value if best else level):
                return Quarry(best.visits, best.value, best.value) if best else quarry
            if quarry.visits is not None and quarry.bound <= quarry.value:
                return quarry
        return None

    def _rewarding(self, duty: Duty) -> Multipliers:
        """Give the prices with a reward on each meeting: what the member loses by going there."""
        group = self._prices.group.copy()
        for appointment in duty.appointments:
            group[appointment.place] -= max(0.0, self.bound - self.hope(Duty((appointment,))))
        return replace(self._prices, group=group)


def kept(problem: Problem, table: StayTable, visits: Sequence[Visit]) -> tuple[Kept, ...]:
    """Tell of each visit what it serves."""
    stays = []
    for node, arrive, nights in visits:
        served: tuple[tuple[str, int], ...] = ()
        if node < problem.active and problem.worth[node, arrive, nights]:
            found = table.stay(int(problem.rows[node]), arrive, nights)[3]
            served = tuple((o.window.id, o.window.headcount or 1) for o, _ in found)
        stays.append(Kept(int(problem.group[node]), arrive, nights, served))
    return tuple(stays)


def _with_ends(request: TripRequest, terms: Terms) -> tuple[Problem, StayTable]:
    """Build a problem in which the trip's ends have nodes too, where otherwise nobody stays: for a meeting there."""
    codes = {request.origin, request.destination or request.origin} - request.left_out
    number = {place.code: i for i, place in enumerate(terms.places)}
    # who has no window at all has no node, which saves building a problem to see it
    lacking = {code for code in codes if not terms.calendar.by_code.get(code)} - {must.code for must in request.must}
    while True:
        also = tuple(Must(code) for code in sorted(lacking))
        problem, table = build_problem(replace(request, must=(*request.must, *also)), terms)
        more = {code for code in codes if number[code] not in problem.group}
        if not more:
            break
        lacking |= more
    new = np.isin(problem.group, [number[code] for code in lacking])
    problem.gain[new[: problem.active]] = NEVER
    problem.worth[new[: problem.active]] = False
    return replace(problem, must=problem.must & ~new), table


def alone(problem: Problem) -> Problem:
    """Number the nodes anew, as the solver wants a problem that stands for itself."""
    return replace(problem, nodes=np.arange(problem.size))
