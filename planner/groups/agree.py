"""Whether the members' trips go together: they meet as decided, and no window has more hands than it takes."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planner.groups.narrow import Appointment, Ban, Duty
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.groups.model import Meeting
    from planner.groups.programme import Found, Kept, Programme
    from planner.groups.state import State


class Service(NamedTuple):
    """A member's stay that serves a window: from the night of day `arrive` to that before `leave`."""

    member: int
    place: int
    arrive: int
    leave: int


@dataclass
class Party:
    """Members with their programmes.

    Attributes
    ----------
    offsets : list of int
        Day of each member's own start, counted from the earliest.
    days : int
        All days on which somebody travels.
    """

    programmes: Sequence[Programme]
    meetings: Sequence[Meeting]
    offsets: Sequence[int]
    days: int
    _covers: dict[int, NDArray[np.float64]] = field(default_factory=dict)

    def covers(self, number: int) -> NDArray[np.float64]:
        """Bound the trips of those who meet, together, by place and first day, (M, days)."""
        if number not in self._covers:
            meeting, total = self.meetings[number], None
            for member in meeting.members:
                own = self.programmes[member].cover(meeting.nights)
                wide = np.full((len(own), self.days), 2 * NEVER)
                wide[:, self.offsets[member] : self.offsets[member] + own.shape[1]] = own
                total = wide if total is None else total + wide
            assert total is not None
            self._covers[number] = total
        return self._covers[number]

    def taken(self, state: State, number: int, place: int) -> bool:
        """Tell whether somebody who meets has another meeting at a place already: nobody visits it twice."""
        here = set(self.meetings[number].members)
        return any(
            at == place and other != number and here & set(self.meetings[other].members)
            for other, at in enumerate(state.places)
        )

    def duty(self, state: State, member: int) -> Duty:
        """Give what a state asks of a member, in days of the member's own."""
        offset = self.offsets[member]
        kept = [
            Appointment(place, first - offset, last - offset, meeting.nights)
            for meeting, place, (first, last) in zip(self.meetings, state.places, state.spans, strict=True)
            if place is not None and member in meeting.members
        ]
        bans = frozenset(Ban(ban.place, ban.window, ban.day - offset) for ban in state.bans[member])
        return Duty(tuple(kept), bans)


def common(party: Party, state: State, trips: Sequence[Found], number: int) -> tuple[int, int]:
    """Give the day on which the last of those who meet arrives, and that on which the first leaves."""
    there = []
    for member in party.meetings[number].members:
        (stay,) = (stay for stay in trips[member].stays if stay.place == state.places[number])
        arrive = stay.arrive + party.offsets[member]
        there.append((arrive, arrive + stay.nights))
    return max(a for a, _ in there), min(b for _, b in there)


def services(party: Party, trips: Sequence[Found]) -> dict[tuple[str, int], list[Service]]:
    """List the stays that serve each window, with its headcount."""
    found: dict[tuple[str, int], list[Service]] = defaultdict(list)
    for member, trip in enumerate(trips):
        for stay in trip.stays:
            arrive = stay.arrive + party.offsets[member]
            for key in stay.served:
                found[key].append(Service(member, stay.place, arrive, arrive + stay.nights))
    return found


def crowd(party: Party, trips: Sequence[Found]) -> tuple[str, int, list[Service]] | None:
    """Give a window, a day and the stays that serve it then, one more than it takes; None where there is none."""
    for (window, headcount), stays in services(party, trips).items():
        for stay in stays:
            at_once = [other for other in stays if other.arrive <= stay.arrive < other.leave]
            if len(at_once) > headcount:
                some = at_once[: headcount + 1]
                # a day amid the nights that they share changes most
                return window, (max(s.arrive for s in some) + min(s.leave for s in some) - 1) // 2, some
    return None


def disagreement(party: Party, state: State, trips: Sequence[Found]) -> list[State] | None:
    """Divide a state by the first thing in which trips do not go together; None where they do."""
    for number, meeting in enumerate(party.meetings):
        arrive, leave = common(party, state, trips, number)
        if leave - arrive < meeting.nights:
            first, last = state.spans[number]
            # who leaves first is gone by then, and who comes last is not there before
            return [state.during(number, first, arrive - 1), state.during(number, arrive, last)]
    found = crowd(party, trips)
    if found is None:
        return None
    window, day, stays = found
    return [state.without(s.member, frozenset({Ban(s.place, window, day)})) for s in stays]


def taken(party: Party, trips: Sequence[Found], members: Sequence[int]) -> frozenset[Ban]:
    """List the windows and days for which some members leave no place."""
    days: dict[tuple[int, str, int], list[int]] = defaultdict(list)
    some = [trip if number in members else replace(trip, stays=()) for number, trip in enumerate(trips)]
    for (window, headcount), stays in services(party, some).items():
        for stay in stays:
            days[stay.place, window, headcount] += range(stay.arrive, stay.leave)
    return frozenset(
        Ban(place, window, day)
        for (place, window, headcount), served in days.items()
        for day, number in Counter(served).items()
        if number >= headcount
    )


def left_to_others(party: Party, state: State, trips: Sequence[Found]) -> State | None:
    """Let the first member who finds a window full of those before leave them all they take; None where nobody does."""
    for member in range(1, len(trips)):
        full = taken(party, trips, range(member))
        mine = taken(party, [replace(trip, stays=_busy(trip)) for trip in trips], [member])
        if full & mine:
            return state.without(member, full)
    return None


def _busy(trip: Found) -> tuple[Kept, ...]:
    """Give the stays as if each window took one only: then every night that is served is full."""
    return tuple(stay._replace(served=tuple((window, 1) for window, _ in stay.served)) for stay in trip.stays)
