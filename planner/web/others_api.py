"""/api/v1/plans/{id}/alternatives, /front and /trips: other trips for the request of a plan that is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, json, jsonify, request

from planner.errors import InvalidRequest
from planner.front_json import alternatives_to_json, front_to_json
from planner.others import FRONT_SECONDS, ChosenStay, alternatives_of, chosen, front_of
from planner.plan import newness
from planner.serial import plan_from_json
from planner.web import state, storage
from planner.web.access import Access, access
from planner.web.body import json_object
from planner.web.device import hand_over, owner_or_new
from planner.web.plans_api import answer, made
from planner.web.solving import solve

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.db.records import StoredPlan
    from planner.front import FrontPoint
    from planner.model import Alternative, Plan

bp = Blueprint("others_api", __name__, url_prefix="/api/v1/plans/<plan_id>")
bp.after_request(hand_over)

USUAL_COUNT, MOST_COUNT = 4, 8
SECONDS = 3.0
"""Of the processor, for alternatives."""
MOST_STAYS = 400


@dataclass(frozen=True, slots=True)
class FindAlternatives:
    """Work for a solver's process."""

    plan: Plan
    count: int
    seconds: float

    def __call__(self, dataset: Dataset) -> tuple[Alternative, ...]:
        """Find them on the process's own data set."""
        return alternatives_of(self.plan, dataset, self.count, self.seconds)


@dataclass(frozen=True, slots=True)
class FindFront:
    """Work for a solver's process."""

    plan: Plan
    seconds: float

    def __call__(self, dataset: Dataset) -> tuple[FrontPoint, ...]:
        """Find it on the process's own data set."""
        return front_of(self.plan, dataset, self.seconds)


@dataclass(frozen=True, slots=True)
class KeepTrip:
    """Work for a solver's process."""

    plan: Plan
    stays: tuple[ChosenStay, ...]
    seconds: float = 1.0

    def __call__(self, dataset: Dataset) -> Plan:
        """Route, value and check the stays on the process's own data set."""
        return chosen(self.plan, dataset, self.stays)


@bp.post("/alternatives")
def alternatives(plan_id: str) -> Response:
    """Find other trips nearly as good; nothing is kept."""
    count = json_object(empty={}).get("count", USUAL_COUNT)
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_COUNT:
        raise InvalidRequest("count", f"it is a whole number from 1 to {MOST_COUNT}.")
    plan = _plan(plan_id)
    found = solve(FindAlternatives(plan, count, _seconds(SECONDS)))
    ranks = state.derived("newness", _newness)
    return jsonify(alternatives_to_json(plan, found, ranks))


@bp.post("/front")
def front(plan_id: str) -> Response:
    """Find the front of value against cost against hours; nothing is kept."""
    plan = _plan(plan_id)
    return jsonify(front_to_json(plan, solve(FindFront(plan, _seconds(FRONT_SECONDS)))))


@bp.post("/trips")
def keep(plan_id: str) -> Response:
    """Keep a trip that was shown beside a plan as a plan of its own."""
    stays = _stays(json_object().get("stays"))
    plan = _plan(plan_id)
    trip = solve(KeepTrip(plan, stays))
    mine = owner_or_new()
    stored = storage.keep(mine, trip, trip=_stored(plan_id).trip)
    return made(answer(Access(mine), stored), stored)


def _plan(plan_id: str) -> Plan:
    """Read a plan of this device, for work that takes one of its turns."""
    stored = _stored(plan_id)
    state.current().limiter.take(request.remote_addr or "")
    return plan_from_json(json.loads(stored.body))


def _stored(plan_id: str) -> StoredPlan:
    return state.current().store.get(access(plan_id).owner_hash, plan_id)


def _seconds(most: float) -> float:
    limit: float = current_app.config["SOLVE_MAX_SECONDS"]
    return min(most, limit)


def _newness(dataset: Dataset) -> dict[str, float]:
    return dict(zip((place.code for place in dataset.municipalities), newness(dataset).tolist(), strict=True))


def _stays(given: Any) -> tuple[ChosenStay, ...]:
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_STAYS:
        raise InvalidRequest("stays", f"it is a list of 1 to {MOST_STAYS} stays.")
    return tuple(map(_stay, given))


def _stay(given: Any) -> ChosenStay:
    try:
        code, nights, lodging = given["code"], given["nights"], given.get("lodging_jpy")
        arrive = dt.date.fromisoformat(given["arrive"])
    except (TypeError, KeyError, AttributeError, ValueError):
        raise InvalidRequest("stays", "a stay has a code, the day it begins, arrive, and its nights.") from None
    whole = all(isinstance(number, int) and not isinstance(number, bool) for number in (nights, lodging or 0))
    if not isinstance(code, str) or not whole:
        raise InvalidRequest("stays", "code is a text, nights and lodging_jpy are whole numbers.")
    return ChosenStay(code, arrive, nights, lodging)
