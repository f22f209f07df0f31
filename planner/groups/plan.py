"""The use case: plan_group(asked, dataset) → Group."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from planner.errors import NoFeasibleItinerary
from planner.groups.agree import Party
from planner.groups.model import Group
from planner.groups.programme import Programme
from planner.groups.real import real_trips
from planner.groups.search import Search
from planner.groups.serial import group_id
from planner.groups.state import State
from planner.groups.validate import validate_group
from planner.plan import ROUNDING
from planner.solver.clock import Limits
from planner.solver.dynamic import POSSIBLE

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.groups.model import GroupRequest

A_SOLVE = 0.6
"""Most seconds for one member under one decision."""

LOOKS = 12
"""Decisions looked at in one iteration."""

PATIENCE = 2
"""Where no group was found yet, the search may take so many times as long, and where iterations count, twice that."""

RESERVE = 0.15
"""Share of the seconds kept back for routing the chosen legs."""


def plan_group(asked: GroupRequest, dataset: Dataset) -> Group:
    """Plan the trips of travellers who meet.

    Raises
    ------
    InvalidRequest
        A field cannot be; it is named with its traveller.
    UnknownPlace
        A code is no municipality.
    NoFeasibleItinerary
        Somebody has no trip at all, or they cannot meet as asked.
    DatasetMissing
        A travel matrix has not been built.
    """
    validate_group(asked, dataset.index)
    clock = _Clock(asked)
    party = _party(asked, dataset, clock)
    search = Search(party, clock.limits, clock.go_on, clock.in_time)
    everything = _everything(asked, party, dataset)
    # a year's bounds alone may take all the time there is
    found = None if clock.in_time(True) else search.glance(everything)
    found = found or search.run(everything)
    if found is None and search.exhausted:
        raise NoFeasibleItinerary("No trips of these travellers lead to their meetings in time.", ("meetings",))
    found = found or search.glance(everything)
    if found is None:
        raise NoFeasibleItinerary("No trips to these meetings were found in the time given.", ("meetings", "seconds"))
    plans, met, gained = real_trips(asked, dataset, party, found, clock.limits())
    objective = sum(plan.objective for plan in plans)
    bound = max(found.bound + gained, objective)
    group = Group(
        id="",
        asked=asked,
        plans=plans,
        meetings=met,
        objective=objective,
        upper_bound=bound,
        gap=(bound - objective) / max(abs(bound), 1.0),
        solve_ms=None if asked.iterations is not None else round((time.monotonic() - clock.began) * 1000),
        status="optimal" if bound - objective <= ROUNDING * len(plans) else "feasible",
    )
    return replace(group, id=group_id(group))


class _Clock:
    """How long everything may take: by the thread's own clock, or by counts for the same bytes every time.

    On a busy machine an answer comes later, but is no worse.
    """

    def __init__(self, asked: GroupRequest) -> None:
        self.asked, self.began = asked, time.monotonic()
        self._worked = time.thread_time()

    def left(self, share: float = 1.0 - RESERVE) -> float:
        return self._worked + share * self.asked.seconds - time.thread_time()

    def limits(self) -> Limits:
        if self.asked.iterations is not None:
            return Limits(iterations=self.asked.iterations)
        return Limits(min(A_SOLVE, max(0.15, self.left())))

    def ascend(self, number: int) -> bool:
        """Tell whether the prices of a member may still be bettered: half of the time is for all of them."""
        share = 0.5 * (number + 1) / len(self.asked.members)
        return self.asked.iterations is not None or self.left(share) > 0

    def go_on(self, looks: int, found: bool) -> bool:
        if self.asked.iterations is not None:
            return looks < (1 if found else 2 * PATIENCE) * LOOKS * self.asked.iterations
        return self.in_time(found)

    def in_time(self, found: bool) -> bool:
        return self.asked.iterations is not None or self.left(1.0 - RESERVE if found else float(PATIENCE)) > 0


def _party(asked: GroupRequest, dataset: Dataset, clock: _Clock) -> Party:
    first = min(member.request.start for member in asked.members)
    programmes = []
    for number, member in enumerate(asked.members):
        meetings = [meeting for meeting in asked.meetings if number in meeting.members]
        given = {meeting.place for meeting in meetings if meeting.place is not None}
        programme = Programme(
            member.request,
            dataset,
            sorted(given),
            nights={meeting.nights for meeting in meetings},
            go_on=partial(clock.ascend, number),
        )
        if programme.bound <= POSSIBLE:
            raise NoFeasibleItinerary(f"{member.name} has no feasible trip, with or without company.", ("travellers",))
        programmes.append(programme)
    offsets = [(member.request.start - first).days for member in asked.members]
    days = max(offset + member.request.days for offset, member in zip(offsets, asked.members, strict=True))
    return Party(programmes, asked.meetings, offsets, days)


def _everything(asked: GroupRequest, party: Party, dataset: Dataset) -> State:
    """Give the state in which only what was asked is decided."""
    first = min(member.request.start for member in asked.members)
    places, spans = [], []
    for meeting in asked.meetings:
        places.append(None if meeting.place is None else dataset.index[meeting.place])
        given = None if meeting.date is None else (meeting.date - first).days
        spans.append((0, party.days - 1) if given is None else (given, given))
    return State(tuple(places), tuple(spans), tuple(frozenset() for _ in asked.members))
