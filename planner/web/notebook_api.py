"""/api/v1/plans/{id}/notebook: what a traveller writes down beside a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, json, request

from geo.locate import Locator
from planner.errors import InvalidRequest
from planner.notebook.read import notebook_from_json
from planner.replan.edits import Write
from planner.replan.replan import rewritten
from planner.request_json import Names
from planner.serial import plan_from_json
from planner.web import state
from planner.web.access import access
from planner.web.body import json_object
from planner.web.device import hand_over
from planner.web.replan_api import Replanning, keep_replanned, unchanged
from planner.web.solving import solve

if TYPE_CHECKING:
    from geo.model import LngLat

bp = Blueprint("notebook_api", __name__, url_prefix="/api/v1/plans/<plan_id>")
bp.after_request(hand_over)

MOST_BYTES = 64 * 1024
"""Of a notebook as it is sent; a trip of 60 stays with a page of notes each takes half of it."""


@bp.put("/notebook")
def write(plan_id: str) -> Response:
    """Put another notebook beside a plan; where bookings, appointments or blocked days changed, plan around them."""
    if len(request.get_data()) > MOST_BYTES:
        raise InvalidRequest("notebook", f"it is too long; at most {MOST_BYTES // 1024} kB are kept.")
    notebook = notebook_from_json(json_object(), Names(state.places()).code, _locate)
    mine = access(plan_id)
    stored = unchanged(state.current().store.get(mine.owner_hash, plan_id))
    plan = plan_from_json(json.loads(stored.body))
    done = rewritten(plan, notebook)
    if done is None:
        state.current().limiter.take(request.remote_addr or "")
        done = solve(Replanning(plan, (Write(notebook),)))
    return keep_replanned(mine, stored, done)


def _locate(point: LngLat) -> str | None:
    code = state.derived("locator", lambda _: Locator(current_app.config["DATA_DIR"])).code_at(point)
    return code if code in state.dataset().index else None
