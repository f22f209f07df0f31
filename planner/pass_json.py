"""The comparison of rail passes to JSON and back: the key `passes` of a plan."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from planner.pass_use import PassUse

if TYPE_CHECKING:
    from collections.abc import Mapping


def pass_to_json(use: PassUse) -> dict[str, Any]:
    """Give a pass as it stands in a plan."""
    fields = {name: getattr(use, name) for name in PassUse.__slots__ if name != "name"}
    days = [day.isoformat() for day in use.days_used]
    return {"pass": use.name, **fields, "days_used": days, "legs": list(use.legs)}


def pass_from_json(data: Mapping[str, Any]) -> PassUse:
    """Read a pass back."""
    fields = {name: value for name, value in data.items() if name != "pass"}
    days = tuple(dt.date.fromisoformat(day) for day in data["days_used"])
    return PassUse(**{**fields, "name": data["pass"], "days_used": days, "legs": tuple(data["legs"])})
