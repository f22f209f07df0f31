"""/api/v1/route: one journey, its segments."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from planner.errors import InvalidRequest
from planner.model import DEFAULT_MODES, MODES
from planner.serial import segment_to_json
from planner.web import state

if TYPE_CHECKING:
    from geo.model import Journey, Segment

bp = Blueprint("route_api", __name__, url_prefix="/api/v1/route")


@bp.get("")
def route() -> Response:
    """Find the journey between two municipalities."""
    origin, destination = (state.places().resolve(_needed(end)) for end in ("from", "to"))
    journey = state.dataset().journey(origin.code, destination.code, _modes(), _date())
    return jsonify(journey_json(journey, geometry=request.args.get("geometry") == "1"))


def journey_json(journey: Journey, *, geometry: bool) -> dict[str, Any]:
    """Give a journey as `sasurai route --format json` does; with its path on the map where asked for."""
    return {
        "from": journey.origin,
        "to": journey.destination,
        "date": journey.date.isoformat() if journey.date else None,
        "minutes": journey.minutes,
        "nights": journey.nights,
        "fare_jpy": journey.fare_jpy,
        "transfers": journey.transfers,
        "km": journey.km,
        "co2_kg": journey.co2_kg,
        "basis": journey.basis,
        "segments": [_segment(segment, geometry) for segment in journey.segments],
    }


def _segment(segment: Segment, geometry: bool) -> dict[str, Any]:
    answer = segment_to_json(segment)
    if not geometry:
        del answer["path"]
    return answer


def _needed(name: str) -> str:
    text = request.args.get(name, "").strip()
    if not text:
        raise InvalidRequest(name, "a place is needed.")
    return text


def _modes() -> tuple[str, ...]:
    words = tuple(word.strip() for word in request.args.get("modes", "").split(",") if word.strip())
    for word in words:
        if word not in MODES:
            raise InvalidRequest("modes", f"{word[:40]!r} is not one of {', '.join(MODES)}.")
    return words or DEFAULT_MODES


def _date() -> dt.date | None:
    text = request.args.get("date", "").strip()
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidRequest("date", f"{text[:40]!r} is not a date YYYY-MM-DD.") from None
