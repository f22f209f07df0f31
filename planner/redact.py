"""What of a plan a share shows: parts of it are private, and what is not known to be shown is left out.

The plan is cut before anything is made of it, so that no file, feed or page can tell what its share hides.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

Json = dict[str, Any]

PARTS = ("money", "notes", "bookings")
"""Private parts of a plan: fares, lodging, pay and budget; what its owner wrote; bookings, appointments, own places."""

Needs = Mapping[str, tuple[str, ...]]
"""Key → the parts that all have to be shown for it to be told; a key that is not named is never told in part."""

NOTEBOOK: Needs = {
    **dict.fromkeys(("note", "notes", "checklist", "ideas"), ("notes",)),
    **dict.fromkeys(("places", "appointments", "blocked"), ("bookings",)),
    # a booking carries its price
    "bookings": ("bookings", "money"),
    "ledger": ("money",),
}
REQUEST: Needs = {
    "days_off": ("bookings",),
    "booked_legs": ("bookings", "money"),
    "booked_lodging": ("bookings", "money"),
}
"""The same for fields of the request that are not always told."""
BOOKED = "booked"
"""The basis of a leg that its traveller booked."""

_PLAN = frozenset(
    {"schema", "id", "request", "dataset", "seed", "itinerary", "objective", "objective_terms", "objective_weights",
     "upper_bound", "gap", "solve_ms", "status", "alternatives", "alternatives_rule", "passes"}
)  # fmt: skip
_REQUEST = frozenset(
    {"from", "to", "start", "days", "modes", "budget", "budget_net", "max_leg_hours", "pace", "min_nights",
     "max_nights", "skills", "interests", "kinds", "must", "avoid", "parked", "fill", "rest_days_per_week",
     "remote_days_per_week", "people", "max_stops", "max_per_prefecture", "weights", "alternatives", "seconds",
     "iterations", "seed"}
)  # fmt: skip
_STAY = frozenset(
    {"municipality", "arrive", "depart", "nights", "role", "value", "lodging_jpy", "lodging_estimated", "earnings_jpy",
     "lnglat", "demand", "why", "why_en", "share", "rival", "shifted"}
)  # fmt: skip
_LEG = frozenset(
    {"date", "from", "to", "minutes", "nights", "fare_jpy", "fare_estimated", "transfers", "km", "co2_kg", "basis",
     "segments", "origin", "destination", "departs", "notes", "notes_en"}
)  # fmt: skip
_MONEY = "_jpy"
FIGURES = ("objective", "upper_bound", "gap")
"""With the value of the stays and the time of the legs, they would tell the yen."""


def redact(plan: Json, shown: Collection[str] | None) -> Json:
    """Give what a share tells of a plan.

    Parameters
    ----------
    plan : dict
        A `sasurai.plan/1` object.
    shown : collection of str or None
        Those of PARTS that are shown; None = the whole plan as it is.

    Returns
    -------
    dict
        With `unshared`, the parts that were left out, where any was; the yen of such a plan are null.
    """
    hidden = [] if shown is None else [part for part in PARTS if part not in shown]
    if not hidden:
        return plan
    told = {key: value for key, value in plan.items() if key in _PLAN}
    told["request"] = _some(plan["request"], _REQUEST, REQUEST, hidden)
    told["itinerary"] = _trip(plan["itinerary"], hidden)
    told["alternatives"] = []
    told.pop("alternatives_rule", None)
    if notebook := _some(plan.get("notebook") or {}, frozenset(), NOTEBOOK, hidden):
        told["notebook"] = notebook
    if "money" in hidden:
        told = _without_money(told)
    return {**told, "unshared": hidden}


def _some(given: Json, always: frozenset[str], needs: Needs, hidden: Collection[str]) -> Json:
    def is_told(key: str) -> bool:
        return key in always or (key in needs and not any(part in hidden for part in needs[key]))

    return {key: value for key, value in given.items() if is_told(key)}


def _trip(itinerary: Json, hidden: Collection[str]) -> Json:
    stays = [{key: value for key, value in stay.items() if key in _STAY} for stay in itinerary["stays"]]
    legs = [_leg(leg, "bookings" in hidden) for leg in itinerary["legs"]]
    return {"stays": stays, "legs": legs, "totals": itinerary["totals"]}


def _leg(leg: Json, plain: bool) -> Json:
    """Give a leg; of one that was booked no more than its day, ends and duration where bookings are hidden."""
    if not plain or leg["basis"] != BOOKED:
        return {key: value for key, value in leg.items() if key in _LEG}
    segments = [
        {key: "" if key == "line" else value for key, value in segment.items() if key not in {"departs", "arrives"}}
        for segment in leg["segments"]
    ]
    kept = {key: value for key, value in leg.items() if key in _LEG - {"departs", "notes", "notes_en"}}
    return {**kept, "segments": segments}


def _without_money(plan: Json) -> Json:
    told: Json = _no_yen(plan)
    told["request"] |= {"budget": None, "budget_net": False}
    for stay in told["itinerary"]["stays"]:
        stay |= {name: None for name in ("rival", "shifted") if name in stay}
    told.pop("passes", None)
    return told | dict.fromkeys(FIGURES) | {"objective_terms": {}, "objective_weights": {}}


def _no_yen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: None if key.endswith(_MONEY) else _no_yen(inner) for key, inner in value.items()}
    return [_no_yen(inner) for inner in value] if isinstance(value, list) else value
