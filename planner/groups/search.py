"""Where and when to meet, and who leaves which window to whom: best first, each decision priced for every member.

A state says where each meeting is (or nowhere yet), from which of some days on, and which windows members leave to
others. Its bound is the sum of the members' own; where their best trips agree it is solved, else it is divided so that
no group of trips is lost and none of the parts allows what just disagreed. What is left above the best group found
bounds everything.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from planner.groups.agree import disagreement, left_to_others
from planner.groups.glance import glance
from planner.groups.programme import OutOfTime
from planner.solver.dynamic import POSSIBLE
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from planner.groups.agree import Party
    from planner.groups.narrow import Duty
    from planner.groups.programme import Found
    from planner.groups.state import State
    from planner.solver.clock import Limits

    Floats = NDArray[np.float64]

Queue = list[tuple[float, int, "State", "Iterator[tuple[float, State]] | None"]]
"""Less the bound, a number that tells equal ones apart, a state, and what of its parts is still to come."""

MOST_STATES, MOST_TRIPS = 4000, 1000
"""States that wait, and each member's trips that are remembered: so that memory has an end."""

CLOSED = 1e-6
"""A gap less than this, absolute, counts as closed."""


@dataclass(frozen=True)
class Outcome:
    """The best group of trips; `bound` is above all others."""

    state: State
    trips: tuple[Found, ...]
    bound: float

    @property
    def value(self) -> float:
        """Sum over the members."""
        return sum(trip.value for trip in self.trips)


class Search:
    """Best first over states.

    Parameters
    ----------
    limits : callable
        Gives the effort of one member's solve.
    go_on : callable
        Is told how many looks were taken and whether there is a group yet.
    in_time : callable
        Is told whether there is a group yet, amid a look.
    """

    def __init__(
        self,
        party: Party,
        limits: Callable[[], Limits],
        go_on: Callable[[int, bool], bool],
        in_time: Callable[[bool], bool],
    ) -> None:
        self.party = party
        self.limits, self.go_on, self.in_time = limits, go_on, in_time
        self.best: tuple[State, tuple[Found, ...]] | None = None
        self.value = POSSIBLE
        self.exhausted = False
        """Whether it is certain that there is no group, where none was found."""
        self.left = POSSIBLE
        """Bound of states that are solved but not proven."""
        self._solved: list[dict[Duty, Found | None]] = [{} for _ in party.programmes]

    def run(self, root: State) -> Outcome | None:
        """Search until nothing is left above the best, or no more is allowed."""
        number = count()
        queue: Queue = []
        heapq.heappush(queue, (-self.hope(root), next(number), root, None))
        looks = 0
        while queue and -queue[0][0] > self.value + CLOSED and self.go_on(looks, self.best is not None):
            above, _, state, more = heapq.heappop(queue)
            looks, bound = looks + 1, -above
            if more is None:
                more = self._divided(state, bound)
            try:
                found = next(more, None)
            except OutOfTime:
                heapq.heappush(queue, (above, next(number), state, None))
                break
            if found is not None:
                # the states that `more` gives come best first: the next is no better than this one
                bound = min(found[0], bound)
                heapq.heappush(queue, (-min(bound, self.hope(found[1])), next(number), found[1], None))
                heapq.heappush(queue, (-bound, next(number), state, more))
                self._forget(queue)
        open_ = -queue[0][0] if queue else POSSIBLE
        self.exhausted = self.left <= POSSIBLE and (not queue or -queue[0][0] <= self.value + CLOSED)
        if self.best is None:
            return None
        return Outcome(*self.best, max(self.value, self.left, open_))

    def glance(self, root: State) -> Outcome | None:
        """Find some group without a search; its bound is what prices alone say of the whole."""
        found = glance(self, root)
        if found is None:
            return None
        self._keep(*found)
        return Outcome(*found, max(self.value, self.hope(root)))

    def _forget(self, queue: Queue) -> None:
        """Let go of the worse half of too many states; their bound stays."""
        if len(queue) > MOST_STATES:
            queue.sort(key=lambda entry: entry[:2])
            self.left = max(self.left, -queue[MOST_STATES // 2][0])
            del queue[MOST_STATES // 2 :]

    def hope(self, state: State) -> float:
        """Bound a state by prices alone."""
        party = self.party
        alone = [programme.bound for programme in party.programmes]
        best = sum(alone)
        for number, meeting in enumerate(party.meetings):
            others = sum(bound for t, bound in enumerate(alone) if t not in meeting.members)
            by_day = self.by_day(number, state)
            best = min(best, others + float(by_day.max(initial=2 * NEVER)))
        return best

    def by_day(self, number: int, state: State) -> Floats:
        """Bound those who meet by place and day, or by day alone where the place is known; days of the state only."""
        (first, last), place = state.spans[number], state.places[number]
        everywhere = self.party.covers(number)[:, first : last + 1]
        return everywhere if place is None else everywhere[place]

    def _divided(self, state: State, bound: float) -> Iterator[tuple[float, State]]:
        """Give the parts of a state, best first."""
        open_ = [number for number, place in enumerate(state.places) if place is None]
        if open_:
            yield from self._placed(state, open_[0], bound)
            return
        trips = self._trips(state)
        if trips is None:
            return
        bound = min(bound, sum(trip.bound for trip in trips))
        if bound <= self.value + CLOSED:
            return
        if any(trip.visits is None for trip in trips):
            # not found though not disproved: nothing more is known of it
            self.left = max(self.left, bound)
            return
        parts = disagreement(self.party, state, trips)
        if parts is None:
            self._keep(state, trips)
            self.left = max(self.left, bound)
            return
        self._dive(state)
        hopes = [min(bound, self.hope(part)) for part in parts]
        for at in np.argsort(-np.array(hopes), kind="stable").tolist():
            yield hopes[at], parts[at]

    def _placed(self, state: State, number: int, bound: float) -> Iterator[tuple[float, State]]:
        """Give a state for every place of a meeting."""
        best = self.by_day(number, state).max(axis=1, initial=2 * NEVER)
        others = sum(
            p.bound for t, p in enumerate(self.party.programmes) if t not in self.party.meetings[number].members
        )
        for place in np.argsort(-best, kind="stable").tolist():
            hope = min(bound, float(best[place]) + others)
            if hope <= POSSIBLE:
                return
            if not self.party.taken(state, number, place):
                yield hope, state.at(number, place)

    def _trips(self, state: State) -> tuple[Found, ...] | None:
        """Solve every member's part of a state; None where one has no trip, or all are worth no more than the best."""
        programmes = self.party.programmes
        duties = [self.party.duty(state, member) for member in range(len(programmes))]
        bounds = [programme.hope(duty) for programme, duty in zip(programmes, duties, strict=True)]
        trips: list[Found] = []
        for member, duty in enumerate(duties):
            found = self._trip(member, duty, self.value - sum(bounds) + bounds[member])
            if found is None:
                return None
            trips.append(found)
            bounds[member] = min(bounds[member], found.bound)
            if sum(bounds) <= self.value + CLOSED:
                return None
        return tuple(trips)

    def _trip(self, member: int, duty: Duty, need: float) -> Found | None:
        """Solve one member's part, or remember it; whoever has more to keep is worth no more than who has less."""
        known = self._solved[member]
        found = known.get(duty)
        if duty not in known or (found is not None and found.visits is None and found.bound > need):
            hope = min((f.bound for freer, f in known.items() if f and freer.allows(duty)), default=np.inf)
            programme, need = self.party.programmes[member], max(need, POSSIBLE)
            found = programme.solve(duty, self.limits(), lambda: self.in_time(self.best is not None), need, hope)
            known[duty] = found
            if len(known) > MOST_TRIPS:
                del known[next(iter(known))]
        return found

    def _keep(self, state: State, trips: tuple[Found, ...]) -> None:
        value = sum(trip.value for trip in trips)
        if value > self.value:
            self.best, self.value = (state, trips), value

    def _dive(self, state: State) -> None:
        """Find some group in a state: all meet from the most promising day on, and later members leave windows."""
        spans = []
        for number, (first, _) in enumerate(state.spans):
            day = first + int(np.argmax(self.by_day(number, state)))
            spans.append((day, day))
        state = replace(state, spans=tuple(spans))
        for _ in range(len(self.party.programmes) * 4):
            trips = self._trips(state)
            if trips is None or any(trip.visits is None for trip in trips):
                return
            if sum(trip.value for trip in trips) <= self.value:
                return
            after = left_to_others(self.party, state, trips)
            if after is None:
                self._keep(state, trips)
                return
            state = after
