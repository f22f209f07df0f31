"""/api/v1/groups: ask for the trips of travellers who meet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, jsonify, request

from planner.errors import InvalidRequest
from planner.groups.plan import PATIENCE, plan_group
from planner.groups.request_json import group_request_from_json
from planner.groups.serial import group_to_json
from planner.groups.validate import validate_group
from planner.web import state
from planner.web.body import json_object
from planner.web.solving import solve

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.groups.model import Group, GroupRequest

bp = Blueprint("groups_api", __name__, url_prefix="/api/v1/groups")


@dataclass(frozen=True)
class Grouping:
    """What a solver's process is sent."""

    asked: GroupRequest

    @property
    def seconds(self) -> float:
        """Seconds that it may take, about."""
        return PATIENCE * self.asked.seconds

    def __call__(self, dataset: Dataset) -> Group:
        """Plan the group there."""
        return plan_group(self.asked, dataset)


@bp.post("")
def create() -> Response:
    """Plan everybody's trip; groups are not kept."""
    asked = group_request_from_json(json_object(), state.places())
    limit, most = current_app.config["SOLVE_MAX_SECONDS"], current_app.config["SOLVE_MAX_ITERATIONS"]
    if asked.iterations is not None and asked.iterations > most:
        raise InvalidRequest("iterations", f"at most {most} here; the command line takes more.")
    asked = replace(asked, seconds=min(asked.seconds, limit))
    # what cannot be is said at once, and never reaches a solver
    validate_group(asked, state.dataset().index)
    state.current().limiter.take(request.remote_addr or "")
    return jsonify(group_to_json(solve(Grouping(asked))))
