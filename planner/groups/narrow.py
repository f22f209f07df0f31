"""A member's problem under the group's decisions: where and when to meet, and which windows are left to others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planner.groups.rows import Row, extended
from planner.solver.dynamic import POSSIBLE
from planner.stay_gains import TRANSIT_NIGHTS
from planner.stay_values import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from planner.model import TripRequest
    from planner.problem import Problem
    from planner.scoring import StayTable

    Mask = NDArray[np.bool_]


class Appointment(NamedTuple):
    """A meeting that a member keeps: all of `nights` nights at a place, from some day of `first`..`last` on."""

    place: int
    first: int
    last: int
    nights: int


class Wont(NamedTuple):
    """A member's own places: ends of the trip, where nobody rests on the way, and those to be visited anyway."""

    ends: set[int]
    asked: set[int]


class Ban(NamedTuple):
    """A window that a member leaves to others: no stay that serves it includes the night of a day."""

    place: int
    window: str
    day: int


@dataclass(frozen=True)
class Duty:
    """What the group decided for one member; days count from the member's own start."""

    appointments: tuple[Appointment, ...] = ()
    bans: frozenset[Ban] = frozenset()

    def allows(self, other: Duty) -> bool:
        """Tell whether whoever keeps the other duty keeps this one too."""
        return self.bans <= other.bans and all(
            any(
                a.place == b.place and a.nights <= b.nights and a.first <= b.first and b.last <= a.last
                for b in other.appointments
            )
            for a in self.appointments
        )


def narrowed(
    part: Problem,
    table: StayTable,
    request: TripRequest,
    duty: Duty,
    wont: Wont,
    beside: Mapping[int, int] | None = None,
) -> tuple[Problem, StayTable]:
    """Give the problem and the table of a member who keeps a duty; its `nodes` are those of the whole problem.

    Parameters
    ----------
    part : Problem
        Some nodes of the member's problem, those of all appointments among them.
    wont : Wont
        Places of the member's own.
    beside : mapping, optional
        Node by whose legs one comes to the places of appointments, where that is not a node of its own.
    """
    part = replace(part, gain=part.gain.copy(), worth=part.worth.copy())
    extra: list[Row] = []
    for appointment in duty.appointments:
        extra.append(_meet(part, appointment, asked=appointment.place in wont.asked))
    banned: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for ban in duty.bans:
        banned[ban.place][ban.window].add(ban.day)
    met = {appointment.place for appointment in duty.appointments}
    for place, windows in sorted((place, windows) for place, windows in banned.items() if place in part.group):
        extra += _leave(part, table, place, windows, resting=place not in wont.ends | met)
    return _with_rows(part, table, request, extra, met, beside or {})


def together(shape: tuple[int, int], appointment: Appointment) -> Mask:
    """Tell which stays, (T, L + 1), are there for an appointment."""
    days, width = shape
    arrive, nights = np.arange(days)[:, None], np.arange(width)[None, :]
    begin = np.maximum(arrive, appointment.first)
    return np.asarray(begin + appointment.nights <= np.minimum(arrive + nights, appointment.last + appointment.nights))


def touching(shape: tuple[int, int], banned: set[int]) -> Mask:
    """Tell which stays, (T, L + 1), include the night of a banned day."""
    days, width = shape
    marks = np.zeros(days + 1, np.int64)
    marks[[day for day in banned if 0 <= day < days]] = 1
    before = np.concatenate([[0], np.cumsum(marks)])
    arrive, nights = np.arange(days)[:, None], np.arange(width)[None, :]
    return np.asarray(before[np.minimum(arrive + nights, days)] > before[arrive])


def _meet(part: Problem, appointment: Appointment, *, asked: bool) -> Row:
    """Keep those working stays at the place that are there for the meeting; give a row of plain ones."""
    shape = (part.days, part.gain.shape[2])
    there = together(shape, appointment)
    nodes = np.flatnonzero(part.group[: part.active] == appointment.place)
    allowed = there & part.worth[nodes].any(axis=0) if asked else there
    for node in nodes:
        part.gain[node][~(there & part.worth[node])] = NEVER
        part.worth[node] &= there
    return Row(appointment.place, (), allowed, True)


def _leave(
    part: Problem, table: StayTable, place: int, windows: Mapping[str, set[int]], *, resting: bool
) -> Iterator[Row]:
    """Forbid the stays that serve a banned window on a banned day; give rows that serve the others then."""
    shape, first = (part.days, part.gain.shape[2]), table.windows.first
    lost = np.zeros(shape, np.bool_)
    for node in np.flatnonzero(part.group[: part.active] == place):
        row, asked = int(part.rows[node]), part.worth[node].copy()
        open_ = table.windows.occurrences[first[row] : first[row + 1]]
        here = sorted({o.window.id for o in open_} & set(windows))
        for count in range(1, len(here) + 1):
            for without in combinations(here, count):
                rest = tuple(o for o in open_ if o.window.id not in without)
                days = set().union(*(windows[w] for w in here if w not in without))
                if rest:
                    yield Row(place, rest, asked & ~touching(shape, days), True)
        touched = asked & touching(shape, set().union(*(windows[w] for w in here)))
        part.gain[node][touched] = NEVER
        part.worth[node] &= ~touched
        lost |= touched
        if part.must[node]:
            yield Row(place, (), touched, True)
            resting = False
    if resting:
        yield Row(place, (), lost & (np.arange(shape[1]) <= TRANSIT_NIGHTS)[None, :], False)


def _with_rows(
    part: Problem, table: StayTable, request: TripRequest, extra: list[Row], met: set[int], near: Mapping[int, int]
) -> tuple[Problem, StayTable]:
    """Put the rows into the problem as nodes, beside those of their municipality."""
    joined, gain, yen = extended(table, extra, request)
    at = {**{int(place): node for node, place in reversed(list(enumerate(part.group)))}, **near}
    beside = np.array([at[row.place] for row in extra], dtype=np.int64)
    # a night on the way at the meeting's place is none, but a merged node stands for its neighbours too
    gone = np.isin(part.group, sorted(met)) & (not part.merged)
    idle = np.array([n for n in range(part.active, part.size) if not gone[n]], dtype=np.int64)
    group = np.concatenate([part.group[: part.active], [row.place for row in extra], part.group[idle]]).astype(np.int64)
    order = np.concatenate([np.arange(part.active), beside, idle])
    asked = np.array([row.worth for row in extra], dtype=np.bool_)[:, None, None]
    problem = replace(
        part,
        group=group,
        area=part.area[order],
        rows=np.concatenate([part.rows, len(table.places) + np.arange(len(extra))]),
        gain=np.concatenate([part.gain, gain]),
        yen=np.concatenate([part.yen, yen]),
        idle_gain=part.idle_gain[idle - part.active],
        idle_yen=part.idle_yen[idle - part.active],
        worth=np.concatenate([part.worth, (gain > POSSIBLE) & asked]),
        legs=part.legs.restrict(order),
        must=part.must[order] | np.isin(group, sorted(met)),
        nodes=part.nodes[order],
    )
    return problem, joined
