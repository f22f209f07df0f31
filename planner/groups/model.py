"""The words of a group: travellers with a question each, the meetings they want, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from geo.model import Municipality
    from planner.model import Plan, TripRequest

FEWEST, MOST = 2, 6
"""Travellers of a group."""

MOST_MEETINGS = 3


@dataclass(frozen=True, slots=True)
class Member:
    """One traveller of a group."""

    name: str
    request: TripRequest


@dataclass(frozen=True, slots=True)
class Meeting:
    """Nights that some of a group spend in the same municipality; what is not given is chosen."""

    nights: int
    """At least so many together."""
    members: tuple[int, ...]
    """Positions of those who meet."""
    place: str | None = None
    """Five-digit code."""
    date: dt.date | None = None
    """The first night together."""


@dataclass(frozen=True, slots=True)
class GroupRequest:
    """A group's question; seconds and iterations are of the whole search."""

    members: tuple[Member, ...]
    meetings: tuple[Meeting, ...] = ()
    seconds: float = 10.0
    iterations: int | None = None
    """Instead of seconds: the same request and data give the same bytes."""


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting that takes place."""

    place: Municipality
    start: dt.date
    end: dt.date
    """The morning after the last night together."""
    members: tuple[int, ...]

    @property
    def nights(self) -> int:
        """Nights together."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Group:
    """A trip for each traveller, the meetings, and a proof for all together."""

    id: str
    asked: GroupRequest
    plans: tuple[Plan, ...]
    """Of each traveller, with the meetings as places that must be visited; bounds hold for these meetings."""
    meetings: tuple[Met, ...]
    objective: float
    """Sum over the travellers."""
    upper_bound: float
    """What no trips of this group can exceed together, wherever and whenever they meet."""
    gap: float
    solve_ms: int | None
    status: str
    """optimal or feasible."""
