"""/api/v1/plans/{id}/through: what a trip through each municipality could be worth against a plan that is kept."""

from __future__ import annotations

from flask import Blueprint, Response, json, jsonify, request

from planner.serial import plan_from_json
from planner.through import ThroughTask
from planner.web import state
from planner.web.access import access
from planner.web.answers import conditional
from planner.web.device import hand_over
from planner.web.solving import solve

bp = Blueprint("through_api", __name__, url_prefix="/api/v1/plans/<plan_id>")
bp.after_request(hand_over)


@bp.get("/through")
def through(plan_id: str) -> Response:
    """Bound the best trip through each municipality; asked for after the plan, for it takes a solver's time."""
    stored = state.current().store.get(access(plan_id).owner_hash, plan_id)
    version = f"through-{stored.sequence}"
    if version in request.if_none_match:
        found = Response(status=304)
        found.set_etag(version)
        return found
    state.current().limiter.take(request.remote_addr or "")
    response = jsonify(solve(ThroughTask(plan_from_json(json.loads(stored.body)))))
    response.set_etag(version)
    # an edited plan keeps its address: ask whether this is still it
    response.headers["Cache-Control"] = "private, no-cache"
    return conditional(response)
