"""Conflicts and relaxations as JSON, and how large a relaxation is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from planner.constraints import floor_of, value_in
from planner.request_json import request_to_json

if TYPE_CHECKING:
    from planner.conflict import Conflict
    from planner.model import TripRequest
    from planner.quick import Found


def conflict_to_json(request: TripRequest, conflict: Conflict) -> dict[str, Any]:
    """Give the constraints of a conflict with what the request says of each.

    Returns
    -------
    dict
        `constraints`: list of `field`, `value` and, for what is asked of a place, `code`; `minimal`: false where time
        ran out before all were doubted.
    """
    members = [
        {
            "field": member.field,
            "value": value_in(request, member),
            **({"code": member.code} if member.code else {}),
        }
        for member in conflict.members
    ]
    return {"constraints": members, "minimal": conflict.minimal}


def relaxation_to_json(request: TripRequest, relaxed: TripRequest, found: Found | None) -> dict[str, Any]:
    """Give the fields of the request to change, and the trip that was found so.

    Returns
    -------
    dict
        `changes`: fields of the request's JSON with their new values; where there is one only, `field` and `value` too
        (of musts: the codes that remain); `trip`: stops, nights and yen of the cheapest trip found.
    """
    old, new = request_to_json(request), request_to_json(relaxed)
    changes = {name: new[name] for name in new if new[name] != old[name]}
    told: dict[str, Any] = {}
    if len(changes) == 1:
        ((field, value),) = changes.items()
        told = {"field": field, "value": [must["place"] for must in value] if field == "must" else value}
    trip = found and {
        "stops": len(found.stays),
        "nights": sum(nights for _, _, nights in found.stays),
        "jpy": found.yen,
    }
    return {**told, "changes": changes, **({"trip": trip} if trip else {})}


def size(request: TripRequest, relaxed: TripRequest) -> float:
    """Measure a relaxation, so that a doubled budget is as large as doubled days; a place given up is larger."""
    r, n = request, relaxed
    ratios = [
        ((n.budget_jpy or 10**9) + 1000, (r.budget_jpy or 10**9) + 1000),
        (n.days, r.days),
        (n.max_leg_hours, r.max_leg_hours),
        (floor_of(r), floor_of(n)),
        (n.max_nights, r.max_nights),
        (n.max_stops, r.max_stops),
        (n.max_per_prefecture or 60, r.max_per_prefecture or 60),
    ]
    kept = {must.code: must for must in n.must}
    dates = [(m.date, kept[m.code].date) for m in r.must if m.code in kept and m != kept[m.code]]
    moved = [abs((new - old).days) / 14 if old and new else 1.0 for old, new in dates]
    return (
        sum(math.log2(new / old) for new, old in ratios)
        + 0.5 * (len(set(n.modes) - set(r.modes)) + len(set(r.avoid) - set(n.avoid)))
        + (0.7 * len(set(n.kinds) - set(r.kinds)) if n.kinds else 2.0 * bool(r.kinds))
        + 1.5 * (len(r.must) - len(n.must))
        + sum(0.3 + days for days in moved)
        + (n.start - r.start).days / 30
    )
