"""/api/v1/route: one journey, its segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, request

from planner.ends import journey_between
from planner.errors import InvalidRequest
from planner.fields import parse_date
from planner.request_json import modes_from_text
from planner.serial import journey_to_json
from planner.validate import FIRST_DAY, LAST_DAY
from planner.web import state

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from geo.model import Journey

bp = Blueprint("route_api", __name__, url_prefix="/api/v1/route")


@bp.get("")
def route() -> Response:
    """Find the journey between two municipalities, stations, ports or airports."""
    ends = (_needed("from"), _needed("to"))
    journey = _journey(ends, modes_from_text(request.args.get("modes", "")), _date())
    return jsonify(journey_to_json(journey, geometry=request.args.get("geometry") == "1"))


def _journey(ends: tuple[str, str], modes: Sequence[str], date: dt.date | None) -> Journey:
    router, places = state.current().router, state.places()
    if router is not None:
        return journey_between(router, places, ends, modes, date)
    origin, destination = (places.resolve(name).code for name in ends)
    return state.dataset().journey(origin, destination, modes, date)


def _needed(name: str) -> str:
    text = request.args.get(name, "").strip()
    if not text:
        raise InvalidRequest(name, "a place is needed.")
    return text


def _date() -> dt.date | None:
    text = request.args.get("date", "").strip()
    if not text:
        return None
    date = parse_date("date", text)
    if not FIRST_DAY <= date <= LAST_DAY:
        raise InvalidRequest("date", f"{date} is not between {FIRST_DAY} and {LAST_DAY}")
    return date
