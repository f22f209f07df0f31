"""For those who run it: alive, ready, whom to tell."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, jsonify, url_for

from planner import config
from planner.web import state

bp = Blueprint("ops", __name__)


@bp.get("/healthz")
def healthz() -> Response:
    """Say that the process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
def readyz() -> tuple[Response, int, dict[str, str]]:
    """Say whether data set, database and caches are there; 503 with progress until they are.

    A database that fails later shuts no door, for pages and trips do without it; it is told as `trouble`.
    """
    readiness = state.current().readiness
    answer = readiness.as_json()
    trouble = state.database_trouble() if readiness.ready else readiness.trouble
    if trouble is not None:
        answer["trouble"] = str(trouble)
    return jsonify(answer), 200 if readiness.ready else 503, {} if readiness.ready else {"Retry-After": "2"}


@bp.get("/.well-known/security.txt")
def security_txt() -> Response:
    """Say where weaknesses are reported (RFC 9116): the page that names who runs this server."""
    contact = (config.base_url() or "").rstrip("/") + "/en/about"
    if not config.base_url():
        contact = url_for("ops.security_txt", _external=True).replace("/.well-known/security.txt", "/en/about")
    expires = (dt.datetime.now(dt.UTC) + dt.timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    text = f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: ja, en\n"
    return Response(text, content_type="text/plain; charset=utf-8")
