"""/api/v1/plans: ask for a trip, keep it, share it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, json, jsonify, request

from planner.db.errors import RecordMissing
from planner.errors import InvalidRequest
from planner.serial import plan_from_json, request_from_json
from planner.validate import validate
from planner.web import state, storage
from planner.web.answers import conditional
from planner.web.body import json_object
from planner.web.device import hand_over, owner, owner_or_new
from planner.web.paging import one_of
from planner.web.solving import solve

if TYPE_CHECKING:
    from planner.db.plans import StoredPlan, StoredShare
    from planner.model import TripRequest

bp = Blueprint("plans_api", __name__, url_prefix="/api/v1")
bp.after_request(hand_over)


@bp.post("/plans")
def create() -> Response:
    """Plan a trip and keep it for this device."""
    asked = _asked()
    state.current().limiter.take(request.remote_addr or "")
    plan = solve(asked)
    mine = owner_or_new()
    stored = storage.keep(mine, plan)
    response = answer(mine, stored)
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/plans/{stored.id}"
    return response


@bp.get("/plans")
def index() -> Response:
    """List this device's plans, newest first."""
    try:
        mine = owner()
    except RecordMissing:
        return jsonify(plans=[])
    return jsonify(plans=[_line(mine, stored) for stored in state.current().store.owned(mine)])


@bp.get("/plans/<plan_id>")
def show(plan_id: str) -> Response:
    """Give one plan of this device."""
    mine = owner()
    stored = state.current().store.get(mine, plan_id)
    return conditional(answer(mine, stored))


@bp.post("/plans/<plan_id>/copies")
def copy(plan_id: str) -> Response:
    """Keep a copy of a plan for this device, to try something else with; it has its own shares and versions."""
    mine = owner()
    state.current().limiter.take(request.remote_addr or "")
    stored = storage.keep(mine, plan_from_json(json.loads(state.current().store.get(mine, plan_id).body)))
    response = answer(mine, stored)
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/plans/{stored.id}"
    return response


@bp.delete("/plans/<plan_id>")
def delete(plan_id: str) -> tuple[str, int]:
    """Delete a plan and withdraw all its shares."""
    state.current().store.delete(owner(), plan_id)
    return "", 204


@bp.get("/plans/<plan_id>/shares")
def shares(plan_id: str) -> Response:
    """List a plan's live shares."""
    return jsonify(shares=[_share(found) for found in state.current().store.shares(owner(), plan_id)])


@bp.post("/plans/<plan_id>/shares")
def share(plan_id: str) -> tuple[Response, int]:
    """Let whoever has the address read the plan, its latest version or the one of now."""
    frozen = json_object(empty={}).get("frozen", False)
    if not isinstance(frozen, bool):
        raise InvalidRequest("frozen", "it is true or false.")
    return jsonify(_share(storage.share(owner(), plan_id, frozen=frozen))), 201


@bp.delete("/shares/<share_id>")
def revoke(share_id: str) -> tuple[str, int]:
    """Withdraw a share."""
    state.current().store.revoke(owner(), share_id)
    return "", 204


def _asked() -> TripRequest:
    asked = request_from_json(json_object(), state.places())
    limit, most = current_app.config["SOLVE_MAX_SECONDS"], current_app.config["SOLVE_MAX_ITERATIONS"]
    if asked.iterations is not None and asked.iterations > most:
        # a cut number would give another trip than the command line's without saying so
        raise InvalidRequest("iterations", f"at most {most} here; the command line takes more.")
    asked = replace(asked, seconds=min(asked.seconds, limit))
    # what cannot be is said at once, and never reaches a solver
    validate(asked, state.dataset().index)
    return asked


def answer(mine: str, stored: StoredPlan) -> Response:
    """Give a plan with its ETag."""
    lang = _lang()
    response = jsonify(storage.plan_object(stored, lang, storage.own_links(mine, stored.id, lang)))
    response.set_etag(f"{stored.sequence}-{lang}")
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _line(mine: str, stored: StoredPlan) -> dict[str, Any]:
    asked = json.loads(stored.body)["request"]
    return {
        "id": stored.id,
        "created": stored.created.isoformat(),
        "modified": stored.modified.isoformat(),
        "request": asked,
        "links": {"self": f"/api/v1/plans/{stored.id}", **storage.own_links(mine, stored.id, _lang())},
    }


def _share(found: StoredShare) -> dict[str, Any]:
    return {
        "id": found.id,
        "frozen": found.frozen,
        "created": found.created.isoformat(),
        "links": storage.shared_links(storage.share_token(found.id), _lang()),
    }


def _lang() -> str:
    return one_of("lang", ("ja", "en")) or "ja"
