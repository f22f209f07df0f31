"""/p/{token}.gpx and its like: a shared plan as a file."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, make_response

from planner.render.formats import FORMATS, Options, file_name, render
from planner.web import storage
from planner.web.answers import conditional
from planner.web.feeds import alarm, language

bp = Blueprint("files", __name__)


@bp.get(f"/p/<token>.<any({','.join(FORMATS)}):fmt>")
def shared_file(token: str, fmt: str) -> Response:
    """Give a shared plan in one format."""
    lang = language()
    shared = storage.plan_for_token(token)
    response = make_response(render(shared.plan, fmt, lang, Options(shared.modified, shared.sequence, alarm())))
    response.content_type = FORMATS[fmt].media_type
    # RFC 6266: the plain name is for readers that do not know the other
    name = quote(file_name(shared.plan, fmt, lang), safe="")
    response.headers["Content-Disposition"] = f"attachment; filename=\"sasurai.{fmt}\"; filename*=UTF-8''{name}"
    response.headers["Cache-Control"] = "private, no-cache"
    # a handed-over page carries its own scripts; should it be opened here, it is nobody's
    response.headers["Content-Security-Policy"] = (
        "sandbox allow-scripts" if fmt == "html" else "default-src 'none'; sandbox"
    )
    response.add_etag()
    return conditional(response)
