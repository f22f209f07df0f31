"""A group to JSON and back: `sasurai.group/1` of INTERFACE.md."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from planner.groups.model import Group, Met
from planner.groups.request_json import group_request_from_canonical, group_request_to_json
from planner.place_json import municipality_from_json, municipality_to_json
from planner.serial import SCHEMA as PLAN_SCHEMA
from planner.serial import plan_from_json, plan_to_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.model import Plan

SCHEMA = "sasurai.group/1"

Json = dict[str, Any]


def group_to_json(group: Group) -> Json:
    """Give the object of `sasurai group` and of the HTTP API.

    `travellers[i]` and `itineraries[i]` are of one person; together they are a `sasurai.plan/1`.
    """
    names = [member.name for member in group.asked.members]
    plans = [plan_to_json(plan) for plan in group.plans]
    return {
        "schema": SCHEMA,
        "id": group.id,
        "request": group_request_to_json(group.asked),
        "travellers": [
            {"name": name, **{key: value for key, value in plan.items() if key not in ("schema", "itinerary")}}
            for name, plan in zip(names, plans, strict=True)
        ],
        "itineraries": [plan["itinerary"] for plan in plans],
        "meetings": [_met_to_json(met, names) for met in group.meetings],
        "objective": group.objective,
        "upper_bound": group.upper_bound,
        "gap": group.gap,
        "solve_ms": group.solve_ms,
        "status": group.status,
    }


def group_from_json(data: Mapping[str, Any]) -> Group:
    """Read a group back; ValueError where it is no `sasurai.group/1`."""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ValueError(f"not a group: schema is not {SCHEMA}")
    try:
        asked = group_request_from_canonical(data["request"])
        names = [member.name for member in asked.members]
        return Group(
            id=data["id"],
            asked=asked,
            plans=plans_from_json(data),
            meetings=tuple(_met(met, names) for met in data["meetings"]),
            objective=data["objective"],
            upper_bound=data["upper_bound"],
            gap=data["gap"],
            solve_ms=data["solve_ms"],
            status=data["status"],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a whole group: {error}") from error


def plans_from_json(data: Mapping[str, Any]) -> tuple[Plan, ...]:
    """Read the plan of each traveller."""
    return tuple(
        plan_from_json({**traveller, "schema": PLAN_SCHEMA, "itinerary": itinerary})
        for traveller, itinerary in zip(data["travellers"], data["itineraries"], strict=True)
    )


def group_id(group: Group) -> str:
    """Give the content address of a group: what was asked, of which data, and the answer; not how long it took."""
    told = group_to_json(replace(group, id="", solve_ms=None))
    canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]


def _met_to_json(met: Met, names: Sequence[str]) -> Json:
    return {
        "municipality": municipality_to_json(met.place),
        "start": met.start.isoformat(),
        "end": met.end.isoformat(),
        "nights": met.nights,
        "travellers": [names[member] for member in met.members],
    }


def _met(data: Mapping[str, Any], names: Sequence[str]) -> Met:
    return Met(
        municipality_from_json(data["municipality"]),
        dt.date.fromisoformat(data["start"]),
        dt.date.fromisoformat(data["end"]),
        tuple(names.index(name) for name in data["travellers"]),
    )
