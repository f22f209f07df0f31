"""/api/v1/plans/{id}/replan and /restore: change a plan that is kept, and take changes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, json, jsonify, request
from werkzeug.exceptions import PreconditionRequired

from planner.db.errors import RecordChanged
from planner.errors import InvalidRequest
from planner.replan.changes import change_to_json
from planner.replan.conflicts import conflict_to_json
from planner.replan.edits import edits_from_json
from planner.replan.replan import SECONDS, replan
from planner.replan.workshop import Workshop
from planner.serial import dumps, plan_from_json, plan_to_json
from planner.web import counting, state
from planner.web.access import access
from planner.web.body import json_object, sequence_in
from planner.web.device import hand_over
from planner.web.errors import EditConflict
from planner.web.plans_api import answer
from planner.web.solving import solve

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.db.plans import StoredPlan
    from planner.model import Plan
    from planner.replan.edits import Edit
    from planner.replan.replan import Replanned
    from planner.web.access import Access

bp = Blueprint("replan_api", __name__, url_prefix="/api/v1/plans/<plan_id>")
bp.after_request(hand_over)

_workshop = Workshop()
"""Of this process: what edits of one request have in common."""


@dataclass(frozen=True, slots=True)
class Replanning:
    """Work for a solver's process: change a plan."""

    plan: Plan
    edits: tuple[Edit, ...]
    seconds: float = SECONDS

    def __call__(self, dataset: Dataset) -> Replanned:
        """Do it on the process's own data set."""
        return replan(self.plan, self.edits, dataset, workshop=_workshop, seconds=self.seconds)


@bp.post("/replan")
def change(plan_id: str) -> Response:
    """Apply edits to a plan and keep the result; a preview is not kept."""
    body = json_object()
    edits = edits_from_json(body.get("edits"), state.places())
    preview = body.get("preview", False)
    if not isinstance(preview, bool):
        raise InvalidRequest("preview", "it is true or false.")
    mine = access(plan_id)
    stored = unchanged(state.current().store.get(mine.owner_hash, plan_id))
    state.current().limiter.take(request.remote_addr or "")
    done = solve(Replanning(plan_from_json(json.loads(stored.body)), edits))
    if preview:
        return jsonify(plan=None if done.conflicts else plan_to_json(done.plan), **_told(done))
    return keep_replanned(mine, stored, done)


def keep_replanned(mine: Access, stored: StoredPlan, done: Replanned) -> Response:
    """Keep a plan that was changed, and answer with it and what changed; EditConflict where it cannot be."""
    if done.conflicts:
        raise EditConflict([conflict_to_json(conflict) for conflict in done.conflicts])
    body = dumps(plan_to_json(replace(done.plan, id=stored.id)))
    kept = state.current().store.replace(mine.owner_hash, stored.id, body, stored.sequence)
    counting.planned(done.plan, plan_from_json(json.loads(stored.body)))
    return _with(_told(done), answer(mine, kept))


@bp.post("/restore")
def restore(plan_id: str) -> Response:
    """Make a version of before the latest one again."""
    sequence = sequence_in(json_object())
    if sequence is None:
        raise InvalidRequest("sequence", "it is the whole number of a version.")
    mine, store = access(plan_id), state.current().store
    stored = unchanged(store.get(mine.owner_hash, plan_id))
    return _with({}, answer(mine, store.restore(mine.owner_hash, plan_id, sequence, stored.sequence)))


def unchanged(stored: StoredPlan) -> StoredPlan:
    """Check that the asker knows the latest version: If-Match is the ETag of the plan, or *."""
    if "If-Match" not in request.headers:
        raise PreconditionRequired("Send If-Match with the ETag of the plan that was read, or *.")
    known = {tag.partition("-")[0] for tag in request.if_match.as_set(include_weak=True)}
    if not request.if_match.star_tag and str(stored.sequence) not in known:
        raise RecordChanged("This plan was changed elsewhere since it was read; load it again.")
    return stored


def _told(done: Replanned) -> dict[str, Any]:
    return {
        "changes": [change_to_json(change) for change in done.changes],
        "conflicts": [conflict_to_json(conflict) for conflict in done.conflicts],
    }


def _with(told: dict[str, Any], response: Response) -> Response:
    """Put what changed beside the plan."""
    plan = response.get_json()
    response.set_data(json.dumps({"plan": plan, "changes": [], "conflicts": [], **told}))
    return response
