"""A minimal set of constraints in conflict, and ways out of it, by asking again and again whether there is a trip.

Deletion filter (Chinneck, Dravnieks 1991): leave the constraints out one after another; what can be left out while
there is still no trip does not matter, what cannot stays in the set. Of the set left at the end, leaving any one
constraint out gives a trip. A single constraint whose relaxation gives a trip is in every such set, so that only its
members need to be tried.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.constraints import moved, smaller_steps, without, without_all
from planner.model import DEFAULT_MODES, MODES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from planner.constraints import Constraint
    from planner.model import TripRequest
    from planner.quick import Quick


@dataclass(frozen=True)
class Conflict:
    """Constraints of which any one could be left out for a trip to be found; the others do not matter."""

    members: tuple[Constraint, ...]
    relaxed: TripRequest
    """The request without the constraints that do not matter: no trip was found for it."""
    minimal: bool
    """False where time ran out: some of the members may not matter."""


def filter_conflict(
    request: TripRequest, constraints: Sequence[Constraint], quick: Quick, in_time: Callable[[], bool]
) -> Conflict | None:
    """Find a minimal conflict among some constraints; None where even without all of them there is no trip."""
    if not quick.feasible(without_all(request, constraints)):
        return None
    members: list[Constraint] = []
    for position, constraint in enumerate(constraints):
        if not in_time():
            return Conflict((*members, *constraints[position:]), request, minimal=False)
        fewer = without(request, constraint)
        if quick.feasible(fewer):
            members.append(constraint)
        else:
            request = fewer
    return Conflict(tuple(members), request, minimal=True)


def least_relaxation(request: TripRequest, constraint: Constraint, quick: Quick) -> TripRequest | None:
    """Give the request with the least change of one constraint for which a trip is found; None = no change helps."""
    loose = without(request, constraint)
    found = quick.trip(replace(loose, budget_jpy=None))
    if found is None or not quick.feasible(loose):
        return None
    match constraint.field:
        case "budget":
            return replace(request, budget_jpy=-(-found.yen // 100) * 100)
        case "modes":
            steps: Iterator[TripRequest] = (replace(request, modes=modes) for modes in _more_modes(request.modes))
        case "kinds":
            more = (tuple(dict.fromkeys((*request.kinds, kind))) for kind in found.kinds)
            steps = (replace(request, kinds=kinds) for kinds in more)
        case "avoid":
            visited = {code for code, _, _ in found.stays}
            steps = iter([replace(request, avoid=tuple(c for c in request.avoid if c not in visited))])
        case "must_date":
            steps = _other_dates(request, constraint.code, found.stays)
        case "must" | "must_nights":
            steps = iter(())
        case _:
            return _gallop(list(smaller_steps(request, constraint)), quick)
    return next((step for step in steps if quick.feasible(step)), loose)


def _gallop(steps: list[TripRequest], quick: Quick) -> TripRequest | None:
    """Find the first step with a trip: by strides that double, then by halves between the last two.

    Whatever a smaller relaxation allows, a larger one does; a small one is the easier to search.
    """
    low, high, stride = 0, 0, 1
    while not quick.feasible(steps[high]):
        if high == len(steps) - 1:
            return None
        low, high, stride = high + 1, min(high + stride, len(steps) - 1), 2 * stride
    while low < high:
        middle = (low + high) // 2
        if quick.feasible(steps[middle]):
            high = middle
        else:
            low = middle + 1
    return steps[high]


def _more_modes(modes: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give larger sets of modes: one more, then the usual ones too, then all."""
    for mode in MODES:
        if mode not in modes:
            yield tuple(m for m in MODES if m in modes or m == mode)
    for more in (DEFAULT_MODES, MODES):
        yield tuple(m for m in MODES if m in modes or m in more)


def _other_dates(request: TripRequest, code: str, stays: Sequence[tuple[str, int, int]]) -> Iterator[TripRequest]:
    """Give the request with the date of a must moved towards the days of a trip found, a little further each time."""
    must = next(must for must in request.must if must.code == code)
    asked = must.arrive or must.date
    if asked is None:
        return
    _, arrive, nights = next(stay for stay in stays if stay[0] == code)
    first = request.start + dt.timedelta(days=arrive)
    nearest = first if must.arrive else min(max(asked, first), first + dt.timedelta(days=nights - 1))
    away = (nearest - asked).days
    sign = 1 if away > 0 else -1
    for share in (8, 4, 2, 1):
        if (days := abs(away) // share) > 0:
            yield moved(request, code, sign * days)


def correction(
    request: TripRequest, constraints: Sequence[Constraint], quick: Quick, in_time: Callable[[], bool]
) -> TripRequest | None:
    """Give way in several constraints at once, in as few as can be: for conflicts that share no constraint.

    All are left out first, and put back one by one while there is still a trip; those that cannot be put back are then
    relaxed as little as can be, one after another. None where no trip is found even so, or time is out.
    """
    if not quick.feasible(without_all(request, constraints)):
        return None
    out = list(constraints)
    for constraint in constraints:
        kept = [c for c in out if c != constraint]
        if not in_time():
            return None
        if quick.feasible(without_all(request, kept)):
            out = kept
    for position, constraint in enumerate(out):
        base = without_all(request, out[position + 1 :])
        if not in_time():
            return None
        least = least_relaxation(base, constraint, quick)
        request = _take(request, least or without(base, constraint), constraint)
    return request


def _take(request: TripRequest, other: TripRequest, constraint: Constraint) -> TripRequest:
    """Take what another request says of one constraint."""
    field = constraint.field
    if field.startswith("must"):
        theirs = {must.code: must for must in other.must}
        gone = field == "must"
        must = tuple(
            theirs.get(m.code, m) if m.code == constraint.code else m
            for m in request.must
            if not (gone and m.code == constraint.code)
        )
        return replace(request, must=must)
    name = "budget_jpy" if field == "budget" else field
    return replace(request, **{name: getattr(other, name)})
