"""What a group has decided so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.groups.narrow import Ban


@dataclass(frozen=True)
class State:
    """Decisions of a group; days count from the earliest start of any member.

    Attributes
    ----------
    places : tuple
        Municipality of each meeting, None = open.
    spans : tuple of (first, last)
        Days from which on each meeting may be.
    bans : tuple of frozenset
        What each member leaves to others.
    """

    places: tuple[int | None, ...]
    spans: tuple[tuple[int, int], ...]
    bans: tuple[frozenset[Ban], ...]

    def at(self, number: int, place: int) -> State:
        """Decide where a meeting is."""
        return replace(self, places=(*self.places[:number], place, *self.places[number + 1 :]))

    def during(self, number: int, first: int, last: int) -> State:
        """Decide from which days on a meeting may be."""
        return replace(self, spans=(*self.spans[:number], (first, last), *self.spans[number + 1 :]))

    def without(self, member: int, bans: frozenset[Ban]) -> State:
        """Let a member leave more to others."""
        return replace(self, bans=(*self.bans[:member], self.bans[member] | bans, *self.bans[member + 1 :]))
