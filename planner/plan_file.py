"""Read a plan from a file that anybody may have written: bounded, and checked field by field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from planner.errors import InvalidRequest
from planner.plan_shape import check_shape
from planner.serial import plan_from_json

if TYPE_CHECKING:
    from pathlib import Path

    from planner.model import Plan

MOST_BYTES = 32 * 1024 * 1024
MOST_NIGHTS = MOST_STAYS = 400


def read_plan(path: Path) -> Plan:
    """Read a `sasurai.plan/1` file.

    Raises
    ------
    InvalidRequest
        If it is too large, no JSON, or a field is absent or not what it should be; the text names the field.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InvalidRequest("plan", f"{path} cannot be read: {error.strerror}") from error
    if len(raw) > MOST_BYTES:
        raise InvalidRequest("plan", f"{path.name} is larger than {MOST_BYTES // 1024 // 1024} MB")
    return plan_from_bytes(raw, path.name)


def plan_from_bytes(raw: bytes, name: str = "the file") -> Plan:
    """Read a plan from the content of a file; InvalidRequest as from `read_plan`."""
    try:
        data = json.loads(raw, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest("plan", f"{name} is not JSON: {error}") from error
    return parse_plan(data)


def parse_plan(data: Any) -> Plan:
    """Turn a JSON value into a plan, its fields checked one by one."""
    if isinstance(data, dict) and "money" in data.get("unshared", ()):
        raise InvalidRequest("unshared", "the file was shared without fares and lodging; ask for one that has them")
    check_shape(data)
    try:
        plan = plan_from_json(data)
    except InvalidRequest:
        raise
    except ValueError as error:
        raise InvalidRequest("plan", " ".join(str(error).split())) from error
    for i, stay in enumerate(plan.itinerary.stays):
        if not 1 <= stay.nights <= MOST_NIGHTS:
            raise InvalidRequest(f"itinerary.stays[{i}].depart", f"expected 1 to {MOST_NIGHTS} nights after arrive")
    return plan


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
