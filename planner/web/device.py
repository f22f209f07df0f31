"""Whose plans these are: a random token that only the device keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import current_app, g, request

from planner.db.errors import RecordMissing
from planner.db.tokens import new_token, token_hash

if TYPE_CHECKING:
    from flask import Response

HEADER = "X-Sasurai-Device"
COOKIE = "sasurai_device"
# browsers keep no cookie longer than 400 days
COOKIE_SECONDS = 400 * 24 * 3600
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")


def owner() -> str:
    """Give the hash of the device's token; a device without one owns nothing."""
    token = _given()
    if token is None:
        raise RecordMissing("There is no such plan on this device.")
    return token_hash(token)


def owner_or_new() -> str:
    """Give the hash of the device's token, drawing one for a device that has none."""
    token = _given()
    if token is None:
        token = g.new_device = new_token()
    return token_hash(token)


def hand_over(response: Response) -> Response:
    """Give a new token to the device, as a cookie and as a header."""
    token = g.pop("new_device", None)
    if token is not None:
        response.headers[HEADER] = token
        response.set_cookie(
            COOKIE,
            token,
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    return response


def _given() -> str | None:
    token = request.headers.get(HEADER) or request.cookies.get(COOKIE)
    return token if token and _TOKEN.fullmatch(token) else None
