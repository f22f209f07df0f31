"""/ : to the pages in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request, url_for

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

bp = Blueprint("root", __name__)


@bp.get("/")
def index() -> Response:
    """Send people to /ja/ or /en/, as their browser asks; Japanese where it asks for neither."""
    lang = request.accept_languages.best_match(["ja", "en"], default="ja")
    response = redirect(url_for("pages.index", lang=lang))
    response.headers["Vary"] = "Accept-Language"
    response.headers["Cache-Control"] = "no-cache"
    return response
