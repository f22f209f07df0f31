"""/api/v1/openapi.json: what the API is, for programs."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response

from planner.web.answers import kept

DOCUMENT = Path(__file__).with_name("openapi.json")

bp = Blueprint("openapi", __name__)


@bp.get("/api/v1/openapi.json")
def document() -> Response:
    """Give the OpenAPI 3.1 document; a test holds it to the routes that there are."""
    return kept(DOCUMENT.read_bytes(), "application/json")
