"""Interests by program: send one, see how this device's stand, take back, take along, erase."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from planner.db.errors import RecordMissing
from planner.db.tokens import token_hash
from planner.errors import InvalidRequest
from planner.listing.letters import INTEREST, TRAP, check_interest
from planner.web import letters, state
from planner.web.body import json_object
from planner.web.clock import today
from planner.web.device import hand_over, owner
from planner.web.hosts import find
from planner.web.i18n import current

bp = Blueprint("interests_api", __name__, url_prefix="/api/v1")
bp.after_request(hand_over)
CONSENT = "consent"


@bp.url_value_preprocessor
def _little_room(endpoint: str | None, _values: object) -> None:
    if endpoint == "interests_api.send":
        request.max_content_length = letters.MOST_BYTES


@bp.post("/listings/<listing_id>/interest")
def send(listing_id: str) -> Response:
    """Send an interest in a listing; its secret link is told once here, and to this device."""
    listing = find(listing_id)
    letter, errors = check_interest(_given(), today())
    for name, key in errors.items():
        raise InvalidRequest(name, current().t(f"letter.wrong.{key}"))
    found, token = letters.send_interest(listing, letter)
    response = jsonify({**letters.interest_json(found), "token": token, "links": _links(token)})
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/interests/{token}"
    return response


@bp.get("/interests")
def index() -> Response:
    """List what this device has sent, for its plans: listing, state and answer, and the secret page."""
    try:
        found = state.current().interests.of_device(owner())
    except RecordMissing:
        found = []
    told = []
    for one in found:
        links = _links(letters.token_of(one.id))
        text = current().t(f"interest.state.{one.state}")
        told.append({**letters.interest_json(one), "text": text, "links": links})
    return jsonify(interests=told)


@bp.get("/interests/<token>")
def show(token: str) -> Response:
    """Give everything that is kept of an interest."""
    return jsonify(letters.interest_json(state.current().interests.by_token(token_hash(token))))


@bp.post("/interests/<token>/withdraw")
def withdraw(token: str) -> Response:
    """Take an interest back."""
    return jsonify(letters.interest_json(state.current().interests.withdraw(token_hash(token))))


@bp.delete("/interests/<token>")
def delete(token: str) -> tuple[str, int]:
    """Erase an interest at once."""
    state.current().interests.delete(token_hash(token))
    return "", 204


def _given() -> dict[str, str]:
    """Read the fields as a form would send them."""
    body = json_object()
    for name, value in body.items():
        if name == CONSENT and isinstance(value, bool):
            continue
        if name not in {*INTEREST, TRAP} or not isinstance(value, str):
            raise InvalidRequest(name[:40], "there is no such field, or it is no text.")
    consent = {CONSENT: "1"} if body.get(CONSENT) is True else {}
    return {name: value for name, value in body.items() if name != CONSENT} | consent


def _links(token: str) -> dict[str, str]:
    return {"self": f"/api/v1/interests/{token}", "page": letters.page_of(token)}
