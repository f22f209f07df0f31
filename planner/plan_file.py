"""Read a plan from a file that anybody may have written: bounded, and checked field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.errors import InvalidRequest
from planner.json_file import content_of, value_of
from planner.plan_shape import check_shape
from planner.redact import FIGURES, PARTS
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
    return plan_from_bytes(content_of(path, "plan", MOST_BYTES), path.name)


def plan_from_bytes(raw: bytes, name: str = "the file", *, unpriced: bool = False) -> Plan:
    """Read a plan from the content of a file; InvalidRequest as from `read_plan`.

    With `unpriced` a file that was shared without money is read too: its yen are 0 until `repriced`.
    """
    return parse_plan(value_of(raw, "plan", name), unpriced=unpriced)


def parse_plan(data: Any, *, unpriced: bool = False) -> Plan:
    """Turn a JSON value into a plan, its fields checked one by one."""
    hidden = data.get("unshared", []) if isinstance(data, dict) else []
    if not isinstance(hidden, list) or not all(part in PARTS for part in hidden):
        raise InvalidRequest("unshared", f"expected a list of {', '.join(PARTS)}")
    if "money" in hidden:
        if not unpriced:
            raise InvalidRequest("unshared", "the file was shared without fares and lodging; ask for one that has them")
        try:
            data = _at_nothing(data)
        except RecursionError as error:
            raise InvalidRequest("plan", "it is nested too deeply") from error
        data |= {name: data.get(name) or 0.0 for name in FIGURES}
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


def _at_nothing(value: Any) -> Any:
    """Put 0 where a share left yen out, for a plan has its yen."""
    if isinstance(value, dict):
        yen = {key: 0 for key, inner in value.items() if key.endswith("_jpy") and inner is None}
        return {key: _at_nothing(inner) for key, inner in value.items()} | yen
    return [_at_nothing(inner) for inner in value] if isinstance(value, list) else value
