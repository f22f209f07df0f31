"""/api/v1/plans/import and PUT /api/v1/plans/{id}: plans from `sasurai.plan/1` files, read as strangers' files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, json, request

from planner.errors import InvalidRequest
from planner.plan_file import MOST_STAYS, plan_from_bytes
from planner.recheck import REPRICED, Rechecking, finding_to_json
from planner.reprice import Repricing, is_priced
from planner.serial import dumps, plan_to_json
from planner.validate import validate_ranges
from planner.web import state, storage
from planner.web.access import Access, access
from planner.web.device import hand_over, owner_or_new
from planner.web.plans_api import answer, made
from planner.web.replan_api import unchanged
from planner.web.solving import solve
from planner.web.variants_api import read_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.model import Plan
    from planner.recheck import Finding

bp = Blueprint("plan_import", __name__, url_prefix="/api/v1/plans")
bp.after_request(hand_over)

MOST_BYTES = 8 * 1024 * 1024
"""A trip of a year with its ways drawn is 2 MB, one with alternatives 6."""


@bp.post("/import")
def read() -> Response:
    """Keep the plan of a file for this device, under a new id, and say what of it no longer holds."""
    name = read_name(request.args.get("name", ""))
    plan, found = _checked()
    mine = owner_or_new()
    stored = storage.keep(mine, plan, name=name)
    return made(_with(found, answer(Access(mine), stored)), stored)


@bp.put("/<plan_id>")
def replace_plan(plan_id: str) -> Response:
    """Put the plan of a file in the place of one that is kept; it becomes a version that can be taken back."""
    mine, store = access(plan_id), state.current().store
    stored = unchanged(store.get(mine.owner_hash, plan_id))
    plan, found = _checked()
    body = dumps(plan_to_json(replace(plan, id=plan_id)))
    return _with(found, answer(mine, store.replace(mine.owner_hash, plan_id, body, stored.sequence)))


def _checked() -> tuple[Plan, tuple[Finding, ...]]:
    """Read the body, whatever it says it is, and compare it with the data set of today."""
    request.max_content_length = MOST_BYTES
    plan = plan_from_bytes(request.get_data(), unpriced=True)
    validate_ranges(plan.request)
    if len(plan.itinerary.stays) > MOST_STAYS:
        raise InvalidRequest("itinerary.stays", f"at most {MOST_STAYS} stays")
    state.current().limiter.take(request.remote_addr or "")
    limit: float = current_app.config["SOLVE_MAX_SECONDS"]
    if not is_priced(plan):
        return solve(Repricing(plan, limit)), (REPRICED,)
    found: tuple[Finding, ...] = solve(Rechecking(plan, limit))
    return plan, found


def _with(found: Sequence[Finding], response: Response) -> Response:
    plan = response.get_json()
    response.set_data(json.dumps({"plan": plan, "findings": [finding_to_json(finding) for finding in found]}))
    return response
