"""Some group of trips where time leaves room for no search: at the most promising places and days, among few nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.groups.agree import disagreement, left_to_others

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.groups.programme import Found
    from planner.groups.search import Search
    from planner.groups.state import State

PLACES = 3
"""Places tried for each meeting that is open."""


def glance(search: Search, root: State) -> tuple[State, tuple[Found, ...]] | None:
    """Give a group of trips that go together, worth whatever they are; None where none is seen."""
    for state in _states(search, root, 0):
        found = _agreed(search, state)
        if found is not None:
            return found
    return None


def _states(search: Search, state: State, number: int) -> Iterator[State]:
    """Decide where and when meetings are, the most promising first."""
    if number == len(state.places):
        yield state
        return
    first, by_day = state.spans[number][0], search.by_day(number, state)
    if state.places[number] is not None:
        day = first + int(np.argmax(by_day))
        yield from _states(search, state.during(number, day, day), number + 1)
        return
    for place in np.argsort(-by_day.max(axis=1), kind="stable")[:PLACES].tolist():
        if not search.party.taken(state, number, place):
            day = first + int(np.argmax(by_day[place]))
            yield from _states(search, state.at(number, place).during(number, day, day), number + 1)


def _agreed(search: Search, state: State) -> tuple[State, tuple[Found, ...]] | None:
    """Let later members leave windows to earlier ones until nobody is in another's way."""
    programmes = search.party.programmes
    known: dict[object, Found | None] = {}
    for _ in range(len(programmes) * 4):
        trips: list[Found] = []
        for member, programme in enumerate(programmes):
            duty = search.party.duty(state, member)
            if (member, duty) not in known:
                known[member, duty] = programme.glance(duty, search.limits())
            trip = known[member, duty]
            if trip is None:
                return None
            trips.append(trip)
        after = left_to_others(search.party, state, trips)
        if after is None:
            return (state, tuple(trips)) if disagreement(search.party, state, trips) is None else None
        state = after
    return None
