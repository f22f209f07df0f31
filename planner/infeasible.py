"""Why nothing is feasible: what is in conflict, and the least changes that help, each found by searching again."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from planner.conflict import Conflict, correction, filter_conflict, least_relaxation
from planner.constraints import constraints_of, later_starts, without_all
from planner.errors import NoFeasibleItinerary
from planner.relaxation_json import conflict_to_json, relaxation_to_json, size

if TYPE_CHECKING:
    from planner.model import TripRequest
    from planner.quick import Quick

PATIENCE = 2.0
"""Seconds of work after which no further question is begun: of work, so that a busy machine gives the same answer."""

SHARE = 0.6
"""Of that, for finding the conflict: what helps is worth more than what is exactly in the way."""


class InTime(Protocol):
    """Tells whether a share of the time is left."""

    def __call__(self, share: float = 1.0) -> bool:
        """Tell it."""
        ...


_SAYINGS = {
    "budget": "The budget is too small for any trip",
    "days": "The days are too few for any stay and the way to it",
    "min_nights": "The fewest nights a stay are more than any window and the days allow",
    "max_nights": "The most nights a stay are fewer than any window asks for",
    "max_leg_hours": "No place with work lies within the longest leg",
    "modes": "The modes of travel do not lead to any place with work",
    "kinds": "No work of these kinds is open on these days",
    "must": "A place that must be visited cannot be reached as asked",
    "must_date": "A place cannot be reached by the day asked for",
    "must_nights": "A place cannot be stayed at for the nights asked for",
    "avoid": "Every place with work is on the list to avoid",
    "max_per_prefecture": "The places to visit are more than a prefecture may have",
    "max_stops": "The places to visit are more than the stops allowed",
    "start": "No work is open on these days",
}


def explain_infeasible(
    request: TripRequest, quick: Quick, patience: float = PATIENCE, *, proven: bool = False
) -> NoFeasibleItinerary:
    """Find a minimal conflict and the least relaxation of each of its members that gives a trip.

    Where no single relaxation helps, several conflicts are told, and one change of several constraints.

    Parameters
    ----------
    proven : bool
        Whether it is proven that there is no trip (least.py), not only that none was found.
    """
    # the first question loads what all of them need, and tells whether there is a way out at all
    if not quick.feasible(without_all(request, constraints_of(request))):
        return _beyond_help(proven=proven)
    began = time.thread_time()

    def in_time(share: float = 1.0) -> bool:
        return time.thread_time() - began < share * patience

    conflicts = _conflicts(request, quick, in_time)
    relaxations: list[TripRequest] = []
    if len(conflicts) == 1:
        for member in reversed(conflicts[0].members):
            # one way out is worth a little more time
            if (in_time() or not relaxations) and (least := least_relaxation(request, member, quick)) is not None:
                relaxations.append(least)
    if not relaxations:
        joint = correction(request, constraints_of(request), quick, in_time)
        relaxations += [joint] if joint else []
    if in_time() and {"kinds", "days"} & {member.field for conflict in conflicts for member in conflict.members}:
        relaxations += [start for start in later_starts(request) if in_time() and quick.feasible(start)][:1]
    return _told(request, conflicts, relaxations, quick, proven=proven)


def _conflicts(request: TripRequest, quick: Quick, in_time: InTime) -> list[Conflict]:
    """Find a conflict; where relaxing a member leaves another one that shares none of its members, that one too."""
    found: list[Conflict] = []
    left = constraints_of(request)
    at = request
    while left and in_time(SHARE):
        conflict = filter_conflict(at, left, quick, lambda: in_time(SHARE))
        if conflict is None:
            break
        found.append(conflict)
        left = [c for c in left if c not in conflict.members]
        at = without_all(request, [c for one in found for c in one.members])
        if quick.feasible(at):
            break
    return found or [Conflict(tuple(left), request, minimal=False)]


def _told(
    request: TripRequest, conflicts: list[Conflict], relaxations: list[TripRequest], quick: Quick, *, proven: bool
) -> NoFeasibleItinerary:
    """Put it into words and JSON, the smallest change first."""
    fields = [member.field for conflict in conflicts for member in conflict.members]
    ways = [
        relaxation_to_json(request, relaxed, quick.trip(replace(relaxed, budget_jpy=None)))
        for relaxed in sorted(relaxations, key=lambda relaxed: size(request, relaxed))
    ]
    message, smallest = _sentence(request, fields), ways[0] if ways else {"changes": {}}
    if ways:
        message += "; try " + ", ".join(f"{name} {_said(value)}" for name, value in smallest["changes"].items())
    names = ["must" if field.startswith("must") else field for field in fields]
    return NoFeasibleItinerary(
        message + ".",
        # what helps most comes first
        sorted(dict.fromkeys(names), key=lambda name: name not in smallest["changes"]),
        {name: smallest[name] for name in ("field", "value")} if "field" in smallest else smallest["changes"],
        conflicts=[conflict_to_json(request, conflict) for conflict in conflicts],
        relaxations=ways,
        proven=proven,
    )


def _sentence(request: TripRequest, fields: list[str]) -> str:
    """Say in a few words what is in the way."""
    if len(set(fields)) > 1 and request.must and "must" in fields:
        return "The places to visit cannot all be reached in time"
    return _SAYINGS[fields[-1]]


def _beyond_help(*, proven: bool) -> NoFeasibleItinerary:
    """Say that not even a request without limits has a trip."""
    several = "No change was found that makes a trip possible: from this place, on these days, no work can be reached."
    return NoFeasibleItinerary(several, ["several"], proven=proven)


def _said(value: object) -> str:
    if isinstance(value, list):
        return ",".join(str(v["place"]) if isinstance(v, dict) else str(v) for v in value) or "without a list"
    return "without a limit" if value is None else str(value)
