"""/api/v1/plans/{id}/copies, /name and /changes: variants of a plan, what they are called, how versions differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, json, jsonify, request

from planner.db.tables import NAME_LENGTH
from planner.errors import InvalidRequest
from planner.replan.changes import change_to_json, changes_of
from planner.serial import plan_from_json
from planner.web import state, storage
from planner.web.access import Access, access
from planner.web.body import MOST_SEQUENCE, json_object, sequence_in
from planner.web.device import hand_over, owner_or_new
from planner.web.paging import whole
from planner.web.plans_api import answer, made

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.db.records import StoredPlan

bp = Blueprint("variants_api", __name__, url_prefix="/api/v1/plans/<plan_id>")
bp.after_request(hand_over)


@bp.post("/copies")
def copy(plan_id: str) -> Response:
    """Keep a copy of a plan, or of a version of it, for this device: a variant with its own shares and versions."""
    body = json_object(empty={})
    name, sequence = read_name(body.get("name", "")), sequence_in(body)
    theirs, store = access(plan_id), state.current().store
    state.current().limiter.take(request.remote_addr or "")
    found = store.get(theirs.owner_hash, plan_id)
    if sequence is not None:
        found = store.version(theirs.owner_hash, plan_id, sequence)
    mine = owner_or_new()
    stored = storage.keep(mine, plan_from_json(json.loads(found.body)), name=name, trip=found.trip)
    return made(answer(Access(mine), stored), stored)


@bp.put("/name")
def rename(plan_id: str) -> Response:
    """Call a plan of this device something."""
    mine, name = access(plan_id), read_name(json_object().get("name"))
    return answer(mine, state.current().store.rename(mine.owner_hash, plan_id, name))


@bp.get("/changes")
def changes(plan_id: str) -> Response:
    """Tell how the plan differs from what it was at the sequence `since`."""
    mine, store = access(plan_id), state.current().store
    since = whole("since", None, 0, MOST_SEQUENCE)
    if since is None:
        raise InvalidRequest("since", "it is the whole number of a version.")
    now = store.get(mine.owner_hash, plan_id)
    return jsonify(difference(store.version(mine.owner_hash, plan_id, since), now))


def difference(before: StoredPlan, now: StoredPlan) -> dict[str, Any]:
    """Compare two versions: every stay that is not as it was, and which other parts differ."""
    old, new = (json.loads(stored.body) for stored in (before, now))
    was, became = plan_from_json(old), plan_from_json(new)
    stays = changes_of(was.itinerary.stays, became.itinerary.stays, was.request, became.request)
    return {
        "since": before.sequence,
        "sequence": now.sequence,
        "stays": [change_to_json(change) for change in stays if change.kind != "kept"],
        "request": _differing(old["request"], new["request"]),
        "notebook": _differing(old.get("notebook") or {}, new.get("notebook") or {}),
    }


def read_name(value: object) -> str:
    """Read what a plan is called; empty = nothing.

    Raises
    ------
    InvalidRequest
        Where it is no text, or longer than names are.
    """
    if not isinstance(value, str) or len(value.strip()) > NAME_LENGTH:
        raise InvalidRequest("name", f"it is a text of at most {NAME_LENGTH} characters.")
    # a control character or half a character is nothing that a name can show
    return "".join(char for char in value.strip() if char.isprintable())


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return [key for key in {**old, **new} if old.get(key) != new.get(key)]
