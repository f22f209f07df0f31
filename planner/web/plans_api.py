"""/api/v1/plans: ask for a trip, keep it, share it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, json, jsonify, request

from planner.db.errors import RecordMissing
from planner.errors import InvalidRequest
from planner.plan import FIRST, first
from planner.render.formats import render
from planner.serial import itinerary_to_json, request_from_json
from planner.validate import validate
from planner.web import state, storage
from planner.web.access import Access, access
from planner.web.answers import conditional
from planner.web.body import json_object
from planner.web.device import hand_over, owner, owner_or_new
from planner.web.paging import one_of
from planner.web.solving import solve
from planner.web.terms import terms_from_json, terms_to_json

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.db.plans import StoredPlan, StoredShare
    from planner.model import Plan, TripRequest

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
    return made(answer(Access(mine), stored), stored)


@dataclass(frozen=True, slots=True)
class FirstTrip:
    """Work for a solver's process: a trip to look at while the search for a better one goes on."""

    asked: TripRequest
    seconds: float = FIRST

    def __call__(self, dataset: Dataset) -> Plan | None:
        """Find it on the process's own data set."""
        return first(self.asked, dataset, self.seconds)


@bp.post("/plans/preview")
def preview() -> Response | tuple[str, int]:
    """Give the first trip that holds, unproven and not kept; 204 where none is seen soon."""
    asked = _asked()
    state.current().limiter.take(request.remote_addr or "")
    found = solve(FirstTrip(asked))
    if found is None:
        return "", 204
    shape = json.loads(render(found, "geojson", _lang()))
    return jsonify(itinerary=itinerary_to_json(found.itinerary), objective=found.objective, geometry=shape)


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
    """Give one plan of this device, or of a share that lets change it."""
    mine = access(plan_id)
    return conditional(answer(mine, state.current().store.get(mine.owner_hash, plan_id)))


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
    """Let whoever has the address read the plan, or change it: on which terms, the body says."""
    terms = terms_from_json(json_object(empty={}))
    return jsonify(_share(storage.share(owner(), plan_id, terms))), 201


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


def answer(mine: Access, stored: StoredPlan) -> Response:
    """Give a plan with its ETag; who came by a share is told that share's addresses and no others."""
    lang = _lang()
    links = (
        storage.shared_links(mine.token, lang) if mine.token else storage.own_links(mine.owner_hash, stored.id, lang)
    )
    response = jsonify(storage.plan_object(stored, lang, links))
    # the sequence comes first: it alone is what If-Match asks for
    name = f"-{zlib.crc32(stored.name.encode(errors='replace')):x}" if stored.name else ""
    response.set_etag(f"{stored.sequence}-{lang}{name}")
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def made(response: Response, stored: StoredPlan) -> Response:
    """Say where the plan that was just kept is."""
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/plans/{stored.id}"
    return response


def _line(mine: str, stored: StoredPlan) -> dict[str, Any]:
    body = json.loads(stored.body)
    return {
        "id": stored.id,
        "name": stored.name,
        "trip": stored.trip,
        "sequence": stored.sequence,
        "created": stored.created.isoformat(),
        "modified": stored.modified.isoformat(),
        "request": body["request"],
        "totals": body["itinerary"]["totals"],
        "objective": body["objective"],
        "links": {"self": f"/api/v1/plans/{stored.id}", **storage.own_links(mine, stored.id, _lang())},
    }


def _share(found: StoredShare) -> dict[str, Any]:
    return {
        "id": found.id,
        **terms_to_json(found),
        "created": found.created.isoformat(),
        "links": storage.shared_links(storage.share_token(found.id), _lang()),
    }


def _lang() -> str:
    return one_of("lang", ("ja", "en")) or "ja"
